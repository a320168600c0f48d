from odoo import models

# Days that the end of a month can still be away
_MONTH = 31


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    def _credit_days(self):
        """Days of credit that the terms give at the most, for their latest part; 0: cash (R72)."""
        extra = {
            "days_after_end_of_month": _MONTH, "days_after_end_of_next_month": 2 * _MONTH,
            "days_end_of_month_on_the": 2 * _MONTH}
        # sudo: terms are configuration that a portal user does not read
        return max((line.nb_days + extra.get(line.delay_type, 0) for line in self.sudo().line_ids), default=0)
