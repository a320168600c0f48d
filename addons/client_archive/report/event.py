from odoo import models

from ..models.journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(("printed", "Printed"))
