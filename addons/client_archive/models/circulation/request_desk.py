from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_CHUNK = 200
# Kinds that bring the original to its reader, and so back again (R16, R126).
ORIGINALS = ("consult", "loan", "carry", "visit")


class ArchiveRequest(models.Model):
    """What the archive's desk does: hand out and take back (R22, R108, R126)."""

    _inherit = "archive.request"

    # ------------------------------------------------------------------
    # Handing out
    # ------------------------------------------------------------------
    def action_hand_out(self):
        """Hand the papers to the reader; the term runs from today (R22, R108).

        Papers that wait in the queue are left for later.

        :raises AccessError: for anybody but archivists
        :raises UserError: without an approval that still holds, for papers that are out, and for a loan of grade A
        """
        for request in self:
            request._check_archivist()
            request._lock()
            request._hand_out_originals(request.line_ids.filtered(lambda line: line.stage == "ready"))
        return True

    @api.model
    def _check_desk(self):
        """:raises AccessError: for anybody but archivists"""
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("Only archivists hand papers out and take them back. Ask the archive."))

    def _check_archivist(self):
        self._check_desk()
        if not self.env.su and self.env.user == self.applicant_id:
            raise AccessError(self.env._(
                "%s is your own request: another archivist hands the papers out and verifies what comes back.",
                self.name))
        self.check_access("write")

    def _check_may_go_out(self, lines):
        """Refuse to hand out ``lines`` of this request; see :meth:`action_hand_out`."""
        if self.state != "approved" and not (self.state == "issued" and self._uncollected()):
            raise UserError(self.env._("%s is not approved, or was collected already.", self.name))
        if not lines:
            self._uncollected()._refuse_if_elsewhere()
        until = min((line.hold_until or self.valid_until for line in lines), default=False) or self.valid_until
        if not until or until < fields.Datetime.now():
            raise UserError(self.env._("The approval of %s has expired: the applicant asks again.", self.name))
        self._refuse_lending_grade_a()
        self._check_on_file()
        self._check_route()
        papers = lines.document_id
        papers._check_not_frozen()
        papers._check_designated("copying" if self.kind == "copy" else "sending")
        if self.kind in ORIGINALS:
            lines._refuse_if_elsewhere()

    def _uncollected(self):
        """Papers of this request that are still to be collected, now or when their turn comes."""
        return self.line_ids.filtered(lambda line: line.stage in ("ready", "waiting"))

    def _hand_out_originals(self, lines, findings=None):
        """Hand ``lines`` out, as they were found.

        :param findings: see ``archive.request.line._hand_out``
        """
        self.ensure_one()
        lines.document_id.sudo()._touch()  # sudo: who decides on the same paper at this moment is run again
        self._check_may_go_out(lines)
        due, _until = self._term()
        lines.sudo()._hand_out(due, findings or {})  # sudo: lines are written by the desk alone, checked above
        values = self._term_of_lines()
        if self.state == "approved":
            self._move("issued", kind="request_handed_out", issued_on=fields.Datetime.now(),
                       issued_by_id=self.env.uid, **values)
        else:
            self._set_gated(kind="request_handed_out", **values)
        self.sudo()._collected()  # sudo: the call to collect was the applicant's

    # ------------------------------------------------------------------
    # Taking back
    # ------------------------------------------------------------------
    def action_take_back(self):
        """Open the dialog in which the archivist verifies each paper and takes it back (R126)."""
        self.ensure_one()
        self._check_archivist()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Receive Back"),
            "res_model": "archive.request.take.back", "view_mode": "form", "target": "new",
            "context": {"default_request_id": self.id},
        }

    def _take_back(self, findings):
        """Take papers back, each in the condition that was found; what does not come back stays due (R126).

        :param findings: mapping of each line that came back to its ``Finding``
        :raises AccessError: for anybody but archivists
        :raises UserError: when nothing came back, or a paper is not as it went out and nothing is noted
        """
        self.ensure_one()
        self._check_archivist()
        self._lock()
        lines = self.line_ids & self.line_ids.browse(line.id for line in findings)
        if self.state != "issued" or not lines or any(line.stage != "out" for line in lines):
            raise UserError(self.env._("Nothing of %s is out.", self.name))
        papers = lines.document_id
        papers.sudo()._touch()  # sudo: who waits for the paper at this moment is run again
        lines.sudo()._take_back({line: findings[line] for line in lines})  # sudo: as in _hand_out_originals
        self._report_incomplete(lines)
        self._settle()
        self._call_and_tell(papers)

    def _report_incomplete(self, lines):
        """What came back incomplete, and went out complete, is an incident (R109)."""
        short = lines.filtered(lambda line: line.condition == "incomplete" and line.condition_out == "intact")
        return self.env["archive.incident"]._report_loss(
            short.document_id, self.env._("Came back incomplete: %s", self.name), self._answerable())

    def _answerable(self):
        """The user who answers for the papers while they are out (R109)."""
        return self.applicant_id

    def _settle(self):
        """Close the request when nothing of it is out or still to be collected; else keep its day."""
        self.ensure_one()
        stages = set(self.line_ids.mapped("stage"))
        if stages & {"out", "ready", "waiting"}:
            self._set_gated(kind="request_term", **self._term_of_lines())
        elif self.state == "issued":
            self._move("returned", kind="request_taken_back", returned_on=fields.Datetime.now(),
                       returned_by_id=self.env.uid)
        elif self.state == "approved":
            self._move("expired", kind="request_expired")
        if "out" not in stages:
            self.sudo()._reminders().unlink()  # sudo: the reminder is the borrower's

    def _term_of_lines(self):
        """Values of the request that follow from its papers: the first day due, the end of the last term."""
        out = self.line_ids.filtered("is_out")
        ends = [self._end_of(day) for day in out.mapped("due_on")] + [
            line.hold_until for line in self.line_ids if line.stage == "ready" and line.hold_until]
        due = min(out.mapped("due_on"), default=False)
        return {"due_on": due, "valid_until": max(ends, default=False), "remind_on": due and self._first_reminder(due)}

    # ------------------------------------------------------------------
    # Day by day
    # ------------------------------------------------------------------
    @api.model
    def _cron_circulation(self):
        """Let expire what nobody collected, remind those who are late, recall grade A (R21, R22, R126)."""
        if self._expire():
            self._remind()

    @api.model
    def _expire(self):
        domain = [("state", "=", "approved"), ("valid_until", "<", fields.Datetime.now())]
        while requests := self.search(domain, limit=_CHUNK):
            requests._move("expired", kind="request_expired")
            if not self.env["ir.cron"]._commit_progress(len(requests)):
                return False
        return True
