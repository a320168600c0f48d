from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("segment_changed", "Segment changed"),
        ("segment_overruled", "Segment set by hand"),
        ("segment_released", "Segment left to the figures again"),
    )
