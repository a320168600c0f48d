from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..common import USCC, ArchiveCommon


@tagged("-at_install", "post_install")
class TestKeyData(ArchiveCommon):
    """Nobody writes key data past the second pair of eyes, and the system does not do so in silence (R78, R96)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users.update(cls._make_users({
            "accountant": "account.group_account_manager,account.group_account_basic,base.group_partner_manager",
            "contacts": "base.group_user,base.group_partner_manager"}))
        cls.account = gate_free_account(cls)

    def bypassed(self):
        return self.env["archive.event"].search_count([
            ("res_model", "=", "archive.dossier"), ("res_id", "=", self.dossier.id),
            ("kind", "=", "key_data_bypassed")])

    def test_R96_key_data_is_not_written_directly(self):
        for login in ("sales", "contacts", "accountant"):
            for records, method, vals in (
                (self.partner, "write", {"name": "另一公司"}), (self.partner, "write", {"vat": USCC[1]}),
                (self.account, "write", {"acc_number": "999"}), (self.account, "write", {"active": False}),
                (self.account, "write", {"sanitized_acc_number": "999"}),
                (self.account, "create", {"acc_number": "998", "partner_id": self.partner.id}),
                (self.partner, "write", {"bank_ids": [(0, 0, {"acc_number": "997"})]}),
            ):
                with self.subTest(login=login, vals=vals), self.assertRaisesRegex(UserError, "second pair of eyes"):
                    self.rpc(login, records, method, vals)
        with self.assertRaisesRegex(UserError, "second pair of eyes"):
            self.rpc("accountant", self.account, "unlink")
        self.env.invalidate_all()
        self.assertEqual((self.partner.name, self.partner.vat), ("重庆长江轴承有限公司", USCC[0]))
        self.assertEqual(self.partner.bank_ids, self.account)

    def test_R96_the_customer_file_guards_its_key_data(self):
        for name, value in (("customer_legal_representative", "x"), ("customer_registered_address", "x"),
                            ("customer_registered_capital", 5)):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "second pair of eyes"):
                self.rpc("sales", self.partner, "write", {name: value})
        with self.assertRaisesRegex(UserError, "second pair of eyes"):
            self.rpc("archivist", self.env["archive.customer.profile"], "create", {
                "dossier_id": self.dossier.id, "legal_representative": "x"})
        self.rpc("sales", self.partner, "write", {"customer_general_manager": "周总"})
        self.assertEqual(self.as_user("sales", self.partner).customer_general_manager, "周总")

    def test_R96_an_account_is_not_moved_to_or_from_the_customer(self):
        other = self.env["res.partner"].create({"name": "别家"})
        foreign = self.env["res.partner.bank"].create({"acc_number": "55", "partner_id": other.id})
        for account, partner in ((self.account, other), (foreign, self.partner)):
            with self.assertRaisesRegex(UserError, "second pair of eyes"):
                self.rpc("accountant", account, "write", {"partner_id": partner.id})

    def test_R96_import_does_not_pass_either(self):
        self.env["ir.model.data"].create({
            "module": "__test__", "name": "customer", "model": "res.partner", "res_id": self.partner.id})
        result = self.rpc("contacts", self.env["res.partner"], "load", ["id", "name"], [["__test__.customer", "另一"]])
        self.assertFalse(result["ids"])
        self.assertIn("second pair of eyes", str(result["messages"]))

    def test_R96_a_contact_does_not_change_the_company(self):
        contact = self.env["res.partner"].create({"name": "王经理", "parent_id": self.partner.id})
        with self.assertRaises(UserError):
            self.rpc("contacts", contact, "write", {"vat": USCC[1]})
        self.env.invalidate_all()
        self.assertEqual(self.partner.vat, USCC[0])

    def test_R96_the_customer_on_the_portal_is_told_whom_to_ask(self):
        portal = new_test_user(self.env, "portal_customer", groups="base.group_portal")
        with self.assertRaisesRegex(UserError, "tell your contact"):
            self.partner.with_user(portal).sudo().write({"name": "新名称", "phone": "1"})
        self.partner.with_user(portal).sudo().write({"name": self.partner.name, "phone": "1"})

    def test_R78_the_system_does_not_change_it_in_silence(self):
        self.partner.sudo().write({"name": "改名公司"})
        self.assertEqual(self.bypassed(), 1)
        row = self.env["archive.customer.collection"].search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual(row.state, "recorded")
        self.assertIn("改名公司", row.note)
        self.account.acc_number = "12"
        self.assertEqual(self.bypassed(), 2)

    def test_R78_context_does_not_open_it(self):
        with self.assertRaises(UserError):
            self.partner.with_user(self.users["contacts"]).with_context(
                client_archive_gate=True, install_mode=True, import_file=True).write({"name": "x"})

    def test_R96_what_stays_the_same_is_no_change(self):
        self.rpc("contacts", self.partner, "write", {"name": self.partner.name, "vat": USCC[0], "phone": "023"})
        self.rpc("accountant", self.account, "write", {"acc_number": self.account.acc_number, "sequence": 3})
        self.assertEqual((self.partner.phone, self.account.sequence, self.bypassed()), ("023", 3, 0))

    def test_customers_without_an_open_dossier_are_left_alone(self):
        plain = self.env["res.partner"].create({"name": "普通客户", "is_company": True})
        with patch.object(self.env.registry["res.partner"], "_guarding_dossiers", side_effect=AssertionError):
            self.rpc("contacts", plain, "write", {"street": "x", "name": plain.name})
        self.rpc("contacts", plain, "write", {"name": "改名", "vat": "x", "bank_ids": [(0, 0, {"acc_number": "1"})]})
        self.assertEqual((plain.name, plain.bank_ids.acc_number), ("改名", "1"))
        fresh = self.partner.copy({"name": "未开卷", "vat": USCC[1]})
        self._make_dossier(fresh, state="to_verify")
        self.rpc("contacts", fresh, "write", {"name": "未开卷二"})
        self.rpc("archivist", self.dossier, "action_close")
        self.rpc("contacts", self.partner, "write", {"name": "关卷后"})

    def test_R96_the_form_knows_that_it_is_locked(self):
        plain = self.env["res.partner"].create({"name": "普通客户"})
        self.assertEqual(
            [row["customer_key_locked"] for row in self.rpc(
                "outsider", self.partner | plain, "read", ["customer_key_locked"])], [True, False])

    def test_R78_a_merge_is_noted_and_to_be_verified(self):
        twin = self.env["res.partner"].create({"name": "重复客户", "is_company": True, "country_id":
                                               self.partner.country_id.id, "bank_ids": [(0, 0, {"acc_number": "77"})]})
        user = self.users["contacts"]
        merge = self.env["base.partner.merge.automatic.wizard"].with_user(user).create({})
        merge._merge((self.partner | twin).ids, self.partner.with_user(user), extra_checks=False)
        self.assertEqual(self.partner.bank_ids.mapped("acc_number"), ["42", "77"])
        self.assertEqual(self.bypassed(), 1)
        row = self.env["archive.customer.collection"].search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual((row.collector_id, row.state), (user, "recorded"))

    def test_R78_a_statement_is_booked_and_the_account_verified_afterwards(self):
        journal = self.env["account.journal"].create({"name": "Bank", "type": "bank", "code": "BNKX"})
        line = self.env["account.bank.statement.line"].with_user(self.users["accountant"]).create({
            "journal_id": journal.id, "payment_ref": "货款", "amount": 5, "date": "2024-01-01",
            "partner_id": self.partner.id, "account_number": "6217001"})
        account = line._find_or_create_bank_account()
        self.assertEqual((account.acc_number, account.env.su), ("6217001", False))
        self.assertEqual(self.bypassed(), 1)

    def test_a_statement_of_another_customer_is_booked_as_ever(self):
        journal = self.env["account.journal"].create({"name": "Bank", "type": "bank", "code": "BNKX"})
        other = self.env["res.partner"].create({"name": "普通客户"})
        line = self.env["account.bank.statement.line"].create({
            "journal_id": journal.id, "payment_ref": "货款", "amount": 5, "date": "2024-01-01",
            "partner_id": other.id, "account_number": "6217002"})
        self.assertEqual(line._find_or_create_bank_account().partner_id, other)
        self.assertEqual(self.bypassed(), 0)

    def test_R79_the_code_stays_valid_when_the_system_writes(self):
        with self.assertRaises(ValidationError):
            self.partner.sudo().vat = "123"


def gate_free_account(cls):
    """An account that was on file before the dossier opened."""
    partner = cls.env["res.partner"].create({"name": "Holder"})
    account = cls.env["res.partner.bank"].create({"acc_number": "42", "partner_id": partner.id})
    cls.env.flush_all()
    cls.env.cr.execute("UPDATE res_partner_bank SET partner_id = %s WHERE id = %s", [cls.partner.id, account.id])
    cls.env.invalidate_all()
    return account
