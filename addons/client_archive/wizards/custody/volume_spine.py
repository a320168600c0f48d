from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import qr_code

# Sheets that a volume of that width holds
_SHEETS = {10: 80, 15: 130}
_NAME_HEIGHT = 146  # mm


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
        return {
            "fonds": dossier.company_id._fonds()[0],
            "catalogue": dossier.category_id.code or "",
            "volume": dossier._volume_number(),
            "years": facts["years"],
            "retention": facts["retention"],
            "name": name,
            "down": down,
            "name_size": self.env["archive.box.label"]._name_size(name, down, width, _NAME_HEIGHT),
            "size": {10: 6, 15: 8}.get(width, 9),
            # Smaller than 10 mm, no scanner reads it.
            "qr": Markup(qr_code.svg(dossier._label_code() or "-")) if width > 10 else "",  # noqa: S704 its own SVG
            "qr_side": width - 4,
        }
