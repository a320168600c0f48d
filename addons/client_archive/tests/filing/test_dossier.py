from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestDossier(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_partner = cls.partner.copy({"name": "广州新客户", "vat": USCC[1]})

    def test_R6_one_dossier_per_customer_and_company(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.as_user("other_sales", self.env["archive.dossier"]).create({"partner_id": self.partner.id})

    def test_R6_contacts_have_no_dossier_of_their_own(self):
        contact = self.env["res.partner"].create({"name": "王经理", "parent_id": self.partner.id})
        with self.assertRaisesRegex(ValidationError, "customer, not to a contact"):
            self.as_user("sales", self.env["archive.dossier"]).create({"partner_id": contact.id})

    def test_R71_supervisor_verifies_before_the_file_opens(self):
        dossier = self._make_dossier(self.new_partner, state="to_verify")
        self.assertEqual((dossier.state, dossier.number), ("to_verify", False))
        self.assertEqual(dossier.approval_pending_user_id, self.users["head"])
        self.assertIn("R71", dossier.approval_rule)
        self.rpc("head", dossier, "action_approve")
        self.assertEqual((dossier.state, dossier.verified_by_id), ("open", self.users["head"]))
        self.assertTrue(dossier.number)
        self.assertEqual(self.last_events(dossier), ["dossier_opened"])

    def test_R71_nobody_else_verifies(self):
        dossier = self._make_dossier(self.new_partner, state="to_verify")
        for login in self.users.keys() - {"head"}:
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, dossier, "action_approve")
        self.assertEqual(dossier.state, "to_verify")

    def test_R71_sent_back_with_reason_and_submitted_again(self):
        dossier = self._make_dossier(self.new_partner, state="to_verify")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_user("head", dossier)._approval_decide("refused", "  ")
        self.as_user("head", dossier)._approval_decide("refused", "No address")
        self.assertEqual(dossier.state, "preliminary")
        self.rpc("sales", dossier, "action_submit")
        self.rpc("head", dossier, "action_approve")
        self.assertEqual(dossier.state, "open")
        self.assertEqual(sorted(dossier.approval_step_ids.mapped("round")), [1, 2])

    def test_R71_salesperson_takes_back(self):
        dossier = self._make_dossier(self.new_partner, state="to_verify")
        with self.assertRaises(AccessError):
            self.rpc("other_sales", dossier, "action_withdraw")
        self.rpc("sales", dossier, "action_withdraw")
        self.assertEqual(dossier.state, "preliminary")
        self.assertFalse(dossier.activity_ids)

    def test_other_salespeople_cannot_change_it(self):
        dossier = self._make_dossier(self.new_partner, state="preliminary")
        for method, args in (("write", [{"note": "x"}]), ("action_submit", []), ("unlink", [])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("other_sales", dossier, method, *args)

    def test_only_archivists_close_and_reopen(self):
        for login in ("sales", "head", "employee", "gm", "auditor"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, self.dossier, "action_close")
        self.rpc("archivist", self.dossier, "action_close")
        self.assertTrue(self.dossier.closed_on)
        self.rpc("archivist", self.dossier, "action_reopen")
        self.assertEqual((self.dossier.state, self.dossier.closed_on), ("open", False))

    def test_R7_R8_categories_have_two_levels(self):
        second = self.env.ref("client_archive.category_retail")
        with self.assertRaisesRegex(ValidationError, "two levels"):
            self.env["archive.category"].create({"name": "Third", "code": "T", "parent_id": second.id})
        self.assertEqual(len(self.env.ref("client_archive.category_ordinary").child_ids), 7)

    def test_R11_completeness_says_what_is_missing(self):
        licence = self.env.ref("client_archive.document_type_0201")
        self.assertIn(licence, self.dossier.missing_type_ids)
        before = self.dossier.completeness
        self._make_document(self.dossier, "营业执照", type_id=licence.id)
        self.dossier.invalidate_recordset()
        self.assertNotIn(licence, self.dossier.missing_type_ids)
        self.assertGreater(self.dossier.completeness, before)

    def test_R11_submitted_or_draft_papers_do_not_count(self):
        licence = self.env.ref("client_archive.document_type_0201")
        self._make_document(self.dossier, "营业执照", state="submitted", type_id=licence.id)
        self.assertIn(licence, self.dossier.missing_type_ids)

    def test_other_company_neither_sees_nor_counts(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        self.assertFalse(self.env["archive.dossier"].with_user(stranger).search([("id", "=", self.dossier.id)]))
        with self.assertRaises(AccessError):
            self.dossier.with_user(stranger).read(["number"])
        self.assertFalse(self.partner.with_user(stranger).with_company(other).dossier_id)

    def test_list_costs_no_query_per_dossier(self):
        partners = self.env["res.partner"].create([{"name": f"客户{number}"} for number in range(30)])
        dossiers = self.env["archive.dossier"].create([{"partner_id": partner.id} for partner in partners])
        fields = {"number": {}, "partner_id": {"fields": {"display_name": {}}}, "completeness": {}, "state": {},
                  "document_count": {}, "activity_ids": {}}

        def queries(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_user("archivist", records).web_read(fields)
            return self.cr.sql_log_count - before
        queries(dossiers[:2])  # warms what is cached for good: groups, rules, fields
        self.assertEqual(queries(dossiers[:2]), queries(dossiers))
