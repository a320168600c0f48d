from odoo import models
from odoo.exceptions import UserError


class CreditPayerMixin(models.AbstractModel):
    _inherit = "credit.payer.mixin"

    def action_close(self):
        """As before; and not while orders wait for a release, which nobody would decide then.

        :raises UserError: naming a held order
        """
        self._check_manager()
        held = self.env["credit.hold"].sudo().search([  # sudo: a hold counts, whoever may read it
            ("partner_id", "in", self._partners().ids), ("company_id", "in", self.company_id.ids),
            ("state", "=", "pending")], limit=1)
        if held:
            raise UserError(self.env._("%s waits for its release: decide it first.", held.order_id.name))
        return super().action_close()

    def _refuse_leaving(self, amount):
        """:raises UserError: open orders of ``amount`` are not given to somebody who is not under credit control"""
        self.ensure_one()
        raise UserError(self.env._(
            "Orders of %(amount)s would leave the limit of %(customer)s: invoice them first.",
            amount=self.currency_id.format(amount), customer=self.display_name))

    def _terms_changed(self):
        super()._terms_changed()
        self.env["credit.hold"]._wake(self._partners(), self._companies())
