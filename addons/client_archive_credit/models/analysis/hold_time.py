from odoo import fields, models
from odoo.tools import SQL


class CreditHoldTime(models.Model):
    """Held orders and how long they waited: one row for each hold, with its first reason."""

    _name = "credit.hold.time"
    _description = "Analysis of Held Orders"
    _auto = False
    _order = "held_on desc, id desc"
    _rec_name = "hold_id"
    _depends = {
        "credit.hold": [
            "order_id", "partner_id", "applicant_id", "company_id", "state", "order_amount", "lifted", "released_on"],
        "credit.hold.reason": ["hold_id", "reason"],
        "archive.approval.step": ["res_model", "res_id", "decided_on"],
    }

    hold_id = fields.Many2one("credit.hold", string="Held Order", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True)
    applicant_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["credit.hold"]._fields["state"]._description_selection(self.env), readonly=True)
    reason = fields.Selection(
        selection=lambda self: self.env["credit.hold.reason"]._fields["reason"]._description_selection(self.env),
        string="First Reason", readonly=True)
    lifted = fields.Boolean(string="By Itself", readonly=True)
    held_on = fields.Datetime(string="On Hold since", readonly=True)
    decided_on = fields.Datetime(string="Decided on", readonly=True, help="Empty while the order waits.")
    days = fields.Float(
        string="Days on Hold", readonly=True, aggregator="avg", digits=(16, 1),
        help="Until it was decided, or until now.")
    number = fields.Integer(string="Number of Holds", readonly=True)
    order_amount = fields.Monetary(string="Amount Held", readonly=True)

    def init(self):
        self.env.cr.execute(SQL(
            """
            CREATE OR REPLACE VIEW %s AS (
                SELECT hold.id, hold.id AS hold_id, hold.order_id, hold.partner_id, hold.applicant_id, hold.company_id,
                       company.currency_id, hold.state, reason.reason, COALESCE(hold.lifted, FALSE) AS lifted,
                       hold.create_date AS held_on, ended.at AS decided_on,
                       EXTRACT(EPOCH FROM COALESCE(ended.at, NOW() AT TIME ZONE 'UTC') - hold.create_date)
                       / 86400.0 AS days,
                       1 AS number, hold.order_amount
                  FROM credit_hold hold
                  JOIN res_company company ON company.id = hold.company_id
                  LEFT JOIN LATERAL (
                      SELECT reason FROM credit_hold_reason WHERE hold_id = hold.id ORDER BY id LIMIT 1) reason ON TRUE
                  LEFT JOIN LATERAL (
                      SELECT CASE WHEN hold.state = 'pending' THEN NULL ELSE COALESCE(hold.released_on, (
                          SELECT MAX(step.decided_on) FROM archive_approval_step step
                           WHERE step.res_model = 'credit.hold' AND step.res_id = hold.id), hold.write_date) END AS at
                      ) ended ON TRUE)
            """, SQL.identifier(self._table)))

    def action_open(self):
        """Open the hold."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "credit.hold", "res_id": self.hold_id.id,
                "views": [(False, "form")]}

    def _print_subjects(self):
        """Printing them is journaled with the holds."""
        return [self.hold_id]
