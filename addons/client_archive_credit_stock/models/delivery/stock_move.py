from odoo import api, models
from odoo.exceptions import UserError

# What lets done moves deliver more to a customer
_GROWING = {"state", "quantity", "sale_line_id", "location_id", "location_dest_id"}
# Moves of this transaction that were looked at already: kept where no client reaches.
_LOOKED_AT = "client_archive_credit_stock.looked_at"


class StockMove(models.Model):
    """The floor under every way to a delivery: nothing goes to a customer on stop (invariant 7).

    A stop that is being approved at the same moment counts from the next delivery.
    """

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        given = {name: self.env.context.get(f"default_{name}") for name in ("state", "sale_line_id", "picking_id")}
        # sudo: whose order it is does not depend on what the warehouse may read
        Line, Picking = self.env["sale.order.line"].sudo(), self.env["stock.picking"].sudo()
        lines = Line.browse({
            values["sale_line_id"] for vals in vals_list if (values := given | vals)["sale_line_id"] and (
                values["state"] == "done" or Picking.browse(values["picking_id"] or ()).state == "done")})
        with lines.order_id._credit_growth_judged():
            moves = super().create(vals_list)
        moves.filtered(lambda move: move.state == "done")._credit_must_go()
        return moves

    def write(self, vals):
        if "sale_line_id" in vals:
            self._credit_keep_order(vals["sale_line_id"])
        if vals.get("state") == "done":
            looked_at = self.env.cr.precommit.data.get(_LOOKED_AT, ())
            self.filtered(lambda move: move.state != "done" and move.id not in looked_at)._credit_must_go()
        if not vals.keys() & _GROWING or vals.get("state", "done") != "done":
            return super().write(vals)
        # sudo: as in create
        lines = self.sudo().sale_line_id.browse(vals.get("sale_line_id") or ())
        orders = self._credit_done_orders("state" in vals) | lines.order_id
        with orders._credit_growth_judged():
            return super().write(vals)

    def _action_done(self, cancel_backorder=False):
        moves = self.filtered(lambda move: move.state not in ("done", "cancel"))
        moves._credit_must_go()
        looked_at = self.env.cr.precommit.data.setdefault(_LOOKED_AT, set())
        mine = set(moves.ids) - looked_at
        looked_at |= mine
        try:
            with moves._credit_overdelivered()._credit_growth_judged():
                return super()._action_done(cancel_backorder=cancel_backorder)
        finally:
            looked_at -= mine

    def _credit_keep_order(self, line_id):
        """Refuse to cut these moves from the orders of customers under credit control: what goes is owed by it.

        :raises UserError: naming the first order
        """
        # sudo: whose order it is does not depend on what the warehouse may read
        cut = self.sudo().filtered(lambda move: (
            move.sale_line_id and move.sale_line_id.id != line_id and move.state != "cancel"))
        if files := cut.sale_line_id.order_id._credit_files():
            raise UserError(self.env._(
                "This transfer belongs to %s and is not taken from it: cancel it instead.", next(iter(files)).name))

    def _credit_done_orders(self, coming=False):
        """Orders of those of these moves that are done, or all of them (``coming``)."""
        # sudo: as above
        return self.sudo().filtered(lambda move: coming or move.state == "done").sale_line_id.order_id

    def _credit_overdelivered(self):
        """Orders of which more goes out with these moves than was ordered, or something that was not ordered."""
        # sudo: as above
        outgoing = self.sudo().filtered(lambda move: move.location_dest_id.usage == "customer")
        orders = outgoing.filtered(lambda move: not move.sale_line_id).picking_id.sale_id
        for line, moves in outgoing.filtered("sale_line_id").grouped("sale_line_id").items():
            going = sum(move.product_uom._compute_quantity(move.quantity, line.product_uom_id) for move in moves)
            if line.product_uom_id.compare(line.qty_delivered + going, line.product_uom_qty) > 0:
                orders |= line.order_id
        return orders

    def _credit_must_go(self):
        """Let these moves be done.

        :raises UserError: naming the first customer on stop that goods would go to
        """
        stopped, customers = self._credit_stopped()
        if stopped or customers:
            customer = (stopped.partner_invoice_id.sudo().commercial_partner_id | customers)[0]
            raise UserError(self.env._(
                "%s is on stop: nothing is delivered without a credit release. Validate the transfer of the order to "
                "ask for it.", customer.sudo().display_name))

    def _credit_stopped(self):
        """What stands against these moves: orders whose payer is on stop without a release, and customers on stop who
        get goods without an order.
        """
        outgoing = self.filtered(lambda move: move.location_dest_id.usage == "customer")
        if not outgoing:
            return self.env["sale.order"], self.env["res.partner"]
        # sudo: what stands against it does not depend on what the warehouse may read
        orders = outgoing.sudo().sale_line_id.order_id
        stopped = self.env["sale.order"].browse(order.id for order in orders._credit_stop())
        loose = outgoing.sudo().filtered(lambda move: not move.sale_line_id)
        receivers = {
            (partner.commercial_partner_id, move.company_id)
            for move in loose for partner in move.partner_id | move.picking_id.partner_id}
        files = self.env["credit.file"]._of(
            self.env["res.partner"].union(*(partner for partner, _company in receivers)), loose.company_id,
        ) if receivers else {}
        return stopped, self.env["res.partner"].browse(
            partner.id for partner, company in receivers
            if (file := files.get((partner.sudo(), company))) and file._terms().on_stop)
