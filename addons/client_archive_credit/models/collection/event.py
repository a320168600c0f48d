from odoo import models

from odoo.addons.client_archive.models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("collection_opened", "Collection opened"),
        ("collection_act", "Collection recorded"),
        ("collection_closed", "Collection closed"),
        ("promise_made", "Promise to pay"),
        ("promise_kept", "Promise kept"),
        ("promise_broken", "Promise broken"),
    )
