from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import HandoverCommon


@tagged("-at_install", "post_install")
class TestHandoverClock(HandoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"

    def dates(self, rule, start):
        handover = self.make_handover(self.env["archive.document"], rule=rule, start_date=start)
        return handover.deadline_a, handover.deadline_b

    def test_R119_three_working_days_and_two(self):
        # Thursday; the weekend does not count
        self.assertEqual(self.dates(self.project, date(2026, 3, 5)), (date(2026, 3, 10), date(2026, 3, 12)))

    def test_R66_seven_working_days(self):
        self.assertEqual(self.dates(self.deal, date(2026, 3, 5)), (date(2026, 3, 16), date(2026, 3, 16)))

    def test_R104_a_month_and_a_month(self):
        self.assertEqual(self.dates(self.contract_rule, date(2026, 1, 31)), (date(2026, 2, 28), date(2026, 3, 28)))

    def test_R123_titles_at_once(self):
        self.assertEqual(self.dates(self.title_rule, date(2026, 3, 7)), (date(2026, 3, 7), date(2026, 3, 7)))

    def test_R119_public_holidays_do_not_count(self):
        self.env["resource.calendar.leaves"].create({
            "name": "清明节", "company_id": self.company.id, "calendar_id": self.company.resource_calendar_id.id,
            "date_from": datetime(2026, 3, 8, 16), "date_to": datetime(2026, 3, 9, 15, 59, 59)})  # Monday in Shanghai
        self.assertEqual(self.dates(self.project, date(2026, 3, 5)), (date(2026, 3, 11), date(2026, 3, 13)))

    def test_R119_a_company_without_calendar_works_monday_to_friday(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self.dates(self.project, date(2026, 3, 5)), (date(2026, 3, 10), date(2026, 3, 12)))

    def test_R119_bs_term_runs_from_as_signature(self):
        with freeze_time("2026-03-05 02:00:00"):
            handover = self.make_handover(start_date=date(2026, 3, 5))
            self.rpc("sales", handover, "action_sign")
            self.assertEqual((handover.deadline_b, handover.deadline), (date(2026, 3, 9), date(2026, 3, 9)))
            self.assertFalse(handover.signature_ids.is_late)

    def test_R119_a_late_signature_says_so(self):
        handover = self.make_handover(state="to_check", start_date=date.today() - timedelta(days=30))
        self.assertTrue(handover.signature_ids.is_late)

    def test_a_rule_that_changes_leaves_old_lists_alone(self):
        handover = self.make_handover(start_date=date(2026, 3, 5))
        self.env.flush_all()
        self.rpc("manager", self.project, "write", {"prepare_count": 9})
        self.assertEqual(handover.deadline_a, date(2026, 3, 10))
        for login in ("sales", "archivist", "archive_head"):
            with self.assertRaises(AccessError):
                self.rpc(login, self.project, "write", {"prepare_count": 100})
        with self.assertRaises(UserError):
            self.rpc("manager", self.project, "write", {"prepare_count": -1})

    # ------------------------------------------------------------------
    # Overdue
    # ------------------------------------------------------------------
    def remind(self):
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=60.0):
            self.Handover._cron_remind()

    def test_R66_late_lists_are_found_and_called_for(self):
        late = self.make_handover(self.papers[0], start_date=date.today() - timedelta(days=30))
        fresh = self.make_handover(self.papers[1])
        self.assertEqual((late.is_overdue, fresh.is_overdue), (True, False))
        self.assertEqual(self.Handover.search([("is_overdue", "=", True), ("id", "in", (late | fresh).ids)]), late)
        self.assertEqual(self.Handover.search([("is_overdue", "=", False), ("id", "in", (late | fresh).ids)]), fresh)
        self.remind()
        self.assertEqual(late.activity_ids.user_id, self.users["sales"] | self.users["head"])
        self.assertFalse(fresh.activity_ids)
        self.remind()
        self.assertEqual(len(late.activity_ids), 2, "nobody is called twice")
        late.activity_ids.unlink()
        self.remind()
        self.assertEqual(late.activity_ids.user_id, self.users["sales"], "the head is told once, A as long as it lasts")

    # ------------------------------------------------------------------
    # Deferral
    # ------------------------------------------------------------------
    def defer(self, handover, login="sales", days=20, **values):
        return self.env["archive.handover.deferral"].with_user(self.users[login]).create({
            "handover_id": handover.id, "until": date.today() + timedelta(days=days), "reason": "客户尚未盖章",
            **values}).with_env(self.env)

    def test_R119_a_deferral_needs_a_reason_and_an_approver(self):
        handover = self.make_handover()
        before = handover.deadline_a
        deferral = self.defer(handover, reason=" ")
        with self.assertRaisesRegex(UserError, "reason"):
            self.rpc("sales", deferral, "action_submit")
        self.rpc("sales", deferral, "write", {"reason": "客户尚未盖章"})
        self.rpc("sales", deferral, "action_submit")
        self.assertEqual((deferral.state, deferral.deadline_before), ("submitted", before))
        self.assertEqual(handover.deadline_a, before, "asking is not granting")
        for login in ("sales", "other_sales", "archivist"):
            with self.assertRaises(self.REFUSED):
                self.rpc(login, deferral, "action_approve")
        for vals in ({"state": "granted"}, {"until": "2099-01-01"}):
            with self.assertRaises(self.REFUSED):
                self.rpc("sales", deferral, "write", vals)
        self.rpc("head", deferral, "action_approve")
        self.assertEqual(deferral.state, "granted")
        self.assertEqual(handover.deadline_a, deferral.until)
        self.assertGreaterEqual(handover.deadline_b, deferral.until)

    def test_R119_a_refused_deferral_changes_nothing(self):
        handover = self.make_handover()
        before = handover.deadline_a
        deferral = self.defer(handover)
        self.rpc("sales", deferral, "action_submit")
        self.as_user("head", deferral)._approval_decide("refused", "不同意")
        self.assertEqual((deferral.state, handover.deadline_a), ("refused", before))

    def test_R119_only_the_managers_defer_and_only_later(self):
        handover = self.make_handover()
        with self.assertRaises(self.REFUSED):
            self.defer(handover, "employee")
        with self.assertRaisesRegex(UserError, "later"):
            self.defer(handover, days=-1)
        deferral = self.defer(handover)
        with self.assertRaises(self.REFUSED):
            self.rpc("head", deferral, "action_submit")

    def test_R119_b_defers_the_second_term(self):
        handover = self.make_handover(state="to_check")
        deferral = self.defer(handover, "other_sales")
        self.assertEqual(deferral.term, "deliver")
        self.rpc("other_sales", deferral, "action_submit")
        self.rpc("head", deferral, "action_approve")
        self.assertEqual((handover.deadline_b, handover.deadline), (deferral.until, deferral.until))
