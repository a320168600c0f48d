from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("hold_placed", "Hold placed"),
        ("hold_released", "Hold released"),
        ("destruction_proposed", "Destruction proposed"),
        ("destruction_submitted", "Destruction submitted"),
        ("destruction_granted", "Destruction approved"),
        ("destruction_signed", "Destruction signed by a supervisor"),
        ("destruction_counted", "Destruction counted"),
        ("destruction_executed", "Destruction executed"),
        ("destruction_done", "Destruction completed"),
        ("destruction_withheld", "Paper withheld from destruction"),
        ("destruction_record", "Record of destruction kept"),
        ("document_destroyed", "Paper destroyed"),
        ("document_retained", "Paper retained after appraisal"),
        ("bytes_verified", "Erasure verified"),
    )
