from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ArchiveCommon
from ..forms import FormsMixin

# A Monday, ten in the morning in Shanghai
MORNING = datetime(2026, 3, 2, 2, 0)


@tagged("post_install", "-at_install")
class TestAccessAlert(FormsMixin, ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create({
            "name": "Nine to six", "tz": "Asia/Shanghai", "company_id": cls.company.id,
            "attendance_ids": [Command.clear()] + [
                Command.create({"name": "Day", "dayofweek": str(day), "hour_from": start, "hour_to": stop,
                                "day_period": period})
                for day in range(5) for start, stop, period in ((9, 12, "morning"), (13, 18, "afternoon"))]})
        cls._seal()
        cls.env["archive.access.watch"].search([]).unlink()
        cls.watch = cls.env["archive.access.watch"]._ensure().filtered(lambda row: row.company_id == cls.company)
        cls.watch.write({"papers_per_hour": 3, "papers_at_night": 1, "papers_elsewhere": 2})
        cls.papers = cls.make_papers(cls.dossier, 8)
        cls.Alert = cls.env["archive.access.alert"]

    @classmethod
    def _seal(cls):
        while cls.env["archive.event.seal"]._seal_chunk():
            pass

    def _open(self, login, papers, moment=MORNING, minutes=1):
        """``login`` opens papers, one every so many minutes from ``moment`` (UTC) on."""
        for number, paper in enumerate(papers):
            with freeze_time(moment + timedelta(minutes=minutes * number)):
                paper.with_user(self.users[login]).sudo()._journal("content_opened")

    def _look(self, **kwargs):
        """Run the watch; return the alerts that it raised."""
        known = self.Alert.search([])
        self._seal()
        while self.watch._look(**kwargs):
            pass
        return self.Alert.search([]) - known

    # ------------------------------------------------------------------
    # Many papers in an hour
    # ------------------------------------------------------------------
    def test_R109_more_papers_in_an_hour_than_the_threshold(self):
        self._open("sales", self.papers[:3])
        self.assertFalse(self._look(), "the threshold itself is usual")
        self._open("sales", self.papers[3], MORNING + timedelta(minutes=59))
        alert = self._look()
        self.assertEqual((alert.kind, alert.user_id, alert.state), ("many", self.users["sales"], "new"))
        self.assertEqual(alert.document_ids, self.papers[:4])
        self.assertEqual((alert.date_from, alert.date_to), (MORNING, MORNING + timedelta(minutes=59)))
        self.assertEqual(str(alert.day), "2026-03-02")
        self.assertEqual(self.last_events(alert), ["alert_raised"])
        self.assertIn(self.users["security"], alert.activity_ids.user_id)
        self.assertNotIn(self.users["auditor"], alert.activity_ids.user_id)

    def test_an_hour_later_it_is_another_hour(self):
        self._open("sales", self.papers[:3])
        self._open("sales", self.papers[3], MORNING + timedelta(minutes=62))
        self.assertFalse(self._look())

    def test_content_may_be_opened_by_its_version(self):
        papers = self.papers[:3] + self.document
        self._open("sales", self.papers[:3])
        self._open("sales", self.document.version_ids)
        self.assertEqual(self._look().document_ids, papers)

    def test_looking_again_raises_nothing_twice(self):
        self._open("sales", self.papers[:4])
        alert = self._look()
        self.assertTrue(alert)
        self.assertFalse(self._look())
        self._open("sales", self.papers[4:6], MORNING + timedelta(minutes=10))
        self.assertFalse(self._look(), "the new ones go into the alert that waits")
        self.assertEqual(alert.document_ids, self.papers[:6])
        self.assertEqual(alert.date_to, MORNING + timedelta(minutes=11))
        self.assertEqual(len(alert.activity_ids.filtered(lambda row: row.user_id == self.users["security"])), 1)

    def test_what_goes_on_after_the_review_is_another_alert(self):
        self._open("sales", self.papers[:4])
        alert = self._look()
        self.as_user("security", alert).write({"outcome": "work", "finding": "Audit."})
        self.rpc("security", alert, "action_review")
        self.assertFalse(self._look())
        self._open("sales", self.papers[5], MORNING + timedelta(minutes=10))
        self.assertEqual(len(self._look()), 1)

    def test_chunks_see_across_their_borders(self):
        self._open("sales", self.papers[:4])
        self.assertEqual(self._look(limit=1).document_ids, self.papers[:4])

    def test_what_commits_late_is_not_missed(self):
        """Its date is before what was looked at already; its seal is not."""
        self._open("sales", self.papers[:3], MORNING)
        self.assertFalse(self._look())
        self._open("sales", self.papers[3], MORNING - timedelta(minutes=30))
        self.assertEqual(self._look().document_ids, self.papers[:4])

    # ------------------------------------------------------------------
    # Outside working hours
    # ------------------------------------------------------------------
    def test_R109_outside_working_hours(self):
        for hour, minute, is_unusual in ((7, 55, True), (8, 5, False), (12, 30, False), (18, 55, False), (19, 5, True)):
            with self.subTest(hour=hour), self.cr.savepoint() as savepoint:
                moment = MORNING.replace(hour=0) + timedelta(hours=hour - 8, minutes=minute)
                self._open("sales", self.papers[:2], moment)
                self.assertEqual(self._look().mapped("kind"), ["night"] if is_unusual else [])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_R109_on_a_day_off(self):
        self._open("sales", self.papers[:1], MORNING + timedelta(days=5))
        self.assertFalse(self._look(), "the threshold itself is usual")
        self._open("sales", self.papers[1:2], MORNING + timedelta(days=5, hours=3))
        alert = self._look()
        self.assertEqual((alert.kind, alert.document_ids), ("night", self.papers[:2]))
        self.assertEqual(str(alert.day), "2026-03-07")

    def test_R109_on_a_public_holiday(self):
        self.env["resource.calendar.leaves"].create({
            "name": "清明节", "calendar_id": self.company.resource_calendar_id.id, "company_id": self.company.id,
            "date_from": "2026-03-01 16:00:00", "date_to": "2026-03-02 15:59:59"})
        self._open("sales", self.papers[:2])
        self.assertEqual(self._look().kind, "night")

    def test_without_fixed_hours_no_hour_is_unusual(self):
        self.company.resource_calendar_id.schedule_type = "flexible"
        self._open("sales", self.papers[:2], MORNING - timedelta(hours=8))
        self.assertFalse(self._look())

    # ------------------------------------------------------------------
    # Of other departments
    # ------------------------------------------------------------------
    def test_R109_papers_of_other_departments(self):
        stranger = self.users["deputy_gm"]
        stranger.group_ids = [Command.unlink(self.env.ref("client_archive.group_executive").id)]
        self.env["hr.employee"].create({
            "name": "Stranger", "user_id": stranger.id,
            "department_id": self.env["hr.department"].create({"name": "Elsewhere"}).id})
        self._open("deputy_gm", self.papers[:2])
        self._open("other_sales", self.papers[:3])  # of the department
        self._open("archivist", self.papers[:3])  # serves all
        self.assertFalse(self._look())
        self._open("deputy_gm", self.papers[2], MORNING + timedelta(hours=3))
        alert = self._look()
        self.assertEqual((alert.kind, alert.user_id, alert.document_ids), ("elsewhere", stranger, self.papers[:3]))

    def test_departments_below_and_own_customers_are_not_elsewhere(self):
        head_office = self.env["hr.department"].create({"name": "Head Office"})
        self.department.parent_id = head_office
        self.env["hr.employee"].search([("user_id", "in", [
            self.users["other_sales"].id, self.users["sales"].id])]).department_id = head_office
        self._open("other_sales", self.papers[:3])
        self.department.parent_id = False
        self._open("sales", self.papers[:3])
        self.assertFalse(self._look().filtered(lambda alert: alert.user_id == self.users["sales"]))

    # ------------------------------------------------------------------
    # Review
    # ------------------------------------------------------------------
    def _alert(self, login="sales"):
        self._open(login, self.papers[:4])
        return self._look().filtered(lambda alert: alert.kind == "many")

    def test_R109_the_security_officer_reviews(self):
        alert = self._alert()
        with self.assertRaisesRegex(UserError, "what you found out"):
            self.rpc("security", alert, "action_review")
        self.rpc("security", alert, "write", {"outcome": "work", "finding": " "})
        with self.assertRaises(UserError):
            self.rpc("security", alert, "action_review")
        self.rpc("security", alert, "write", {"finding": "Yearly audit, by order of the general manager."})
        self.rpc("security", alert, "action_review")
        self.assertEqual((alert.state, alert.reviewed_by_id), ("reviewed", self.users["security"]))
        self.assertFalse(alert.activity_ids)
        self.assertEqual(self.last_events(alert), ["alert_reviewed"])
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.rpc("security", alert, "write", {"outcome": "warned"})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.rpc("security", alert, "action_review")

    def test_R109_from_the_alert_to_its_events_and_to_an_incident(self):
        alert = self._alert()
        action = self.rpc("auditor", alert, "action_view_access")
        events = self.env["archive.event"].search([*action["domain"], ("is_access", "=", True)])
        self.assertEqual(len(events), 4)
        self.rpc("auditor", alert, "action_view_person")
        action = self.rpc("security", alert, "action_report_incident")
        incident = self.env["archive.incident"].with_user(self.users["security"]).with_context(
            **action["context"]).create({})
        self.assertEqual(incident.document_ids, alert.document_ids)

    def test_R97_nobody_else_reviews(self):
        alert = self._alert()
        alert.sudo().activity_ids.unlink()
        for login in self.users:
            if login == "security":
                continue
            for method, *args in (("write", {"outcome": "work"}), ("action_review",), ("action_report_incident",),
                                  ("unlink",)):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, alert, method, *args)
            if login != "auditor":
                with self.subTest(login=login), self.assertRaises(AccessError):
                    self.rpc(login, alert, "read", ["kind"])

    def test_R97_no_way_past_the_buttons(self):
        alert = self._alert()
        for method, *args in (("write", {"state": "reviewed"}), ("write", {"user_id": self.users["gm"].id}),
                              ("write", {"document_ids": [Command.clear()]}), ("unlink",),
                              ("create", [{"kind": "many"}])):
            with self.subTest(method=method, args=args), self.assertRaises(AccessError):
                self.rpc("security", alert, method, *args)
        with self.assertRaises(AccessError):
            self.Alert.sudo().create({"kind": "many"})

    def test_R109_nobody_reviews_their_own_access(self):
        alert = self._alert("security")
        self.assertNotIn(self.users["security"], alert.activity_ids.user_id)
        self.assertTrue(alert.activity_ids, "others are called")
        with self.assertRaisesRegex(AccessError, "their own"):
            self.rpc("security", alert, "write", {"outcome": "work"})
        with self.assertRaisesRegex(AccessError, "their own"):
            self.rpc("security", alert, "action_review")

    def test_R97_alerts_of_another_company_are_not_seen(self):
        alert = self._alert()
        other = self.env["res.company"].create({"name": "Other"})
        officer = self.users["security"]
        officer.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(self.Alert.with_user(officer).search([("id", "=", alert.id)]))
        self.assertNotIn(officer, alert._reviewers())

    # ------------------------------------------------------------------
    # Thresholds
    # ------------------------------------------------------------------
    def test_R97_thresholds_are_the_security_officers_and_journaled(self):
        self.rpc("security", self.watch, "write", {"papers_per_hour": 50})
        self.assertEqual(self.last_events(self.watch), ["changed"])
        with self.assertRaises(ValidationError):
            self.rpc("security", self.watch, "write", {"papers_per_hour": -1})
        for field in ("position", "company_id"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.rpc("security", self.watch, "write", {field: 1})
        for login in ("auditor", "archivist", "manager", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.watch, "write", {"papers_per_hour": 50})
        with self.assertRaises(AccessError):
            self.rpc("security", self.watch, "create", [{}])

    def test_a_new_company_is_watched_from_now_on(self):
        company = self.env["res.company"].create({"name": "New"})
        watch = self.env["archive.access.watch"].search([("company_id", "=", company.id)])
        self.assertEqual(watch.position, self.env["archive.event.seal"]._head().number)
        self.assertFalse(self.env["archive.access.watch"]._ensure())

    def test_cost_does_not_grow_with_the_journal(self):
        def look():
            self._seal()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.watch._look()
            return self.cr.sql_log_count - before
        self._open("sales", self.papers[:1])
        look()  # who is in which group is remembered from here on
        self._open("sales", self.papers[:1])
        few = look()
        for _number in range(10):
            self._open("sales", self.papers[:1], minutes=0)
        self.assertEqual(look(), few)
