from odoo import models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _volume_note_lines(self):
        """Gaps that were noted when papers were handed over, and accepted as such (R67)."""
        lines = super()._volume_note_lines()
        noted = self.env["archive.handover.line"].search([
            ("dossier_id", "=", self.id), ("handover_state", "=", "done"), ("finding", "!=", False)])
        lines["damaged"] += [
            self.env._("No. %(number)s: %(finding)s", number=line.document_id.item_number or "-", finding=line.finding)
            for line in noted if line.document_id in self._filed_papers()]
        return lines
