from odoo import fields, models

from ...models.circulation.request_line import CONDITIONS


class ArchiveRequestTakeBackLine(models.TransientModel):
    """One paper that comes back."""

    _name = "archive.request.take.back.line"
    _description = "Paper That Comes Back"

    wizard_id = fields.Many2one("archive.request.take.back", required=True, ondelete="cascade")
    request_line_id = fields.Many2one("archive.request.line", string="Paper", required=True, ondelete="cascade")
    code = fields.Char(related="request_line_id.code")
    page_count = fields.Integer(related="request_line_id.page_count", string="Pages")
    place_id = fields.Many2one(related="request_line_id.place_id", string="Reshelve at")
    condition = fields.Selection(CONDITIONS, required=True, default="intact")
    note = fields.Char(string="Finding")
