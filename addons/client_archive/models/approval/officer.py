from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ArchiveOfficer(models.Model):
    """Who holds which office in a company, from when to when (general manager, deputies, …)."""

    _name = "archive.officer"
    _inherit = ["archive.journal.mixin"]
    _description = "Officer"
    _order = "role, sequence, id"
    _rec_name = "user_id"

    role = fields.Selection(
        [
            ("chairman", "Chairman"),
            ("general_manager", "General Manager"),
            ("deputy_general_manager", "Deputy General Manager"),
            ("archive_head", "Head of the Archive"),
        ],
        string="Office", required=True, index=True)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", string="Holder", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    department_ids = fields.Many2many(
        "hr.department", string="Remit",
        help="Departments this officer answers for. Empty: the whole company.")
    date_from = fields.Date(string="From", required=True, default=lambda self: self._archive_day())
    date_to = fields.Date(string="Until", help="Last day in office. Empty: until further notice.")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for officer in self:
            if officer.date_to and officer.date_to < officer.date_from:
                raise ValidationError(self.env._("The last day in office is before the first one."))

    @api.model_create_multi
    def create(self, vals_list):
        officers = super().create(vals_list)
        officers._journal("created", after=lambda officer: {"role": officer.role, "user": officer.user_id.login})
        return officers

    def write(self, vals):
        self._journal("changed", after=vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda officer: {"role": officer.role, "user": officer.user_id.login})

    @api.model
    def _holders(self, role, company, department=None):
        """Users who hold ``role`` in ``company`` today.

        :param department: whose matter it is: those with it in their remit, else those without a remit; ``None``: all
        """
        today = company._archive_today()
        # sudo: whoever asks for approval must find the officers, whatever they may read
        officers = self.sudo().search(
            Domain("role", "=", role) & Domain("company_id", "=", company.id) & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)) & Domain("user_id.active", "=", True))
        if department is None:
            return officers.user_id
        special = officers.filtered(lambda officer: department and department in officer.department_ids)
        general = officers.filtered(lambda officer: not officer.department_ids)
        return (special or general).user_id

    @api.model
    def _leaders(self, company, department=None):
        """The company's leaders: the deputy in whose remit ``department`` is first, then those above."""
        roles = ("deputy_general_manager", "general_manager", "chairman")
        return self.env["res.users"].union(*(self._holders(role, company, department) for role in roles))

    @api.model
    def _deciders(self, company):
        """Users who may be chosen to decide, or be delegated to: officers in office and heads of departments."""
        officers = self.env["res.users"].union(*(
            self._holders(role, company) for role in self._fields["role"].get_values(self.env)))
        # sudo: who heads a department is no secret
        heads = self.env["hr.department"].sudo().search([
            ("company_id", "in", [False, company.id]), ("manager_id", "!=", False)]).manager_id
        return (officers | heads.filtered("active").user_id).filtered(
            lambda user: user.active and not user.share and company in user.company_ids)
