from odoo import api, fields, models


class CreditHoldReason(models.Model):
    _inherit = "credit.hold.reason"

    reason = fields.Selection(
        selection_add=[("report", "Investigation report expired")], ondelete={"report": "cascade"})

    @api.model
    def _words(self, reason, currency, figures):
        if reason != "report":
            return super()._words(reason, currency, figures)
        return self.env._("The investigation report has expired: a new survey is due")
