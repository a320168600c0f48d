from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("handover_listed", "Handover listed"),
        ("handover_signed", "Handover signed"),
        ("handover_returned", "Handover returned for supplement"),
        ("handover_done", "Handover completed"),
        ("handover_checked", "Handed-over paper checked"),
        ("handover_escalated", "Late handover reported"),
        ("supplement_asked", "Supplement asked for"),
        ("supplement_supplied", "Supplement supplied"),
        ("supplement_accepted", "Supplement accepted"),
        ("deferral_asked", "Deferral asked for"),
        ("deferral_granted", "Deferral granted"),
        ("deferral_refused", "Deferral refused"),
    )
