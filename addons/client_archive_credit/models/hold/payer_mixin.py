from odoo import models


class CreditPayerMixin(models.AbstractModel):
    _inherit = "credit.payer.mixin"

    def _terms_changed(self):
        super()._terms_changed()
        self.env["credit.hold"]._wake(self._partners(), self.company_id)
