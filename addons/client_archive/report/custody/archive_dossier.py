from odoo import models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _place_label(self):
        return self.box_id.name or super()._place_label()

    def _label_code(self):
        return self.box_id.barcode or super()._label_code()
