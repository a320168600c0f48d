from odoo import api, models

from ...tools.exposure import Exposure, Terms


class SaleOrder(models.Model):
    """An order of a customer under credit control is not taken out of it by billing it to somebody without a file."""

    _inherit = "sale.order"

    def _credit_files(self):
        """As before; where the payer has no file, that of the customer who orders."""
        found = super()._credit_files()
        mine = self.filtered(
            lambda order: order not in found and order._credit_is_billed_elsewhere())._credit_files_of("partner_id")
        return {order: found.get(order) or mine[order] for order in self if order in found or order in mine}

    def _credit_is_billed_elsewhere(self):
        """Whether another company pays than the one that orders."""
        self.ensure_one()
        customer, payer = self.partner_id.sudo(), self.partner_invoice_id.sudo()
        return customer != payer and customer.commercial_partner_id != payer.commercial_partner_id

    def _credit_is_paid_by_stranger(self, file):
        self.ensure_one()
        return self.partner_invoice_id.sudo().commercial_partner_id != file.partner_id

    def _credit_takes(self, verdict):
        return Exposure() if self._credit_is_paid_by_stranger(verdict.file) else super()._credit_takes(verdict)

    @api.model
    def _credit_paid(self, orders, exposures):
        """As before; what somebody without a file paid is in nobody's exposure."""
        return super()._credit_paid(orders, exposures) or self.env["credit.exposure"]._paid_for(
            orders.filtered(lambda order: order._credit_is_billed_elsewhere()))

    def _credit_paid_by(self, file):
        return super()._credit_paid_by(file), self._credit_is_paid_by_stranger(file)

    def _credit_verdict(self, file, terms, exposure, amount):
        """As before; nothing was granted to a payer without a file: what is not paid in advance waits (R72)."""
        if not self._credit_is_paid_by_stranger(file):
            return super()._credit_verdict(file, terms, exposure, amount)
        verdict = super()._credit_verdict(file, Terms(on_stop=terms.on_stop), Exposure(), amount)
        if file.currency_id.compare_amounts(amount, 0) > 0 and "terms" not in verdict.reasons:
            verdict.reasons.append("terms")
        return verdict
