from odoo import api, models
from odoo.exceptions import AccessError

# Odoo computes these, and the exposure rests on them: nobody enters them.
_FIGURES = frozenset({
    "price_total", "price_subtotal", "price_tax", "qty_invoiced", "untaxed_amount_to_invoice", "qty_delivered_method"})
_GROWING = {
    "order_id", "product_uom_qty", "price_unit", "technical_price_unit", "discount", "tax_ids", "product_id",
    "product_uom_id", "is_downpayment", "display_type", "qty_delivered", "extra_tax_data"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        figures = self._credit_figures()
        vals_list = [{name: vals[name] for name in vals if name not in figures and name != "invoice_status"}
                     for vals in vals_list]
        # An order named by a default is an order, too.
        default = self.default_get(["order_id"]).get("order_id") if any(
            "order_id" not in vals for vals in vals_list) else False
        orders = self.env["sale.order"].browse(
            {vals.get("order_id", default) for vals in vals_list if vals.get("order_id", default)})
        with orders._credit_growth_judged():
            lines = super().create(vals_list)
            lines._credit_drop_own_totals()
        return lines

    def write(self, vals):
        if vals.keys() & self._credit_figures():
            raise AccessError(self.env._("The totals of an order line follow from its quantity, price and taxes."))
        if "invoice_status" in vals:
            # Odoo's time sheets write it alone.
            result = super().write({"invoice_status": vals["invoice_status"]})
            self._credit_check_status(vals["invoice_status"])
            vals = {name: vals[name] for name in vals if name != "invoice_status"}
            if not vals:
                return result
        if not vals.keys() & _GROWING:
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or ())
        with orders._credit_growth_judged():
            result = super().write(vals)
            self._credit_drop_own_totals()
        return result

    def _credit_check_status(self, status):
        """:raises AccessError: when a line with something left is called invoiced: its order then counts as invoiced"""
        if status == "invoiced" and any(
                max(line.product_uom_qty, line.qty_delivered) > line.qty_invoiced for line in self):
            raise AccessError(self.env._("What is left to invoice follows from the lines of the order."))

    def unlink(self):
        # A negative line may have kept the order within the limit.
        with self.order_id._credit_growth_judged():
            return super().unlink()

    def _credit_figures(self):
        """Fields that the current user may not enter, since the exposure rests on them.

        Which invoices belong to a line is for those who keep the invoices to say; they may say so there, too.
        """
        return _FIGURES if self.env["account.move.line"].has_access("write") else _FIGURES | {"invoice_lines"}
