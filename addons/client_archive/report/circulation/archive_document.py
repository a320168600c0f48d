from markupsafe import Markup

from odoo import models

from ...tools import qr_code

_LABELS_PER_SHEET = 24


class ArchiveDocument(models.Model):
    """Labels for papers: what the scan desk reads."""

    _inherit = "archive.document"

    def _label_qr(self):
        self.ensure_one()
        return Markup(qr_code.svg(self.code))  # noqa: S704 the code's own SVG, its value is not in it as text

    def _label_sheets(self):
        """The papers that carry a code, in the order of their codes, in portions that fill a sheet of labels."""
        coded = self.filtered("code").sorted("code")
        return [coded[start:start + _LABELS_PER_SHEET] for start in range(0, len(coded), _LABELS_PER_SHEET)]
