from odoo import fields, models


class ArchiveCustomerCollection(models.Model):
    """A collection says how long the consent holds, and that it was withdrawn (R84)."""

    _name = "archive.customer.collection"
    _inherit = ["archive.customer.collection", "archive.consent.mixin"]

    def _withdraw(self, day):
        """The consent of these collections is withdrawn from ``day`` on."""
        self._set_gated(kind="consent_withdrawn", withdrawn_on=fields.Date.to_string(day))
