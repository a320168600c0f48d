from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("investigation_submitted", "Investigation submitted"),
        ("investigation_verified", "Section verified"),
        ("investigation_checked", "Investigation checked"),
        ("investigation_returned", "Investigation returned"),
        ("investigation_approved", "Investigation approved"),
        ("investigation_ended", "Investigation no longer valid"),
    )
