from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestLimitAttacks(CreditCommon):
    """Money limits move by approved applications alone."""

    def test_personal_defaults_grant_no_limit(self):
        partner = self.env["res.partner"].create({"name": "New", "is_company": True})
        for field, value in (("has_limit", True), ("limit_amount", 1e9), ("limit_until", "2099-12-31")):
            self.rpc("credit_officer", self.env["ir.default"], "set", "credit.file", field, value, True)
        file = self.env["credit.file"].browse(
            self.rpc("credit_officer", self.env["credit.file"], "create", [{"partner_id": partner.id}]))
        self.assertEqual((file.has_limit, file.limit_amount, file.limit_until), (False, 0.0, False))

    def test_R44_a_first_day_in_the_future_buys_no_second_year(self):
        today = self.company._credit_today()
        later = today + timedelta(days=3650)
        with self.refuses("a year at most"):
            self.apply(1000, valid_from=later, valid_until=later + timedelta(days=300))
        file = self.grant(1000, valid_from=later)
        self.assertLess(file.limit_until, today + timedelta(days=366))

    def test_limits_are_written_by_nobody(self):
        file = self.grant(1000)
        limit = file.limit_ids
        for login in ("sales", "credit_officer", "credit_manager", "gm"):
            for record, vals in ((file, {"limit_amount": 1e9}), (file, {"on_stop": False, "limit_until": "2099-01-01"}),
                                 (limit, {"amount": 1e9})):
                with self.subTest(login=login, vals=vals), self.assertRaises(UserError), mute_logger(
                        "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
                    self.rpc(login, record, "write", vals)
                self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.rpc("sales", self.partner, "write", {"credit_limit": 1e9})
