from odoo import models

from ...tools import secrecy


class ArchiveDossier(models.Model):
    """What covers, spines and lists say of a dossier as a whole."""

    _inherit = "archive.dossier"

    def _volume_facts(self):
        """Totals of the volume: numbers of papers and pages, first and last date and item, highest secrecy.

        They are facts of the volume as it stands on the shelf, whoever looks at it; papers of which the reader may
        not even know are not counted.
        """
        self.ensure_one()
        # sudo: totals only; which papers there are is read as the user
        [[count, pages, first, last, first_item, last_item, level]] = self.sudo().env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "in", ("filed", "destroyed")), ("is_visible", "=", True)], [],
            ["__count", "page_count:sum", "date:min", "date:max", "item_number:min", "item_number:max",
             "secrecy_level:max"])
        level = max(level or secrecy.NONE, self.secrecy_level)
        return {
            "papers": count, "pages": pages or 0, "first_date": first, "last_date": last,
            "first_item": first_item or 0, "last_item": last_item or 0,
            "secrecy": self._level_label(level),
            "years": self._years_label(first, last),
            "retention": self._retention_label(),
            "place": self._place_label(),
        }

    def _facts_of_volumes(self):
        """Mapping of each dossier to its pages, first and last date, and retention; queries for all at once."""
        # sudo: as in _volume_facts
        rows = self.sudo().env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "in", ("filed", "destroyed")), ("is_visible", "=", True)],
            ["dossier_id"],
            ["page_count:sum", "date:min", "date:max"])
        totals = {dossier.id: values for dossier, *values in rows}
        retention = self._retention_labels()
        facts = {}
        for dossier in self:
            pages, first, last = totals.get(dossier.id, (0, False, False))
            facts[dossier] = {
                "pages": pages or 0, "dates": self._dates_label(first, last), "retention": retention[dossier]}
        return facts

    @staticmethod
    def _dates_label(first, last):
        return f"{first:%Y%m%d}–{last:%Y%m%d}" if first else ""

    def _volume_ordinal(self):
        """卷次: one customer, one volume (R6)."""
        return 1

    def _level_label(self, level):
        return dict(self._fields["secrecy_level"]._description_selection(self.env))[level] \
            if level > secrecy.NONE else ""

    @staticmethod
    def _years_label(first, last):
        if not first:
            return ""
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"

    def _volume_number(self):
        """案卷号: the dossier's number without the catalogue that it begins with."""
        self.ensure_one()
        number, catalogue = self.number or "", self.category_id.code or ""
        return number.removeprefix(catalogue).lstrip("-/.·") or number

    def _archival_code(self):
        """档号: fonds, catalogue and volume number (GB/T 11822), as far as they are given."""
        self.ensure_one()
        return "-".join(filter(None, [self.company_id._fonds()[0], self.category_id.code, self._volume_number()]))

    def _volume_as_bound(self):
        """Papers of the volume as they lie in it: a late one is coded and bound after the others (R10, R14)."""
        return self._volume().sorted(lambda paper: paper.item_number or float("inf"))

    def _retention_labels(self):
        """Hook: mapping of each dossier to how long the volume is kept, in words."""
        return dict.fromkeys(self, "")

    def _retention_label(self):
        return self._retention_labels()[self]

    def _place_label(self):
        """Hook: name of the box."""
        return ""

    def _label_code(self):
        """Hook: what a scanner reads from the label of the volume."""
        return self.number or ""
