from odoo import api, models

_GROWING = {"quantity", "product_uom_id"}


class StockMoveLine(models.Model):
    """What was delivered is corrected in the lines of the done move: more of it goes to the customer then."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "done" and line.quantity).move_id._credit_must_go()
        return lines

    def write(self, vals):
        before = {
            line: line.quantity_product_uom for line in self if line.state == "done"} if vals.keys() & _GROWING else {}
        result = super().write(vals)
        grown = self.filtered(lambda line: line in before and line.quantity_product_uom > before[line])
        grown.move_id._credit_must_go()
        return result
