from odoo import models

from ...tools.page_grid import Column, Grid

# Rows leave room for three signatures below the table.
_SIGNED = Grid(page_width=297, page_height=210, left=20, top=32, row_height=10, rows=12, head_height=10)


class HandoverList(models.AbstractModel):
    """移交清单, what is handed over, in three copies that all sign (R115)."""

    _name = "report.client_archive.report_handover_list"
    _inherit = ["archive.form"]
    _description = "Printed Handover List"

    _form_model = "archive.handover"
    _form_grid = _SIGNED
    _titles = False

    def _form_title(self):
        return self.env._("Handover List")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 12, "center"),
            Column("dossier", self.env._("Volume No."), 38),
            Column("title", self.env._("Title"), 105),
            Column("quantity", self.env._("Number of Papers"), 18, "center"),
            Column("pages", self.env._("Pages"), 16, "center"),
            Column("retention", self.env._("Retention"), 28, "center"),
            Column("remarks", self.env._("Remarks"), 40),
        )

    def _form_head(self, records):
        return [
            (self.env._("List"), ", ".join(filter(None, records.mapped("name")))),
            (self.env._("Customer"), ", ".join(records.dossier_ids.partner_id.mapped("name"))),
            (self.env._("Handover Date"), ", ".join(
                self._as_text(record.completed_on or record.sent_on) for record in records)),
        ]

    def _lines(self, records):
        """Lines of the lists of this kind: titles are handed over apart (R123)."""
        return records.filtered(lambda record: record.is_title == self._titles).line_ids

    def _form_rows(self, records):
        for number, line in enumerate(self._lines(records), start=1):
            yield (
                number, line.dossier_id.number, line.title, line.quantity, line.page_count,
                line.document_id._retention_label(), self._remarks(line))

    def _remarks(self, line):
        """Remarks and finding of a line, and the seals on its paper."""
        seals = line.document_id and line.document_id._seal_remark()
        return "; ".join(filter(None, [line.remarks, line.finding, seals]))

    def _form_notes(self, records):
        lines = self._lines(records)
        return [self.env._(
            "%(count)s items, %(pages)s pages (covers and every sheet).", count=len(lines),
            pages=sum(lines.mapped("page_count")))]

    def _form_copies(self, records):
        copies = [self.env._("Copy for Manager A"), self.env._("Copy for Manager B"), self.env._("Copy for the File")]
        return copies if records[:1].has_manager_b or self._titles else [copies[0], copies[2]]

    def _form_sign_rows(self, records):
        handover = records[:1]
        people = {
            "manager_a": (self.env._("Handed over by (A)"), handover.manager_a_id),
            "manager_b": (self.env._("Handed over by (B)"), handover.manager_b_id),
            "archivist": (self.env._("Received by"), handover.archivist_id),
        }
        signatures = handover.signature_ids.filtered(lambda row: not row.is_void).grouped("role")
        rows = []
        for role, (label, planned) in people.items():
            if role == "manager_b" and not (handover.has_manager_b or self._titles):
                continue
            signed = signatures.get(role)
            rows.append((label, (signed.user_id if signed else planned).name or "", self._local(signed)))
        return rows

    def _local(self, signed):
        return self.env["ir.qweb.field.datetime"].value_to_html(signed.signed_on, {"format": "yyyy-MM-dd HH:mm"}) \
            if signed else ""


class TitleList(models.AbstractModel):
    """权证移交清单, titles that are handed over at once and apart (R123)."""

    _name = "report.client_archive.report_title_list"
    _inherit = ["report.client_archive.report_handover_list"]
    _description = "Printed Title Handover List"

    _titles = True

    def _form_title(self):
        return self.env._("Title Handover List")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 12, "center"),
            Column("title", self.env._("Name of the Title"), 85),
            Column("certificate", self.env._("Certificate Number"), 60),
            Column("quantity", self.env._("Quantity"), 18, "center"),
            Column("holder", self.env._("Right Holder"), 52),
            Column("remarks", self.env._("Remarks"), 30),
        )

    def _form_rows(self, records):
        for number, line in enumerate(self._lines(records), start=1):
            yield (
                number, line.title, line.certificate_number, line.quantity, line.right_holder, self._remarks(line))

    def _form_notes(self, records):
        lines = self._lines(records)
        return [self.env._("%(count)s titles, %(quantity)s certificates.", count=len(lines),
                           quantity=sum(lines.mapped("quantity")))]


class SupplementList(models.AbstractModel):
    """补充资料清单: what is missing, who supplies it, until when (R116)."""

    _name = "report.client_archive.report_supplement_list"
    _inherit = ["report.client_archive.report_handover_list"]
    _description = "Printed Supplement List"

    def _form_title(self):
        return self.env._("Supplement List")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 12, "center"),
            Column("missing", self.env._("Missing Paper or Signature"), 105),
            Column("kind", self.env._("Kind of Gap"), 30, "center"),
            Column("who", self.env._("Responsible"), 36),
            Column("until", self.env._("To Be Supplied by"), 24, "center"),
            Column("supplied", self.env._("Supplied on"), 24, "center"),
            Column("state", self.env._("State"), 26, "center"),
        )

    def _form_rows(self, records):
        rows = records.supplement_ids.sorted(lambda row: (row.due_on, row.id))
        kinds = dict(rows._fields["kind"]._description_selection(self.env))
        states = dict(rows._fields["state"]._description_selection(self.env))
        for number, row in enumerate(rows, start=1):
            item = row.line_id.title
            yield (
                number, f"{item}: {row.name}" if item and item not in row.name else row.name, kinds[row.kind],
                row.user_id.name, row.due_on, row.supplied_on, states[row.state])

    def _form_notes(self, records):
        return []

    def _form_copies(self, records):
        return [""]

    def _form_sign_rows(self, records):
        handover = records[:1]
        found = handover.supplement_ids.asked_by_id[:1] or handover.manager_b_id
        return [
            (self.env._("Found by"), found.name or "", ""),
            (self.env._("Received by (A)"), handover.manager_a_id.name or "", ""),
        ]
