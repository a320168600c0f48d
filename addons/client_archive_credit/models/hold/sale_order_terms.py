from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Orders on longer terms than were granted wait for a sign-off (R72)."""

    _inherit = "sale.order"

    def write(self, vals):
        if "payment_term_id" not in vals:
            return super().write(vals)
        confirmed = self.filtered(lambda order: order.state == "sale")
        before = {order: order.payment_term_id._credit_days() for order in confirmed}
        result = super().write(vals)
        longer = confirmed.filtered(lambda order: order.payment_term_id._credit_days() > before[order])
        for order, verdict in longer._credit_judge(lock=True).items():
            if "longer" in verdict.reasons:
                raise UserError(self.env._(
                    "%(order)s is confirmed and cannot get longer terms: %(reasons)s Apply for these terms first.",
                    order=order.name, reasons=" ".join(verdict.words())))
        return result

    def _credit_verdict(self, file, terms, exposure, amount):
        verdict = super()._credit_verdict(file, terms, exposure, amount)
        # Without a limit, and where it is zero, the order is judged by that alone.
        granted = file._granted_days() if terms.limit else None
        asked = self.payment_term_id._credit_days()
        # Paid ahead in full: nothing is asked of the company's credit.
        ahead = file.currency_id.compare_amounts(exposure.total + amount, 0) <= 0
        if granted is None or asked <= granted or ahead:
            return verdict
        return replace(verdict, reasons=[*verdict.reasons, "longer"])
