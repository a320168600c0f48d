from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("analysis_reported", "Credit analysis reported"),
        ("analysis_late", "Credit analysis overdue"),
        ("analysis_superseded", "Credit analysis corrected"),
    )
