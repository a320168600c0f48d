from datetime import timedelta

from odoo.tests import tagged

from ...models.approval import approval_step_shadow
from ...tools import deadline
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestClock(ApprovalCommon):
    """Terms in working days; reminder, escalation; the clock that stands while a question is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route.template_ids.write({
            "delay_count": 3, "delay_unit": "days", "delay_from": "after_plan_date", "escalate_after": 2})
        cls.waiting = cls._new_dossier()
        cls.today = cls.company._archive_today()
        cls.is_working = staticmethod(cls.company._archive_working_days())

    def working_days(self, count, start=None):
        return deadline.add_working_days(start or self.today, count, self.is_working)

    def let_pass(self, step, count):
        """As if the term of ``step`` had ended ``count`` working days ago, and it had been called before."""
        day = self.today
        while count:
            day -= timedelta(days=1)
            count -= self.is_working(day)
        self.env.flush_all()
        self.env.cr.execute("UPDATE archive_approval_step SET deadline = %s WHERE id = %s", (day, step.id))
        self.env.invalidate_all()

    def reminders(self, login):
        return self.env["mail.message"].search([
            ("model", "=", "archive.dossier"), ("res_id", "=", self.waiting.id), ("subject", "like", "Reminder"),
            ("partner_ids", "in", self.users[login].partner_id.ids)])

    def test_term_is_in_working_days_and_begins_when_called(self):
        first, second = self.steps(self.waiting)[:2]
        self.assertEqual(first.deadline, self.working_days(3))
        self.assertFalse(second.deadline, "its clock has not begun")
        self.assertEqual(self.shadow(self.waiting).date_deadline, first.deadline)
        self.decide(self.waiting, "head")
        self.assertEqual(self.steps(self.waiting)[1].deadline, self.working_days(3))
        self.assertTrue(self.steps(self.waiting)[1].called_on)

    def test_public_holiday_prolongs_the_term(self):
        holiday = self.working_days(1)
        self.env["resource.calendar.leaves"].create({
            "name": "国庆节", "calendar_id": self.company.resource_calendar_id.id, "company_id": self.company.id,
            "date_from": f"{holiday} 00:00:00", "date_to": f"{holiday} 23:59:59"})
        self.assertEqual(self.steps(self._new_dossier())[0].deadline, self.working_days(4))

    def test_reminded_once_after_the_term(self):
        step = self.steps(self.waiting)[0]
        self.run_cron()
        self.assertFalse(self.reminders("head"))
        self.let_pass(step, 1)
        self.run_cron()
        self.assertEqual(len(self.reminders("head")), 1)
        self.run_cron()
        self.assertEqual(len(self.reminders("head")), 1, "once")
        self.assertEqual(self.last_events(self.waiting), ["approval_reminded"])

    def test_escalated_to_the_next_higher_office(self):
        step = self.steps(self.waiting)[0]
        self.let_pass(step, 3)
        self.run_cron()
        step = self.steps(self.waiting)[0]
        self.assertEqual(step.escalated_on, self.today)
        self.assertEqual(step.candidate_ids, self.users["head"] | self.users["gm"])
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["gm"], "the one above is called")
        self.assertEqual(step.deadline, self.working_days(3), "with a term of its own")
        self.assertIn("gone up", "".join(self.waiting.message_ids.mapped("body")))
        self.run_cron()
        self.assertEqual(self.last_events(self.waiting, 20).count("approval_escalated"), 1)
        self.decide(self.waiting, "head")
        self.assertEqual(self.states(self.waiting), ["approved", "pending", "waiting"], "the head still decides")

    def test_escalated_step_is_decided_above(self):
        self.let_pass(self.steps(self.waiting)[0], 3)
        self.run_cron()
        self.decide(self.waiting, "gm")
        self.assertEqual(self.steps(self.waiting)[0].decided_by_id, self.users["gm"])

    def test_escalation_never_reaches_the_applicant(self):
        self.waiting = self._new_dossier("head")
        self.let_pass(self.steps(self.waiting)[0], 3)
        self.run_cron()
        self.assertEqual(self.steps(self.waiting)[0].candidate_ids, self.users["gm"] | self.users["chairman"])

    def test_with_nobody_above_the_archive_is_told(self):
        self.env["archive.officer"].search([("role", "in", ("general_manager", "chairman"))]).unlink()
        self.let_pass(self.steps(self.waiting)[0], 3)
        self.run_cron()
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.candidate_ids, step.escalated_on), (self.users["head"], self.today))
        told = self.env["mail.activity"].search([
            ("user_id", "=", self.users["archive_head"].id), ("summary", "like", "nobody above")])
        self.assertEqual(len(told), 1)

    def test_zero_never_escalates(self):
        self.route.template_ids.escalate_after = 0
        self.let_pass(self.steps(self.waiting)[0], 30)
        self.run_cron()
        self.assertFalse(self.steps(self.waiting)[0].escalated_on)

    def test_clock_stands_while_a_question_is_open(self):
        step = self.steps(self.waiting)[0]
        self.act("head", self.waiting, "asked", "Which year?")
        asked = self.today - timedelta(days=14)
        self.env.flush_all()
        self.env.cr.execute(  # asked a fortnight ago, with two working days left
            "UPDATE archive_approval_step SET asked_on = %s, deadline = %s WHERE id = %s",
            (f"{asked} 04:00:00", self.working_days(2, asked), step.id))
        self.env.invalidate_all()
        self.run_cron()
        step = self.steps(self.waiting)[0]
        self.assertFalse(step.reminded_on or step.escalated_on)
        self.act("sales", self.waiting, "answered", "2024")
        self.assertEqual(self.steps(self.waiting)[0].deadline, self.working_days(2), "what was left is left")

    def test_the_job_goes_on_in_chunks(self):
        self.patch(self.registry["archive.approval.step"], "_follow_up", lambda steps: sizes.append(len(steps)))
        sizes = []
        more = [self._new_dossier() for _number in range(3)]
        self.patch(approval_step_shadow, "_CHUNK", 2)
        self.run_cron()
        self.assertTrue(more)
        self.assertGreaterEqual(sum(sizes), 4)
        self.assertLessEqual(max(sizes), 2)
