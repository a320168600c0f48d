from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
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
    overdue_before: float = 0.0  # overdue three months before
    disputes: int = 0  # complaints noted in the last twelve months
    share: float | None = None  # of the company's turnover of the last twelve months, in percent


# Payments (c) of what customers were invoiced (d, of m), as they were matched (p); credit notes pay nothing.
_PAID = SQL(
    """
    FROM account_partial_reconcile p
    JOIN account_move_line d ON d.id = p.debit_move_id
    JOIN account_move m ON m.id = d.move_id
    JOIN account_move_line c ON c.id = p.credit_move_id
    JOIN account_move s ON s.id = c.move_id
   WHERE m.move_type IN ('out_invoice', 'out_receipt') AND s.move_type = 'entry'
    """)


class CreditFigures(models.AbstractModel):
    """Figures the ERP knows are shown from it, not typed (R4).

    One grouped query per figure for any number of customers. They read past the record rules: callers show
    them to those who may read the credit file, and never another company's.
    """

    _name = "credit.figures"
    _description = "Credit Figures"

    @api.model
    def _of(self, partners, company, day=None):
        """Mapping of the id of each of ``partners`` (commercial entities) to its :class:`Figures` in ``company``.

        :param date day: the day as of which the books are read; today, or one in the past
        """
        ids = tuple(partners.ids)
        if not ids:
            return {}
        turnovers, overdues = self._turnovers(company, ids, day), self._overdues(company, ids, day)
        payments, firsts = self._payments(company, ids, day), self._first_dealings(company, ids, day)
        before = self._overdues(company, ids, (day or self._archive_day()) - relativedelta(months=3))
        disputes, total = self._disputes(company, ids, day), self._total_turnover(company, day)
        figures = {}
        for partner_id in ids:
            turnover, turnover_before = turnovers.get(partner_id, (0.0, 0.0))
            payment_days, delay_days = payments.get(partner_id, (None, None))
            amount, days = overdues.get(partner_id, (0.0, 0))
            figures[partner_id] = Figures(
                turnover, turnover_before, firsts.get(partner_id), payment_days, delay_days, amount, days,
                before.get(partner_id, (0.0, 0))[0], disputes.get(partner_id, 0),
                100.0 * turnover / total if total > 0 else None)
        return figures

    @api.model
    def _turnovers(self, company, partner_ids=None, day=None):
        """Partner id → untaxed turnover of the last twelve months, and of the twelve before."""
        today = day or self._archive_day()
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
    def _total_turnover(self, company, day=None):
        """Untaxed turnover of the last twelve months with all customers of ``company``."""
        today = day or self._archive_day()
        self.env["account.move"].flush_model()
        [[total]] = self.env.execute_query(SQL(
            """
            SELECT COALESCE(SUM(amount_untaxed_signed), 0) FROM account_move
             WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND company_id = %s AND invoice_date > %s AND invoice_date <= %s
            """, company.id, today - relativedelta(years=1), today))
        return float(total)

    @api.model
    def _disputes(self, company, partner_ids, day=None):
        """Partner id → complaints noted in the last twelve months."""
        today = day or self._archive_day()
        # sudo: as for the books; only the number is shown
        return {partner.id: count for partner, count in self.env["archive.contact.log"].sudo()._read_group(
            [("kind", "=", "complaint"), ("company_id", "=", company.id), ("partner_id", "in", list(partner_ids)),
             ("date", ">", today - relativedelta(years=1)), ("date", "<=", today)], ["partner_id"], ["__count"])}

    @api.model
    def _first_dealings(self, company, partner_ids, day=None):
        """Partner id → date of the first posted invoice, as ISO text."""
        rows = self._rows(SQL(
            """
            SELECT m.commercial_partner_id, to_char(MIN(m.invoice_date), 'YYYY-MM-DD')
              FROM account_move m
             WHERE m.state = 'posted' AND m.move_type = 'out_invoice' AND m.company_id = %s AND %s
               AND m.invoice_date <= %s
             GROUP BY m.commercial_partner_id
            """, company.id, self._among("m.commercial_partner_id", partner_ids),
            day or self._archive_day()))
        return {partner_id: first for partner_id, (first,) in rows.items()}

    @api.model
    def _overdues(self, company, partner_ids=None, day=None):
        """Partner id → amount past its due date, and days since the oldest became due."""
        today = self._archive_day()
        if day and day < today:
            return self._overdues_then(company, partner_ids, day)
        return self._rows(SQL(
            """
            SELECT l.partner_id, SUM(l.amount_residual), MAX(%(today)s - l.date_maturity)
              FROM account_move_line l JOIN account_account a ON a.id = l.account_id
             WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND l.amount_residual > 0
               AND l.date_maturity < %(today)s AND l.company_id = %(company)s AND %(partners)s
             GROUP BY l.partner_id
            """, today=today, company=company.id, partners=self._among("l.partner_id", partner_ids)))

    @api.model
    def _overdues_then(self, company, partner_ids, day):
        """As :meth:`_overdues` on a ``day`` in the past: what is open now, and what was settled after it."""
        return self._rows(SQL(
            """
            WITH later AS (
                SELECT p.debit_move_id AS id, SUM(p.amount) AS amount FROM account_partial_reconcile p
                 WHERE p.company_id = %(company)s AND p.max_date > %(day)s GROUP BY p.debit_move_id)
            SELECT l.partner_id, SUM(l.amount_residual + COALESCE(later.amount, 0)), MAX(%(day)s - l.date_maturity)
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
              LEFT JOIN later ON later.id = l.id
             WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND l.balance > 0
               AND l.date <= %(day)s AND l.date_maturity < %(day)s AND l.company_id = %(company)s AND %(partners)s
               AND l.amount_residual + COALESCE(later.amount, 0) > 0
             GROUP BY l.partner_id
            """, day=day, company=company.id, partners=self._among("l.partner_id", partner_ids)))

    @api.model
    def _payments(self, company, partner_ids=None, day=None):
        """Partner id → average days to pay and average days after the due date, weighted by the amounts paid."""
        today = day or self._archive_day()
        return self._rows(SQL(
            """
            SELECT d.partner_id, (SUM((c.date - m.invoice_date) * p.amount) / SUM(p.amount))::float,
                   (SUM((c.date - d.date_maturity) * p.amount) / SUM(p.amount))::float
              %(paid)s AND p.company_id = %(company)s AND c.date > %(year)s AND c.date <= %(today)s AND %(partners)s
             GROUP BY d.partner_id HAVING SUM(p.amount) > 0
            """, paid=_PAID, company=company.id, year=today - relativedelta(years=1), today=today,
            partners=self._among("d.partner_id", partner_ids)))

    # ------------------------------------------------------------------
    # Series for charts, of one customer
    # ------------------------------------------------------------------
    @api.model
    def _series(self, partner, company):
        """What the charts of ``partner`` in ``company`` are drawn from, as plain values that can be kept.

        ``months``: 24 first days, the oldest first; ``turnover`` and ``days`` (to pay; nothing where nothing was
        paid) of each; ``aging``: open amounts not yet due, and 1–30, 31–60, 61–90 and more days overdue.
        """
        today = self._archive_day()
        months = [today.replace(day=1) - relativedelta(months=back) for back in reversed(range(24))]
        turnover, days = self._monthly_turnover(partner, company, months[0]), self._monthly_days(
            partner, company, months[0])
        return {
            "months": [month.isoformat() for month in months],
            "turnover": [turnover.get(month, (0.0,))[0] for month in months],
            "days": [days.get(month, (None,))[0] for month in months],
            "aging": self._aging(partner, company, today)}

    @api.model
    def _monthly_turnover(self, partner, company, since):
        return self._rows(SQL(
            """
            SELECT date_trunc('month', m.invoice_date)::date, SUM(m.amount_untaxed_signed) FROM account_move m
             WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND m.company_id = %s AND m.commercial_partner_id = %s AND m.invoice_date >= %s GROUP BY 1
            """, company.id, partner.id, since))

    @api.model
    def _monthly_days(self, partner, company, since):
        return self._rows(SQL(
            """
            SELECT date_trunc('month', c.date)::date, (SUM((c.date - m.invoice_date) * p.amount) / SUM(p.amount))::float
              %s AND p.company_id = %s AND d.partner_id = %s AND c.date >= %s
             GROUP BY 1 HAVING SUM(p.amount) > 0
            """, _PAID, company.id, partner.id, since))

    @api.model
    def _aging(self, partner, company, today):
        late = SQL("(%s - l.date_maturity)", today)
        self.env["account.move.line"].flush_model()
        [row] = self.env.execute_query(SQL(
            """
            SELECT SUM(l.amount_residual) FILTER (WHERE %(late)s <= 0 OR l.date_maturity IS NULL),
                   SUM(l.amount_residual) FILTER (WHERE %(late)s BETWEEN 1 AND 30),
                   SUM(l.amount_residual) FILTER (WHERE %(late)s BETWEEN 31 AND 60),
                   SUM(l.amount_residual) FILTER (WHERE %(late)s BETWEEN 61 AND 90),
                   SUM(l.amount_residual) FILTER (WHERE %(late)s > 90)
              FROM account_move_line l JOIN account_account a ON a.id = l.account_id
             WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND l.amount_residual > 0
               AND l.company_id = %(company)s AND l.partner_id = %(partner)s
            """, late=late, company=company.id, partner=partner.id))
        return [float(amount or 0) for amount in row]

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
