from odoo import fields, models


class ArchiveDisposalRelease(models.TransientModel):
    """Dialog that asks why a hold ends."""

    _name = "archive.disposal.release"
    _description = "Release a Hold"

    hold_id = fields.Many2one("archive.disposal.hold", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_release(self):
        """End the hold; see ``archive.disposal.hold._release``."""
        self.ensure_one()
        self.hold_id._release(self.reason)
        return {"type": "ir.actions.act_window_close"}
