from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

_HISTORY = 13  # months that are computed when a company has none yet
_AGAIN = 2  # months that are computed each time: what is posted late still counts
_SALES_MONTHS = 3  # that the receivables are compared with, as in ``sales_before``


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

    counted_on = fields.Date(
        readonly=True, help="When everything that was posted until then was last added up.")

    _month_uniq = models.UniqueIndex("(company_id, month)")

    @api.model
    def _refresh(self, company):
        """Compute the latest months of ``company``, all of the last year when there are none; positions are fresh.

        What was posted before these months is added up once a day: the rest of the day rests on that.
        """
        today = company._archive_today()
        this_month = today.replace(day=1)
        known = self.search_fetch(
            [("company_id", "=", company.id)], ["month", "receivable", "counted_on"], limit=_AGAIN + 1)
        opening = known.filtered(lambda row: (
            row.month == this_month - relativedelta(months=_AGAIN) and row.counted_on == today))
        if opening:
            first = this_month - relativedelta(months=_AGAIN - 1)
        elif known:  # those that were missed meanwhile as well
            first = min(this_month, known[0].month) - relativedelta(months=_AGAIN)
        else:
            first = this_month - relativedelta(months=_HISTORY - 1)
        months = [first]
        while months[-1] < this_month:
            months.append(months[-1] + relativedelta(months=1))
        self.env.cr.execute(SQL(
            _MONTHS, months=months, company=company.id, first=first, today=today, opening=opening.receivable or 0.0,
            since=first if opening else date.min, counted=None if opening else today,
            sold_since=first - relativedelta(months=_SALES_MONTHS - 1), more=f"{_SALES_MONTHS - 1} months"))
        self.env.cr.execute(SQL(_NOW, company=company.id, month=this_month))
        self.invalidate_model(flush=False)  # written by SQL alone

    def _print_subjects(self):
        """Printing them is journaled with the companies whose figures they are."""
        return [self]

    def _journal(self, kind, before=None, after=None, note=None):
        for company in self.company_id:
            self.env["archive.event"].with_company(company)._log(kind, company, before=before, after=after, note=note)


_MONTHS = """
    WITH span AS (
         SELECT start, LEAST((start + interval '1 month')::date - 1, %(today)s) AS until,
                (start - %(more)s::interval)::date AS sold_since
           FROM unnest(%(months)s::date[]) AS start),
    owed AS MATERIALIZED (
         SELECT GREATEST(date_trunc('month', line.date::timestamp)::date, %(first)s) AS start,
                SUM(line.balance) AS amount
           FROM account_account account JOIN account_move_line line ON line.account_id = account.id
          WHERE account.account_type = 'asset_receivable' AND line.company_id = %(company)s
            AND line.parent_state = 'posted' AND line.date BETWEEN %(since)s AND %(today)s
          GROUP BY 1),
    sold AS MATERIALIZED (
         SELECT date_trunc('month', move.invoice_date::timestamp)::date AS start,
                SUM(move.amount_total_signed) AS amount
           FROM account_move move
          WHERE move.move_type IN ('out_invoice', 'out_refund', 'out_receipt') AND move.state = 'posted'
            AND move.company_id = %(company)s AND move.invoice_date BETWEEN %(sold_since)s AND %(today)s
          GROUP BY 1),
    months AS MATERIALIZED (
         SELECT span.start, until - sold_since + 1 AS days,
                %(opening)s + COALESCE((SELECT SUM(amount) FROM owed WHERE owed.start <= span.start), 0) AS receivable,
                COALESCE((SELECT amount FROM sold WHERE sold.start = span.start), 0) AS sales,
                COALESCE((SELECT SUM(amount) FROM sold WHERE sold.start BETWEEN sold_since AND span.start), 0) AS before
           FROM span)
    INSERT INTO credit_month AS known (company_id, month, receivable, sales, sales_before, dso, counted_on)
    SELECT %(company)s, start, receivable, sales, before,
           CASE WHEN before > 0 THEN GREATEST(receivable, 0) / before * days END, %(counted)s::date
      FROM months
    ON CONFLICT (company_id, month) DO UPDATE SET receivable = EXCLUDED.receivable, sales = EXCLUDED.sales,
        sales_before = EXCLUDED.sales_before, dso = EXCLUDED.dso,
        counted_on = COALESCE(EXCLUDED.counted_on, known.counted_on)
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
