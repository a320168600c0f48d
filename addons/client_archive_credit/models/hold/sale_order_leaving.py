from odoo import models
from odoo.exceptions import AccessError, UserError


class SaleOrder(models.Model):
    """What was delivered is owed: it does not leave the exposure with its order."""

    _inherit = "sale.order"

    def write(self, vals):
        if vals.get("state", "sale") != "sale":
            self.filtered(lambda order: order.state == "sale").order_line._credit_refuse_lost()
        return super().write(vals)

    def _credit_paid_down(self):
        """Down payments that are invoiced and not deducted yet, in the order's currency."""
        items = self.order_line.filtered("is_downpayment").invoice_lines.filtered(lambda item: (
            item.parent_state == "posted" and item.currency_id == self.currency_id))
        return sum(item.price_total * -item.move_id.direction_sign for item in items)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def write(self, vals):
        if "order_id" in vals:
            moved = self.filtered(lambda line: line.order_id.id != vals["order_id"])
            moved._credit_refuse_lost(self.order_id.browse(vals["order_id"]))
        if vals.keys() & {"qty_delivered", "product_id"}:
            self._credit_keep_delivered(vals)
        return super().write(vals)

    def _credit_keep_delivered(self, vals):
        """Refuse to call less delivered than transfers, hours or expenses say, or something else.

        :raises AccessError: naming the first order of a customer under credit control
        """
        # sudo: what was delivered counts, whoever may read it
        lines = self.sudo().filtered(lambda line: line.order_id.state == "sale" and not line.display_type)
        counted = lines._prepare_qty_delivered() if "qty_delivered" in vals else {}
        kept = lines.filtered(lambda line: (
            line in counted and line.product_uom_id.compare(vals["qty_delivered"] or 0, counted[line]) < 0
            or line.qty_delivered > 0 and vals.get("product_id", line.product_id.id) != line.product_id.id))
        if files := kept.order_id._credit_files():
            raise AccessError(self.env._(
                "%s: what was delivered follows from its deliveries.", next(iter(files)).name))

    def _credit_refuse_lost(self, target=None):
        """Keep lines with goods that were delivered and not invoiced where they are, of customers under credit control.

        :param target: order to which they move; they may, when the same payer owes it there
        :raises UserError: naming the first order
        """
        # sudo: what was invoiced counts, whoever may read it
        lost = self.sudo().filtered(lambda line: line.order_id.state == "sale" and line._credit_not_invoiced() > 0)
        if not lost:
            return
        files = (lost.order_id | (target or lost.order_id)).sudo()._credit_files()
        new = files[target] if target and target in files and target.state == "sale" else None
        for order, lines in lost.grouped("order_id").items():
            file = files.get(order)
            if not file or new and new._payer() == file._payer() and not target._credit_is_paid_by_stranger(new):
                continue
            owed = sum(line._credit_not_invoiced() for line in lines) - order._credit_paid_down()
            if order.currency_id.compare_amounts(owed, 0) > 0:
                raise UserError(self.env._(
                    "%s was delivered and is not invoiced: the customer owes it. Invoice it, or take the goods back, "
                    "first.", order.name))

    def _credit_not_invoiced(self):
        """What of this line was delivered and is in no posted invoice, with tax; never below zero."""
        self.ensure_one()
        if self.display_type or self.is_downpayment:
            return 0.0
        # A line that nobody ordered has no total.
        price = self.price_total / self.product_uom_qty if self.product_uom_qty else (
            self.price_unit * (1 - self.discount / 100))
        return max(0.0, price * round(self.qty_delivered - self.qty_invoiced_posted, 4))
