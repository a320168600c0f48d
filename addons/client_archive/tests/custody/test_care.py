from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CustodyCommon


@tagged("-at_install", "post_install")
class TestCare(CustodyCommon):
    def test_R29_R91_care_is_logged(self):
        measures = dict(self.env["archive.care.log"]._fields["measure"].selection)
        self.assertEqual(set(measures), {"cleaning", "fire", "damp", "pests", "theft", "heat"})
        [log] = self.rpc("archivist", self.env["archive.care.log"], "create", [{
            "place_id": self.shelf.id, "measure": "damp", "humidity": 71.5, "is_fault": True, "note": "Too humid"}])
        self.assertEqual(self.env["archive.care.log"].browse(log).user_id, self.users["archivist"])

    def test_care_log_is_the_archives(self):
        log = self.env["archive.care.log"].create({"place_id": self.shelf.id})
        for login in ("employee", "sales"):
            with self.assertRaises(AccessError):
                self.rpc(login, log, "read", ["note"])
        with self.assertRaises(AccessError):
            self.rpc("archivist", log, "unlink")

    def test_humidity_is_a_percentage(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["archive.care.log"].create({"place_id": self.shelf.id, "humidity": 140})
            self.env.flush_all()
