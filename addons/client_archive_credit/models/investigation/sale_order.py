from dataclasses import replace

from odoo import models


class SaleOrder(models.Model):
    """What is sold on credit waits while nobody knows any more how the customer stands (R43)."""

    _inherit = "sale.order"

    def _credit_verdict(self, file, terms, exposure, amount):
        verdict = super()._credit_verdict(file, terms, exposure, amount)
        # Paid ahead in full, or on cash terms: nothing is asked of the company's credit.
        ahead = file.currency_id.compare_amounts(exposure.total + amount, 0) <= 0
        if ahead or not file._report_expired() or not self._credit_is_on_credit():
            return verdict
        return replace(verdict, reasons=[*verdict.reasons, "report"])
