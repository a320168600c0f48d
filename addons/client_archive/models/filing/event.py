from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("dossier_submitted", "Dossier submitted"),
        ("dossier_opened", "Dossier opened"),
        ("dossier_closed", "Dossier closed"),
        ("dossier_exported", "Dossier exported"),
        ("dossier_renumbered", "Dossier renumbered"),
        ("document_recoded", "Code of a paper changed"),
        ("document_mailed", "Paper came by mail"),
        ("document_submitted", "Paper submitted"),
        ("document_filed", "Paper filed"),
        ("document_returned", "Paper returned"),
        ("document_collated", "Late paper collated"),
        ("document_expiring", "Called for a new paper"),
        ("document_expired", "Paper expired"),
        ("content_added", "Content added"),
        ("content_erased", "Content erased"),
        ("content_opened", "Content opened"),
    )
