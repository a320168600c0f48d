from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import gate
from .request import LEAVING
from .request_desk import _CHUNK

_ACTIVITY = "client_archive.mail_activity_overdue"


class ArchiveRequest(models.Model):
    """Borrowers are reminded: a day before, on the day, and every few days while they are late (R126).

    With the second reminder of what is late, the head of their department is called as well. ``remind_on`` says when
    the next one is due: it moves on with each, so that a day's job that runs twice reminds once.
    """

    _inherit = "archive.request"

    _gated_fields = frozenset({"remind_on"})

    remind_on = fields.Date(string="Next Reminder", readonly=True, copy=False)

    _remind_idx = models.Index("(remind_on) WHERE state = 'issued' AND remind_on IS NOT NULL")

    @api.model
    def _first_reminder(self, due):
        return due - timedelta(days=1)

    @api.model
    def _remind(self):
        # Each company has its own day.
        due = Domain("state", "=", "issued") & Domain.OR(
            Domain("company_id", "=", company.id) & Domain("remind_on", "<=", company._archive_today())
            for company in self.env["res.company"].search([]))
        while requests := self.search(due, limit=_CHUNK, order="remind_on, id"):
            for request in requests:
                request._remind_borrower()
            if not self.env["ir.cron"]._commit_progress(len(requests)):
                return
        self._recall()

    @api.model
    def _recall(self):
        """What became grade A while it was lent is called back as well (R21)."""
        domain = (Domain("state", "=", "issued") & Domain("kind", "in", LEAVING) & Domain("grade", "=", "A")
                  & Domain("activity_ids", "not any", [("activity_type_id", "=", self.env.ref(_ACTIVITY).id)]))
        while requests := self.search(domain, limit=_CHUNK):
            for request in requests:
                request._call(request._borrower(), request.due_on)
            requests._journal("request_overdue", after=lambda request: {"due_on": request.due_on})
            if not self.env["ir.cron"]._commit_progress(len(requests)):
                return

    def _remind_borrower(self):
        """Remind of what is due, and say when to remind next."""
        today, every = self.company_id._archive_today(), self.company_id.archive_reminder_days
        borrower = self._borrower()
        if not self._reminders():
            self._call(borrower, self.due_on)
        reader = self.with_context(lang=borrower.lang)
        reader.message_post(
            body=reader._reminder_words(today), partner_ids=borrower.partner_id.ids, subtype_xmlid="mail.mt_comment")
        late = (today - self.due_on).days
        if late > every:
            self._escalate(borrower)
        # A day before → the day → the day after → every so many days
        following = self.due_on if late < 0 else today + timedelta(days=1 if late == 0 else every)
        self._set_gated(kind="request_overdue" if late > 0 else "request_reminded", remind_on=following)

    def _reminder_words(self, today):
        papers = ", ".join(self.line_ids.filtered("is_out").document_id.mapped("display_name"))
        if self.due_on > today:
            return self.env._("Due back on %(day)s: %(papers)s", day=self.due_on, papers=papers)
        if self.due_on == today:
            return self.env._("Due back today: %s. Going on needs a new request.", papers)
        return self.env._(
            "Overdue since %(day)s: %(papers)s. Bring it back today; going on needs a new request.",
            day=self.due_on, papers=papers)

    def _escalate(self, borrower):
        """Call the head of the borrower's department, or who stands above, once; tell them each time."""
        head = self._head_of_borrower(borrower)
        if head not in self._reminders().user_id:
            self._call(head, self.due_on)
            self._journal("request_escalated", after={"head": head.login, "due_on": self.due_on})
        told = self.with_context(lang=head.lang)
        told.message_post(
            body=told.env._("%(who)s has not brought back what was due on %(day)s.", who=self._holder(),
                            day=self.due_on),
            partner_ids=head.partner_id.ids, subtype_xmlid="mail.mt_comment")

    def _borrower(self):
        return self.applicant_id if self.applicant_id.active else self._archive_head()

    def _head_of_borrower(self, borrower):
        """The next active head above the borrower, or else the head of the archive."""
        department = self.department_id
        while department:
            head = department.manager_id.user_id
            if head and head.active and head != borrower:
                return head
            department = department.parent_id
        return self._archive_head()

    def _archive_head(self):
        return self.env["archive.officer"]._holders("archive_head", self.company_id)[:1] or self.env.user

    def _call(self, user, day):
        called = self.with_context(lang=user.lang)
        called.activity_schedule(
            _ACTIVITY, user_id=user.id, date_deadline=day,
            summary=called.env._("Bring back %(count)s papers of %(customer)s", count=len(
                self.line_ids.filtered("is_out")), customer=self.partner_id.display_name))

    def _reminders(self):
        reminder = self.env.ref(_ACTIVITY)
        return gate.closed(self).activity_ids.filtered(lambda activity: activity.activity_type_id == reminder)
