from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate
from .request_desk import ORIGINALS

IN_LINE = ("waiting", "ready", "out")
_OPEN = ("draft", "submitted", "approved", "issued")


class ArchiveRequestLine(models.Model):
    """Where a paper stands in its queue, and what lies ready at the desk; see ``request_queue``."""

    _inherit = "archive.request.line"

    queued_on = fields.Datetime(
        string="In Line since", readonly=True, copy=False,
        help="When the request was approved: the order of the queue.")
    hold_until = fields.Datetime(
        string="Held until", readonly=True, copy=False, help="What is not collected by then goes to the next reader.")
    picked_on = fields.Datetime(string="Fetched on", readonly=True, copy=False)
    picked_by_id = fields.Many2one(
        "res.users", string="Fetched by", readonly=True, copy=False, ondelete="restrict")
    place_path = fields.Char(related="document_id.place_id.complete_name", string="Shelf")
    ahead_count = fields.Integer(string="Readers Ahead", compute="_compute_queue", compute_sudo=True)
    queue_words = fields.Char(
        string="Availability", compute="_compute_queue", compute_sudo=True,
        help="Whether the paper is there, when it is due back and how many readers are ahead. Names are the archive's.")

    _queue_idx = models.Index("(document_id, queued_on, id) WHERE stage IN ('waiting', 'ready', 'out')")
    _hold_idx = models.Index("(hold_until) WHERE stage = 'ready'")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("stage", "document_id")
    @api.depends_context("uid", "lang")
    def _compute_queue(self):
        names = self.env.user.has_group("client_archive.group_archivist")
        queues = self.search(
            [("document_id", "in", self.document_id.ids), ("stage", "in", IN_LINE)], order="queued_on, id",
        ).grouped("document_id")
        for line in self:
            queue = queues.get(line.document_id, self.browse())
            place = list(queue.ids).index(line._origin.id) if line._origin in queue else len(queue)
            ahead = queue[:place]
            line.ahead_count = len(ahead)
            line.queue_words = line._queue_words(queue.filtered(lambda rec: rec.stage != "waiting")[:1], ahead, names)

    def _queue_words(self, first, ahead, names):
        """What to say of the paper, where somebody else (``first``) has it or has it held."""
        if self.stage == "ready":
            return self.env._("Held until %s", self._hold_day())
        if not first or self.stage not in (False, "waiting") or self.kind not in ORIGINALS \
                or self.request_state not in _OPEN:
            return False
        who = first.request_id._holder() if names else self.env._("another reader")
        if first.applicant_id == self.env.user:
            who = self.env._("you")
        if first.stage == "out":
            words = self.env._("With %(who)s until %(day)s", who=who, day=first.due_on)
        else:
            words = self.env._("Held for %(who)s until %(day)s", who=who, day=first._hold_day())
        waiting = len(ahead - first)
        return self.env._("%(words)s; %(count)s more ahead", words=words, count=waiting) if waiting else words

    def _hold_day(self):
        """Last day on which the paper is held, where the company works."""
        self.ensure_one()
        return self.hold_until and self._archive_day(self.hold_until)

    # ------------------------------------------------------------------
    # The queue
    # ------------------------------------------------------------------
    def _line_up(self):
        gate.opened(self).write({"stage": "waiting", "queued_on": fields.Datetime.now()})
        self.flush_recordset()

    def _hold_until(self, until):
        gate.opened(self).write({"stage": "ready", "hold_until": until})
        self.flush_recordset()  # two who call at once: the index lets one pass
        self.document_id._journal("document_held", after={
            "request": self.request_id.name, "reader": self.request_id._holder(), "until": until})

    def _let_go(self):
        """What is held or waited for is given up; the next one's turn comes."""
        if not self:
            return
        papers = self.document_id
        papers._touch()
        gate.opened(self).write({"stage": "lapsed"})
        self.env["archive.request"]._call_and_tell(papers)

    def _lapse(self):
        """What was not collected in its term goes to the next in the queue; the applicant is told (R22)."""
        for request, lines in self.grouped("request_id").items():
            gate.opened(lines).write({"stage": "lapsed"})
            reader = request.with_context(lang=request.applicant_id.lang)
            reader._tell(reader.env._(
                "Not collected in its term: %s. Ask again if you still need it.",
                ", ".join(lines.with_env(reader.env).document_id.mapped("display_name"))))
            lines.document_id._journal("document_not_collected", after={"request": request.name})
            request._settle()
            request._collected()
        papers = self.document_id
        papers._touch()
        self.env["archive.request"]._call_and_tell(papers)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_pick(self):
        """Note that the papers were fetched from their shelves and lie ready at the desk.

        :raises AccessError: for anybody but archivists
        :raises UserError: for papers that nobody collects now
        """
        self._check_desk()
        if any(line.stage != "ready" for line in self):
            raise UserError(self.env._("Papers are fetched for readers whose turn it is."))
        new = self.filtered(lambda line: not line.picked_on)
        # sudo: lines are written by the desk alone, checked above
        gate.opened(new.sudo()).write({"picked_on": fields.Datetime.now(), "picked_by_id": self.env.uid})
        return True

    def action_report_missing(self):
        """Report that papers are missing while they are out; they stay due from who answers for them (R109).

        :raises AccessError: for anybody but archivists
        :raises UserError: for papers that are not out, or were reported already
        """
        self._check_desk()
        self.request_id._lock()
        wrong = self.filtered(lambda line: not line.is_out or line.lost_on)
        if wrong:
            raise UserError(self.env._(
                "“%s” is not out, or was reported missing already.", wrong[0].document_id.display_name))
        for request, lines in self.grouped("request_id").items():
            request._check_archivist()
            self.env["archive.incident"]._report_loss(lines.document_id, self.env._(
                "Missing while out with %(who)s: %(request)s", who=request._holder(), request=request.name),
                request._answerable())
            lines.document_id._journal("document_missing", after={"request": request.name})
        gate.opened(self.sudo()).write({"lost_on": fields.Datetime.now()})  # sudo: as in action_pick
        return True

    def action_open_request(self):
        """Open the request of this line."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "archive.request", "res_id": self.request_id.id,
                "views": [(False, "form")]}

    def _check_desk(self):
        self.env["archive.request"]._check_desk()
        self.check_access("read")
