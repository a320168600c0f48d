from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import gate
from .request import LEAVING

_CHUNK = 200
# Kinds that bring the original to its reader, and so back again (R16, R126).
_ORIGINALS = ("consult", "loan", "carry", "visit")


class ArchiveRequest(models.Model):
    """What the archive's desk does: hand out, take back, remind (R22, R108, R126)."""

    _inherit = "archive.request"

    # ------------------------------------------------------------------
    # Handing out
    # ------------------------------------------------------------------
    def action_hand_out(self):
        """Hand the papers, or the copies, to the reader; the term runs from today (R22, R108).

        :raises AccessError: for anybody but archivists
        :raises UserError: without an approval that still holds, for papers that are out, and for a loan of grade A
        """
        for request in self:
            request._check_archivist()
            request._lock()
            request._check_may_go_out()
            if request.kind in _ORIGINALS:
                request._hand_out_originals()
            else:
                request._move(
                    "done", kind="request_completed", issued_on=fields.Datetime.now(), issued_by_id=self.env.uid)
        return True

    def _check_archivist(self):
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("Only archivists hand papers out and take them back. Ask the archive."))
        if not self.env.su and self.env.user == self.applicant_id:
            raise AccessError(self.env._(
                "%s is your own request: another archivist hands the papers out and verifies what comes back.",
                self.name))
        self.check_access("write")

    def _check_may_go_out(self):
        if self.state != "approved":
            raise UserError(self.env._("%s is not approved, or was collected already.", self.name))
        if self.valid_until < fields.Datetime.now():
            raise UserError(self.env._("The approval of %s has expired (R22): the applicant asks again.", self.name))
        self._refuse_lending_grade_a()
        self._check_on_file()
        self._check_route()
        papers = self.line_ids.document_id
        papers._check_not_frozen()
        papers._check_designated("copying" if self.kind == "copy" else "sending")
        if self.kind in _ORIGINALS:
            self.sudo().line_ids._refuse_if_out()  # sudo: a paper is out, whoever may read with whom

    def _hand_out_originals(self):
        due, until = self._term()
        self._move(
            "issued", kind="request_handed_out", issued_on=fields.Datetime.now(), issued_by_id=self.env.uid,
            due_on=due, valid_until=until)
        self.sudo().line_ids._hand_out()  # sudo: lines are written by the desk alone, checked above
        self.sudo().grant_ids._prolong(until)  # sudo: grants are the engine's

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
        """Take all papers back, each in the condition that was found (R126).

        :param findings: mapping of each line to its ``(condition, note)``
        :raises AccessError: for anybody but archivists
        :raises UserError: when papers are missing, or a paper is not intact and nothing is noted
        """
        self.ensure_one()
        self._check_archivist()
        self._lock()
        if self.state != "issued":
            raise UserError(self.env._("Nothing of %s is out.", self.name))
        self.sudo().line_ids._take_back(findings)  # sudo: as in _hand_out_originals
        lost = [line for line, (condition, _note) in findings.items() if condition == "incomplete"]
        self.env["archive.incident"]._report_loss(
            self.line_ids.browse(line.id for line in lost).document_id,
            self.env._("Came back incomplete: %s", self.name))
        self._move(
            "returned", kind="request_taken_back", returned_on=fields.Datetime.now(), returned_by_id=self.env.uid)
        self.sudo().grant_ids._end()  # sudo: grants are the engine's
        self.sudo()._reminders().unlink()  # sudo: the reminder is the borrower's

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

    @api.model
    def _remind(self):
        reminder = self.env.ref("client_archive.mail_activity_overdue")
        lent = Domain("state", "=", "issued") & Domain("kind", "in", LEAVING)
        # What became grade A while it was lent is called back as well (R21).
        domain = (Domain("is_overdue", "=", True) | lent & Domain("grade", "=", "A")) & Domain(
            "activity_ids", "not any", [("activity_type_id", "=", reminder.id)])
        while requests := self.search(domain, limit=_CHUNK):
            for request in requests:
                request._remind_borrower(reminder)
            requests._journal("request_overdue", after=lambda request: {"due_on": request.due_on})
            if not self.env["ir.cron"]._commit_progress(len(requests)):
                return

    def _remind_borrower(self, reminder):
        borrower = self.applicant_id if self.applicant_id.active else self._archive_head()
        self.with_context(lang=borrower.lang).activity_schedule(
            activity_type_id=reminder.id, user_id=borrower.id, date_deadline=self.due_on,
            summary=self.env._("Bring back %(count)s papers of %(customer)s", count=self.line_count,
                               customer=self.partner_id.display_name))

    def _archive_head(self):
        return self.env["archive.officer"]._holders("archive_head", self.company_id)[:1] or self.env.user

    def _reminders(self):
        reminder = self.env.ref("client_archive.mail_activity_overdue")
        return gate.closed(self).activity_ids.filtered(lambda activity: activity.activity_type_id == reminder)
