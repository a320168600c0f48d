from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestPartner(ArchiveCommon):
    def _company(self, **values):
        return self.env["res.partner"].create({
            "name": "广州新客户", "is_company": True, "country_id": self.env.ref("base.cn").id, **values})

    def test_R79_wrong_credit_code_is_refused(self):
        for vat, words in (
            (False, "no unified social credit code"), ("91110000600037341X", "not a valid"), ("123", "18"),
        ):
            partner = self._company(vat=vat)
            with self.subTest(vat=vat), self.assertRaisesRegex(ValidationError, words):
                self.as_user("sales", partner).action_open_dossier()

    def test_R79_wrong_credit_code_is_refused_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        partner = self._company(vat="123").with_context(lang="zh_CN")
        with self.assertRaisesRegex(ValidationError, "统一社会信用代码"):
            partner._check_uscc()

    def test_R79_code_of_a_filed_customer_stays_valid(self):
        with self.assertRaises(ValidationError):
            self.partner.vat = "123"
        self.partner.vat = USCC[1]

    def test_R79_plain_customers_are_left_alone(self):
        self._company(vat="whatever")
        self.env["res.partner"].create({"name": "张三"}).write({"vat": "x"})

    def test_R79_foreign_companies_and_persons_need_no_code(self):
        foreign = self._company(vat="DE1", country_id=self.env.ref("base.de").id)
        person = self.env["res.partner"].create({"name": "李四"})
        for partner in foreign | person:
            self.as_user("sales", partner).action_open_dossier()
        self.assertEqual(len((foreign | person).dossier_ids), 2)

    def test_R77_dossier_opens_once_from_the_partner_form(self):
        partner = self._company(vat=USCC[1])
        child = self.env["res.partner"].create({"name": "王经理", "parent_id": partner.id})
        first = self.rpc("sales", partner, "action_open_dossier")
        again = self.rpc("sales", child, "action_open_dossier")
        self.assertEqual(first["res_id"], again["res_id"])
        self.assertEqual(partner.dossier_id.user_id, self.users["sales"])

    def test_R77_only_sales_and_archive_open_dossiers(self):
        partner = self._company(vat=USCC[1])
        for login in ("employee", "gm", "security", "auditor", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, partner, "action_open_dossier")

    def test_partner_fields_are_hidden_from_outsiders(self):
        self.assertNotIn("dossier_id", self.rpc("outsider", self.partner, "fields_get"))
        with self.assertRaises(AccessError):
            self.rpc("outsider", self.partner, "read", ["dossier_id"])

    def test_partner_tab_costs_the_same_for_many(self):
        partners = self.env["res.partner"].create([{"name": f"客户{number}"} for number in range(20)])
        dossiers = self.env["archive.dossier"].create([{"partner_id": partner.id} for partner in partners])
        fields = ["dossier_id", "dossier_state", "dossier_completeness", "dossier_document_count"]

        def queries(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_user("sales", records).read(fields)
            return self.cr.sql_log_count - before
        self.assertEqual(len(dossiers), 20)
        queries(partners[:2])  # warms what is cached for good: groups, rules, fields
        self.assertEqual(queries(partners[:2]), queries(partners))

    def test_R6_merging_customers_never_loses_a_dossier(self):
        other = self._company(vat=USCC[1], email="same@example.com")
        kept = self._make_dossier(other)
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        with self.assertRaisesRegex(UserError, "each have a dossier"):
            merge._merge((self.partner | other).ids, self.partner, extra_checks=False)
        self.assertTrue(kept.exists())

    def test_R6_merged_customer_keeps_the_dossier(self):
        twin = self._company(name="重复客户")
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.partner | twin).ids, twin, extra_checks=False)
        self.assertEqual(self.dossier.partner_id, twin)
