from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

_HISTORY = 13  # months that are computed when a company has none yet
_AGAIN = 2  # months that are computed each time: what is posted late still counts
_SALES_MONTHS = 3  # that the receivables are compared with


class CreditMonth(models.Model):
    """How fast a company gets its money: receivables, sales and DSO at the end of each month.

    Exposure, limits and overdue amounts are kept from the time on at which they were first computed.
    """

    _name = "credit.month"
    _description = "Credit Figures by Month"
    _order = "month desc, company_id"
    _rec_name = "month"
    _log_access = False

    month = fields.Date(required=True, readonly=True, help="First day of the month.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    receivable = fields.Monetary(
        string="Receivables", readonly=True, aggregator=None, help="At the end of the month; less prepayments.")
    sales = fields.Monetary(readonly=True, help="Invoiced in the month, with tax, less credit notes.")
    sales_before = fields.Monetary(
        string="Sales of Three Months", readonly=True, aggregator=None, help="This month and the two before.")
    dso = fields.Float(
        string="DSO (Days)", readonly=True, digits=(16, 1), aggregator="avg",
        help="Days sales outstanding: receivables ÷ sales of three months × their days.")
    overdue = fields.Monetary(readonly=True, aggregator=None)
    overdue_percent = fields.Float(
        string="Overdue (%)", readonly=True, digits=(16, 1), aggregator="avg", help="Of the open invoices.")
    used = fields.Monetary(string="Exposure", readonly=True, aggregator=None)
    limit_amount = fields.Monetary(string="Limits", readonly=True, aggregator=None)
    over_limit_count = fields.Integer(string="Customers over the Limit", readonly=True, aggregator=None)

    _month_uniq = models.UniqueIndex("(company_id, month)")

    @api.model
    def _refresh(self, company):
        """Compute the latest months of ``company``, all of the last year when there are none; positions are fresh."""
        today = company._archive_today()
        this_month = today.replace(day=1)
        known = self.search_count([("company_id", "=", company.id)], limit=1)
        for back in range(_AGAIN if known else _HISTORY):
            month = this_month - relativedelta(months=back)
            end = min(month + relativedelta(months=1) - timedelta(days=1), today)
            start = month - relativedelta(months=_SALES_MONTHS - 1)
            self.env.cr.execute(SQL(
                _MONTH, company=company.id, month=month, end=end, start=start, days=(end - start).days + 1))
        self.env.cr.execute(SQL(_NOW, company=company.id, month=this_month))
        self.invalidate_model(flush=False)  # written by SQL alone

    def _print_subjects(self):
        """Printing them is journaled with the companies whose figures they are."""
        return [self]

    def _journal(self, kind, before=None, after=None, note=None):
        for company in self.company_id:
            self.env["archive.event"].with_company(company)._log(kind, company, before=before, after=after, note=note)


_MONTH = """
    INSERT INTO credit_month AS known (company_id, month, receivable, sales, sales_before, dso)
    SELECT %(company)s, %(month)s, owed.amount, sold.month, sold.before,
           CASE WHEN sold.before > 0 THEN GREATEST(owed.amount, 0) / sold.before * %(days)s END
      FROM (SELECT COALESCE(SUM(line.balance), 0) AS amount
              FROM account_account account JOIN account_move_line line ON line.account_id = account.id
             WHERE account.account_type = 'asset_receivable' AND line.company_id = %(company)s
               AND line.parent_state = 'posted' AND line.date <= %(end)s) owed,
           (SELECT COALESCE(SUM(move.amount_total_signed) FILTER (WHERE move.invoice_date >= %(month)s), 0) AS month,
                   COALESCE(SUM(move.amount_total_signed), 0) AS before
              FROM account_move move
             WHERE move.move_type IN ('out_invoice', 'out_refund', 'out_receipt') AND move.state = 'posted'
               AND move.company_id = %(company)s AND move.invoice_date BETWEEN %(start)s AND %(end)s) sold
    ON CONFLICT (company_id, month) DO UPDATE SET receivable = EXCLUDED.receivable, sales = EXCLUDED.sales,
        sales_before = EXCLUDED.sales_before, dso = EXCLUDED.dso
"""

_NOW = """
    UPDATE credit_month known
       SET overdue = now.overdue, used = now.used, limit_amount = now.limits, over_limit_count = now.over,
           overdue_percent = CASE WHEN now.receivable > 0 THEN 100 * now.overdue / now.receivable ELSE 0 END
      FROM (SELECT COALESCE(SUM(overdue), 0) AS overdue, COALESCE(SUM(used), 0) AS used,
                   COALESCE(SUM(limit_amount) FILTER (WHERE status IN ('valid', 'zero')), 0) AS limits,
                   COALESCE(SUM(receivable), 0) AS receivable, COUNT(*) FILTER (WHERE over_limit) AS over
              FROM credit_position WHERE company_id = %(company)s) now
     WHERE known.company_id = %(company)s AND known.month = %(month)s
"""
