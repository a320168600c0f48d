from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL


class Figures(NamedTuple):
    """What the books know of one customer in one company; amounts in the company's currency."""

    turnover: float = 0.0  # untaxed, posted, last twelve months
    turnover_before: float = 0.0  # the twelve months before these
    relation_since: str | None = None  # date of the first invoice, ISO
    payment_days: float | None = None  # from invoice to payment, weighted by amount, last twelve months
    delay_days: float | None = None  # from due date to payment, likewise; negative: before it was due
    overdue_amount: float = 0.0
    overdue_days: int = 0  # of the oldest unpaid item


class CreditFigures(models.AbstractModel):
    """Figures the ERP knows are shown from it, not typed (R4).

    One grouped query per figure for any number of customers. They read past the record rules: callers show
    them to those who may read the credit file, and never another company's.
    """

    _name = "credit.figures"
    _description = "Credit Figures"

    @api.model
    def _of(self, partners, company):
        """Mapping of the id of each of ``partners`` (commercial entities) to its :class:`Figures` in ``company``."""
        ids = tuple(partners.ids)
        if not ids:
            return {}
        turnovers, overdues = self._turnovers(company, ids), self._overdues(company, ids)
        payments, firsts = self._payments(company, ids), self._first_dealings(company, ids)
        figures = {}
        for partner_id in ids:
            turnover, before = turnovers.get(partner_id, (0.0, 0.0))
            payment_days, delay_days = payments.get(partner_id, (None, None))
            amount, days = overdues.get(partner_id, (0.0, 0))
            figures[partner_id] = Figures(
                turnover, before, firsts.get(partner_id), payment_days, delay_days, amount, days)
        return figures

    @api.model
    def _turnovers(self, company, partner_ids=None):
        """Partner id → untaxed turnover of the last twelve months, and of the twelve before."""
        today = fields.Date.context_today(self)
        year, before = today - relativedelta(years=1), today - relativedelta(years=2)
        return self._rows(SQL(
            """
            SELECT m.commercial_partner_id,
                   COALESCE(SUM(m.amount_untaxed_signed) FILTER (WHERE m.invoice_date > %(year)s), 0),
                   COALESCE(SUM(m.amount_untaxed_signed) FILTER (WHERE m.invoice_date <= %(year)s), 0)
              FROM account_move m
             WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND m.company_id = %(company)s AND m.invoice_date > %(before)s AND m.invoice_date <= %(today)s
               AND %(partners)s
             GROUP BY m.commercial_partner_id
            """, year=year, before=before, today=today, company=company.id,
            partners=self._among("m.commercial_partner_id", partner_ids)))

    @api.model
    def _first_dealings(self, company, partner_ids):
        """Partner id → date of the first posted invoice, as ISO text."""
        rows = self._rows(SQL(
            """
            SELECT m.commercial_partner_id, to_char(MIN(m.invoice_date), 'YYYY-MM-DD')
              FROM account_move m
             WHERE m.state = 'posted' AND m.move_type = 'out_invoice' AND m.company_id = %s AND %s
             GROUP BY m.commercial_partner_id
            """, company.id, self._among("m.commercial_partner_id", partner_ids)))
        return {partner_id: first for partner_id, (first,) in rows.items()}

    @api.model
    def _overdues(self, company, partner_ids=None):
        """Partner id → amount past its due date, and days since the oldest became due."""
        today = fields.Date.context_today(self)
        return self._rows(SQL(
            """
            SELECT l.partner_id, SUM(l.amount_residual), MAX(%(today)s - l.date_maturity)
              FROM account_move_line l JOIN account_account a ON a.id = l.account_id
             WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND l.amount_residual > 0
               AND l.date_maturity < %(today)s AND l.company_id = %(company)s AND %(partners)s
             GROUP BY l.partner_id
            """, today=today, company=company.id, partners=self._among("l.partner_id", partner_ids)))

    @api.model
    def _payments(self, company, partner_ids=None):
        """Partner id → average days to pay and average days after the due date, weighted by the amounts paid."""
        year = fields.Date.context_today(self) - relativedelta(years=1)
        return self._rows(SQL(
            """
            SELECT d.partner_id, (SUM((c.date - m.invoice_date) * p.amount) / SUM(p.amount))::float,
                   (SUM((c.date - d.date_maturity) * p.amount) / SUM(p.amount))::float
              FROM account_partial_reconcile p
              JOIN account_move_line d ON d.id = p.debit_move_id
              JOIN account_move m ON m.id = d.move_id
              JOIN account_move_line c ON c.id = p.credit_move_id
              JOIN account_move s ON s.id = c.move_id
             WHERE m.move_type IN ('out_invoice', 'out_receipt') AND s.move_type = 'entry'
               AND p.company_id = %s AND c.date > %s AND %s
             GROUP BY d.partner_id HAVING SUM(p.amount) > 0
            """, company.id, year, self._among("d.partner_id", partner_ids)))

    @api.model
    def _among(self, column, partner_ids):
        alias, name = column.split(".")
        identifier = SQL.identifier(alias, name)
        if partner_ids is None:
            return SQL("%s IS NOT NULL", identifier)
        return SQL("%s IN %s", identifier, tuple(partner_ids))

    @api.model
    def _rows(self, query):
        for model in ("account.move", "account.move.line", "account.partial.reconcile"):
            self.env[model].flush_model()
        return {
            row[0]: tuple(float(value) if hasattr(value, "as_tuple") else value for value in row[1:])
            for row in self.env.execute_query(query)
        }
