from odoo import fields, models


class ArchiveCopyClose(models.TransientModel):
    """Dialog in which an archivist notes that copies came back, or were destroyed."""

    _name = "archive.copy.close"
    _description = "Copies Returned or Destroyed"

    copy_ids = fields.Many2many("archive.copy", string="Issued Copies", required=True)
    outcome = fields.Selection(
        [("returned", "Returned"), ("destroyed", "Destroyed")], string="What became of them", required=True,
        default="returned")
    note = fields.Char(required=True, help="How they came back, or how and before whom they were destroyed.")

    def action_close(self):
        """Note it as the current user; see ``archive.copy._close``."""
        self.ensure_one()
        self.copy_ids._close(self.outcome, self.note)
        return {"type": "ir.actions.act_window_close"}
