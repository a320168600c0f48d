from odoo import models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _place_label(self):
        return self.box_id.name or super()._place_label()

    def _label_code(self):
        return self.box_id.barcode or super()._label_code()

    def _volume_note_lines(self):
        """What is kept apart from the volume, in a safe (R52, R124)."""
        lines = super()._volume_note_lines()
        apart = self._filed_papers().filtered(lambda paper: paper.place_id and paper.place_id != self.box_id)
        for place, papers in apart.grouped("place_id").items():
            lines["removed"].append(self.env._(
                "Kept apart at %(place)s: nos. %(numbers)s", place=place.complete_name, numbers=papers._item_numbers()))
        return lines
