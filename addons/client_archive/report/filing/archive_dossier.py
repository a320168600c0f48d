from odoo import models

from ...tools import secrecy


class ArchiveDossier(models.Model):
    """What covers, spines and lists say of a dossier as a whole."""

    _inherit = "archive.dossier"

    def _volume_facts(self):
        """Totals of the volume: numbers of papers and pages, first and last date and item, highest secrecy.

        They are facts of the volume as it stands on the shelf, whoever looks at it.
        """
        self.ensure_one()
        # sudo: totals only; which papers there are is read as the user
        [[count, pages, first, last, first_item, last_item, level]] = self.sudo().env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "in", ("filed", "destroyed"))], [],
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

    def _level_label(self, level):
        return dict(self._fields["secrecy_level"]._description_selection(self.env))[level] \
            if level > secrecy.NONE else ""

    @staticmethod
    def _years_label(first, last):
        if not first:
            return ""
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"

    def _archival_code(self):
        """档号: fonds, catalogue and volume number (GB/T 11822), as far as they are given."""
        self.ensure_one()
        return "-".join(filter(None, [
            self.company_id._fonds()[0], self.category_id.code, self.number]))

    def _retention_label(self):
        """Hook: how long the volume is kept, in words."""
        return ""

    def _place_label(self):
        """Hook: name of the box."""
        return ""

    def _label_code(self):
        """Hook: what a scanner reads from the label of the volume."""
        return self.number or ""
