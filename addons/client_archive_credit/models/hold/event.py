from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("credit_held", "Order put on hold"),
        ("credit_released", "Held order released"),
        ("credit_refused", "Release refused"),
        ("credit_lifted", "Hold without reason any more"),
    )
