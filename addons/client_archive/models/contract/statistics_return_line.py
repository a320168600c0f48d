from odoo import api, fields, models

from ...tools import gate
from .contract_statistics import KINDS


class ArchiveStatisticsReturnLine(models.Model):
    """Figures of one department on a statistical return: computed, and frozen when it is reported."""

    _name = "archive.statistics.return.line"
    _inherit = ["archive.sealed.mixin", "archive.guard.mixin"]
    _description = "Line of a Statistical Return"
    _order = "return_id, sequence, id"
    _rec_name = "department_name"

    return_id = fields.Many2one("archive.statistics.return", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    sequence = fields.Integer(readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True, ondelete="set null")
    # What it was called on the day of the report
    department_name = fields.Char(string="Department Name", readonly=True)
    signed_count = fields.Integer(string="Signed", readonly=True)
    signed_amount = fields.Monetary(string="Signed: Amount", readonly=True)
    fulfilled_count = fields.Integer(string="Fulfilled", readonly=True)
    fulfilled_amount = fields.Monetary(string="Fulfilled: Amount", readonly=True)
    amendment_count = fields.Integer(string="Amended", readonly=True)
    amendment_amount = fields.Monetary(string="Amended: Amount", readonly=True)
    termination_count = fields.Integer(string="Terminated", readonly=True)
    termination_amount = fields.Monetary(string="Terminated: Amount", readonly=True)
    dispute_count = fields.Integer(string="Disputed", readonly=True)
    dispute_amount = fields.Monetary(string="Disputed: Amount", readonly=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A draft is computed anew: the code behind the gate replaces its lines."""
        if not gate.is_open(self.env) or any(line.return_id.state != "draft" for line in self):
            super()._unlink_never()

    def _sealed_words(self):
        return self.env._("The figures of a return are computed from the ledger, never entered.")

    def _figures(self):
        """Number and amount of each kind, in the order of the form."""
        self.ensure_one()
        return [self[f"{kind}_{what}"] for kind, _label in KINDS for what in ("count", "amount")]
