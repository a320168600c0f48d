from odoo.tests import tagged

from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestReminder(CirculationCommon):
    """A day before, on the day, every few days; then the head (R126)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.make_request(state="issued")

    def on_day(self, days):
        """Let ``days`` pass, and the daily job run twice; what the borrower was told."""
        self.let_time_pass(self.request, days)
        before = self.request.message_ids
        self.run_cron()
        self.run_cron()
        return [message.body for message in (self.request.message_ids - before).sorted("id")]

    def called(self):
        return {user.login for user in self.request.activity_ids.user_id}

    def test_R126_reminders_in_their_time_and_once_a_day(self):
        self.assertEqual(self.on_day(0), [], "three days before, nothing")
        [words] = self.on_day(2)
        self.assertIn("Due back on", words)
        self.assertEqual(self.called(), {"test_employee"})
        [words] = self.on_day(1)
        self.assertIn("Due back today", words)
        [words] = self.on_day(1)
        self.assertIn("Overdue since", words)
        self.assertEqual(self.called(), {"test_employee"}, "the head is not called yet")
        self.assertEqual(self.on_day(1), [], "every two days")
        borrower, head = self.on_day(1)
        self.assertIn("Overdue since", borrower)
        self.assertIn("Test Employee has not brought back", head)
        self.assertEqual(self.called(), {"test_employee", "test_head"})
        self.assertIn("request_escalated", self.last_events(self.request, 3))
        self.assertEqual(len(self.on_day(2)), 2)
        self.assertEqual(len(self.request.activity_ids), 2, "one activity for each, however often they are told")
        self.take_back(self.request)
        self.assertFalse(self.request.activity_ids)

    def test_R126_what_came_back_in_part_is_reminded_of_what_is_still_out(self):
        second = self._make_document(self.dossier, "二")
        self.request = self.make_request(second | self._make_document(self.dossier, "三"), state="issued")
        self.take_back(self.request, papers=second)
        [words] = self.on_day(4)
        self.assertIn("三", words)
        self.assertNotIn("二", words)

    def test_R126_a_head_who_is_late_is_told_on_by_who_stands_above(self):
        self.request = self.make_request(
            self._make_document(self.dossier, "二"), login="head", kind="consult", state="issued")
        self.on_day(4)
        self.on_day(2)
        self.assertEqual(self.called(), {"test_head", "test_archive_head"})

    def test_R126_the_interval_is_the_companys(self):
        self.company.archive_reminder_days = 5
        self.on_day(4)
        self.assertEqual(self.on_day(4), [])
        self.assertEqual(len(self.on_day(1)), 2)
