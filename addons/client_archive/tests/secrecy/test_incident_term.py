from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..circulation.common import CirculationCommon
from ..forms import FormsMixin


@tagged("post_install", "-at_install")
class TestIncidentTerm(FormsMixin, CirculationCommon):
    """The office's term, frozen papers, losses that other rooms find (R59, R109)."""

    def report(self, login="employee", **values):
        incident = self.env["archive.incident"].with_user(self.users[login]).create({
            "description": "It lay open.", "document_ids": self.document.ids, **values})
        return incident.with_env(self.env)

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_incident_escalate").method_direct_trigger()
        self.env.invalidate_all()

    def reminded(self, incident):
        return incident.activity_ids.filtered(
            lambda call: call.activity_type_id == self.env.ref("client_archive.mail_activity_alarm")).user_id

    # ------------------------------------------------------------------
    # Term and escalation
    # ------------------------------------------------------------------
    def test_R59_the_term_runs_in_working_time(self):
        self.company.resource_calendar_id.tz = "UTC"
        self.company.write({"archive_incident_term": 4, "archive_incident_unit": "hours"})
        with freeze_time("2026-03-06 14:00:00"):  # a Friday; work ends at 17:00
            self.assertEqual(self.report().respond_by, datetime(2026, 3, 9, 9, 0))
            self.company.archive_incident_unit = "days"
            self.assertEqual(self.report().respond_by.date().isoformat(), "2026-03-12")

    def test_R59_over_the_term_the_general_manager_then_the_chairman_is_called(self):
        incident = self.report()
        self.run_cron()
        self.assertFalse(self.reminded(incident))
        self.assertFalse(incident.is_late)
        with freeze_time(incident.respond_by + timedelta(minutes=1)):
            incident.invalidate_recordset(["is_late"])
            self.assertTrue(incident.is_late)
            self.assertIn(incident, self.env["archive.incident"].search([("is_late", "=", True)]))
            self.run_cron()
            self.assertEqual(self.reminded(incident), self.users["gm"])
            self.assertEqual(self.last_events(incident), ["incident_escalated"])
            self.run_cron()
            self.assertEqual(self.reminded(incident), self.users["gm"], "once for each term")
        with freeze_time(incident.next_call_on + timedelta(minutes=1)):
            self.run_cron()
            self.assertEqual(self.reminded(incident), self.users["gm"] | self.users["chairman"])
        self.assertFalse(incident.next_call_on)

    def test_R59_in_hand_the_actions_own_day_counts(self):
        incident = self.report()
        self.rpc("gm", incident, "write", {
            "action": "Ask.", "action_deadline": fields.Date.today() + timedelta(days=3)})
        self.rpc("gm", incident, "action_handle")
        with freeze_time(datetime.now() + timedelta(days=2)):
            self.run_cron()
        self.assertFalse(self.reminded(incident))
        with freeze_time(datetime.now() + timedelta(days=5)):
            self.run_cron()
            self.assertEqual(self.reminded(incident), self.users["gm"])
        self.rpc("gm", incident, "write", {"outcome": "Nothing."})
        self.rpc("gm", incident, "action_close")
        self.assertFalse(incident.next_call_on or incident.activity_ids)

    def test_R59_nobody_sets_the_clock_by_hand(self):
        incident = self.report()
        for vals in ({"respond_by": "2099-01-01 00:00:00"}, {"next_call_on": False}, {"escalation": 9},
                     {"frozen_on": "2026-01-01 00:00:00"}):
            for login in ("employee", "gm"):
                with self.subTest(vals=vals, login=login), self.assertRaises(AccessError):
                    self.rpc(login, incident, "write", vals)

    # ------------------------------------------------------------------
    # Freezing
    # ------------------------------------------------------------------
    def readable(self, login):
        return self.rpc(login, self.document.version_ids, "search", [("document_id", "=", self.document.id)])

    def test_R59_frozen_papers_open_to_nobody(self):
        request = self.make_request(kind="consult", state="approved")
        on_screen = self.make_request(kind="screen", state="approved")
        incident = self.report(login="archivist")
        self.assertTrue(all(map(self.readable, ("sales", "archivist"))))
        self.assertTrue(self.may_read("employee", on_screen))
        for login in ("employee", "archivist", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, incident, "action_freeze")
        self.rpc("security", incident, "action_freeze")
        self.assertFalse(any(map(self.readable, ("employee", "sales", "archivist", "gm"))))
        self.assertFalse(self.may_read("employee", on_screen))
        self.assertEqual(self.last_events(self.document), ["content_frozen"])
        with self.assertRaisesRegex(UserError, "frozen"):
            self.rpc("archivist", request, "action_hand_out")
        self.assertIn("frozen", " ".join(self.document._destruction_obstacles()))
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.document, "write", {"is_frozen": False})
        with self.assertRaisesRegex(UserError, "release them"):
            self.rpc("security", incident, "write", {"document_ids": [Command.clear()]})
        self.rpc("security", incident, "action_release")
        self.assertTrue(all(map(self.readable, ("sales", "archivist"))))
        self.assertTrue(self.may_read("employee", on_screen))

    def test_R59_what_two_incidents_freeze_stays_closed_until_both_are_settled(self):
        incidents = self.report(), self.report()
        for incident in incidents:
            self.rpc("gm", incident, "action_freeze")
        self.rpc("gm", incidents[0], "action_release")
        self.assertFalse(self.readable("archivist"))
        self.rpc("gm", incidents[1], "write", {
            "action": "Ask.", "action_deadline": fields.Date.today(), "outcome": "Nothing."})
        self.rpc("gm", incidents[1], "action_handle")
        self.rpc("gm", incidents[1], "action_close")
        self.assertTrue(self.readable("archivist"))

    # ------------------------------------------------------------------
    # Losses, forms
    # ------------------------------------------------------------------
    def test_R109_what_comes_back_incomplete_is_an_incident(self):
        request = self.make_request(state="issued")
        self.take_back(request, condition="incomplete", note="Two pages are missing")
        incident = self.env["archive.incident"].search([("document_ids", "in", self.document.ids)])
        self.assertEqual((incident.kind, incident.reported_by_id), ("loss", self.users["archivist"]))
        self.assertIn(request.name, incident.description)

    def test_R109_what_comes_back_intact_is_none(self):
        self.take_back(self.make_request(state="issued"))
        self.assertFalse(self.env["archive.incident"].search([("document_ids", "in", self.document.ids)]))

    def test_R109_what_a_check_does_not_find_is_an_incident(self):
        place = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        self.as_user("archivist", self.document)._shelve(place)
        check = self.env["archive.inventory"].with_user(self.users["archivist"]).create({"place_id": place.id})
        check.action_start()
        line = check.line_ids.filtered("document_id")
        line.write({"result": "missing", "remedy": "Look for it"})
        (check.line_ids - line).write({"remedy": "Later"})
        check.action_done()
        incident = self.env["archive.incident"].search([("document_ids", "in", self.document.ids)])
        self.assertEqual((incident.kind, incident.state), ("loss", "reported"))

    def test_R59_R60_printed_report_and_decision(self):
        incident = self.report()
        person = self.env["archive.incident.person"].with_user(self.users["gm"]).create({
            "incident_id": incident.id, "user_id": self.users["sales"].id, "role": "responsible", "ground": "w1",
            "sanction": "warning", "amount": 500, "decision_note": "By mistake"})
        words = self.words(self.print_form("gm", "report_incident", incident))
        for text in (incident.name, "It lay open.", "Test Sales", "500.00", self.document.code):
            self.assertIn(text, words)
        words = self.words(self.print_form("security", "report_sanction", person))
        for text in ("Leaked, but remedied", "Warning and Pay Cut", "By mistake", "Test Gm"):
            self.assertIn(text, words)
        for form, record in (("report_incident", incident), ("report_sanction", person)):
            with self.subTest(form=form), self.assertRaises(AccessError):
                self.print_form("employee", form, record)
