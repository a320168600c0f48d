from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .line_queue import IN_LINE

_ASKED_FOR = ("submitted", "approved", "issued")


class ArchiveDocument(models.Model):
    """Who has the paper, and who asked for it."""

    _inherit = "archive.document"

    # Who may open and borrow hangs on these: they follow from others and are never entered.
    _gated_fields = frozenset({"grade", "user_id"})

    request_line_ids = fields.One2many("archive.request.line", "document_id", string="On Requests", readonly=True)
    request_count = fields.Integer(string="Requests", compute="_compute_request_count", compute_sudo=True)
    open_line_ids = fields.Many2many(
        "archive.request.line", string="On Open Requests", compute="_compute_open_line_ids", compute_sudo=True)
    is_out = fields.Boolean(
        string="Out of the Archive", compute="_compute_is_out", search="_search_is_out", compute_sudo=True)
    holder = fields.Char(
        string="With", compute="_compute_is_out", compute_sudo=True, help="Who has the original now.")
    due_on = fields.Date(string="Due Back", compute="_compute_is_out", compute_sudo=True)
    queue_count = fields.Integer(
        string="Readers Waiting", compute="_compute_queue_count", compute_sudo=True,
        help="Approved requests that wait for the paper.")
    content_closed = fields.Boolean(
        string="Content Closed", compute="_compute_content_closed",
        help="There is content, and the current user may open none of it.")

    @api.depends("request_line_ids")
    def _compute_request_count(self):
        counts = dict(self.env["archive.request.line"]._read_group(
            [("document_id", "in", self.ids)], ["document_id"], ["__count"]))
        for document in self:
            document.request_count = counts.get(document._origin, 0)

    @api.depends("request_line_ids.request_id.state")
    def _compute_open_line_ids(self):
        lines = self.env["archive.request.line"].search(
            [("document_id", "in", self.ids), ("request_id.state", "in", _ASKED_FOR)])
        by_document = lines.grouped("document_id")
        for document in self:
            document.open_line_ids = by_document.get(document._origin, lines.browse())

    @api.depends("request_line_ids.is_out")
    def _compute_is_out(self):
        out = self.env["archive.request.line"].search(
            [("document_id", "in", self.ids), ("is_out", "=", True)]).grouped("document_id")
        for document in self:
            line = out.get(document._origin)
            document.is_out = bool(line)
            document.holder = line and line.request_id._holder()
            document.due_on = line and line.due_on

    @api.depends("request_line_ids.stage")
    def _compute_queue_count(self):
        counts = dict(self.env["archive.request.line"]._read_group(
            [("document_id", "in", self.ids), ("stage", "=", "waiting")], ["document_id"], ["__count"]))
        for document in self:
            document.queue_count = counts.get(document._origin, 0)

    @api.model
    def _search_is_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        out = Domain("request_line_ids", "any", [("is_out", "=", True)])
        return Domain.OR(out if wanted else ~out for wanted in value)

    @api.depends("version_ids")
    @api.depends_context("uid")
    def _compute_content_closed(self):
        open_counts = dict(self.env["archive.version"]._read_group(
            [("document_id", "in", self.ids)], ["document_id"], ["__count"]))
        for document in self:
            document.content_closed = bool(document.version_count) and not open_counts.get(document._origin)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_request(self):
        """Open a new request for the selected papers."""
        if len(self.dossier_id) > 1:
            raise UserError(self.env._("One request is about the papers of one customer: choose those of one only."))
        return self.dossier_id._request_action(self)

    def action_view_requests(self):
        """Open the requests on which this paper is."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_request_action_all")
        return {**action, "domain": [("line_ids.document_id", "=", self.id)], "context": {}}

    def action_view_queue(self):
        """Open the queue of this paper: who has it, for whom it is held, who waits, in order."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_request_line_action_queue")
        return {**action, "domain": [("document_id", "=", self.id), ("stage", "in", IN_LINE)], "context": {}}

    # ------------------------------------------------------------------
    # Queue
    # ------------------------------------------------------------------
    def _next_in_line(self):
        """Whose turn it is for those of these papers that nobody has: the line that is in the queue longest, of each.

        :return: lines in sudo, which the caller holds for their readers
        """
        # sudo: the order of the queue does not hang on who may read it
        queue = self.env["archive.request.line"].sudo().search(
            [("document_id", "in", self.ids), ("stage", "in", IN_LINE)], order="queued_on, id")
        turns = queue.browse()
        for lines in queue.grouped("document_id").values():
            if all(line.stage == "waiting" for line in lines):
                turns |= lines[0]
        return turns

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------
    def _destruction_obstacles(self):
        obstacles = super()._destruction_obstacles()
        for line in self.sudo().open_line_ids:  # sudo: a request stops the destruction, whoever may read it
            request = line.request_id
            if line.is_out:
                obstacles.append(self.env._(
                    "it is with %(who)s (%(request)s)", who=request._holder(), request=request.name))
            else:
                obstacles.append(self.env._("it is asked for (%s)", request.name))
        return obstacles
