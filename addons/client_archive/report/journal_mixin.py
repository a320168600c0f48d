from odoo import models


class ArchiveJournalMixin(models.AbstractModel):
    _inherit = "archive.journal.mixin"

    def _print_subjects(self):
        """Hook: recordsets that a form of these tells about; their printing is journaled."""
        return [self]
