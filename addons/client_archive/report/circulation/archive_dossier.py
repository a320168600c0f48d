from odoo import models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _volume_facts(self):
        """With the number of papers in words where some of them are void (R27)."""
        # sudo: a total only, as the others of the volume
        void = self.sudo().env["archive.document"].search_count(
            [("dossier_id", "in", self.ids), ("state", "=", "filed"), ("is_void", "=", True)])
        facts = super()._volume_facts()
        return {**facts, "void": void and self.env._(
            "%(papers)s, of these void: %(void)s", papers=facts["papers"], void=void)}

    def _volume_note_lines(self):
        """What is out of the volume, and what came back incomplete or damaged (R126)."""
        lines = super()._volume_note_lines()
        papers = self._filed_papers()
        # sudo: that a paper is out is a fact of the volume; with whom is not told
        moved = self.env["archive.request.line"].sudo().search([
            ("document_id", "in", papers.ids), "|", ("is_out", "=", True),
            ("condition", "in", ("incomplete", "damaged"))], order="id")
        out = moved.filtered("is_out").document_id
        if out:
            lines["removed"].append(self.env._(
                "Out for reading: nos. %s", papers.browse(out.ids)._item_numbers()))
        conditions = dict(moved._fields["condition"]._description_selection(self.env))
        lines["damaged"] += [
            self.env._("No. %(number)s came back %(condition)s: %(note)s", number=line.document_id.item_number,
                       condition=conditions[line.condition].lower(), note=line.note)
            for line in moved if line.condition in ("incomplete", "damaged")]
        return lines
