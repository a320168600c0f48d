from odoo import api, models

from ...tools.exposure import Exposure, Terms


class SaleOrder(models.Model):
    """An order of a customer under credit control is not taken out of it by billing it to somebody without a file."""

    _inherit = "sale.order"

    def _credit_files(self):
        """As before; where the payer has no file, that of the customer who orders."""
        found = super()._credit_files()
        customers = {
            order: order.partner_id.sudo().commercial_partner_id for order in self
            if order not in found
            and order.partner_id.sudo().commercial_partner_id != order.partner_invoice_id.sudo().commercial_partner_id}
        if not customers:
            return found
        files = self.env["credit.file"]._of(
            self.env["res.partner"].union(*customers.values()), self.company_id.sudo())
        keys = {(partner.id, company.id): file for (partner, company), file in files.items()}
        mine = {order: keys.get((customer.id, order.company_id.id)) for order, customer in customers.items()}
        both = {order: found.get(order) or mine.get(order) for order in self}
        return {order: file for order, file in both.items() if file}

    def _credit_is_paid_by_stranger(self, file):
        self.ensure_one()
        return self.partner_invoice_id.sudo().commercial_partner_id != file.partner_id

    def _credit_takes(self, verdict):
        return Exposure() if self._credit_is_paid_by_stranger(verdict.file) else super()._credit_takes(verdict)

    @api.model
    def _credit_paid(self, orders, exposures):
        """As before; what somebody without a file paid is in nobody's exposure."""
        return super()._credit_paid(orders, exposures) or self.env["credit.exposure"]._paid_for(orders.filtered(
            lambda order: order.partner_id != order.partner_invoice_id
            and order.partner_id.sudo().commercial_partner_id != order.partner_invoice_id.sudo().commercial_partner_id))

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
