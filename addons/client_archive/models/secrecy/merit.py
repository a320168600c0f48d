from odoo import api, fields, models
from odoo.exceptions import AccessError


class ArchiveMerit(models.Model):
    """Merit of a person or a department in keeping or protecting secrets, and its reward (R62)."""

    _name = "archive.merit"
    _inherit = ["archive.journal.mixin"]
    _description = "Merit"
    _order = "date desc, id desc"

    name = fields.Char(string="Merit", required=True)
    user_id = fields.Many2one("res.users", string="Person", ondelete="restrict", domain="[('share', '=', False)]")
    department_id = fields.Many2one("hr.department", ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    date = fields.Date(required=True, default=lambda self: self._archive_day())
    reward = fields.Selection(
        [("praise", "Praise"), ("bonus", "Bonus"), ("promotion", "Promotion"), ("other", "Other")],
        required=True, default="praise")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Bonus")
    details = fields.Text()

    _of_somebody = models.Constraint(
        "CHECK (user_id IS NOT NULL OR department_id IS NOT NULL)",
        "Say whose merit it is: a person's or a department's.")

    @api.model_create_multi
    def create(self, vals_list):
        merits = super().create(vals_list)
        merits._check_not_own()
        merits._journal("merit_recorded", after=lambda merit: {
            "merit": merit.name, "of": merit.user_id.login or merit.department_id.name, "reward": merit.reward})
        return merits

    def write(self, vals):
        self._check_not_own()
        result = super().write(vals)
        self._check_not_own()
        self._journal("changed", after=vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._check_not_own()
        self._journal("deleted", before=lambda merit: {"merit": merit.name})

    def _check_not_own(self):
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody records their own merits."))
