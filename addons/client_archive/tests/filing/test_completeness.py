from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestCompleteness(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls.env.ref("client_archive.document_type_0201")
        cls.identity = cls.env.ref("client_archive.document_type_0402")
        cls.trend = cls.env.ref("client_archive.document_type_1202")
        cls.guarantee = cls.env.ref("client_archive.business_guarantee")

    def missing(self, dossier=None):
        dossier = dossier or self.dossier
        dossier.invalidate_recordset()
        return dossier.missing_type_ids

    def complete(self, dossier):
        for doc_type in self.missing(dossier):
            self._make_document(dossier, doc_type.name, type_id=doc_type.id)

    # ------------------------------------------------------------------
    # Who is asked for what
    # ------------------------------------------------------------------
    def test_R11_nature_of_the_customer(self):
        person = self._make_dossier(self.env["res.partner"].create({"name": "赵晓梅"}))
        self.assertIn(self.licence, self.missing())
        self.assertNotIn(self.licence, self.missing(person))
        self.identity.obligatory = "individual"
        self.assertNotIn(self.identity, self.missing())
        self.assertIn(self.identity, self.missing(person))

    def test_R63_R107_R117_line_of_business_asks_for_its_papers(self):
        self.assertFalse(self.missing().business_ids)
        before = self.dossier.completeness
        self.as_user("sales", self.dossier).business_ids = self.guarantee
        self.assertEqual(
            {doc_type.code for doc_type in self.missing() if doc_type.business_ids},
            {"1501", "1601", "1701", "1901", "1902", "1903", "1904"})
        self.assertLessEqual(self.dossier.completeness, before)
        self.dossier.business_ids |= self.env.ref("client_archive.business_credit")
        self.assertIn("1301", self.missing().mapped("code"))

    def test_R3_R11_the_list_of_a_category_deviates(self):
        Line = self.env["archive.checklist.line"].with_user(self.users["manager"])
        first, second = self.dossier.category_id.parent_id, self.dossier.category_id
        self.assertNotIn(self.trend, self.missing())
        Line.create({"category_id": first.id, "type_id": self.trend.id, "obligatory": "company"})
        self.assertIn(self.trend, self.missing())
        Line.create([
            {"category_id": second.id, "type_id": self.trend.id, "obligatory": "never"},
            {"category_id": second.id, "type_id": self.licence.id, "obligatory": "never"}])
        self.assertFalse(self.missing() & (self.trend | self.licence))
        self.dossier.category_id = self.env.ref("client_archive.category_key")
        self.assertIn(self.licence, self.missing())

    def test_R11_lists_are_configured_by_managers_only(self):
        values = {"category_id": self.dossier.category_id.id, "type_id": self.trend.id}
        for login in ("employee", "sales", "archivist", "head", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.checklist.line"], "create", [values])

    def test_archived_types_are_asked_of_nobody(self):
        self.env["archive.checklist.line"].create({
            "category_id": self.dossier.category_id.id, "type_id": self.trend.id})
        self.assertIn(self.trend, self.missing())
        self.trend.active = False
        self.assertNotIn(self.trend, self.missing())

    # ------------------------------------------------------------------
    # Expired
    # ------------------------------------------------------------------
    def test_R11_expired_papers_are_missing_and_said_to_have_expired(self):
        paper = self._make_document(self.dossier, "营业执照", type_id=self.licence.id)
        self.assertNotIn(self.licence, self.missing())
        yesterday = fields.Date.today() - timedelta(days=1)
        self.rpc("archivist", paper, "write", {"valid_until": yesterday})
        self.assertIn(self.licence, self.missing())
        self.assertEqual(self.dossier.expired_type_ids, self.licence)
        self._make_document(self.dossier, "营业执照（新）", type_id=self.licence.id)
        self.assertNotIn(self.licence, self.missing())
        self.assertFalse(self.dossier.expired_type_ids)

    def test_void_papers_do_not_count(self):
        paper = self._make_document(self.dossier, "营业执照", type_id=self.licence.id)
        self.as_user("archivist", paper)._void("Replaced")
        self.assertIn(self.licence, self.missing())
        self.assertIn(self.licence, self.dossier.expired_type_ids)

    # ------------------------------------------------------------------
    # Search and lists
    # ------------------------------------------------------------------
    def test_R11_search_finds_what_the_form_shows(self):
        person = self._make_dossier(self.env["res.partner"].create({"name": "赵晓梅"}))
        guaranteed = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        dossiers = self.dossier | person | guaranteed
        self.complete(person)
        self.complete(guaranteed)
        guaranteed.business_ids = self.guarantee
        paper = person.document_ids[:1]

        def check(incomplete):
            self.env.flush_all()
            self.env.invalidate_all()
            within = [("id", "in", dossiers.ids)]
            Dossier = self.env["archive.dossier"].with_user(self.users["archivist"])
            self.assertEqual(Dossier.search([*within, ("is_incomplete", "=", True)]).with_env(self.env), incomplete)
            self.assertEqual(Dossier.search([*within, ("is_incomplete", "=", False)]).with_env(self.env),
                             dossiers.sorted("number", reverse=True) - incomplete)
            self.assertEqual(dossiers.filtered("is_incomplete").sorted("number", reverse=True), incomplete)
        order = {"key": "number", "reverse": True}
        check((self.dossier | guaranteed).sorted(**order))
        paper.valid_until = "2020-01-01"
        check(dossiers.sorted(**order))
        guaranteed.business_ids = False
        check((self.dossier | person).sorted(**order))

    def test_nothing_obligatory_is_complete(self):
        self.env["archive.document.type"].search([]).obligatory = "never"
        self.assertEqual(self.dossier.completeness, 100)
        self.assertFalse(self.env["archive.dossier"].search([("is_incomplete", "=", True)]))
        self.assertIn(self.dossier, self.env["archive.dossier"].search([("is_incomplete", "=", False)]))

    def test_list_and_search_cost_the_same_for_many(self):
        partners = self.env["res.partner"].create([
            {"name": f"客户{number}", "is_company": number % 2} for number in range(30)])
        for partner, code in zip(partners.filtered("is_company"), _codes(), strict=False):
            partner.vat = code
        dossiers = self.env["archive.dossier"].create([
            {"partner_id": partner.id, "business_ids": [(6, 0, self.guarantee.ids)] if partner.id % 3 else False}
            for partner in partners])
        fields_ = {"completeness": {}, "missing_type_ids": {"fields": {"display_name": {}}}, "expired_type_ids": {},
                   "is_incomplete": {}, "expiring_document_ids": {}, "business_ids": {}}

        def queries(records):
            self.env.invalidate_all()
            reader = self.as_user("archivist", records)
            before = self.cr.sql_log_count
            reader.web_read(fields_)
            return self.cr.sql_log_count - before
        queries(dossiers[:2])
        self.assertEqual(queries(dossiers[:3]), queries(dossiers))

    def test_partner_tab_shows_what_expires(self):
        paper = self._make_document(self.dossier, "营业执照", type_id=self.licence.id)
        paper.valid_until = fields.Date.today() + timedelta(days=10)
        partner = self.as_user("sales", self.partner)
        self.assertEqual(partner.dossier_expiring_document_ids.ids, paper.ids)
        paper.valid_until = fields.Date.today() + timedelta(days=100)
        partner.invalidate_recordset()
        self.assertFalse(partner.dossier_expiring_document_ids)


def _codes():
    """Valid unified social credit codes."""
    from stdnum.cn import uscc
    for number in range(1, 99):
        body = f"91110000{number:09}"
        yield body + uscc.calc_check_digit(body)
