from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("change_reported", "Change of a customer reported"),
        ("change_done", "Change of a customer entered"),
        ("change_dismissed", "Change of a customer dismissed"),
        ("change_escalated", "Late update reported"),
        ("review_planned", "Review planned"),
        ("review_submitted", "Review carried out"),
        ("review_signed", "Review signed off"),
        ("review_returned", "Review returned"),
        ("review_escalated", "Late review reported"),
        ("dossier_succession", "Dossier handed to a successor"),
        ("succession", "Work handed to a successor"),
    )
