from odoo import fields, models


class ArchiveSealStamp(models.TransientModel):
    """Dialog in which an archivist stamps papers, with the note that goes with it (R28)."""

    _name = "archive.seal.stamp"
    _description = "Stamp a Seal"

    kind = fields.Selection([("issued", "Issued"), ("void", "Void")], string="Seal", required=True)
    document_ids = fields.Many2many("archive.document", string="Papers", required=True)
    note = fields.Char(required=True, help="To whom it is issued, or why it is void.")
    place = fields.Char(
        string="Stamped at", default=lambda self: self.env["archive.seal"]._default_place(),
        help="Where on the paper the seal is; on its back, as ruled.")

    def action_stamp(self):
        """Stamp as the current user; see ``archive.document._issue`` and ``_void``."""
        self.ensure_one()
        if self.kind == "issued":
            self.document_ids._issue(self.note, self.place)
        else:
            self.document_ids._void(self.note, self.place)
        return {"type": "ir.actions.act_window_close"}
