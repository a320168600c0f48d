from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.client_archive.tools import gate


class CreditBacktestLine(models.Model):
    """One customer of a back-test: the score it would have had, and how it then paid."""

    _name = "credit.backtest.line"
    _description = "Customer of a Back-Test"
    _order = "backtest_id, score, id"
    _rec_name = "partner_id"
    _log_access = False

    backtest_id = fields.Many2one(
        "credit.backtest", string="Back-Test", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="backtest_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade", index=True)
    score = fields.Float(readonly=True, digits=(5, 2), aggregator="avg")
    grade_id = fields.Many2one("credit.grade", readonly=True, ondelete="set null")
    due_amount = fields.Monetary(string="Became Due", readonly=True)
    late_share = fields.Float(string="Paid Late (%)", readonly=True, digits=(5, 2), aggregator="avg")
    is_bad = fields.Boolean(string="Bad Payer", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("What a back-test found is not entered."))
        return super().create(vals_list)

    def write(self, vals):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("What a back-test found is not entered."))
        return super().write(vals)
