from odoo import fields, models

from ...tools import segment


class ArchiveSegmentOverrule(models.TransientModel):
    """Dialog that sets a segment of a customer by hand, with the reason."""

    _name = "archive.segment.overrule"
    _description = "Set a Segment by Hand"

    dossier_id = fields.Many2one("archive.dossier", required=True, ondelete="cascade")
    axis = fields.Selection(
        [("time", "By Time"), ("dealing", "By Dealing"), ("nature", "By Nature"), ("volume", "By Volume"),
         ("rank", "Core or Ordinary")], string="Segment", required=True, default="nature")
    time = fields.Selection(segment.TIME, string="Time")
    dealing = fields.Selection(segment.DEALING)
    nature = fields.Selection(segment.NATURE)
    volume = fields.Selection(segment.VOLUME, string="By Volume")
    rank = fields.Selection(segment.RANK)
    reason = fields.Char(required=True)

    def action_overrule(self):
        """Set the segment; see ``archive.dossier._overrule``."""
        self.ensure_one()
        self.dossier_id._overrule(self.axis, self[self.axis], self.reason)
        return {"type": "ir.actions.act_window_close"}
