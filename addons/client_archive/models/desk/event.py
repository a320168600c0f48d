from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(("setup_dismissed", "Set-up checklist put away"))
