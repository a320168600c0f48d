from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import page_grid, qr_code

# Sheets that a volume of that width holds
_SHEETS = {10: 80, 15: 130}
_INNER = 294  # mm between the upper and the lower edge
_FACTS = {"fonds": 16, "catalogue": 16, "volume": 28, "years": 20, "retention": 24}  # heights in mm


class ArchiveVolumeSpine(models.TransientModel):
    """Dialog that prints the spines of volumes (GB/T 9705), 10, 15 or 20 mm wide."""

    _name = "archive.volume.spine"
    _inherit = ["archive.journal.mixin"]
    _description = "Volume Spine"

    dossier_ids = fields.Many2many("archive.dossier", string="Dossiers")
    width = fields.Selection(
        [("10", "10 mm"), ("15", "15 mm"), ("20", "20 mm")], required=True,
        compute="_compute_width", store=True, readonly=False, precompute=True,
        help="Of the volume's cover (GB/T 9705). Proposed from the number of pages.")

    @api.depends("dossier_ids")
    def _compute_width(self):
        for spine in self:
            facts = spine.dossier_ids._origin._facts_of_volumes()
            pages = max((fact["pages"] for fact in facts.values()), default=0)
            spine.width = str(next((width for width, sheets in _SHEETS.items() if pages <= sheets), 20))

    def action_print(self):
        """Print the spines.

        :raises UserError: when no dossier is chosen
        """
        self.ensure_one()
        if not self.dossier_ids:
            raise UserError(self.env._("Choose what to print first."))
        action = self.env.ref("client_archive.action_report_volume_spine").report_action(self)
        return {**action, "close_on_report_download": True}

    def _print_subjects(self):
        return [self.dossier_ids]

    # ------------------------------------------------------------------
    # What the spines say
    # ------------------------------------------------------------------
    def _spines(self):
        """One dictionary of texts per volume."""
        self.ensure_one()
        return [self._spine(dossier) for dossier in self.dossier_ids]

    def _spine(self, dossier):
        width, facts, name = int(self.width), dossier._volume_facts(), dossier.partner_id.name or ""
        down = sum("\u2e80" <= char <= "\uffef" for char in name) * 2 > len(name)
        # Smaller than 10 mm, no scanner reads it.
        qr_side = width - 4 if width > 10 else 0
        name_height = _INNER - sum(_FACTS.values()) - (qr_side + 4 if qr_side else 0)
        words = {
            "fonds": dossier.company_id._fonds()[0],
            "catalogue": dossier.category_id.code or "",
            "volume": dossier._volume_number(),
            "years": facts["years"],
            "retention": facts["retention"],
        }
        return {
            "facts": {
                key: {"text": text, "height": _FACTS[key], "size": self._size(text, width, _FACTS[key])}
                for key, text in words.items()},
            "name": name,
            "down": down,
            "name_height": name_height,
            "name_size": self.env["archive.box.label"]._name_size(name, down, width, name_height - 4),
            "qr": Markup(qr_code.svg(dossier._label_code() or "-")) if qr_side else "",  # noqa: S704 its own SVG
            "qr_side": qr_side,
        }

    @staticmethod
    def _size(text, width, height):
        """Points at which no word of ``text`` is broken and all of it stands below its label."""
        return page_grid.heading_size(text, width - 1.4, height - 6, (9, 8, 7, 6, 5, 4.5, 4))
