from odoo import api, fields, models
from odoo.fields import Domain


class StockPicking(models.Model):
    _inherit = "stock.picking"

    credit_on_hold = fields.Boolean(
        string="On Credit Hold", compute="_compute_credit_on_hold", search="_search_credit_on_hold",
        help="The customer is on stop: the goods wait for a release.")
    credit_hold_note = fields.Char(string="Why It Waits", compute="_compute_credit_on_hold")

    @api.depends("state", "sale_id")
    def _compute_credit_on_hold(self):
        self.update({"credit_on_hold": False, "credit_hold_note": False})
        open_ones = self.filtered(lambda picking: (
            picking.sale_id and picking.picking_type_code == "outgoing" and picking.state not in ("done", "cancel")))
        if not open_ones:
            return
        # sudo: whoever delivers may know that it waits, and with whom
        holds = self.env["credit.hold"].sudo().search([
            ("order_id", "in", open_ones.sudo().sale_id.ids), ("state", "=", "pending"), ("for_delivery", "=", True)])
        by_order = {hold.order_id.id: hold for hold in holds}
        for picking in open_ones:
            if hold := by_order.get(picking.sudo().sale_id.id):
                picking.credit_on_hold = True
                picking.credit_hold_note = self.env._(
                    "%(number)s, with %(who)s", number=hold.name,
                    who=hold.approval_pending_user_id.name) if hold.approval_pending_user_id else hold.name

    @api.model
    def _search_credit_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: as above
        waiting = Domain("state", "not in", ("done", "cancel")) & Domain("sale_id", "in", self.env["credit.hold"].sudo(
            )._search([("state", "=", "pending"), ("for_delivery", "=", True)]).subselect("order_id"))
        return waiting if True in value else ~waiting

    def button_validate(self):
        """Deliver; transfers of customers on stop wait, and their release is asked for. The others go.

        Does not raise for them: what was asked for would be undone.

        :raises AccessError: for those who may not deliver
        """
        waiting = self._credit_hold_deliveries()
        if not waiting:
            return super().button_validate()
        going = self - waiting
        return super(StockPicking, going).button_validate() if going else True

    def _credit_hold_deliveries(self):
        """Put on hold what must not go; return the transfers that wait."""
        candidates = self.filtered(lambda picking: picking.state not in ("done", "cancel"))
        # sudo: what stands against it does not depend on what the warehouse may read
        orders, _customers = candidates.move_ids._credit_stopped()
        if not orders:
            return self.browse()
        self.check_access("write")  # whoever may not deliver asks for no release either
        orders.sudo()._credit_hold_deliveries()
        waiting = candidates.filtered(lambda picking: picking.sudo().move_ids.sale_line_id.order_id & orders)
        self.env.user._bus_send("simple_notification", {
            "type": "warning",
            "title": self.env._("Waiting for a credit release"),
            "message": self.env._(
                "The customer is on stop: %s wait.", ", ".join(waiting.mapped("display_name"))),
        })
        return waiting
