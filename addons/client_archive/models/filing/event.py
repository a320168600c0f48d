from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("dossier_submitted", "Dossier submitted"),
        ("dossier_opened", "Dossier opened"),
        ("dossier_closed", "Dossier closed"),
        ("dossier_renumbered", "Dossier renumbered"),
        ("document_recoded", "Code of a paper changed"),
        ("document_submitted", "Paper submitted"),
        ("document_filed", "Paper filed"),
        ("document_returned", "Paper returned"),
        ("content_added", "Content added"),
        ("content_erased", "Content erased"),
        ("content_opened", "Content opened"),
    )
