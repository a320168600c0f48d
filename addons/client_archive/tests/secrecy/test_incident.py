from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestIncident(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.env["archive.incident"].with_user(cls.users["employee"]).create({
            "kind": "possible", "description": "The contract lay open in the lobby.", "remedy": "Took it away.",
            "document_ids": [(6, 0, cls.document.ids)]}).with_env(cls.env)

    def person(self, login="security", **values):
        return self.env["archive.incident.person"].with_user(self.users[login]).create({
            "incident_id": self.incident.id, "user_id": self.users["sales"].id, "role": "responsible", **values})

    def handle(self, login="gm"):
        self.rpc(login, self.incident, "write", {
            "action": "Ask the lobby's staff.", "action_deadline": date.today() + timedelta(days=2)})
        self.rpc(login, self.incident, "action_handle")

    # ------------------------------------------------------------------
    # Report (R59)
    # ------------------------------------------------------------------
    def test_R59_anybody_reports_and_the_office_is_called_at_once(self):
        for login in ("sales", "archivist", "auditor", "gm"):
            [incident] = self.rpc(login, self.incident, "create", [{"description": "Something"}])
            incident = self.incident.browse(incident)
            self.assertEqual(incident.reported_by_id, self.users[login])
            self.assertTrue(incident.name)
            called = incident.activity_ids.user_id
            self.assertTrue(self.users["gm"] | self.users["security"] <= called)
            self.assertEqual(set(incident.activity_ids.mapped("date_deadline")), {date.today()})
        self.assertIn("incident_reported", self.last_events(incident, 3))
        with self.assertRaises(AccessError):
            self.rpc("outsider", self.incident, "create", [{"description": "Something"}])

    def test_R59_only_reporter_security_and_executives_see_it(self):
        for login in self.users.keys() - {"outsider"}:
            sees = login in ("employee", "security", "gm", "deputy_gm", "chairman")
            with self.subTest(login=login):
                self.assertEqual(bool(self.rpc(login, self.incident, "search", [("id", "=", self.incident.id)])), sees)
                if sees:
                    self.rpc(login, self.incident, "read", ["description"])
                    continue
                for method, args in (("read", [["description"]]), ("write", [{"description": "x"}])):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        self.rpc(login, self.incident, method, *args)
                self.assertFalse(self.rpc(login, self.env["mail.message"], "search", [
                    ("model", "=", "archive.incident"), ("res_id", "=", self.incident.id)]))

    def test_R59_reporter_does_not_speak_for_the_office(self):
        for vals in ({"action": "Nothing"}, {"action_deadline": date.today()}, {"outcome": "Fine"},
                     {"reported_by_id": self.users["sales"].id}, {"state": "closed"}, {"name": "x"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("employee", self.incident, "write", vals)
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("employee", self.incident, "create", [{"description": "x", **vals}])
        for method in ("action_handle", "action_close", "action_reopen"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("employee", self.incident, method)
        with self.assertRaises(AccessError):
            self.rpc("employee", self.incident, "unlink")
        with self.assertRaises(AccessError):
            self.rpc("security", self.incident, "unlink")

    def test_R59_report_stands_once_it_is_handled(self):
        self.rpc("employee", self.incident, "write", {"remedy": "Locked it away."})
        self.handle()
        with self.assertRaises(UserError):
            self.rpc("employee", self.incident, "write", {"description": "Nothing happened."})

    def test_R59_action_and_deadline_before_taking_in_hand(self):
        with self.assertRaisesRegex(UserError, "by when"):
            self.rpc("gm", self.incident, "action_handle")
        self.handle()
        self.assertEqual((self.incident.state, self.incident.handled_by_id), ("handling", self.users["gm"]))

    # ------------------------------------------------------------------
    # People (R60, R61, R109)
    # ------------------------------------------------------------------
    def test_R109_people_are_for_the_office_only(self):
        person = self.person()
        for login in ("employee", "sales", "archivist", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, person, "read", ["user_id"])
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.incident, "read", ["person_ids"])
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, person, "create", [{
                    "incident_id": self.incident.id, "user_id": self.users["gm"].id}])

    def test_R109_journal_says_nothing_about_people(self):
        person = self.person(trace="Only she had it.")
        self.rpc("gm", person, "write", {"ground": "w1", "sanction": "warning"})
        events = self.env["archive.event"].search([
            ("res_model", "in", ("archive.incident", "archive.incident.person")),
            ("res_id", "in", [self.incident.id, person.id])])
        words = " ".join(f"{event.before} {event.after} {event.note} {event.res_name}" for event in events)
        self.assertIn("sanction_decided", events.mapped("kind"))
        for secret in (self.users["sales"].login, self.users["sales"].name, "Only she", "lobby"):
            self.assertNotIn(secret, words)

    def test_R60_R61_ground_and_sanction_are_chosen_by_the_office(self):
        person = self.person()
        self.assertFalse(person.ground or person.sanction)
        for vals in ({"sanction": "warning", "ground": "w1"}, {"ground": "w1"}, {"amount": 100}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("security", person, "write", vals)
        with self.assertRaises(AccessError):
            self.person(sanction="none")
        self.rpc("gm", person, "write", {"ground": "w2"})
        self.assertFalse(person.sanction, "the ground infers nothing")
        self.rpc("gm", person, "write", {"sanction": "warning", "decided_by_id": self.users["security"].id})
        self.assertEqual((person.decided_by_id, bool(person.decided_on)), (self.users["gm"], True))
        with self.assertRaises(UserError):
            self.rpc("security", person, "unlink")

    def test_R60_R61_sanctions_have_their_grounds(self):
        person = self.person()
        for vals in ({"sanction": "warning"}, {"sanction": "dismissal", "ground": "w1"},
                     {"sanction": "damages", "ground": "w3"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.rpc("gm", person, "write", vals)
        self.rpc("gm", person, "write", {"sanction": "damages", "ground": "d2", "amount": 5000})
        self.assertEqual(person.sanction, "damages")

    def test_R109_nobody_deals_with_their_own_part(self):
        with self.assertRaises(AccessError):
            self.person(user_id=self.users["security"].id)
        mine = self.person(login="security", user_id=self.users["gm"].id)
        for vals in ({"sanction": "none"}, {"role": "witness"}, {"user_id": self.users["sales"].id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("gm", mine, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("gm", mine, "unlink")

    def test_R60_closes_when_everybody_responsible_is_decided_on(self):
        person = self.person()
        self.handle("security")
        with self.assertRaisesRegex(UserError, "outcome"):
            self.rpc("security", self.incident, "action_close")
        self.rpc("security", self.incident, "write", {"outcome": "Nothing got out."})
        with self.assertRaisesRegex(UserError, "has not decided on everybody responsible"):
            self.rpc("security", self.incident, "action_close")
        self.rpc("gm", person, "write", {"sanction": "none"})
        self.rpc("security", self.incident, "action_close")
        self.assertEqual(self.incident.state, "closed")
        self.assertFalse(self.incident.activity_ids)
        with self.assertRaisesRegex(UserError, "closed"):
            self.rpc("gm", person, "write", {"sanction": "warning", "ground": "w1"})
        self.rpc("gm", self.incident, "action_reopen")
        self.assertEqual(self.incident.state, "handling")
