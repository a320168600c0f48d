from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What was delivered is owed: it does not leave the exposure with its order."""

    _inherit = "sale.order"

    def write(self, vals):
        if vals.get("state", "sale") != "sale":
            self.filtered(lambda order: order.state == "sale").order_line._credit_refuse_lost()
        return super().write(vals)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def write(self, vals):
        if "order_id" in vals:
            self.filtered(lambda line: line.order_id.id != vals["order_id"])._credit_refuse_lost()
        return super().write(vals)

    def _credit_refuse_lost(self):
        """Keep lines with goods that were delivered and not invoiced where they are, of customers under credit control.

        :raises UserError: naming the first order
        """
        # sudo: what was invoiced counts, whoever may read it
        lost = self.sudo().filtered(lambda line: (
            line.order_id.state == "sale" and not line.display_type and line.price_total > 0
            and round(line.qty_delivered - line.qty_invoiced_posted, 4) > 0)).order_id
        if files := lost._credit_files():
            raise UserError(self.env._(
                "%s was delivered and is not invoiced: the customer owes it. Invoice it, or take the goods back, "
                "first.", next(iter(files)).name))
