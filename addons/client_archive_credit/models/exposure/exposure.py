from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...tools import exposure

# What the queries read, and must be in the database before.
_FIELDS_READ = {
    "account.move": ["state", "move_type", "partner_id", "company_id", "payment_state", "currency_id",
                     "invoice_currency_rate"],
    "account.move.line": ["amount_residual", "reconciled", "parent_state", "partner_id", "account_id", "date_maturity",
                          "date", "matching_number",
                          "price_total", "quantity", "product_uom_id", "sale_line_ids", "display_type", "company_id"],
    "account.payment": ["state", "partner_id", "move_id", "amount_company_currency_signed", "invoice_ids"],
    "payment.transaction": ["state", "payment_id", "amount", "is_post_processed", "sale_order_ids"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": ["state", "invoice_status", "partner_invoice_id", "company_id", "currency_id", "currency_rate"],
    "sale.order.line": ["order_id", "product_uom_qty", "qty_delivered", "qty_invoiced", "untaxed_amount_to_invoice",
                        "price_total", "price_unit", "discount", "tax_ids", "product_uom_id", "is_downpayment",
                        "display_type", "invoice_lines", "invoice_status"],
}
_NOTHING = exposure.Exposure()


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
        today = company._archive_today()
        figures = {partner_id: {} for partner_id in partners.ids}
        late_before = today - timedelta(days=tolerance_days)
        for partner_id, *values in self._query(self._components(
                company.id, partners.ids, today, late_before, without_orders.ids if without_orders else [])):
            figures[partner_id].update(
                (name, value) for name, value in zip(exposure.COMPONENTS, values, strict=True) if value is not None)
        return {partner_id: self._exposure(**values) if values else _NOTHING for partner_id, values in figures.items()}

    @api.model
    def _components(self, *arguments):
        return exposure.components(*arguments)

    @api.model
    def _exposure(self, paid=0.0, credits=0.0, **figures):
        return exposure.Exposure(credits=credits + paid, **figures)

    @api.model
    def _of_orders(self, orders):
        """Mapping of the id of each of ``orders`` to what it has to invoice, confirmed or not, in company currency."""
        if not orders:
            return {}
        self._flush()
        amounts = dict.fromkeys(orders.ids, 0.0)
        for order_id, _payer_id, amount in self._query(self._amounts(orders.ids)):
            amounts[order_id] = float(amount)
        return amounts

    @api.model
    def _amounts(self, order_ids):
        return exposure.open_orders(SQL("sale.id = ANY(%s)", order_ids))

    @api.model
    def _orders_of(self, company, partners):
        """Ids of the confirmed orders of ``partners`` that still have something to invoice (for drilling down)."""
        self._flush()
        return [order_id for order_id, _payer_id, amount in self._query(exposure.of_payers(
            partners.ids, exposure.open_orders(exposure.still_open(company.id, [])))) if amount]

    @api.model
    def _query(self, query):
        # Compiling such a query takes longer than any of them runs.
        self.env.cr.execute(SQL("SET LOCAL jit = off; %s", query))
        return self.env.cr.fetchall()

    @api.model
    def _flush(self):
        for name, names in _FIELDS_READ.items():
            self.env[name].flush_model(names)
