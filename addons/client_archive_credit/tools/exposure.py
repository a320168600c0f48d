"""What a payer owes and will owe: figures, the SQL that gathers them, and the verdict on one more order.

A payer is the commercial partner of an invoice address. Each component is one grouped query for any number
of payers of one company, in company currency. Nothing here needs a database but the queries themselves.
"""

from dataclasses import dataclass, fields
from datetime import date

from odoo.tools import SQL


@dataclass(frozen=True)
class Exposure:
    """Figures of one payer, in company currency.

    ``late`` is the part of ``overdue`` beyond the days of tolerance; ``since`` the oldest due date that passed.
    """

    receivable: float = 0.0
    overdue: float = 0.0
    late: float = 0.0
    since: date | None = None
    drafts: float = 0.0
    to_invoice: float = 0.0
    credits: float = 0.0

    @property
    def total(self):
        """What counts against the limit; negative for a payer who paid ahead."""
        return self.receivable + self.drafts + self.to_invoice - self.credits

    def __add__(self, other):
        figures = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self) if field.name != "since"
        }
        return Exposure(since=min((day for day in (self.since, other.since) if day), default=None), **figures)


@dataclass(frozen=True)
class Terms:
    """What was granted to a payer.

    ``limit`` is ``None`` where none was ever granted, which is not a limit of zero.
    """

    limit: float | None = None
    valid_until: date | None = None
    on_stop: bool = False
    tolerance_amount: float = 0.0

    def status(self, today):
        """One of ``stop``, ``none``, ``expired``, ``zero`` and ``valid``: five different things."""
        if self.on_stop:
            return "stop"
        if self.limit is None:
            return "none"
        if self.valid_until and self.valid_until < today:
            return "expired"
        return "valid" if self.limit else "zero"


def judge(terms, exposure, amount, today, on_credit=True, digits=2):
    """Reasons why an order of ``amount`` must not pass, as a list of codes; empty when it may.

    :param exposure: what the payer owes without this order
    :param bool on_credit: whether the order is sold on other than cash terms (R72)
    """
    status = terms.status(today)
    needed = round(exposure.total + amount, digits)
    reasons = []
    if status == "stop":
        reasons.append("stop")
    if round(exposure.late - terms.tolerance_amount, digits) > 0:
        reasons.append("overdue")
    # Paid ahead in full: nothing is asked of the company's credit.
    if needed <= 0:
        return reasons
    if status == "none" and on_credit:
        reasons.append("terms")
    elif status == "expired":
        reasons.append("expired")
    if terms.limit is not None and needed > round(terms.limit, digits):
        reasons.append("limit")
    return reasons


# ----------------------------------------------------------------------
# Queries
# ----------------------------------------------------------------------
# Lines with something left that does not keep Odoo from calling their order invoiced: a down payment that was given
# back after it was deducted, a line made to look like one, and what was delivered beyond the order but written off.
# (PostgreSQL takes an equation for rare, an inequality for a third of all rows.)
BEYOND_THE_ORDER = (
    "is_downpayment AND "
    "(untaxed_amount_to_invoice > 0 OR product_uom_qty > qty_invoiced OR qty_delivered > qty_invoiced) "
    "OR invoice_status = 'invoiced' AND sign(qty_delivered - GREATEST(qty_invoiced, product_uom_qty)) = 1")


def of_payers(partner_ids, query):
    """``query``, which reads the addresses of these payers from ``payer``."""
    return SQL(
        """
        WITH payer AS MATERIALIZED (
             SELECT partner.id, partner.commercial_partner_id AS payer_id
               FROM unnest(%s) AS asked
               JOIN res_partner partner ON partner.commercial_partner_id = asked)
        %s
        """, partner_ids, query)


# What a row of :func:`components` may know of a payer, with its type
COMPONENTS = {
    "receivable": "numeric", "credits": "numeric", "overdue": "numeric", "late": "numeric", "since": "date",
    "drafts": "numeric", "to_invoice": "numeric", "paid": "numeric"}


