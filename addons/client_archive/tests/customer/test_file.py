from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon


@tagged("-at_install", "post_install")
class TestFile(ArchiveCommon):
    """What the file of a customer says (R73–R76, R79, R80)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create({
            "name": "王采购", "parent_id": cls.partner.id, "function": "采购部经理", "phone": "023-1"})

    def role(self, name):
        return self.env.ref(f"client_archive.customer_role_{name}")

    def person(self, login="sales", **values):
        return self.env["archive.customer.person"].with_user(self.users[login]).create({
            "dossier_id": self.dossier.id, "contact_id": self.contact.id, **values}).with_env(self.env)

    def test_R79_R73_basics_and_background_on_the_partner(self):
        self.rpc("sales", self.partner, "write", {
            "customer_founded_on": "2004-03-01", "customer_legal_form": "limited", "customer_headcount": 320,
            "customer_business_scope": "轴承制造", "customer_standing": "全国前十", "customer_competitors": "甲、乙",
            "customer_industry_traits": "季节性", "customer_size": "medium", "customer_term_until": "2034-02-28"})
        profile = self.env["archive.customer.profile"].search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual((profile.headcount, profile.standing, profile.company_id), (320, "全国前十", self.company))
        self.assertEqual(self.last_events(profile), ["changed"])
        partner = self.as_user("sales", self.partner)
        self.assertEqual((partner.customer_headcount, partner.customer_legal_form), (320, "limited"))
        self.assertNotIn("Founded", partner.customer_missing)
        self.assertIn("Legal Representative", partner.customer_missing)
        self.assertIn("Bank Account", partner.customer_missing)

    def test_R79_nonsense_is_refused(self):
        for vals in ({"customer_headcount": -1}, {"customer_founded_on": date.today() + timedelta(days=1)},
                     {"customer_founded_on": "2020-01-01", "customer_term_until": "2019-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.rpc("sales", self.partner, "write", vals)

    def test_R79_nothing_is_lost_in_silence_without_a_dossier(self):
        plain = self.env["res.partner"].create({"name": "普通客户"})
        with self.assertRaisesRegex(UserError, "no dossier"):
            self.rpc("sales", plain, "write", {"customer_headcount": 5})
        with self.assertRaisesRegex(UserError, "no dossier"):
            self.rpc("sales", plain, "create", {"name": "x", "customer_headcount": 5})
        with self.assertRaisesRegex(UserError, "no dossier"):
            self.rpc("sales", plain, "write", {
                "customer_use_ids": [Command.create({"name": "x"})]})

    def test_R80_contacts_have_roles_and_who_is_missing_is_said(self):
        partner = self.as_user("sales", self.partner)
        self.assertEqual(
            [name for name in ("Decision Maker", "Purchase", "Finance", "Engineering")
             if name in partner.customer_missing_roles], ["Decision Maker", "Purchase", "Finance", "Engineering"])
        self.rpc("sales", self.partner, "write", {"customer_person_ids": [Command.create({
            "contact_id": self.contact.id, "department": "采购部", "mobile": "13900000000", "messenger": "wechat",
            "messenger_account": "wang", "role_ids": [Command.link(self.role("purchase").id)]})]})
        person = self.partner.customer_person_ids
        self.assertEqual((person.dossier_id, person.function, person.phone), (self.dossier, "采购部经理", "023-1"))
        self.env.invalidate_all()
        self.assertNotIn("Purchase", partner.customer_missing_roles)
        self.assertIn("Finance", partner.customer_missing_roles)

    def test_R80_contacts_are_taken_over_once(self):
        self.env["res.partner"].create({"name": "仓库地址", "parent_id": self.partner.id, "type": "delivery"})
        self.rpc("sales", self.partner, "action_add_contacts")
        self.rpc("sales", self.partner, "action_add_contacts")
        self.env.invalidate_all()
        self.assertEqual(self.partner.customer_person_ids.contact_id, self.contact)

    def test_R80_a_stranger_is_no_contact(self):
        stranger = self.env["res.partner"].create({"name": "路人"})
        with self.assertRaisesRegex(ValidationError, "not a contact"):
            self.person(contact_id=stranger.id)
        self.person()
        with self.assertRaisesRegex(ValidationError, "already"):
            self.person()

    def test_R74_R84_personal_data_needs_a_lawful_basis(self):
        person = self.person()
        with self.assertRaisesRegex(ValidationError, "lawful basis"):
            self.rpc("sales", person, "write", {"taboos": "不谈前东家"})
        with self.assertRaisesRegex(ValidationError, "consent"):
            self.rpc("sales", person, "write", {"lawful_basis": "consent", "taboos": "不谈前东家"})
        self.rpc("sales", person, "write", {
            "lawful_basis": "consent", "consent_on": "2024-05-01", "taboos": "不谈前东家", "native_place": "绍兴"})
        self.assertEqual(person.native_place, "绍兴")

    def test_R74_personal_data_is_not_for_everybody_nor_for_the_journal(self):
        person = self.person(lawful_basis="public", remit="10 万以内", interests="钓鱼")
        self.rpc("sales", person, "write", {"preferences": "绿茶", "remit": "20 万以内"})
        for login in ("archivist", "auditor"):
            with self.assertRaises(AccessError):
                self.rpc(login, person, "read", ["preferences"])
            self.assertEqual(self.rpc(login, person, "read", ["remit"])[0]["remit"], "20 万以内")
        events = self.env["archive.event"].search([("res_model", "=", person._name), ("res_id", "=", person.id)])
        words = " ".join(filter(None, events.mapped("before") + events.mapped("after")))
        self.assertIn("preferences", words)
        self.assertNotIn("绿茶", words)
        self.assertNotIn("钓鱼", words)
        self.assertEqual(self.rpc("gm", person, "read", ["preferences"])[0]["preferences"], "绿茶")

    def test_R75_R76_use_projects_and_poaching(self):
        self.rpc("sales", self.partner, "write", {
            "customer_needs": "低噪音轴承", "customer_decision_process": "工程提出，采购定",
            "customer_use_ids": [Command.create({"kind": "project", "name": "二期产线", "extent": "联合试制"})],
            "customer_poaching_ids": [Command.create({
                "competitor": "东方轴承", "means": "降价 8%", "counter_plan": "锁价一年"})]})
        self.assertEqual(self.partner.customer_use_ids.dossier_id, self.dossier)
        poaching = self.partner.customer_poaching_ids
        self.assertEqual((poaching.result, poaching.company_id), ("open", self.company))
        self.rpc("sales", poaching, "write", {"result": "kept"})
        self.assertEqual(self.last_events(poaching), ["changed"])
        self.rpc("sales", self.partner.customer_use_ids, "unlink")
        self.assertFalse(self.env["archive.customer.use"].search([("dossier_id", "=", self.dossier.id)]))

    def test_R76_visit_material_is_a_paper_of_the_dossier(self):
        log = self.env["archive.contact.log"].with_user(self.users["sales"]).create({
            "name": "拜访", "dossier_id": self.dossier.id, "document_ids": self.document.ids})
        self.assertEqual(self.as_user("sales", self.partner).customer_contact_log_ids, log)
        foreign = self._make_document(
            self._make_dossier(self.partner.copy({"name": "别家", "vat": USCC[1]})), "别家方案")
        with self.assertRaisesRegex(ValidationError, "not a paper of"):
            self.rpc("sales", log, "write", {"document_ids": [Command.link(foreign.id)]})

    def test_partner_tabs_cost_the_same_for_many(self):
        partners = self.env["res.partner"].create([{"name": f"客户{number}"} for number in range(20)])
        dossiers = self.env["archive.dossier"].with_user(self.users["sales"]).create([
            {"partner_id": partner.id} for partner in partners])
        self.env["archive.customer.profile"].create([
            {"dossier_id": dossier.id, "headcount": 5} for dossier in dossiers])
        fields = ["customer_headcount", "customer_missing", "customer_missing_roles", "customer_revenue",
                  "customer_to_verify_count", "customer_key_locked"]

        def queries(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_user("sales", records).read(fields)
            return self.cr.sql_log_count - before
        queries(partners[:2])  # warms what is cached for good: groups, rules, fields
        self.assertEqual(queries(partners[:2]), queries(partners))


@tagged("-at_install", "post_install")
class TestRevenue(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)

    def invoice(self, amount, months=0, partner=None, post=True, move_type="out_invoice"):
        move = self.env["account.move"].create({
            "move_type": move_type, "partner_id": (partner or self.partner).id,
            "invoice_date": date.today().replace(day=1) - relativedelta(months=months),
            "invoice_line_ids": [Command.create({
                "name": "轴承", "quantity": 1, "price_unit": amount, "tax_ids": False})]})
        if post:
            move.action_post()

    def test_R75_revenue_of_three_months_comes_from_posted_invoices(self):
        address = self.env["res.partner"].create({
            "name": "开票地址", "parent_id": self.partner.id, "type": "invoice"})
        self.invoice(100, partner=address)
        self.invoice(50, months=1)
        self.invoice(20, months=2)
        self.invoice(1000, months=3)
        self.invoice(30, move_type="out_refund")
        self.invoice(5000, post=False)
        self.env.invalidate_all()
        for login in ("sales", "head", "archivist"):
            partner = self.as_user(login, self.partner)
            self.assertEqual(
                (partner.customer_revenue_month, partner.customer_revenue_last, partner.customer_revenue_before,
                 partner.customer_revenue), (70, 50, 20, 140))
        self.assertEqual(self.as_user("other_sales", self.partner).customer_revenue, 0)

    def test_customers_with_and_without_a_file_are_told_apart(self):
        Partner = self.env["res.partner"].with_user(self.users["head"])
        bare = self.env["res.partner"].create({"name": "No File"})
        with_file, without = (
            Partner.search([("customer_profile_id", operator, False), ("id", "in", (self.partner | bare).ids)])
            for operator in ("!=", "="))
        self.assertFalse(with_file)
        self.assertEqual(without, self.partner | bare)
        self.partner.customer_main_business = "Bearings"
        self.assertEqual(Partner.search([
            ("customer_profile_id", "!=", False), ("id", "in", (self.partner | bare).ids)]), self.partner)
