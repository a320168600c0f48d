from collections import defaultdict

from odoo import fields, models

_MOST = 20  # changes that a note names one by one


class ArchiveDossier(models.Model):
    """What 卷内备考表, the note at the end of a volume, says of it (GB/T 9705)."""

    _inherit = "archive.dossier"

    def _volume_note(self):
        """Sections of the note: label and sentences; empty where there is nothing to say."""
        lines = self._volume_note_lines()
        return [
            (self.env._("State of the Volume"), lines["state"]),
            (self.env._("Missing or Damaged"), lines["damaged"]),
            (self.env._("Changed"), lines["changed"]),
            (self.env._("Added"), lines["added"]),
            (self.env._("Taken Out"), lines["removed"]),
            (self.env._("Destruction"), lines["destroyed"]),
        ]

    def _volume_note_head(self):
        return [(self.env._("Archival Code"), self._archival_code()), (self.env._("Title"), self.partner_id.name)]

    def _volume_note_lines(self):
        """Hook: sentences of the note by its sections, from what is known of the dossier."""
        self.ensure_one()
        papers = self._filed_papers()
        originals = len(papers.filtered(lambda paper: paper.is_original == "original"))
        lines = {key: [] for key in ("state", "damaged", "changed", "added", "removed", "destroyed")}
        lines["state"].append(self.env._(
            "%(papers)s papers, %(pages)s pages; %(originals)s originals, %(copies)s copies.", papers=len(papers),
            pages=sum(papers.mapped("page_count")), originals=originals, copies=len(papers) - originals))
        if self.missing_type_ids:
            lines["damaged"].append(self.env._(
                "Obligatory papers missing: %s", ", ".join(self.missing_type_ids.mapped("name"))))
        void = papers.filtered("is_void")
        if void:
            lines["changed"].append(self.env._("Void: nos. %s", void._item_numbers()))
        lines["changed"] += self._changes_after_filing(papers)
        first = min(papers.filtered("received_on").mapped("received_on"), default=False)
        late = papers.filtered(lambda paper: paper.received_on and paper.received_on > first)
        for day, group in late.sorted("received_on").grouped("received_on").items():
            lines["added"].append(self.env._(
                "Nos. %(numbers)s on %(day)s", numbers=group._item_numbers(), day=day))
        return lines

    def _filed_papers(self):
        return self.document_ids._filtered_access("read").filtered(
            lambda paper: paper.state in ("filed", "destroyed")).sorted("item_number")

    def _changes_after_filing(self, papers):
        """Sentences: which lines of the catalogue were changed, and which content was renewed, after filing."""
        # sudo: the journal is the auditors'; only item numbers and days of it are told
        events = self.env["archive.event"].sudo().search([
            ("res_model", "=", "archive.document"), ("res_id", "in", papers.ids), ("kind", "=", "changed")])
        versions = self.env["archive.version"].sudo().search([
            ("document_id", "in", papers.ids), ("number", ">", 1)])
        changed = [(papers.browse(event.res_id), event.date) for event in events]
        renewed = [(papers.browse(version.document_id.id), version.create_date) for version in versions]
        return [
            *self._by_day(changed, lambda numbers, day: self.env._(
                "Catalogue of nos. %(numbers)s on %(day)s", numbers=numbers, day=day)),
            *self._by_day(renewed, lambda numbers, day: self.env._(
                "New version of nos. %(numbers)s on %(day)s", numbers=numbers, day=day)),
        ]

    def _by_day(self, pairs, sentence):
        """Sentences on papers and when something happened to them: one a day, the last ones when there are many."""
        days = defaultdict(lambda: self.env["archive.document"])
        for paper, moment in pairs:
            day = fields.Datetime.context_timestamp(self, moment).date()
            if paper.received_on and day > paper.received_on:
                days[day] |= paper
        return [sentence(days[day]._item_numbers(), day) for day in sorted(days)][-_MOST:]

    def _volume_note_signed(self):
        """Pairs of label and value: who made up the volume, who checked it, and when (GB/T 9705)."""
        first = self._filed_papers().filtered("received_on").sorted("received_on")[:1]
        return [
            (self.env._("Made up by"), first.received_by_id.name or ""),
            (self.env._("Inspected by"), self.verified_by_id.name or ""),
            (self.env._("Made up on"), first.received_on or ""),
        ]


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    def _item_numbers(self):
        """Item numbers as 1, 3–5."""
        numbers = sorted(filter(None, self.mapped("item_number")))
        runs = []
        for number in numbers:
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs) or "-"

    def _retention_label(self):
        """Hook: how long the paper is kept, in words."""
        return ""

    def _retention_stamp(self):
        """Hook: the same in as few characters as a stamp has room for."""
        return self._retention_label()

    def _filing_stamp(self):
        """The six fields of 归档章 (DA/T 22): fonds, year, item; department, retention, pages."""
        self.ensure_one()
        return [
            [(self.env._("Fonds No."), self.company_id._fonds()[0]), (self.env._("Year"), self.date.year),
             (self.env._("Item"), self.item_number or "")],
            [(self.env._("Department"), self.department_id.name or ""),
             (self.env._("Retention"), self._retention_stamp()), (self.env._("Pages"), self.page_count)],
        ]

    def _stamp_sheets(self):
        """Filed papers in portions that fill a sheet of labels, in the order of their codes."""
        papers = self.filtered(lambda paper: paper.state in ("filed", "destroyed")).sorted(
            lambda paper: (paper.code or "", paper.id))
        return [papers[start:start + 24] for start in range(0, len(papers), 24)]