def components(company_id, partner_ids, today, late_before, without_orders):
    """One statement for all :data:`COMPONENTS`: rows of a payer and what one query knows of it, the rest empty.

    The cost follows what is open, never what was paid or invoiced in full: see ``models/exposure/indexes.py``.
    Arguments are values (ids as lists), or their names as ``SQL``.
    """
    queries = {
        ("drafts",): _draft_invoices(company_id, without_orders),
        ("receivable", "credits", "overdue", "late", "since"): _open_items(company_id, today, late_before),
        ("to_invoice",): SQL(
            "SELECT payer_id, SUM(amount) AS to_invoice FROM (%s) orders GROUP BY payer_id",
            open_orders(still_open(company_id, without_orders))),
        ("paid",): _payments_in_transit(company_id),
    }
    return of_payers(partner_ids, SQL(" UNION ALL ").join(
        SQL("SELECT payer_id, %s FROM (%s) figures", SQL(", ").join(
            SQL(name) if name in names else SQL(f"NULL::{kind}") for name, kind in COMPONENTS.items()), query)
        for names, query in queries.items()))


def _open_items(company_id, today, late_before):
    """Posted open items.

    What Odoo shows as paid while the bank has not confirmed it yet still counts, but is not overdue.
    """
    return SQL(
        """
        SELECT payer_id,
               COALESCE(SUM(line.amount_residual) FILTER (WHERE line.amount_residual > 0), 0) AS receivable,
               COALESCE(-SUM(line.amount_residual) FILTER (WHERE line.amount_residual < 0), 0) AS credits,
               COALESCE(SUM(line.amount_residual) FILTER (WHERE %(due)s < %(today)s), 0) AS overdue,
               COALESCE(SUM(line.amount_residual) FILTER (WHERE %(due)s < %(late)s), 0) AS late,
               MIN(%(due)s) FILTER (WHERE %(due)s < %(today)s) AS since
          FROM payer
          JOIN account_move_line line ON line.partner_id = payer.id
          JOIN account_account account ON account.id = line.account_id AND account.account_type = 'asset_receivable'
          JOIN account_move move ON move.id = line.move_id
         WHERE line.company_id = %(company)s AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
           AND line.amount_residual != 0
         GROUP BY payer_id
        """,
        due=SQL(
            "CASE WHEN line.amount_residual > 0 AND COALESCE(move.payment_state, '') NOT IN ('paid', 'in_payment') "
            "THEN COALESCE(line.date_maturity, line.date) END"),
        today=today, late=late_before, company=company_id)


def _draft_invoices(company_id, orders):
    """Draft customer invoices, with tax.

    Lines that come from a confirmed order are left out: the order still counts them as to be invoiced.
    """
    return SQL(
        """
        SELECT payer_id, SUM(GREATEST(amount, 0)) AS drafts
          FROM (SELECT payer_id,
                       SUM(line.price_total / COALESCE(NULLIF(move.invoice_currency_rate, 0), 1)) AS amount
                  FROM payer
                  JOIN account_move move ON move.partner_id = payer.id
                  JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                 WHERE move.company_id = %(company)s
                   AND move.state = 'draft' AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND NOT EXISTS (
                       SELECT FROM sale_order_line_invoice_rel rel
                         JOIN sale_order_line origin ON origin.id = rel.order_line_id
                         JOIN sale_order sale ON sale.id = origin.order_id
                        WHERE rel.invoice_line_id = line.id AND (sale.state = 'sale' OR sale.id = ANY(%(orders)s)))
                 GROUP BY payer_id, move.id) drafts
         GROUP BY payer_id
        """,
        company=company_id, orders=orders)


