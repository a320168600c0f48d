from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("credit_opened", "Credit file opened"),
        ("credit_granted", "Limit granted"),
        ("credit_expired", "Limit expired"),
        ("credit_raise_ended", "Temporary raise ended"),
        ("credit_cover_ended", "Security of a limit ended"),
        ("credit_stopped", "Credit stopped"),
        ("credit_stop_lifted", "Credit stop lifted"),
    )
