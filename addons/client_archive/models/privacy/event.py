from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("privacy_received", "Request about personal data received"),
        ("privacy_identified", "Person identified"),
        ("privacy_searched", "Person's data searched"),
        ("privacy_exported", "Person's data handed out"),
        ("privacy_erased", "Personal data erased"),
        ("privacy_answered", "Request about personal data answered"),
        ("privacy_refused", "Request about personal data refused"),
        ("consent_withdrawn", "Consent withdrawn"),
    )
