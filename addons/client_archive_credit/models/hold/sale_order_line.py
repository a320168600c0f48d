from odoo import api, models
from odoo.exceptions import AccessError

# Odoo computes these, and the exposure rests on them: nobody enters them.
_FIGURES = {"price_total", "price_subtotal", "price_tax", "qty_invoiced"}
_GROWING = {
    "order_id", "product_uom_qty", "price_unit", "technical_price_unit", "discount", "tax_ids", "product_id",
    "product_uom_id", "is_downpayment", "display_type"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals if name not in _FIGURES} for vals in vals_list]
        orders = self.env["sale.order"].browse({vals["order_id"] for vals in vals_list if vals.get("order_id")})
        with orders._credit_growth_judged():
            return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & _FIGURES:
            raise AccessError(self.env._("The totals of an order line follow from its quantity, price and taxes."))
        if not vals.keys() & _GROWING:
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or ())
        with orders._credit_growth_judged():
            return super().write(vals)
