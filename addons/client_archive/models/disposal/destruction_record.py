import base64
import hashlib

from odoo import api, fields, models

from ...tools import gate


class ArchiveDestructionRecord(models.Model):
    """Application, report and register of an appraisal: a file themselves, kept for good (R37)."""

    _name = "archive.destruction.record"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin"]
    _description = "Record of a Destruction"
    _order = "batch_id desc, id"

    batch_id = fields.Many2one(
        "archive.destruction.batch", string="Register", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("application", "Application"), ("report", "Appraisal Report"), ("register", "Destruction Register")],
        required=True, readonly=True)
    name = fields.Char(string="File Name", required=True, readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", size=64, required=True, readonly=True)

    def _sealed_words(self):
        return self.env._("The records of a destruction write themselves.")

    def _kept_words(self):
        return self.env._("The records of a destruction are kept for good.")

    @api.model
    def _keep(self, batch, kind, name, content):
        """Keep ``content`` (bytes) with ``batch`` and journal its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        # sudo: whoever takes the step may not create records on their own
        record = gate.opened(self.sudo()).create({
            "batch_id": batch.id, "kind": kind, "name": name, "content": base64.b64encode(content), "sha256": sha256})
        record._journal("destruction_record", after={"kind": kind, "file": name, "sha256": sha256})
        return record
