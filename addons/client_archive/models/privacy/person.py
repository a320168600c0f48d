from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import gate

_PRIVATE = ("interests", "native_place", "preferences", "taboos")


class ArchiveCustomerPerson(models.Model):
    """What is kept of a person is used while its consent holds, and the journal keeps none of it (R84)."""

    _name = "archive.customer.person"
    _inherit = ["archive.customer.person", "archive.consent.mixin"]

    # What the journal has said cannot be erased from it.
    _private_fields = frozenset({
        *_PRIVATE, "mobile", "phone", "email", "messenger_account", "function", "department", "remit"})

    @api.constrains("lawful_basis", "consent_until", "withdrawn_on", *_PRIVATE)
    def _check_usable(self):
        if gate.is_open(self.env):  # the withdrawal itself, and the erasing after it
            return
        for person in self.sudo():  # sudo: the rule holds for whoever writes, also for what they cannot read
            if person.lawfulness in ("withdrawn", "expired") and any(person[name] for name in _PRIVATE):
                raise ValidationError(self.env._(
                    "The consent of %s was withdrawn or has ended: nothing personal is kept about them.",
                    person.contact_id.name))

    def _withdraw(self, day):
        """The consent of these persons is withdrawn from ``day`` on."""
        gate.opened(self).write({"withdrawn_on": fields.Date.to_string(day)})
        self._journal("consent_withdrawn", after={"withdrawn_on": day})
