from odoo import api, models
from odoo.exceptions import AccessError

# Odoo computes these, and the exposure rests on them: nobody enters them.
_FIGURES = {"price_total", "price_subtotal", "price_tax", "qty_invoiced", "invoice_lines"}
_GROWING = {
    "order_id", "product_uom_qty", "price_unit", "technical_price_unit", "discount", "tax_ids", "product_id",
    "product_uom_id", "is_downpayment", "display_type", "qty_delivered"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals if name not in _FIGURES} for vals in vals_list]
        # An order named by a default is an order, too.
        default = self.default_get(["order_id"]).get("order_id") if any(
            "order_id" not in vals for vals in vals_list) else False
        orders = self.env["sale.order"].browse(
            {vals.get("order_id", default) for vals in vals_list if vals.get("order_id", default)})
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

    def unlink(self):
        # A negative line may have kept the order within the limit.
        with self.order_id._credit_growth_judged():
            return super().unlink()
