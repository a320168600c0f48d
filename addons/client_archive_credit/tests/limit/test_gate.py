from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestGate(CreditCommon):
    """Odoo's own limit of a customer with a credit file changes by an approved application only."""

    def test_odoos_limit_cannot_be_entered(self):
        self.grant(1000)
        for vals in ({"credit_limit": 9000}, {"use_partner_credit_limit": False}, {"credit_limit": 0}):
            with self.assertRaises(AccessError):
                self.rpc("accountant", self.partner, "write", vals)
            with self.assertRaises(AccessError):
                self.partner.sudo().write(vals)
        self.env.ref("base.group_allow_export").user_ids |= self.users["accountant"]
        self.env["ir.model.data"].create({
            "module": "__test__", "name": "customer", "model": "res.partner", "res_id": self.partner.id})
        result = self.as_user("accountant", self.partner).load(["id", "credit_limit"], [["__test__.customer", "9000"]])
        self.assertFalse(result["ids"])
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.credit_limit, 1000)

    def test_customers_without_a_file_are_odoos(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.rpc("accountant", other, "write", {"credit_limit": 9000})
        self.assertEqual(other.credit_limit, 9000)

    def test_same_value_passes(self):
        self.grant(1000)
        self.rpc("accountant", self.partner, "write", {"credit_limit": 1000, "comment": "as an import sends it"})

    def test_default_of_the_company_changes_no_granted_limit(self):
        self.env["ir.default"].set("res.partner", "credit_limit", 1000.0, company_id=self.company.id)
        self.grant(1000)
        self.env["ir.default"].set("res.partner", "credit_limit", 50.0, company_id=self.company.id)
        self.assertEqual(self.partner.credit_limit, 1000)
        self.env["ir.default"].search([("field_id.name", "=", "credit_limit")]).unlink()
        self.assertEqual(self.partner.credit_limit, 1000)

    def test_one_company_never_sees_anothers(self):
        self.grant(1000)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.partner.with_company(other).credit_limit, 0)
        self.partner.with_company(other).credit_limit = 70
        self.assertEqual(self.partner.with_company(self.company).credit_limit, 1000)
        self.assertFalse(self.partner.with_company(other).credit_file_id)

    def test_payer_with_a_file_stays_its_own_company(self):
        other, payer = self.env["res.partner"].create([
            {"name": "Other", "is_company": True}, {"name": "Subsidiary", "is_company": True}])
        self.File.create({"partner_id": payer.id})
        with self.refuses("credit file of its own"):
            payer.write({"parent_id": other.id, "is_company": False})
        payer.parent_id = other
        self.assertEqual(payer.credit_file_id.partner_id, payer, "a subsidiary still pays for itself")

    def test_merge_keeps_the_granted_limit(self):
        file = self.grant(1000)
        double = self.env["res.partner"].create({"name": "Double", "is_company": True, "credit_limit": 70})
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((double | self.partner).ids, dst_partner=double)
        file.invalidate_recordset()
        self.assertEqual((file.partner_id, double.credit_limit), (double, 1000))
        third = self.env["res.partner"].create({"name": "Third", "is_company": True})
        self.File.create({"partner_id": third.id})
        with self.assertRaises(UserError):
            wizard._merge((double | third).ids, dst_partner=double)

    def test_merge_that_goes_beyond_the_limit_is_refused(self):
        self.grant(1000)
        double = self.env["res.partner"].create({"name": "Double", "is_company": True})
        self.invoice(1500, partner=double)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        with self.refuses("would owe"):
            wizard._merge((double | self.partner).ids, dst_partner=self.partner)
        double.vat = self.partner.vat
        with self.refuses("would owe"):
            double.write({"parent_id": self.partner.id, "is_company": False})
