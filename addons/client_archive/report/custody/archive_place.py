from markupsafe import Markup

from odoo import models

from ...tools import qr_code

_LABELS_PER_SHEET = 24


class ArchivePlace(models.Model):
    _inherit = "archive.place"

    def _label_qr(self):
        self.ensure_one()
        return Markup(qr_code.svg(self.barcode))  # noqa: S704 the code's own SVG, its value is not in it as text

    def _label_sheets(self):
        """The places in portions that fill a sheet of labels."""
        return [self[start:start + _LABELS_PER_SHEET] for start in range(0, len(self), _LABELS_PER_SHEET)]
