from odoo import models


class ArchiveJournalMixin(models.AbstractModel):
    """Gives a model its voice in the journal (R78: no silent change)."""

    _name = "archive.journal.mixin"
    _inherit = ["archive.guard.mixin"]
    _description = "Journaled Record"

    def _journal(self, kind, before=None, after=None, note=None):
        """Write one event of ``kind`` for each record; see :meth:`archive.event._log`."""
        return self.env["archive.event"]._log(kind, self, before=before, after=after, note=note)
