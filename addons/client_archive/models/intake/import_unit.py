from odoo import fields, models
from odoo.tools import SQL


class ArchiveImportUnit(models.Model):
    """A dossier of an import, with its papers and contacts: it comes in whole, or not at all.

    The row is what workers lock, where a stopped import goes on, and what is undone. Nobody writes it by hand.
    """

    _name = "archive.import.unit"
    _description = "Dossier of an Import"
    _order = "id"

    batch_id = fields.Many2one(
        "archive.import.batch", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    name = fields.Char(string="Dossier", readonly=True)
    key = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("ready", "Ready"),
            ("blocked", "Has Faults"),
            ("imported", "Imported"),
            ("failed", "Refused"),
            ("undone", "Undone"),
            ("kept", "Kept"),
        ],
        required=True, readonly=True, default="ready")
    paper_count = fields.Integer(string="Papers", readonly=True)
    contact_count = fields.Integer(string="Contact Persons", readonly=True)
    scan_count = fields.Integer(string="Scans", readonly=True)
    # What the workbook says; emptied once it is imported.
    payload = fields.Json(readonly=True)
    message = fields.Char(string="What Happened", readonly=True)
    dossier_id = fields.Many2one(
        "archive.dossier", string="Made or Found", readonly=True, ondelete="set null", index="btree_not_null")

    _state_idx = models.Index("(batch_id, state, id)")

    def _take(self, batch, state, limit):
        """Up to ``limit`` units of ``batch`` in ``state`` that no other worker has, locked for this transaction."""
        self.flush_model()
        self.env.cr.execute(SQL(
            """
            SELECT id FROM archive_import_unit WHERE batch_id = %s AND state = %s
             ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            """, batch.id, state, limit))
        return self.browse(row[0] for row in self.env.cr.fetchall())
