from odoo import fields, models


class ArchiveImportRecord(models.Model):
    """What an import made: for importing again without making it twice, and for undoing. Nobody writes it by hand."""

    _name = "archive.import.record"
    _description = "Record Made by an Import"
    _order = "id"

    batch_id = fields.Many2one(
        "archive.import.batch", required=True, readonly=True, ondelete="cascade", index=True)
    unit_id = fields.Many2one("archive.import.unit", readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    name = fields.Char(string="Record", readonly=True)
    res_model = fields.Selection(
        [
            ("res.partner", "Customer or Contact"),
            ("archive.dossier", "Dossier"),
            ("archive.document", "Paper"),
        ],
        string="Kind", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model", readonly=True)
    row = fields.Integer(readonly=True, help="Row of the workbook.")
    key = fields.Char(readonly=True)
    version_count = fields.Integer(string="Scans", readonly=True)
    # Not a foreign key: what was journaled after it tells that the record was touched.
    event_id = fields.Integer(string="Event ID", readonly=True)
    state = fields.Selection(
        [("made", "Made"), ("undone", "Undone"), ("kept", "Kept")], required=True, readonly=True, default="made")
    reason = fields.Char(string="Why It Stays", readonly=True)

    _key_idx = models.Index("(key, company_id) WHERE key IS NOT NULL AND state <> 'undone'")
    _record_idx = models.Index("(res_model, res_id)")
