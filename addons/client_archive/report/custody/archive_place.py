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

    # ------------------------------------------------------------------
    # 盒内备考表, the note at the end of a box (DA/T 22)
    # ------------------------------------------------------------------
    def _box_note_head(self):
        fonds = " ".join(filter(None, self.company_id._fonds()))
        return [(self.env._("Fonds"), fonds), (self.env._("Box"), f"{self.name} {self.barcode}")]

    def _box_note(self):
        """Sections of the note: label and sentences."""
        self.ensure_one()
        papers = self.document_ids._filtered_access("read").filtered(lambda paper: paper.state == "filed")
        codes = sorted(filter(None, papers.mapped("code")))
        held = [self.env._("%(papers)s papers, %(pages)s pages.", papers=len(papers),
                           pages=sum(papers.mapped("page_count")))]
        if self.dossier_id:
            held.append(self.env._("Customer: %s", self.dossier_id.display_name))
        if codes:
            held.append(self.env._("From %(first)s to %(last)s", first=codes[0], last=codes[-1]))
        return [
            (self.env._("Papers in the Box"), held),
            (self.env._("Findings"), self._box_findings()),
        ]

    def _box_findings(self):
        """What the last checks found here, and what was done about it (R33)."""
        results = self.env["archive.inventory.line"]._fields["result"]
        labels = dict(results._description_selection(self.env))
        lines = self.env["archive.inventory.line"].search([
            ("place_id", "=", self.id), ("inventory_id.state", "=", "done"),
            ("result", "not in", ("pending", "found"))], order="id desc", limit=20)
        return [
            f"{line.inventory_id.date}  {line.label}: " + "; ".join(
                filter(None, [labels[line.result], line.finding, line.remedy]))
            for line in lines]

    def _box_note_signed(self):
        """Pairs of label and value: who put the box in order and who checked it, and when."""
        last = self.document_ids.filtered("shelved_on").sorted("shelved_on")[-1:]
        check = self.env["archive.inventory"].search(
            [("place_id", "parent_of", self.id), ("state", "=", "done")], order="done_on desc, id desc", limit=1)
        return [
            (self.env._("Put in order by"), last.shelved_by_id.name or ""),
            (self.env._("Put in order on"), last.shelved_on.date() if last else ""),
            (self.env._("Inspected by"), check.done_by_id.name or ""),
            (self.env._("Inspected on"), check.done_on or ""),
        ]
