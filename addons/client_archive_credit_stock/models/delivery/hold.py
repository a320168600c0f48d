from odoo import fields, models


class CreditHold(models.Model):
    """A hold may be about the deliveries of a confirmed order, whose customer has been put on stop since."""

    _inherit = "credit.hold"

    _gated_fields = frozenset({"for_delivery"})

    for_delivery = fields.Boolean(
        string="Of Deliveries", readonly=True, copy=False,
        help="The order is confirmed; its goods wait, because the customer is on stop.")

    def _confirm_order(self):
        """As before; released deliveries go on when the warehouse validates them, which is told it may."""
        if not self.for_delivery:
            return super()._confirm_order()
        # sudo: whoever decides does not have to read the warehouse's documents
        for picking in self.sudo().order_id.picking_ids.filtered(
                lambda picking: picking.state not in ("done", "cancel")):
            picking.message_post(
                body=self.env._("The credit release was given: these goods may be delivered."),
                partner_ids=picking.user_id.partner_id.ids)
        return None

    def _judge_again(self):
        """As before; a hold of deliveries ends when its customer is not on stop any more."""
        deliveries = self.filtered("for_delivery")
        super(CreditHold, self - deliveries)._judge_again()
        going = deliveries.filtered(lambda hold: not hold.order_id._credit_stop())
        for hold in going:
            hold._approval_cancel_rest()
        if going:
            going._move("released", kind="credit_lifted", lifted=True, released_on=fields.Datetime.now())
        for hold in going:
            hold._confirm_order()
