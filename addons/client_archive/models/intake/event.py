from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("imported", "Imported"),
        ("import_undone", "Import undone"),
        ("import_file_added", "Import file uploaded"),
        ("import_file_removed", "Import file removed"),
    )