def still_open(company_id, without_orders):
    """Condition for :func:`open_orders`: confirmed orders of the payers of the query ``payer`` that may be open.

    Odoo calls an order invoiced in full when drafts do it, too; see also :data:`BEYOND_THE_ORDER`. These two are
    gathered for all payers (hence the fence, OFFSET 0): there are few, whereas one payer may have had a great many
    orders.
    """
    return SQL(
        """
        sale.state = 'sale' AND sale.company_id = %(company)s AND sale.id != ALL(%(orders)s) AND sale.id IN (
            SELECT candidate.id
              FROM payer
              JOIN sale_order candidate ON candidate.partner_invoice_id = payer.id
             WHERE candidate.state = 'sale' AND candidate.invoice_status IS DISTINCT FROM 'invoiced'
             UNION
            SELECT few.id
              FROM payer
              JOIN (SELECT candidate.id, candidate.partner_invoice_id
                      FROM sale_order candidate
                     WHERE candidate.id IN (
                           SELECT origin.order_id
                             FROM account_move draft
                             JOIN account_move_line item ON item.move_id = draft.id
                             JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
                             JOIN sale_order_line origin ON origin.id = rel.order_line_id
                            WHERE draft.state = 'draft' AND draft.move_type IN ('out_invoice', 'out_receipt')
                            UNION
                           SELECT order_id FROM sale_order_line WHERE %(beyond)s)
                    OFFSET 0) few ON few.partner_invoice_id = payer.id)
        """,
        company=company_id, orders=without_orders, beyond=SQL(BEYOND_THE_ORDER))


def open_orders(condition):
    """What the orders that meet ``condition`` (on ``sale``) have to invoice: order, payer, amount.

    Per line ``(max(ordered, delivered) − invoiced) × price with tax`` at the rate of the order, less down payments
    that are posted and not deducted yet; never below zero. Drafts are not invoiced.
    """
    return SQL(
        """
        SELECT sale.id AS order_id, partner.commercial_partner_id AS payer_id,
               GREATEST(0, SUM(CASE WHEN line.is_downpayment AND line.product_uom_qty = 0
                                         AND COALESCE(line.qty_delivered, 0) = 0
                                    THEN -COALESCE(invoiced.amount, 0)
                                    ELSE %(quantity)s * %(price)s END))
               / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS amount
          FROM sale_order sale
          JOIN res_partner partner ON partner.id = sale.partner_invoice_id
          JOIN res_company company ON company.id = sale.company_id
          JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
          LEFT JOIN uom_uom uom ON uom.id = line.product_uom_id
          LEFT JOIN LATERAL (%(invoiced)s) invoiced ON TRUE
         WHERE %(condition)s
         GROUP BY sale.id, partner.commercial_partner_id
        """,
        quantity=_OPEN_QUANTITY, price=_PRICE_WITH_TAX, invoiced=_INVOICED, condition=condition)


