import json

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestCompanyPolicy(CreditCommon):
    """What holds an order in a company does not change in silence (invariants 5 and 7)."""

    def test_a_tolerance_is_set_by_administrators_and_journaled(self):
        for login in ("sales", "credit_officer", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.company, "write", {"credit_tolerance_days": 999})
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        settings = self.env["res.config.settings"].with_user(admin).with_company(self.company).create({
            "company_id": self.company.id, "credit_tolerance_days": 999})
        settings.execute()
        event = self.last_event()
        self.assertEqual((event.kind, event.user_id), ("settings_changed", admin))
        self.assertEqual(json.loads(event.before), {"credit_tolerance_days": 7})
        self.assertEqual(json.loads(event.after), {"credit_tolerance_days": 999})
        alert = self.env["archive.access.alert"].search([("kind", "=", "settings")], limit=1)
        self.assertIn(self.company.name, alert.detail)

    def test_what_is_no_setting_of_ours_is_no_event(self):
        before = self.last_event()
        self.company.write({"phone": "010-1", "archive_setup_dismissed": True, "credit_tolerance_days": 7})
        self.assertEqual(self.last_event(), before)

    @mute_logger("odoo.sql_db")
    def test_nothing_is_tolerated_below_zero(self):
        for name, value in (("credit_tolerance_days", -1), ("credit_tolerance_amount", -1), ("credit_release_days", 0)):
            with self.subTest(field=name), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.company[name] = value
                self.env.flush_all()

    def last_event(self):
        return self.env["archive.event"].search(
            [("res_model", "=", "res.company"), ("res_id", "=", self.company.id)], order="id desc", limit=1)
