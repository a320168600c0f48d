import base64
import hashlib
import io
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import gate
from ...tools.intake import scans, workbook

_MAX_WORKBOOK = 100 << 20


class ArchiveImportFile(models.Model):
    """A workbook or a ZIP of scans that was uploaded for an import.

    It holds what the papers hold, so only who uploaded it may read it, nobody changes it, and it goes when the import
    is done, or after 30 days.
    """

    _name = "archive.import.file"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin"]
    _description = "File of an Import"
    _order = "kind desc, id"

    batch_id = fields.Many2one(
        "archive.import.batch", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    kind = fields.Selection([("workbook", "Workbook"), ("scans", "Scans (ZIP)")], required=True, readonly=True)
    name = fields.Char(string="File Name", required=True, readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    size = fields.Integer(string="Bytes", readonly=True)
    sha256 = fields.Char(string="SHA-256", size=64, readonly=True)

    # ------------------------------------------------------------------
    # CRUD: behind the gate only
    # ------------------------------------------------------------------
    def _sealed_words(self):
        return self.env._("Files come in by uploading them on the form of the import.")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not gate.is_open(self.env):
            raise UserError(self.env._("Remove the file with the button on the form of the import."))
        self._journal("import_file_removed", before=lambda file: {"file": file.name, "sha256": file.sha256})

    def action_remove(self):
        """Remove an uploaded file again, before the check.

        :raises UserError: for anybody but who uploaded it, or once the import is past its first step
        """
        for batch in self.batch_id:
            batch._check_archivist()
            batch._check_step("draft")
        self._remove()
        return True

    def _remove(self):
        gate.opened(self.sudo()).unlink()  # sudo: nobody has the right to delete them; the callers check

    # ------------------------------------------------------------------
    # Coming in
    # ------------------------------------------------------------------
    @api.model
    def _add(self, batch, kind, name, content):
        """Keep ``content`` (bytes) for ``batch``.

        :raises ValidationError: for a file that is not what it should be, saying what to do
        """
        name = name or {"workbook": "workbook.xlsx", "scans": "scans.zip"}[kind]
        check = self._check_workbook if kind == "workbook" else self._check_scans
        check(name, content)
        # sudo: files are written here alone, after the check of the batch
        file = gate.opened(self.sudo()).create({
            "batch_id": batch.id, "kind": kind, "name": name, "content": base64.b64encode(content),
            "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
        file._journal("import_file_added", after={"file": name, "sha256": file.sha256, "bytes": len(content)})
        return file

    @api.model
    def _check_workbook(self, name, content):
        try:
            if len(content) > _MAX_WORKBOOK:
                raise workbook.BadWorkbook("bomb")
            workbook.check_container(io.BytesIO(content))
        except workbook.BadWorkbook as error:
            raise ValidationError(self._workbook_words(error.code, name)) from error

    @api.model
    def _check_scans(self, name, content):
        try:
            scans.open_archive(io.BytesIO(content)).close()
        except scans.BadArchive as error:
            raise ValidationError(self._scans_words(error.code, name)) from error

    @api.model
    def _workbook_words(self, code, name):
        """What the user is told about a workbook that cannot be read."""
        return {
            "empty": self.env._("“%s” is empty: save the workbook again.", name),
            "legacy": self.env._(
                "“%s” is in the format of Excel 97 (.xls): open it, and save it as an Excel workbook (.xlsx).", name),
            "encrypted": self.env._("“%s” is protected by a password: remove the password and upload it again.", name),
            "foreign": self.env._(
                "“%s” is no Excel workbook, whatever its name says. Start from the template; a text file (CSV) is "
                "opened in Excel and saved as .xlsx.", name),
            "damaged": self.env._("“%s” is damaged and cannot be read: open it in Excel and save it again.", name),
            "bomb": self.env._(
                "“%s” would unpack to far more than a workbook holds and is not opened. Copy the rows into a new "
                "template.", name),
            "rows": self.env._(
                "“%(file)s” has more than %(count)s rows on a sheet: split it into several imports.",
                file=name, count=workbook.MAX_ROWS),
            "sheets": self.env._(
                "“%s” has none of the sheets Dossiers, Papers and Contacts: start from the template.", name),
        }[code]

    @api.model
    def _scans_words(self, code, name):
        """What the user is told about a ZIP that cannot be read."""
        return {
            "empty": self.env._("“%s” is empty: pack the scans again.", name),
            "foreign": self.env._("“%s” is no ZIP: pack the scans into a ZIP (not RAR, not 7z).", name),
            "damaged": self.env._("“%s” is damaged and cannot be read: pack the scans again.", name),
            "bomb": self.env._("“%s” would unpack to more than 50 GB: split it into several ZIPs.", name),
            "members": self.env._(
                "“%(file)s” holds more than %(count)s files: split it into several ZIPs.",
                file=name, count=scans.MAX_MEMBERS),
        }[code]

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    @contextmanager
    def _opened(self):
        """The content as a binary file; from the filestore it is not read into memory."""
        self.ensure_one()
        # sudo: the import reads what its user uploaded
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", self._name), ("res_field", "=", "content"), ("res_id", "=", self.id)], limit=1)
        if attachment.store_fname:
            with open(attachment._full_path(attachment.store_fname), "rb") as stream:
                yield stream
        else:
            yield io.BytesIO(attachment.raw)
