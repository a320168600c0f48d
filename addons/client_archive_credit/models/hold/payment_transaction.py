from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Leave out orders that were put on hold: their customer hears that the payment arrived, not a confirmation."""
        return super()._check_amount_and_confirm_order().filtered(lambda order: order.state == "sale")
