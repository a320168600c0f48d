from odoo import fields, models


class ArchiveSealStamp(models.TransientModel):
    """Dialog in which an archivist stamps papers, with the note that goes with it (R28)."""

    _name = "archive.seal.stamp"
    _description = "Stamp a Seal"

    kind = fields.Selection([("issued", "Issued"), ("void", "Void")], string="Seal", required=True)
    document_ids = fields.Many2many("archive.document", string="Papers", required=True)
    note = fields.Char(required=True, help="To whom it is issued, or why it is void (R28).")

    def action_stamp(self):
        """Stamp as the current user; see ``archive.document._issue`` and ``_void``."""
        self.ensure_one()
        if self.kind == "issued":
            self.document_ids._issue(self.note)
        else:
            self.document_ids._void(self.note)
        return {"type": "ir.actions.act_window_close"}
