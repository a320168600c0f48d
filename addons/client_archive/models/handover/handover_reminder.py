from odoo import api, models
from odoo.fields import Domain

from .handover import OPEN_STATES
from .handover_signing import _ACTIVITY

_CHUNK = 100


class ArchiveHandover(models.Model):
    """Late handovers: who has to act is called, and once the department head (R66, R119)."""

    _inherit = "archive.handover"

    @api.model
    def _cron_remind(self):
        """Call, for every late list, whoever has to sign next, and report the lateness once to A's head."""
        late = Domain("state", "in", OPEN_STATES) & Domain("deadline", "<", self._archive_day())
        silent = late & (Domain("escalated_on", "=", False)
                         | Domain("activity_ids", "not any", [("activity_type_id", "=", self.env.ref(_ACTIVITY).id)]))
        last = 0
        # By id: a list for which nobody can be called is met once a day, not for ever.
        while lists := self.search(silent & Domain("id", ">", last), order="id", limit=_CHUNK):
            last = lists[-1].id
            lists._remind()
            if not self.env["ir.cron"]._commit_progress(len(lists)):
                return

    def _remind(self):
        for handover in self:
            user = handover._next_user()
            if user and not handover.activity_search([_ACTIVITY]):
                handover.activity_schedule(
                    _ACTIVITY, user_id=user.id, date_deadline=handover.deadline,
                    summary=handover.with_context(lang=user.lang)._call_words())
            if not handover.escalated_on:
                handover._escalate()

    def _escalate(self):
        self._set_gated(kind="handover_escalated", escalated_on=self._archive_day())
        department = self.manager_a_id._archive_department(self.company_id)
        for heads in self.env["mail.activity.plan.template"]._heads_upwards(department):
            head = (heads.filtered("active") - self.manager_a_id)[:1]
            if head:
                self.activity_schedule(
                    "mail.mail_activity_data_warning", user_id=head.id, summary=self.with_context(
                        lang=head.lang).env._("Handover overdue since %s", self.deadline))
                return
