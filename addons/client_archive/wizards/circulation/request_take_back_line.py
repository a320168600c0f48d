from odoo import fields, models

from ...models.circulation.request_line import CONDITIONS


class ArchiveRequestTakeBackLine(models.TransientModel):
    """One paper that comes back."""

    _name = "archive.request.take.back.line"
    _description = "Paper That Comes Back"

    wizard_id = fields.Many2one("archive.request.take.back", required=True, ondelete="cascade")
    request_line_id = fields.Many2one("archive.request.line", string="Paper", required=True, ondelete="cascade")
    code = fields.Char(related="request_line_id.code")
    is_back = fields.Boolean(string="Is Back", default=True, help="What is not back stays out, and stays due.")
    pages_out = fields.Integer(related="request_line_id.pages_out")
    pages = fields.Integer(string="Pages Returned")
    place_id = fields.Many2one(related="request_line_id.place_id", string="Reshelve at")
    condition = fields.Selection(CONDITIONS, required=True, default="intact")
    note = fields.Char(string="Finding")
