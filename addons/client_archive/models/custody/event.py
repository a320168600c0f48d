from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("document_shelved", "Paper shelved"),
        ("box_assigned", "Box assigned"),
        ("inventory_started", "Inventory started"),
        ("inventory_done", "Inventory completed"),
    )
