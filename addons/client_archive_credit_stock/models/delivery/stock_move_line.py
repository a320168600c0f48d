from odoo import api, models

_GROWING = {"quantity", "product_uom_id", "move_id"}


class StockMoveLine(models.Model):
    """What was delivered is corrected in the lines of the done move: more of it goes to the customer then."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_move_id")
        moves = self.env["stock.move"].browse({vals.get("move_id", default) for vals in vals_list} - {None, False})
        with moves._credit_done_orders()._credit_growth_judged():
            lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "done" and line.quantity).move_id._credit_must_go()
        return lines

    def write(self, vals):
        if not vals.keys() & _GROWING:
            return super().write(vals)
        done = self.filtered(lambda line: line.state == "done")
        before = {line: line.quantity_product_uom for line in done}
        moves = done.move_id | self.move_id.browse(vals.get("move_id") or ())
        with moves._credit_done_orders()._credit_growth_judged():
            result = super().write(vals)
        grown = done.filtered(lambda line: line.quantity_product_uom > before[line])
        grown.move_id._credit_must_go()
        return result
