from odoo import api, fields, models


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    handover_line_ids = fields.One2many("archive.handover.line", "document_id", string="Handed Over by", readonly=True)
    handover_id = fields.Many2one(
        "archive.handover", string="Handover List", compute="_compute_handover_id",
        help="The last list this paper is on.")

    @api.depends("handover_line_ids")
    def _compute_handover_id(self):
        lines = self.env["archive.handover.line"].search(
            [("document_id", "in", self.ids), ("handover_state", "!=", "cancelled")], order="id")
        last = {line.document_id.id: line.handover_id for line in lines}
        for document in self:
            document.handover_id = last.get(document._origin.id, False)