def _payments_in_transit(company_id):
    """Money that was paid but is not in the books as an open item.

    Payments without a journal entry of their own (where no outstanding account is set), as far as their invoices
    are still open in the books; online payments whose order is decided before their payment is recorded; and what is
    settled with a document that went back to draft, which Odoo leaves settled: a payment of such an invoice counts,
    such a credit note or payment does not.
    """
    return SQL(
        """
        SELECT payer_id, SUM(amount) AS paid
          FROM (SELECT payer_id,
                       CASE WHEN COUNT(invoice.id) > 0
                            THEN LEAST(payment.amount_company_currency_signed, SUM(invoice.amount_residual_signed))
                            WHEN payment.state = 'in_process' THEN payment.amount_company_currency_signed
                            ELSE 0 END AS amount
                  FROM payer
                  JOIN account_payment payment ON payment.partner_id = payer.id
                  LEFT JOIN account_move__account_payment rel ON rel.payment_id = payment.id
                  LEFT JOIN account_move invoice ON invoice.id = rel.invoice_id AND invoice.state = 'posted'
                 WHERE payment.company_id = %(company)s
                   AND payment.partner_type = 'customer' AND payment.payment_type = 'inbound'
                   AND payment.state IN ('in_process', 'paid') AND payment.move_id IS NULL
                   AND payment.id IN (
                       SELECT going.id
                         FROM payer
                         JOIN account_payment going ON going.partner_id = payer.id
                        WHERE going.state = 'in_process' AND going.move_id IS NULL
                        UNION
                       SELECT paid.payment_id
                         FROM payer
                         JOIN account_move_line line ON line.partner_id = payer.id
                         JOIN account_move__account_payment paid ON paid.invoice_id = line.move_id
                        WHERE line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
                          AND line.amount_residual != 0)
                 GROUP BY payer_id, payment.id
                UNION ALL
                SELECT payer_id, SUM(tx.amount / COALESCE(NULLIF(sale.currency_rate, 0), 1))
                  FROM payment_transaction tx
                  JOIN sale_order_transaction_rel rel ON rel.transaction_id = tx.id
                  JOIN sale_order sale ON sale.id = rel.sale_order_id AND sale.currency_id = tx.currency_id
                  JOIN payer ON payer.id = sale.partner_invoice_id
                 WHERE sale.company_id = %(company)s
                   AND tx.payment_id IS NULL AND tx.source_transaction_id IS NULL
                   AND tx.operation IN ('online_redirect', 'online_direct', 'online_token', 'offline')
                   AND (tx.state = 'authorized' OR tx.state = 'done' AND tx.is_post_processed IS NOT TRUE)
                 GROUP BY payer_id
                UNION ALL
                SELECT payer_id, SUM(CASE line.id WHEN part.debit_move_id THEN part.amount ELSE -part.amount END)
                  FROM payer
                  JOIN account_move_line line ON line.partner_id = payer.id
                  JOIN account_account account
                    ON account.id = line.account_id AND account.account_type = 'asset_receivable'
                  JOIN account_partial_reconcile part ON line.id IN (part.debit_move_id, part.credit_move_id)
                  JOIN account_move_line other ON other.id = part.debit_move_id + part.credit_move_id - line.id
                 WHERE line.company_id = %(company)s AND line.parent_state = 'draft'
                   AND line.matching_number IS NOT NULL AND other.parent_state = 'posted'
                 GROUP BY payer_id) transit
         GROUP BY payer_id
        """,
        company=company_id)


# A returned line has a negative quantity; what is invoiced beyond the order is a receivable, not a negative order.
_OPEN_QUANTITY = SQL(
    "CASE WHEN line.product_uom_qty >= 0 "
    "THEN GREATEST(0, GREATEST(line.product_uom_qty, line.qty_delivered) - COALESCE(invoiced.quantity, 0)) "
    "ELSE LEAST(0, LEAST(line.product_uom_qty, line.qty_delivered) - COALESCE(invoiced.quantity, 0)) END")

# A line that nobody ordered (an expense, an extra delivery) has no total to take the price with tax from.
_PRICE_WITH_TAX = SQL(
    """
    CASE WHEN line.product_uom_qty != 0 THEN line.price_total / line.product_uom_qty
         ELSE line.price_unit * (1 - COALESCE(line.discount, 0) / 100) * (1 + COALESCE((
              SELECT SUM(tax.amount) FROM account_tax_sale_order_line_rel rel
                JOIN account_tax tax ON tax.id = rel.account_tax_id
               WHERE rel.sale_order_line_id = line.id AND tax.amount_type = 'percent'
                 AND COALESCE(tax.price_include_override, company.account_price_include) != 'tax_included'), 0) / 100)
    END
    """)

_INVOICED = SQL(
    """
    SELECT SUM(item.quantity * COALESCE(item_uom.factor, 1) / COALESCE(NULLIF(uom.factor, 0), 1)
               * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END) AS quantity,
           SUM(item.price_total * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
               * CASE WHEN move.currency_id = sale.currency_id THEN 1
                      ELSE COALESCE(NULLIF(sale.currency_rate, 0), 1)
                           / COALESCE(NULLIF(move.invoice_currency_rate, 0), 1) END) AS amount
      FROM sale_order_line_invoice_rel rel
      JOIN account_move_line item ON item.id = rel.invoice_line_id
      JOIN account_move move ON move.id = item.move_id
      LEFT JOIN uom_uom item_uom ON item_uom.id = item.product_uom_id
     WHERE rel.order_line_id = line.id AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
       AND (move.state = 'posted' OR move.payment_state = 'invoicing_legacy')
    """)
