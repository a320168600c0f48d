from odoo import api, fields, models
from odoo.fields import Command

from ...models.circulation.request_line import Finding


class ArchiveRequestTakeBack(models.TransientModel):
    """Dialog in which the archivist verifies what comes back and sees where it belongs (R126)."""

    _name = "archive.request.take.back"
    _description = "Take Papers Back"

    request_id = fields.Many2one("archive.request", required=True, ondelete="cascade")
    applicant_id = fields.Many2one(related="request_id.applicant_id", string="Borrower")
    due_on = fields.Date(related="request_id.due_on", string="Due Back")
    is_overdue = fields.Boolean(related="request_id.is_overdue", string="Late")
    line_ids = fields.One2many(
        "archive.request.take.back.line", "wizard_id", string="Papers", compute="_compute_line_ids", store=True,
        readonly=False)

    @api.depends("request_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()] + [
                Command.create({
                    "request_line_id": line.id, "pages": line.pages_out, "condition": line.condition_out or "intact",
                    "note": line.note_out})
                for line in wizard.request_id.line_ids.filtered("is_out")]

    def action_take_back(self):
        """Take the papers back as the current user; see ``archive.request._take_back``."""
        self.ensure_one()
        self.request_id._take_back({
            line.request_line_id: Finding(line.condition, line.note or "", line.pages)
            for line in self.line_ids if line.is_back})
        return {"type": "ir.actions.act_window_close"}
