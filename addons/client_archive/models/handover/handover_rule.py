from odoo import api, fields, models
from odoo.exceptions import ValidationError

_UNITS = [("working_days", "Working Days"), ("months", "Months")]


class ArchiveHandoverRule(models.Model):
    """Kind of handover, and its clock: the four terms of the regulations (R66, R104, R119, R123) are data.

    Where there is a manager B, the first term runs from the start to A's signature, the second from there to the
    archive. Without one, the first term runs to the archive.
    """

    _name = "archive.handover.rule"
    _inherit = ["archive.journal.mixin"]
    _description = "Kind of Handover"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    source = fields.Char(string="Rule", translate=True, help="What the regulation says.")
    start_event = fields.Char(
        string="Clock Starts with", translate=True, help="What happens on the day from which the term runs.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    has_manager_b = fields.Boolean(
        string="Second Manager Checks", default=True, help="Manager B checks what A lists, and delivers it.")
    is_title = fields.Boolean(string="Titles", help="For titles alone, apart from all other papers.")
    prepare_count = fields.Integer(string="First Term", required=True, default=3)
    prepare_unit = fields.Selection(_UNITS, string="Unit of the First Term", required=True, default="working_days")
    deliver_count = fields.Integer(string="Second Term", required=True, default=2)
    deliver_unit = fields.Selection(_UNITS, string="Unit of the Second Term", required=True, default="working_days")

    @api.constrains("prepare_count", "deliver_count")
    def _check_terms(self):
        for rule in self:
            if not (0 <= rule.prepare_count <= 250 and 0 <= rule.deliver_count <= 250):
                raise ValidationError(self.env._("%s: a term is between 0 (at once) and 250.", rule.name))

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._journal("created", after=lambda rule: {"name": rule.name})
        return rules

    def write(self, vals):
        self._journal("changed", after=vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda rule: {"name": rule.name})
