from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import deadline, gate


class ArchiveApprovalStep(models.Model):
    """What may be done with a step besides deciding it: ask back, answer, delegate."""

    _inherit = "archive.approval.step"

    def _ask(self, question):
        """Ask the applicant; until they answer, the clock stands.

        :raises AccessError: for anybody but those who decide
        :raises UserError: without words, or when a question is open already
        """
        self._claim()
        if not (question or "").strip():
            raise UserError(self.env._("Write what you want to know."))
        if self.is_asked:
            raise UserError(self.env._("A question of this step is still open: %s", self.question))
        self._note_act({
            "asked_by_id": self.env.uid, "asked_on": fields.Datetime.now(), "question": question, "answer": False,
            "answered_on": False, "link_key": False})
        self._journal_act("approval_asked", note=question)
        self._project()

    def _answer(self, answer):
        """Answer the open question; the clock goes on with the working days that were left.

        :raises AccessError: for anybody but the applicant
        :raises UserError: without words, or without an open question
        """
        self._lock()
        if self.env.user not in self.sudo()._applicants():  # sudo: as in _principal_for()
            raise AccessError(self.env._("The question is for %s to answer.", self.sudo().applicant_id.name))
        if not self.is_asked:
            raise UserError(self.env._("No question about %s is open.", self._document().sudo().display_name))
        if not (answer or "").strip():
            raise UserError(self.env._("Write the answer."))
        self._note_act({
            "answer": answer, "answered_on": fields.Datetime.now(), "deadline": self._deadline_after_answer()})
        self._close_shadow(answer)
        self._journal_act("approval_answered", note=answer)
        self._project()

    def _deadline_after_answer(self):
        """The working days that were left when the question was asked, from today."""
        step = self.sudo()  # sudo: a calendar, no secret
        is_working = step.company_id._archive_working_days()
        asked = fields.Datetime.context_timestamp(
            step.with_context(tz=step.company_id._archive_timezone()), step.asked_on).date()
        left, day = 0, asked
        while step.deadline and day < step.deadline:
            day = deadline.add_working_days(day, 1, is_working)
            left += day <= step.deadline
        return deadline.add_working_days(step.company_id._archive_today(), left, is_working)

    def _delegate(self, colleague, words=None):
        """Hand this decision to ``colleague``, who decides in the current user's place.

        They hold an office, head a department or belong to those of the step; they neither asked, nor are they
        excluded, nor do they decide another step of this round: two pairs of eyes stay two.

        :raises AccessError: for anybody but those who decide; a delegate does not delegate on
        :raises UserError: when the colleague may not decide
        """
        principal = self._claim()
        step = self.sudo()  # sudo: checked above; users have no write access to steps
        if self.env.user == step.delegate_id:
            raise AccessError(self.env._("You decide in another's place: that is not handed on."))
        if colleague not in step._colleagues():
            raise UserError(self.env._(
                "%(who)s may not decide “%(step)s”: it is delegated to an officer, a head of a department or a member "
                "of the deciding group who has nothing else to do with it.", who=colleague.name or "?",
                step=self.name))
        self._note_act({"delegate_id": colleague.id, "delegated_by_id": self.env.uid, "link_key": False})
        self._journal_act("approval_delegated", note=words, to=colleague.login, principal=principal.login)
        self._project()

    def _colleagues(self):
        """Users to whom this step may be delegated."""
        self.ensure_one()
        round_steps = self._document()._approval_steps().filtered(lambda step: step.round == self.round) - self
        busy = round_steps.decided_by_id | round_steps._open().user_id
        everybody = self.env["archive.officer"]._deciders(self.company_id) | self.candidate_ids.filtered("active")
        able = everybody - self._never() - busy - self.env.user
        document = self._document()
        return able.filtered(lambda user: document.with_user(user).has_access("read"))

    def _note_act(self, vals):
        gate.opened(self.sudo()).write(vals)  # sudo: the caller has checked who acts; users never write steps

    def _journal_act(self, kind, note=None, **facts):
        self.env["archive.event"]._log(kind, self._document(), note=note, after={"step": self.name, **facts})
