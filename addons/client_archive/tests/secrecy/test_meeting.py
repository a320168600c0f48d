from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import ArchiveCommon
from ..forms import FormsMixin


@tagged("post_install", "-at_install")
class TestMeeting(FormsMixin, ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._make_document(cls.dossier, "年度价格", secrecy_level="2")
        for login in ("head", "sales", "deputy_gm"):
            cls._clear(login, "2")

    def plan(self, login="head", **values):
        now = datetime.now().replace(microsecond=0)
        return self.env["archive.secret.meeting"].with_user(self.users[login]).create({
            "subject": "Prices of next year", "level": "2", "date_start": now, "date_end": now + timedelta(hours=2),
            "place": "Room 3", "place_fitness": "Inner room", "chair_id": self.users["deputy_gm"].id,
            "minutes_by_id": self.users["head"].id, "document_ids": self.secret.ids,
            "attendee_ids": [Command.create({"user_id": self.users["sales"].id})], **values}).with_env(self.env)

    def hold(self, **values):
        meeting = self.plan(**values)
        self.rpc("head", meeting, "action_hold")
        return meeting

    def confirm(self, meeting):
        self.rpc("head", meeting.attendee_ids, "action_present")

    def minutes(self, level="2"):
        return self._make_document(self.dossier, f"会议纪要{level}", secrecy_level=level)

    # ------------------------------------------------------------------
    # Who sees it
    # ------------------------------------------------------------------
    def test_R55_the_subject_shows_to_its_people_and_the_security_officer(self):
        meeting = self.plan()
        sees = {"head", "deputy_gm", "sales", "security"}
        for login in self.users.keys() - {"outsider"}:
            with self.subTest(login=login):
                found = self.rpc(login, meeting, "search", [("subject", "ilike", "Prices")])
                self.assertEqual(bool(found), login in sees)
                if login in sees:
                    self.rpc(login, meeting, "read", ["subject"])
                    continue
                for record, name in ((meeting, "subject"), (meeting.attendee_ids, "user_id")):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        self.rpc(login, record, "read", [name])
                self.assertFalse(self.rpc(login, self.env["mail.message"], "search", [
                    ("model", "=", meeting._name), ("res_id", "=", meeting.id)]))

    def test_R55_the_journal_and_the_calls_know_its_number_alone(self):
        meeting = self.plan()
        self.rpc("head", meeting, "write", {"subject": "Prices of the year after"})
        events = self.env["archive.event"].search([("res_model", "like", "archive.secret.")])
        self.assertIn("meeting_planned", events.mapped("kind"))
        words = " ".join(f"{event.res_name} {event.before} {event.after} {event.note}" for event in events)
        calls = meeting.activity_ids
        self.assertEqual(calls.user_id, self.users["sales"] | self.users["deputy_gm"])
        self.assertNotIn("Prices", words + " ".join(calls.mapped("summary")))

    def test_R55_attendees_read_and_do_not_run_it(self):
        meeting = self.plan()
        for method in ("action_hold", "action_cancel"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("sales", meeting, method)
        with self.assertRaises(AccessError):
            self.rpc("sales", meeting, "write", {"subject": "x"})
        with self.assertRaises(AccessError):
            self.rpc("sales", meeting.attendee_ids, "create", [{
                "meeting_id": meeting.id, "user_id": self.users["employee"].id}])
        with self.assertRaises(AccessError):
            self.rpc("employee", meeting, "create", [{"subject": "x"}])
        for vals in ({"state": "held"}, {"host_id": self.users["sales"].id}, {"held_on": "2026-01-01 00:00:00"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("head", meeting, "write", vals)

    # ------------------------------------------------------------------
    # Before it is held
    # ------------------------------------------------------------------
    def test_R55_level_is_at_least_that_of_the_papers(self):
        with self.assertRaisesRegex(ValidationError, "more secret"):
            self.plan(level="1")
        meeting = self.plan()
        with self.assertRaisesRegex(ValidationError, "more secret"):
            self.rpc("head", meeting, "write", {"level": "1"})
        self.secret.sudo().secrecy_level = "3"
        with self.assertRaisesRegex(ValidationError, "more secret"):
            self.rpc("head", meeting, "action_hold")

    def test_R55_chair_and_minute_taker_attend(self):
        meeting = self.plan()
        self.assertEqual(meeting.attendee_ids.user_id,
                         self.users["sales"] | self.users["deputy_gm"] | self.users["head"])
        with self.assertRaises(UserError):
            self.rpc("head", meeting.attendee_ids.filtered(
                lambda row: row.user_id == self.users["deputy_gm"]), "unlink")

    def test_R55_not_held_while_somebody_is_not_cleared(self):
        meeting = self.plan(attendee_ids=[Command.create({"user_id": self.users["employee"].id})])
        self.assertIn("Test Employee", meeting.with_user(self.users["head"]).uncleared)
        with self.assertRaisesRegex(UserError, "Test Employee: no valid clearance"):
            self.rpc("head", meeting, "action_hold")
        self._clear("employee", "1")
        with self.assertRaisesRegex(UserError, "Test Employee: cleared up to Secret, not Highly Secret"):
            self.rpc("head", meeting, "action_hold")
        self._clear("employee", "2")
        self.rpc("head", meeting, "action_hold")
        self.assertEqual((meeting.state, meeting.held_by_id), ("held", self.users["head"]))
        self.assertEqual(self.last_events(meeting), ["meeting_held"])
        self.assertFalse(meeting.activity_ids)

    def test_R55_clearance_counts_on_the_day(self):
        meeting = self.plan()
        self.env["archive.clearance"].search([("user_id", "=", self.users["sales"].id)]).with_user(
            self.users["security"]).action_revoke()
        with self.assertRaisesRegex(UserError, "Test Sales"):
            self.rpc("head", meeting, "action_hold")

    def test_R55_not_held_before_its_day(self):
        later = datetime.now() + timedelta(days=2)
        meeting = self.plan(date_start=later, date_end=later + timedelta(hours=1))
        with self.assertRaisesRegex(UserError, "another day"):
            self.rpc("head", meeting, "action_hold")

    def test_R55_what_was_planned_stands(self):
        meeting = self.hold()
        for vals in ({"subject": "x"}, {"level": "3"}, {"place": "Lobby"}, {"document_ids": [Command.clear()]}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("head", meeting, "write", vals)
        with self.assertRaisesRegex(UserError, "nobody else is let in"):
            self.rpc("head", meeting.attendee_ids, "create", [{
                "meeting_id": meeting.id, "user_id": self.users["gm"].id}])
        with self.assertRaises(UserError):
            self.rpc("head", meeting, "unlink")

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------
    def test_R55_attendance_is_confirmed_person_by_person(self):
        meeting = self.hold()
        row = meeting.attendee_ids.filtered(lambda rec: rec.user_id == self.users["sales"])
        with self.assertRaises(AccessError):
            self.rpc("sales", row, "action_present")
        with self.assertRaises(AccessError):
            self.rpc("head", row, "write", {"presence": "present"})
        with self.assertRaises(AccessError):
            self.rpc("head", row, "create", [{
                "meeting_id": meeting.id, "user_id": self.users["gm"].id, "presence": "present"}])
        with self.assertRaisesRegex(UserError, "person by person"):
            self.rpc("head", meeting, "action_close")
        self.rpc("head", row, "action_absent")
        self.assertEqual((row.presence, row.confirmed_by_id), ("absent", self.users["head"]))
        self.assertEqual(self.last_events(row), ["attendance_confirmed"])

    def test_R55_closed_with_minutes_and_counted_copies(self):
        self._designate(["head"], ["copying"])
        meeting = self.hold(handout_ids=[Command.create({"document_id": self.secret.id, "copies": 3})])
        self.confirm(meeting)
        handout = meeting.handout_ids
        with self.assertRaisesRegex(UserError, "3 copies were handed out, 0 came back"):
            self.rpc("head", meeting, "action_close")
        with self.assertRaisesRegex(ValidationError, "neither attends"):
            self.rpc("head", handout, "write", {"keeper_ids": self.users["employee"].ids})
        self.rpc("head", handout, "write", {"returned": 2, "keeper_ids": self.users["sales"].ids})
        with self.assertRaisesRegex(UserError, "minutes"):
            self.rpc("head", meeting, "action_close")
        with self.assertRaisesRegex(ValidationError, "less secret"):
            self.rpc("head", meeting, "write", {"minutes_id": self.minutes("1").id})
        self.rpc("head", meeting, "write", {"minutes_id": self.minutes().id})
        self.rpc("head", meeting, "action_close")
        self.assertEqual(meeting.state, "closed")
        self.assertEqual(self.last_events(meeting), ["meeting_closed"])
        for record, vals in ((meeting, {"circle": "attendees"}), (handout, {"returned": 0})):
            with self.subTest(record=record), self.assertRaises(UserError):
                self.rpc("head", record, "write", vals)

    def test_R57_copies_for_a_meeting_are_made_by_the_designated(self):
        with self.assertRaisesRegex(AccessError, "Copying"):
            self.plan(handout_ids=[Command.create({"document_id": self.secret.id, "copies": 3})])

    def test_R55_a_named_circle_has_names_and_an_end(self):
        meeting = self.hold()
        with self.assertRaisesRegex(ValidationError, "until when"):
            self.rpc("head", meeting, "write", {"circle": "named", "circle_ids": self.users["gm"].ids})
        self.rpc("head", meeting, "write", {
            "circle": "named", "circle_ids": self.users["gm"].ids, "circle_until": "2099-01-01"})
        self.assertEqual(meeting.circle_ids, self.users["gm"])

    def test_R55_the_printed_sheet(self):
        meeting = self.plan(circle="named", circle_ids=self.users["gm"].ids, circle_until="2099-01-01")
        words = self.words(self.print_form("head", "report_secret_meeting", meeting))
        for text in (meeting.name, "Room 3", "Test Sales", "Test Deputy Gm", self.secret.code, "Test Gm", "2099-01-01"):
            self.assertIn(text, words)
        with self.assertRaises(AccessError):
            self.print_form("employee", "report_secret_meeting", meeting)
