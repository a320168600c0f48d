from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Months taken from the books when a customer's history begins, and months that may still change
_BACKFILL, _OPEN = 24, 3


class ArchiveFigure(models.Model):
    """A customer's figures of one month (R45): what trends are drawn from.

    The last months follow the books; older ones stay as they were. Other add-ons add figures of their own in
    :meth:`_write_more`.
    """

    _name = "archive.figure"
    _inherit = ["archive.sealed.mixin"]
    _description = "Monthly Figures"
    _order = "month desc, dossier_id"
    _rec_name = "month"
    _log_access = False

    dossier_id = fields.Many2one("archive.dossier", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="dossier_id.partner_id", string="Customer")
    user_id = fields.Many2one(related="dossier_id.user_id", string="Account Manager")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, readonly=True, help="First day of the month.")
    turnover = fields.Monetary(
        readonly=True, help="Without tax, less credit notes, in the currency of the company.")
    order_count = fields.Integer(string="Orders", readonly=True, help="Orders confirmed in the month.")
    payment_days = fields.Float(
        string="Days to Pay", readonly=True, digits=(6, 1), aggregator="avg",
        help="From invoice to payment, of what was paid in the month, weighted by amount.")

    _month_uniq = models.UniqueIndex("(dossier_id, month)", "A month has one set of figures.")

    def _sealed_words(self):
        return self.env._("Monthly figures come from the books, and are not entered.")

    @api.model
    def _write_months(self, dossiers, today):
        """Bring the history of ``dossiers`` up to date; running it again changes nothing.

        It begins with the last 24 months, or with the first dealing.
        """
        this_month = today.replace(day=1)
        open_since = this_month - relativedelta(months=_OPEN - 1)
        self.env["archive.segment"]._flush_books()
        self.env.cr.execute(SQL(
            """
            WITH chunk AS (
                SELECT d.id, d.company_id, d.partner_id, s.source, COALESCE(
                           (SELECT LEAST(MAX(f.month), GREATEST(%(open_since)s, LEAST(
                                       MIN(f.month), date_trunc('month', s.first_on)::date)))
                              FROM archive_figure f
                             WHERE f.dossier_id = d.id AND f.order_count IS NOT NULL HAVING COUNT(*) > 0),
                           GREATEST(date_trunc('month', s.first_on)::date, %(backfill)s)) AS since
                  FROM archive_dossier d JOIN archive_segment s ON s.dossier_id = d.id
                 WHERE d.id IN %(ids)s AND (s.first_on IS NOT NULL OR EXISTS (
                       SELECT 1 FROM archive_figure f WHERE f.dossier_id = d.id AND f.order_count IS NOT NULL))),
            months AS (
                SELECT c.*, month::date AS month
                  FROM chunk c, generate_series(c.since, %(this_month)s, interval '1 month') AS month),
            invoiced AS (
                SELECT c.id, date_trunc('month', m.invoice_date)::date AS month,
                       SUM(m.amount_untaxed_signed) AS turnover
                  FROM chunk c JOIN account_move m
                    ON m.commercial_partner_id = c.partner_id AND m.company_id = c.company_id
                 WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND m.invoice_date >= c.since AND m.invoice_date <= %(today)s
                 GROUP BY 1, 2),
            ordered AS (
                SELECT c.id, date_trunc('month', s.date_order)::date AS month, COUNT(*) AS orders,
                       SUM(s.amount_untaxed / s.currency_rate) AS turnover
                  FROM chunk c JOIN res_partner p ON p.commercial_partner_id = c.partner_id
                  JOIN sale_order s ON s.partner_id = p.id AND s.company_id = c.company_id
                 WHERE s.state = 'sale' AND s.date_order >= c.since AND s.currency_rate > 0
                 GROUP BY 1, 2),
            paid AS (
                SELECT c.id, date_trunc('month', credit.date)::date AS month,
                       SUM((credit.date - m.invoice_date) * p.amount) / SUM(p.amount) AS days
                  FROM chunk c JOIN account_move m
                    ON m.commercial_partner_id = c.partner_id AND m.company_id = c.company_id
                  JOIN account_move_line debit ON debit.move_id = m.id
                  JOIN account_partial_reconcile p ON p.debit_move_id = debit.id
                  JOIN account_move_line credit ON credit.id = p.credit_move_id
                  JOIN account_move payment ON payment.id = credit.move_id
                 WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_receipt')
                   AND payment.move_type = 'entry' AND credit.date >= c.since
                 GROUP BY 1, 2 HAVING SUM(p.amount) > 0)
            INSERT INTO archive_figure AS figure (dossier_id, company_id, month, turnover, order_count, payment_days)
            SELECT m.id, m.company_id, m.month,
                   ROUND(COALESCE(CASE WHEN m.source = 'orders' THEN o.turnover ELSE i.turnover END, 0)::numeric, 2),
                   COALESCE(o.orders, 0), p.days
              FROM months m
              LEFT JOIN invoiced i ON i.id = m.id AND i.month = m.month
              LEFT JOIN ordered o ON o.id = m.id AND o.month = m.month
              LEFT JOIN paid p ON p.id = m.id AND p.month = m.month
            ON CONFLICT (dossier_id, month) DO UPDATE SET
                turnover = EXCLUDED.turnover, order_count = EXCLUDED.order_count, payment_days = EXCLUDED.payment_days
             WHERE (figure.turnover, figure.order_count, figure.payment_days) IS DISTINCT FROM
                   (EXCLUDED.turnover, EXCLUDED.order_count, EXCLUDED.payment_days)
            """, ids=tuple(dossiers.ids), today=today, this_month=this_month, open_since=open_since,
            backfill=this_month - relativedelta(months=_BACKFILL - 1)))
        self._write_more(dossiers, this_month, this_month - relativedelta(months=_BACKFILL - 1))
        self.invalidate_model()

    @api.model
    def _write_more(self, dossiers, this_month, since):
        """Hook: write further figures of ``dossiers`` for the months from ``since`` to ``this_month``."""
