from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveUpload(models.TransientModel):
    """Bring scans into a dossier: each file becomes a paper, or the next version of one."""

    _name = "archive.upload"
    _description = "Upload Papers"

    dossier_id = fields.Many2one("archive.dossier", required=True)
    document_id = fields.Many2one("archive.document", string="New Version of")
    type_id = fields.Many2one("archive.document.type")
    date = fields.Date(string="Date of the Papers", default=lambda self: self._archive_day())
    is_original = fields.Selection(
        [("original", "Original"), ("copy", "Copy")], string="Original or Copy", default="copy", required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.onchange("document_id")
    def _onchange_document_id(self):
        if self.document_id:
            self.type_id = self.document_id.type_id

    def action_upload(self):
        """File the uploads; every file is checked on the way in, and all come in or none.

        :raises UserError: without a file, or with several for one paper
        """
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._("Choose at least one file."))
        if self.document_id and len(self.attachment_ids) > 1:
            raise UserError(self.env._("A new version is one file: combine the scans into one PDF first."))
        documents = self.document_id
        Version = self.env["archive.version"]
        for attachment in self.attachment_ids:
            document = self.document_id or self.env["archive.document"].create(self._document_values(attachment))
            Version._add(document, attachment.name, attachment.raw)
            documents |= document
        self.attachment_ids.unlink()
        if len(documents) > 1:
            return self.dossier_id.action_view_documents()
        return {
            "type": "ir.actions.act_window", "res_model": "archive.document", "res_id": documents.id,
            "views": [(False, "form")],
        }

    def _document_values(self, attachment):
        if not self.type_id:
            raise UserError(self.env._("Choose the type of the papers."))
        return {
            "name": attachment.name.rpartition(".")[0] or attachment.name,
            "dossier_id": self.dossier_id.id,
            "type_id": self.type_id.id,
            "date": self.date,
            "is_original": self.is_original,
        }
