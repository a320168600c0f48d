from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("seal_stamped", "Seal stamped"),
        ("document_voided", "Paper voided"),
    )
