from dataclasses import replace

from odoo import models


class SaleOrder(models.Model):
    """A quotation in another currency is confirmed at the rate of that day, whatever day is written on it."""

    _inherit = "sale.order"

    def _credit_rate_moved(self):
        """What the order weighs at today's rate, at which it is confirmed, in relation to its own."""
        self.ensure_one()
        company = self.company_id.sudo()
        if self.state not in ("draft", "sent") or not self.currency_id or self.currency_id == company.currency_id:
            return 1.0
        rate = self.env["res.currency"]._get_conversion_rate(
            company.currency_id, self.currency_id, company, self._credit_today())
        return (self.currency_rate or 1.0) / rate if rate else 1.0

    def _credit_verdict(self, file, terms, exposure, amount):
        return super()._credit_verdict(file, terms, exposure, amount * self._credit_rate_moved())

    def _credit_most(self, amount):
        # The worse of both rates, so that a release of one day covers the same order on the next.
        return super()._credit_most(max(amount, amount / self._credit_rate_moved()))

    def _credit_settled(self, verdict, paid, holds):
        # What was paid or released for the order is compared at the order's own rate.
        settled = super()._credit_settled(
            replace(verdict, amount=verdict.amount / self._credit_rate_moved()), paid, holds)
        return replace(settled, amount=verdict.amount)
