from odoo import api, fields, models


class CreditHoldReason(models.Model):
    _inherit = "credit.hold.reason"

    reason = fields.Selection(
        selection_add=[("longer", "Longer terms than granted")], ondelete={"longer": "cascade"})

    @api.model
    def _words(self, reason, currency, figures):
        if reason != "longer":
            return super()._words(reason, currency, figures)
        return self.env._("The order is on longer terms than were granted to the customer.")
