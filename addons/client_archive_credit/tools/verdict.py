"""The verdict on one order."""

from dataclasses import dataclass, replace

from .exposure import Exposure, Terms


@dataclass(frozen=True)
class Verdict:
    """What was found about an order: its payer's credit file, the figures, and the reasons against it.

    ``paid`` is what was paid ahead for the order itself, ``pending`` the hold on which it waits.
    """

    file: object
    terms: Terms
    exposure: Exposure
    amount: float
    reasons: list
    paid: float = 0.0
    pending: object = None

    def without_credit(self, paid):
        """This verdict on an order for which ``paid`` was paid: one that is paid in full, or costs nothing, asks for no
        credit. A stop holds it nevertheless; and so do overdue debts what is given for nothing.
        """
        digits = self.file.currency_id.decimal_places
        if round(self.amount - paid, digits) > 0:
            return self
        kept = {"stop"} if self.amount > 0 else {"stop", "overdue"}
        return replace(self, reasons=[reason for reason in self.reasons if reason in kept])

    def figures(self):
        """Values of a hold that keep the figures of this moment."""
        return {
            "used": self.exposure.total,
            "limit_amount": self.terms.limit or 0.0,
            "limit_until": self.terms.valid_until,
            "overdue": self.exposure.overdue,
            "overdue_since": self.exposure.since,
            "stop_reason": self.file._payer().stop_reason or self.file.stop_reason,
        }

    def words(self):
        """One sentence per reason, in the user's language."""
        if not self.reasons:
            return []
        figures = self.figures()
        return [
            self.file.env["credit.hold.reason"]._words(reason, self.file.currency_id, {
                "amount": self.amount, "used": figures["used"], "limit": figures["limit_amount"],
                "until": figures["limit_until"], "overdue": figures["overdue"], "since": figures["overdue_since"],
                "stop": figures["stop_reason"]})
            for reason in self.reasons
        ]
