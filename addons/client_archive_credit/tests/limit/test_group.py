from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestGroup(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.env["res.partner"].create({
            "name": "Sister", "is_company": True, "user_id": cls.users["sales"].id})
        cls.files = cls.File.create([{"partner_id": cls.partner.id}, {"partner_id": cls.sister.id}])
        cls.group = cls.env["credit.group"].create({"name": "Yangtze", "user_id": cls.users["credit_officer"].id})
        cls.files.with_user(cls.users["credit_manager"]).group_id = cls.group
        cls.files = cls.files.with_env(cls.env)

    def test_members_share_one_limit(self):
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        self.assertEqual(self.group.status, "valid")
        self.assertEqual(self.files.mapped("status"), ["valid", "valid"])
        self.assertEqual((self.partner.credit_limit, self.sister.credit_limit), (1000, 1000))
        self.assertEqual(self.confirm(self.order(700)).state, "sale")
        second = self.confirm(self.order(400, partner=self.sister))
        self.assertEqual(second.state, "draft")
        hold = self.hold_of(second)
        self.assertEqual((hold.used, hold.order_amount, hold.limit_amount), (700, 400, 1000))
        self.assertEqual(self.exposure(self.group), 700)

    def test_only_credit_managers_say_who_shares(self):
        with self.assertRaises(AccessError):
            self.rpc("credit_officer", self.files[0], "write", {"group_id": False})
        self.rpc("credit_manager", self.files[0], "write", {"group_id": False})
        self.assertFalse(self.files[0].group_id)
