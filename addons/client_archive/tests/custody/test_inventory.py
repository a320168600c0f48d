from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CustodyCommon


@tagged("-at_install", "post_install")
class TestInventory(CustodyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.as_user("archivist", cls.document)._shelve(cls.box)
        cls.inventory = cls.env["archive.inventory"].with_user(cls.users["archivist"]).create(
            {"place_id": cls.room.id})

    def lines(self, result=None):
        return self.inventory.line_ids.filtered(lambda line: not result or line.result == result)

    def test_R33_count_and_remedy(self):
        self.rpc("archivist", self.inventory, "action_start")
        line = self.lines().filtered("document_id")
        self.assertEqual((line.document_id, line.place_id, line.result), (self.document, self.box, "pending"))
        with self.assertRaisesRegex(UserError, "not counted"):
            self.rpc("archivist", self.inventory, "action_done")
        self.rpc("archivist", line, "write", {"result": "missing"})
        with self.assertRaisesRegex(UserError, "Each finding needs a remedy"):
            self.rpc("archivist", self.inventory, "action_done")
        for finding in self.lines().filtered(lambda row: row.result not in ("found", "pending")):
            self.rpc("archivist", finding, "write", {"remedy": "Asked the last borrower"})
        self.rpc("archivist", self.inventory, "action_done")
        self.assertEqual(self.inventory.state, "done")
        self.assertEqual(self.inventory.done_by_id, self.users["archivist"])
        with self.assertRaises(UserError):
            self.rpc("archivist", line, "write", {"result": "found"})
        self.rpc("archivist", line, "write", {"remedied_on": "2026-01-01"})

    def test_R68_the_catalogues_own_faults(self):
        self.env.ref("client_archive.document_type_0102").validity_months = 1
        self.document.date = "2020-01-01"
        self.document.secrecy_level = "2"
        self.env.cr.execute("UPDATE archive_document SET item_number = 3 WHERE id = %s", [self.document.id])
        self.env.invalidate_all()
        self.rpc("archivist", self.inventory, "action_start")
        self.assertEqual(self.lines("unsafe").document_id, self.document)
        self.assertEqual(self.lines("expired").document_id, self.document)
        self.assertEqual(self.lines("gap").finding, "1, 2")
        self.assertTrue(self.lines("incomplete").finding)

    def test_R33_planned_once_a_year(self):
        known = self.inventory.search([])
        self.env["archive.inventory"]._cron_plan()
        self.assertFalse((self.inventory.search([]) - known).filtered(lambda rec: rec.place_id == self.room))
        second = self.env["archive.place"].create({"name": "Room 2", "kind": "room"})
        self.env["archive.inventory"]._cron_plan()
        planned = self.inventory.search([]) - known
        self.assertEqual(planned.place_id, second)
        self.assertEqual(planned.activity_ids.user_id, self.users["archive_head"])

    def test_elsewhere_says_where(self):
        self.rpc("archivist", self.inventory, "action_start")
        with self.assertRaises(ValidationError):
            self.rpc("archivist", self.lines().filtered("document_id"), "write", {"result": "elsewhere"})

    def test_inventory_cannot_be_bypassed(self):
        for vals in ({"state": "done"}, {"done_on": "2026-01-01"}):
            with self.assertRaises(UserError):
                self.rpc("archivist", self.inventory, "write", vals)
        self.rpc("archivist", self.inventory, "action_start")
        line = self.lines()[:1]
        with self.assertRaises(AccessError):
            self.rpc("archivist", line, "create", [{"inventory_id": self.inventory.id}])
        with self.assertRaises(AccessError):
            self.rpc("archivist", line, "write", {"document_id": False})
        with self.assertRaises(UserError):
            self.rpc("archivist", line, "unlink")
        for login in ("employee", "sales", "auditor"):
            with self.assertRaises(UserError):
                self.rpc(login, self.inventory, "action_done")
