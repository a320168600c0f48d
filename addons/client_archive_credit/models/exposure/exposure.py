from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...tools import exposure

# What the queries read, and must be in the database before.
_FIELDS_READ = {
    "account.move": ["state", "move_type", "partner_id", "company_id", "payment_state", "invoice_currency_rate"],
    "account.move.line": ["amount_residual", "reconciled", "parent_state", "partner_id", "account_id", "date_maturity",
                          "price_total", "quantity", "product_uom_id", "sale_line_ids", "display_type", "company_id"],
    "account.payment": ["state", "partner_id", "move_id", "amount_company_currency_signed", "invoice_ids"],
    "payment.transaction": ["state", "payment_id", "amount", "is_post_processed", "sale_order_ids"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": ["state", "partner_invoice_id", "company_id", "currency_rate"],
    "sale.order.line": ["order_id", "product_uom_qty", "qty_delivered", "price_total", "price_unit", "discount",
                        "tax_ids", "product_uom_id", "is_downpayment", "display_type", "invoice_lines"],
}


class CreditExposure(models.AbstractModel):
    """Runs the queries of ``tools/exposure.py``: figures of any number of payers, at a fixed cost.

    Nothing is checked here and the figures ignore what the user may read: callers check first.
    """

    _name = "credit.exposure"
    _description = "Credit Exposure"

    @api.model
    def _of(self, company, partners, without_orders=None, tolerance_days=0):
        """Mapping of the id of each of ``partners`` (commercial ones) to its :class:`Exposure` in ``company``.

        :param without_orders: orders that are judged apart from what the payer owes already
        :param int tolerance_days: days overdue that count as on time (see ``Exposure.late``)
        """
        if not partners:
            return {}
        self._flush()
        today = company._credit_today()
        ids, orders = tuple(partners.ids), tuple(without_orders.ids) if without_orders else ()
        figures = {partner_id: {} for partner_id in ids}
        for partner_id, receivable, credits, overdue, late, since in self._query(exposure.open_items(
                company.id, ids, today, today - timedelta(days=tolerance_days))):
            figures[partner_id].update(
                receivable=receivable, credits=credits, overdue=overdue, late=late, since=since)
        for partner_id, amount in self._query(exposure.draft_invoices(company.id, ids, orders)):
            figures[partner_id]["drafts"] = amount
        for partner_id, amount in self._query(exposure.orders_to_invoice(company.id, ids, orders)):
            figures[partner_id]["to_invoice"] = amount
        for partner_id, amount in self._query(exposure.payments_in_transit(company.id, ids)):
            figures[partner_id]["credits"] = figures[partner_id].get("credits", 0) + amount
        return {
            partner_id: exposure.Exposure(**{
                name: value if name == "since" else float(value) for name, value in values.items()})
            for partner_id, values in figures.items()
        }

    @api.model
    def _of_orders(self, orders):
        """Mapping of the id of each of ``orders`` to what it has to invoice, confirmed or not, in company currency."""
        if not orders:
            return {}
        self._flush()
        amounts = dict.fromkeys(orders.ids, 0.0)
        for order_id, _payer_id, amount in self._query(
                exposure.open_orders(SQL("sale.id IN %s", tuple(orders.ids)))):
            amounts[order_id] = float(amount)
        return amounts

    @api.model
    def _orders_of(self, company, partners):
        """Ids of the confirmed orders of ``partners`` that still have something to invoice (for drilling down)."""
        self._flush()
        return [order_id for order_id, _payer_id, amount in self._query(exposure.open_orders(SQL(
            "sale.state = 'sale' AND sale.company_id = %s AND payer.commercial_partner_id IN %s",
            company.id, tuple(partners.ids) or (0,)))) if amount]

    @api.model
    def _query(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    @api.model
    def _flush(self):
        for name, names in _FIELDS_READ.items():
            self.env[name].flush_model(names)
