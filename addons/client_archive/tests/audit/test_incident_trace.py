from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..circulation.common import CirculationCommon


@tagged("post_install", "-at_install")
class TestIncidentTrace(CirculationCommon):
    """A loss or a leak is traced to those who had the papers (R109)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_request(state="returned")
        cls.document.version_ids.with_user(cls.users["sales"])._journal("content_opened")
        cls.document.version_ids.with_user(cls.users["sales"])._journal("content_opened")
        cls.secret_document.version_ids.with_user(cls.users["head"])._journal("content_opened")
        cls.incident = cls.env["archive.incident"].with_user(cls.users["employee"]).create({
            "description": "Gone", "document_ids": cls.document.ids,
            "discovered_on": fields.Datetime.now() + timedelta(minutes=1)}).with_env(cls.env)

    def trace(self, login="security"):
        action = self.rpc(login, self.incident, "action_trace")
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_R109_who_opened_and_who_held_the_papers(self):
        rows = {(row.user_id.login, row.document_id): row for row in self.trace().line_ids if row.how}
        opened = rows["test_sales", self.document]
        self.assertEqual((opened.how, opened.times), ("Content opened", 2))
        self.assertIn("Borrow", rows["test_employee", self.document].how)
        self.assertNotIn("test_head", {login for login, _paper in rows}, "of another paper")
        self.assertEqual(self.last_events(self.incident), ["incident_traced"])

    def test_R109_only_within_the_window(self):
        trace = self.trace()
        trace.with_user(self.users["security"]).write({
            "date_from": "2020-01-01 00:00:00", "date_to": "2020-02-01 00:00:00"})
        self.rpc("security", trace, "action_look")
        self.assertFalse(trace.line_ids)

    def test_R109_added_with_one_click(self):
        line = self.trace("gm").line_ids.filtered(lambda row: row.user_id == self.users["sales"])
        self.rpc("gm", line, "action_add")
        self.rpc("gm", line, "action_add")
        person = self.incident.person_ids
        self.assertEqual((person.user_id, person.role), (self.users["sales"], "involved"))
        self.assertIn("Content opened", person.trace)
        self.assertFalse(person.sanction)

    def test_R109_for_the_office_only(self):
        for login in ("employee", "archivist", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.incident, "action_trace")
        trace = self.trace("gm")
        for login in ("security", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, trace, "read", ["line_ids"])
        with self.assertRaises(AccessError):
            self.rpc("employee", trace, "create", [{"incident_id": self.incident.id}])

    def test_R109_papers_first(self):
        self.incident.with_user(self.users["gm"]).document_ids = False
        with self.assertRaises(UserError):
            self.rpc("gm", self.incident, "action_trace")

    def test_alerts_are_in_the_overview(self):
        tile = self.env.ref("client_archive.secrecy_tile_alerts").with_user(self.users["security"])
        self.assertEqual(tile.count, self.env["archive.access.alert"].search_count([("state", "=", "new")]))
