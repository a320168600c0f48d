from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestSetup(ArchiveCommon):
    """The set-up checklist of a new company."""

    def setup_of(self, login="manager"):
        self.env.invalidate_all()
        return self.rpc(login, self.env["archive.desk"], "read_desk")["setup"]

    def hint(self, key):
        return next(step["hint"] for step in self.setup_of()["steps"] if step["key"] == key)

    def done(self):
        return {step["key"]: step["done"] for step in self.setup_of()["steps"]}

    def test_for_those_who_set_it_up(self):
        for login in self.users.keys() - {"outsider"}:
            with self.subTest(login=login):
                self.assertEqual(bool(self.setup_of(login)), login in ("manager", "archive_head"))

    def test_it_knows_what_is_still_open(self):
        self.env["archive.place"].search([]).active = False
        self.company.archive_fonds_number = False
        self.env["archive.officer"].search([("role", "=", "chairman")]).unlink()
        done = self.done()
        self.assertEqual((done["fonds"], done["officers"], done["places"]), (False, False, False))
        self.assertTrue(done["number_rule"] and done["routes"] and done["dossier"] and done["archivists"])
        self.assertIn("Chairman", self.hint("officers"))
        self.company.archive_fonds_number = "J001"
        self.env["archive.officer"].create({"role": "chairman", "user_id": self.users["chairman"].id})
        room = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        self.env["archive.place"].create([
            {"name": "Safe", "kind": "safe", "parent_id": room.id},
            {"name": "Box", "kind": "box", "parent_id": room.id}])
        done = self.done()
        self.assertTrue(done["fonds"] and done["places"])
        self.assertNotIn("Chairman", self.hint("officers"))

    def test_departments_without_a_head_are_named(self):
        headed = (self.department | self.archive_department).ids
        self.env["hr.department"].search([("id", "not in", headed)]).active = False
        self.assertTrue(self.done()["departments"])
        self.env["hr.department"].create({"name": "Logistics"})
        self.assertFalse(self.done()["departments"])
        self.assertIn("Logistics", self.hint("departments"))

    def test_each_step_opens_where_it_is_done(self):
        for step in self.setup_of()["steps"]:
            with self.subTest(step=step["key"]):
                action = self.rpc("manager", self.env["archive.desk"], "open_setup_step", step["key"])
                self.assertIn(action["res_model"], self.env)
        self.assertFalse(self.rpc("manager", self.env["archive.desk"], "open_setup_step", "no such step"))

    def test_it_is_put_away_and_brought_back(self):
        self.rpc("archive_head", self.env["archive.desk"], "dismiss_setup")
        self.assertEqual(self.setup_of(), {
            "dismissed": True, "steps": [], "done": 0, "company": self.company.name})
        self.assertEqual(self.last_events(self.company), ["setup_dismissed"])
        self.rpc("manager", self.env["archive.desk"], "dismiss_setup", False)
        self.assertTrue(self.setup_of()["steps"])

    def test_others_do_not_touch_it(self):
        for login in self.users.keys() - {"manager", "archive_head"}:
            for method, args in (("dismiss_setup", ()), ("open_setup_step", ("places",))):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, self.env["archive.desk"], method, *args)
        self.assertFalse(self.company.archive_setup_dismissed)
