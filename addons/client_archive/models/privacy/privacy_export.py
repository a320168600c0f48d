import base64
import json
import tempfile
import zipfile

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import file_name, secrecy


class ArchivePrivacyRequest(models.Model):
    """The copy that a person gets of their data (article 45)."""

    _inherit = "archive.privacy.request"

    def _check_export(self):
        """Refuse whoever is not the officer, and a person who was not identified.

        :raises AccessError: for anybody but security officers
        :raises UserError: before the person was identified
        """
        self.check_access("read")
        if not self.env.user.has_group("client_archive.group_security_officer"):
            raise AccessError(self.env._("Only security officers hand out a person's data."))
        if not self.verified_on or self.state == "refused":
            raise UserError(self.env._("Nobody's data is handed out before they were identified."))

    def _export(self):
        """The person's data as a ZIP file (open at its beginning) and its name; journaled.

        Their own papers go with it as far as they are not classified and the officer may open them; what does not go
        is listed.
        """
        self.ensure_one()
        self._check_export()
        told = [(place, place._values()) for place in self.place_ids if place.is_person]
        file = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked for it closes it
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            papers = self._export_papers(archive)
            archive.writestr("data.json", json.dumps(
                self._export_facts(told, papers), ensure_ascii=False, indent=1, default=str))
            with tempfile.TemporaryFile() as sheet:
                self._export_sheet(sheet, told)
                sheet.seek(0)
                archive.writestr("data.xlsx", sheet.read())
        file.seek(0)
        self._journal("privacy_exported", after={
            "places": len(told), "papers": [code for code, path in papers if path]})
        return file, f"{file_name.name(self.name, self.person_name)}.zip"

    def _export_facts(self, told, papers):
        return {
            "request": self.name, "person": self.person_name, "company": self.company_id.name,
            "made_on": fields.Datetime.to_string(fields.Datetime.now()),
            "places": [
                {"where": place.label, "records": place.count, "found_by": place.match, "data": dict(values)}
                for place, values in told],
            "papers": [
                {"code": code, "file": path or None,
                 "note": None if path else self.env._("not included: classified, or not the officer's to open")}
                for code, path in papers],
        }

    def _export_papers(self, archive):
        """Write what may go; return pairs of the paper's code and its path in the file, or nothing for what stays."""
        ids = self.place_ids.filtered(lambda place: place.is_person and place.source_key == "paper").mapped("res_id")
        documents = self.env["archive.document"].sudo().browse(ids)  # sudo: their codes, for the list
        # As the officer: what they may not open, they do not hand out.
        versions = self.env["archive.version"].search(
            [("document_id", "in", ids), ("erased", "=", False), ("document_id.secrecy_level", "=", secrecy.NONE)],
            order="document_id, number desc")
        last = versions.browse(group[0].id for group in versions.grouped("document_id").values())
        unique, paths = file_name.Unique(), {}
        for version in last:
            path = f"papers/{unique(version.file_name)}"
            archive.writestr(path, base64.b64decode(version.with_context(bin_size=False).content))
            version.invalidate_recordset(["content"])
            paths[version.document_id.id] = path
        last._journal("content_opened", after={"privacy": self.name})
        return [(document.code or f"#{document.id}", paths.get(document.id)) for document in documents]

    def _export_sheet(self, file, told):
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
            sheet = workbook.add_worksheet()
            bold = workbook.add_format({"bold": True, "bottom": 1})
            text = workbook.add_format({"text_wrap": True, "valign": "top"})
            sheet.set_column(0, 0, 45)
            sheet.set_column(1, 1, 25)
            sheet.set_column(2, 2, 60)
            for column, title in enumerate((self.env._("Where"), self.env._("Which Data"), self.env._("Value"))):
                sheet.write_string(0, column, title, bold)
            row = 1
            for place, values in told:
                for label, value in values or [("", self.env._("%s records", place.count))]:
                    for column, cell in enumerate((place.label or "", label, str(value)[:32767])):
                        sheet.write_string(row, column, cell, text)
                    row += 1
            sheet.freeze_panes(1, 0)
