from odoo import api, models

from ...tools import deadline, gate

_CHUNK = 100


class ArchiveApprovalStep(models.Model):
    """The activity that stands for a step, and what happens when its term ends."""

    _inherit = "archive.approval.step"

    # ------------------------------------------------------------------
    # Shadow
    # ------------------------------------------------------------------
    def _project(self):
        """Make the activities mirror the steps: one open activity for each pending step, none for the others."""
        steps = self.sudo().exists()  # sudo: the shadow belongs to the engine, whoever moved the step
        if not steps:
            return
        Activity = gate.opened(self.env["mail.activity"].sudo())
        shadows = Activity.search([("archive_step_id", "in", steps.ids)]).grouped("archive_step_id")
        for step in steps:
            mine = shadows.get(step, Activity)
            if step.state != "pending" or not step._document().exists():
                mine.unlink()
                continue
            step._refill_candidates()
            user = step._shadow_user()
            stale = mine.filtered(lambda act, kind=step.is_asked: act.archive_asks != kind)
            stale.unlink()
            mine -= stale
            if not mine:
                Activity.with_context(lang=user.lang).create(step._shadow_values(user))
            elif mine[0].user_id != user:
                mine[0].user_id = user
            mine[1:].unlink()

    def _shadow_user(self):
        """Who gets the activity: the one who decides, their delegate or today's deputy; the applicant when asked."""
        if self.is_asked:
            return self.applicant_id
        if self.delegate_id.active and self._principal_for(self.delegate_id):
            return self.delegate_id
        principal = self.user_id if self.user_id.active else self.candidate_ids.filtered("active")[:1]
        deputies = self.env["archive.deputy"]._of(principal).get(principal, self.env["res.users"])
        return (deputies - self._never())[:1] or principal

    def _shadow_values(self, user):
        lang = self.with_context(lang=user.lang)
        return {
            "archive_step_id": self.id,
            "archive_asks": self.is_asked,
            "activity_type_id": self.env.ref("client_archive.mail_activity_approval").id,
            "res_model_id": self.env["ir.model"]._get_id(self.res_model),
            "res_id": self.res_id,
            "user_id": user.id,
            "summary": lang.env._("Question before “%s”", self.name) if self.is_asked else self.name,
            "note": self.question if self.is_asked else self.rule,
            "date_deadline": not self.is_asked and self.deadline or self.company_id._archive_today(),
            "automated": True,
        }

    def _close_shadow(self, opinion):
        """Mark the activity of a step that was just decided as done, with the words."""
        # sudo: the shadow belongs to the engine; the message still names the current user
        shadow = gate.opened(self.env["mail.activity"].sudo()).search([("archive_step_id", "in", self.ids)])
        return shadow._action_done(feedback=opinion)

    # ------------------------------------------------------------------
    # The clock
    # ------------------------------------------------------------------
    @api.model
    def _cron_follow_up(self):
        """Bring back what got lost, follow deputies who come and go, remind, and escalate; chunk by chunk."""
        ids = self.search([("state", "=", "pending")], order="id").ids
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), _CHUNK):
            chunk = self.browse(ids[start:start + _CHUNK])
            chunk._follow_up()
            if not cron._commit_progress(len(chunk)):
                return

    def _follow_up(self):
        """One look at each of these steps."""
        steps = self.exists().filtered(lambda step: step.state == "pending" and step._document().exists())
        steps._project()
        for step in steps.filtered(lambda rec: rec.deadline and not rec.is_asked):
            today = step.company_id._archive_today()
            if today > step.deadline and not step.reminded_on:
                step._remind(today)
            days = step.template_id.escalate_after
            if days and not step.escalated_on and today > deadline.add_working_days(
                    step.deadline, days, step.company_id._archive_working_days()):
                step._escalate(today)

    def _remind(self, today):
        gate.opened(self).write({"reminded_on": today})
        self._notify_call(self._shadow_user(), reminder=True)
        self._journal_act("approval_reminded", deadline=self.deadline)

    def _escalate(self, today):
        """Let the next higher office decide as well, and call it; with nobody above, tell the archive's head."""
        document = self._document()
        rungs, _fallback = self.template_id._approval_choice(
            document, self.applicant_id | document._approval_excluded(), rungs=2)
        vals = {"escalated_on": today}
        if len(rungs) > 1:
            candidates = self.env["res.users"].union(*rungs)
            vals.update(
                candidate_ids=candidates.ids, user_id=rungs[1][:1].id, delegate_id=False, delegated_by_id=False,
                deadline=self.template_id._approval_deadline(self.company_id), reminded_on=False)
        gate.opened(self).write(vals)
        if len(rungs) > 1:
            document.message_post(body=self.env._(
                "“%(step)s” was not decided in time. It has gone up to %(who)s as well.", step=self.name,
                who=self.user_id.name))
        else:
            self._tell_archive_head(
                lambda lang: lang.env._("Overdue, and nobody above: %s", document.display_name))
        self._journal_act("approval_escalated", to=self.user_id.login)
        self._project()

    def _report_vacancy(self, nobody=False):
        """Tell the archive's head that an office is vacant, once, whatever waits for it.

        :param nobody: that there is not even somebody above
        """
        for step in self.sudo():  # sudo: the engine reports, not the user
            if nobody or step.fallback in ("vacant", "left"):
                step._tell_archive_head(
                    lambda lang, rec=step: lang.env._(
                        "Vacant: %s", rec.template_id.with_context(lang=lang.env.lang)._approval_label() or rec.name),
                    lambda lang, rec=step: lang.env._(
                        "%(document)s waits for %(who)s instead. Name an officer under Configuration > Officers, or "
                        "the head of the department.", document=rec._document().display_name, who=rec.user_id.name))

    def _tell_archive_head(self, summary, note=None):
        """A to-do of the archive's head, not there twice.

        :param summary: callable that takes a record in the reader's language and returns the words; so is ``note``
        """
        Activity = self.env["mail.activity"].sudo()  # sudo: the engine reports, not the user
        kind = self.env.ref("client_archive.mail_activity_vacancy")
        for head in self.env["archive.officer"]._holders("archive_head", self.company_id):
            lang = self.with_context(lang=head.lang)
            words = summary(lang)
            if not Activity.search_count([
                    ("user_id", "=", head.id), ("activity_type_id", "=", kind.id), ("summary", "=", words)], limit=1):
                Activity.create({
                    "user_id": head.id, "activity_type_id": kind.id, "summary": words,
                    "note": note and note(lang), "res_model_id": False, "automated": True})
