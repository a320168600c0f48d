from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestCategory(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ordinary, cls.key, cls.retail = (
            cls.env.ref(f"client_archive.category_{name}") for name in ("ordinary", "key", "retail"))
        cls.Category = cls.env["archive.category"]

    def test_R7_R8_first_level_and_seven_formats(self):
        first = self.Category.search([("parent_id", "=", False)])
        self.assertEqual(set(first.mapped("code")), {"Z", "D", "P"})
        self.assertEqual(len(self.ordinary.child_ids), 7)
        self.assertEqual(first.filtered("has_formats"), self.ordinary)

    def test_R8_formats_belong_under_a_category_that_is_divided(self):
        self.Category.create({"name": "Eighth", "code": "P8", "parent_id": self.ordinary.id})
        with self.assertRaisesRegex(ValidationError, "not divided into formats"):
            self.Category.create({"name": "Format", "code": "D1", "parent_id": self.key.id})
        with self.assertRaisesRegex(ValidationError, "two levels"):
            self.Category.create({"name": "Third", "code": "T", "parent_id": self.retail.id})
        with self.assertRaisesRegex(ValidationError, "two levels"):
            self.ordinary.parent_id = self.ordinary.create({"name": "New", "code": "N", "has_formats": True})
        with self.assertRaisesRegex(ValidationError, "stays divided"):
            self.ordinary.has_formats = False

    def test_R8_a_dossier_of_ordinary_customers_has_a_format(self):
        with self.assertRaisesRegex(ValidationError, "divided into business formats"):
            self.rpc("archivist", self.dossier, "write", {"category_id": self.ordinary.id})
        self.rpc("archivist", self.dossier, "write", {"category_id": self.key.id})
        self.assertEqual(self.dossier.category_id, self.key)

    def test_R9_codes_are_unique_and_fit_into_numbers(self):
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.cr.savepoint():  # noqa: B017
            self.Category.create({"name": "Twin", "code": "P1"})
        for code in ("P 9", "P-9", "P/9", "{x}"):
            with self.subTest(code=code), self.assertRaisesRegex(ValidationError, "letters and digits"):
                self.Category.create({"name": "Odd", "code": code})

    def test_R7_a_category_in_use_is_archived_not_deleted(self):
        category = self.dossier.category_id
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.rpc("manager", category, "unlink")
        self.rpc("manager", category, "write", {"active": False})
        self.assertEqual(self.dossier.category_id, category, "stays where it is")
        with self.assertRaisesRegex(ValidationError, "was archived"):
            self.env["archive.dossier"].create({
                "partner_id": self.partner.copy({"vat": USCC[1]}).id, "category_id": category.id})
        unused = self.Category.create({"name": "Unused", "code": "U"})
        self.rpc("manager", unused, "unlink")
        self.assertFalse(unused.exists())

    def test_R7_formats_and_their_category_are_archived_in_order(self):
        with self.assertRaisesRegex(ValidationError, "formats below"):
            self.ordinary.active = False
        with self.assertRaisesRegex(UserError, "formats below"):
            self.ordinary.unlink()
        divided = self.Category.create({"name": "New", "code": "N", "has_formats": True})
        below = self.Category.create({"name": "Below", "code": "N1", "parent_id": divided.id})
        below.active = False
        divided.active = False
        with self.assertRaisesRegex(ValidationError, "stays archived"):
            below.active = True

    def test_R7_counts_include_the_formats_and_cost_no_query_each(self):
        before = self.ordinary.dossier_count, self.dossier.category_id.dossier_count
        self._make_dossier(self.env["res.partner"].create({"name": "新客户"}), state="preliminary")
        self.env.invalidate_all()
        self.assertEqual(
            (self.ordinary.dossier_count, self.dossier.category_id.dossier_count), (before[0] + 1, before[1] + 1))
        categories = self.Category.search([])
        categories.mapped("dossier_count")
        self.env.invalidate_all()
        categories.fetch(["name"])
        with self.assertQueryCount(3):
            categories.mapped("dossier_count")

    def test_R7_other_companies_are_not_counted(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        category = self.dossier.category_id.with_user(stranger).with_context(allowed_company_ids=other.ids)
        self.assertEqual(category.dossier_count, 0)

    def test_only_configuration_changes_categories(self):
        for login in ("sales", "head", "archivist", "archive_head", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.key, "write", {"code": "K"})
