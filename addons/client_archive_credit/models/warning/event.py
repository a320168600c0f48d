from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("warning_raised", "Warning raised"),
        ("warning_planned", "Warning planned"),
        ("warning_late", "Warning overdue"),
        ("warning_handled", "Warning handled"),
        ("warning_dismissed", "Warning dismissed"),
    )
