from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .request_desk import _CHUNK, ORIGINALS


class ArchiveRequest(models.Model):
    """The queue for papers that are out, or held for somebody else (R17, R21, R22).

    An approved request puts each of its papers in line, in the order of the approvals. Whoever is first has the paper
    held for them, and from then on as long to collect it as a loan lasts; what they leave goes to the next.

    Whatever moves a queue updates the row of the paper first: two who decide on one paper at the same time meet there,
    and the second runs again and sees what the first did.
    """

    _inherit = "archive.request"

    waiting_count = fields.Integer(string="Papers in the Queue", compute="_compute_queue_counts")
    ready_count = fields.Integer(string="Papers to Collect", compute="_compute_queue_counts")

    @api.depends("line_ids.stage")
    def _compute_queue_counts(self):
        counts = {(request, stage): count for request, stage, count in self.env["archive.request.line"]._read_group(
            [("request_id", "in", self.ids), ("stage", "in", ("waiting", "ready"))], ["request_id", "stage"],
            ["__count"])}
        for request in self:
            request.waiting_count = counts.get((request._origin, "waiting"), 0)
            request.ready_count = counts.get((request._origin, "ready"), 0)

    # ------------------------------------------------------------------
    # Getting in line
    # ------------------------------------------------------------------
    def _start_term(self):
        """For originals the term starts when the paper is there, and it is the reader's turn."""
        if self.kind not in ORIGINALS:
            return super()._start_term()
        papers = self.line_ids.document_id
        papers.sudo()._touch()  # sudo: see the class
        self.line_ids._line_up()
        held = papers._next_in_line()
        self._hold(held & self.line_ids)
        self._tell_turn(held & self.line_ids, self.env._("Approved."))
        self._hold_and_tell(held - self.line_ids)
        return None

    def _hold(self, lines):
        """Hold ``lines`` of this request at the desk, for as long as a term lasts."""
        self.ensure_one()
        if not lines:
            return
        _due, until = self._term()
        lines._hold_until(until)
        self._set_gated(kind="request_term", **self._term_of_lines())

    def _tell_turn(self, held, opening):
        """Tell the applicant what they can collect until when, and what they wait for."""
        self.ensure_one()
        words = [opening]
        if held:
            words.append(self.env._(
                "Collect it in the archive by %s; then this approval expires.", held[:1]._hold_day()))
        waiting = self.line_ids.filtered(lambda line: line.stage == "waiting")
        if waiting:
            words.append(self.env._(
                "With another reader: %s. You are told as soon as it is your turn.",
                ", ".join(waiting.document_id.mapped("display_name"))))
        self._tell(" ".join(words))

    # ------------------------------------------------------------------
    # The next one's turn
    # ------------------------------------------------------------------
    def _call_and_tell(self, papers):
        """Hold ``papers``, as far as they are there, for those who wait longest, and tell them."""
        self._hold_and_tell(papers.sudo()._next_in_line())  # sudo: whoever sets a paper free need not know who waits

    def _hold_and_tell(self, lines):
        for request, held in lines.grouped("request_id").items():
            request._hold(held)
            # In nobody's name: who gave the paper back, or up, is not the next reader's to know.
            reader = request.with_user(SUPERUSER_ID).with_context(lang=request.applicant_id.lang)
            reader._tell_turn(held.with_env(reader.env), reader.env._(
                "It is your turn: %s.", ", ".join(held.with_env(reader.env).document_id.mapped("display_name"))))
            if request.applicant_id.active:
                reader._call_to_collect(held)

    def _call_to_collect(self, held):
        self.activity_schedule(
            "client_archive.mail_activity_collect", user_id=self.applicant_id.id, date_deadline=held[:1]._hold_day(),
            summary=self.env._("Collect %(count)s papers of %(customer)s", count=len(held),
                               customer=self.partner_id.display_name))

    def _collected(self):
        """The call to collect is answered when nothing lies at the desk any more."""
        for request in self:
            if not request.line_ids.filtered(lambda line: line.stage == "ready"):
                request.activity_unlink(["client_archive.mail_activity_collect"])

    # ------------------------------------------------------------------
    # What is not collected
    # ------------------------------------------------------------------
    def _move_each(self, state, vals_by_record, kind="state", note=None):
        """What ends a request, however it ends, sets free what was held for it."""
        result = super()._move_each(state, vals_by_record, kind=kind, note=note)
        if state in ("cancelled", "expired", "done"):
            # sudo: whoever ends the request need not see who waits for its papers
            self.sudo().line_ids.filtered(lambda line: line.stage in ("ready", "waiting"))._let_go()
            self.sudo()._collected()
        return result

    @api.model
    def _expire(self):
        Line = self.env["archive.request.line"]
        domain = [("stage", "=", "ready"), ("hold_until", "<", fields.Datetime.now())]
        while lines := Line.search(domain, limit=_CHUNK, order="hold_until, id"):
            lines._lapse()
            if not self.env["ir.cron"]._commit_progress(len(lines)):
                return False
        return super()._expire()

    # ------------------------------------------------------------------
    # Going on (R22)
    # ------------------------------------------------------------------
    def action_ask_again(self):
        """Write a new request with the same papers and purpose; this one stays due as it is (R22).

        :raises AccessError: for anybody but the applicant
        :raises UserError: for a request that is still being written or decided
        """
        self.ensure_one()
        self._check_applicant()
        if self.state in ("draft", "submitted"):
            raise UserError(self.env._("%s is not decided yet: there is nothing to ask for again.", self.name))
        # Hidden papers of a request are not asked for again: whoever must not know of them does not choose them.
        again = self.create({
            **{name: self[name] for name in self._asked_again() if self[name]}, "dossier_id": self.dossier_id.id,
            "line_ids": [fields.Command.create({"document_id": paper.id}) for paper in self.line_ids.document_id]})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": again.id,
                "views": [(False, "form")]}

    @api.model
    def _asked_again(self):
        """Hook: names of the plain fields that a new request takes over."""
        return ["kind", "purpose", "contact", "outsider_name", "outsider_body", "carrier", "safeguards"]
