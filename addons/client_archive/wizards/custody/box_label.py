from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import qr_code

# Sheets that a box of that width holds: 10 of paper and folder a millimetre, covers aside
_SHEETS = {20: 150, 30: 250, 40: 350}
_NAME_HEIGHT = 108  # mm
_POINT = 25.4 / 72


class ArchiveBoxLabel(models.TransientModel):
    """Dialog that prints the spines of boxes, 盒脊 (DA/T 22), in the width of the box."""

    _name = "archive.box.label"
    _inherit = ["archive.journal.mixin"]
    _description = "Box Label"

    dossier_ids = fields.Many2many("archive.dossier", string="Dossiers")
    place_ids = fields.Many2many("archive.place", string="Boxes", domain="[('kind', '=', 'box')]")
    width = fields.Selection(
        [("20", "20 mm"), ("30", "30 mm"), ("40", "40 mm"), ("50", "50 mm")], required=True,
        compute="_compute_width", store=True, readonly=False, precompute=True,
        help="Of the box (DA/T 22). Proposed from the number of pages.")

    @api.depends("dossier_ids", "place_ids")
    def _compute_width(self):
        for label in self:
            pages = max((dossier._volume_facts()["pages"] for dossier in label._dossiers()), default=0)
            label.width = str(next((width for width, sheets in _SHEETS.items() if pages <= sheets), 50))

    def _dossiers(self):
        return self.dossier_ids | self.place_ids.dossier_ids

    def _boxes_apart(self):
        return self.place_ids.filtered(lambda box: not box.dossier_ids)

    def action_print(self):
        """Print the labels.

        :raises UserError: when neither a dossier nor a box is chosen
        """
        self.ensure_one()
        if not self.dossier_ids and not self.place_ids:
            raise UserError(self.env._("Choose a dossier or a box first."))
        action = self.env.ref("client_archive.action_report_box_spine").report_action(self)
        return {**action, "close_on_report_download": True}

    def _print_subjects(self):
        return [self._dossiers(), self._boxes_apart()]

    # ------------------------------------------------------------------
    # What the labels say
    # ------------------------------------------------------------------
    def _spines(self):
        """One dictionary of texts per label: each dossier's, then those of boxes without one."""
        self.ensure_one()
        spines = [self._spine_of_dossier(dossier) for dossier in self._dossiers()]
        return spines + [self._spine_of_box(box) for box in self._boxes_apart()]

    def _spine_of_dossier(self, dossier):
        facts = dossier._volume_facts()
        return self._spine(dossier.partner_id.name, dossier._label_code(), dossier.company_id, **{
            "years": facts["years"],
            "retention": facts["retention"],
            "department": dossier.department_id.name or "",
            "first": f"{facts['first_item']:03}" if facts["first_item"] else "",
            "last": f"{facts['last_item']:03}" if facts["last_item"] else "",
            "box": facts["place"] or dossier.number or "",
        })

    def _spine_of_box(self, box):
        return self._spine(box.parent_id.complete_name or "", box.barcode, box.company_id, box=box.name)

    def _spine(self, name, code, company, **texts):
        width = int(self.width)
        down = sum("\u2e80" <= char <= "\uffef" for char in name) * 2 > len(name)
        return {
            **dict.fromkeys(("years", "retention", "department", "first", "last", "box"), ""), **texts,
            "name": name,
            "down": down,
            "name_size": self._name_size(name, down, width),
            "fonds": company._fonds()[0],
            "size": {20: 8, 30: 10}.get(width, 11),
            "qr": Markup(qr_code.svg(code or "-")),  # noqa: S704 the code's own SVG
            "qr_side": min(width - 4, 34),
            "code": code or "",
        }

    @staticmethod
    def _name_size(name, down, width, height=_NAME_HEIGHT):
        """Points: as large as the box allows, and as the length of the name needs in ``height`` millimetres."""
        length = len(name) * (1.1 if down else 0.65) or 1
        lines = 2 if not down and length > 20 and width >= 30 else 1
        # words do not fill the first of two lines to its end
        room = height * (lines if lines == 1 else 1.7)
        return round(min((width - 6) / _POINT / lines / 1.2, room / length / _POINT, 26), 1)
