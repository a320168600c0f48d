from odoo.tests import tagged
from odoo.tools.translate import code_translations

from ..common import ArchiveCommon

_CHINESE = {"Destruction": "销毁", "Borrowing titles": "借出权证"}


@tagged("-at_install", "post_install")
class TestRouteNames(ArchiveCommon):
    """Odoo does not translate the names of plans; those that come with the product are in the user's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.route = cls.env.ref("client_archive.route_destruction")

    def setUp(self):
        super().setUp()
        known = type(code_translations).get_python_translations

        def with_ours(this, module, lang):
            words = known(this, module, lang)
            return {**words, **_CHINESE} if (module, lang) == ("client_archive", "zh_CN") else words
        self.patch(type(code_translations), "get_python_translations", with_ours)

    def chinese(self, record):
        return record.with_context(lang="zh_CN")

    def test_each_route_of_ours_has_its_term(self):
        data = self.env["ir.model.data"].search([
            ("model", "=", "mail.activity.plan"), ("module", "=like", "client_archive%")])
        names = set(self.env["mail.activity.plan"].browse(data.mapped("res_id")).exists().mapped("name"))
        self.assertTrue(names)
        self.assertEqual(names - set(self.route._route_names()), set())

    def test_they_are_in_the_language_of_the_user(self):
        self.assertEqual(self.route.display_name, "Destruction")
        chinese = self.chinese(self.route)
        self.assertEqual((chinese.display_name, chinese.name), ("销毁", "Destruction"))
        self.route.approval_rule = False
        approvable = self.env["archive.destruction.batch"].new({"company_id": self.company.id})
        steps = self.chinese(approvable)._approval_step_values(chinese, 1)
        self.assertEqual({values["rule"] for values in steps}, {"销毁"})

    def test_a_name_that_somebody_gave_stays(self):
        self.route.name = "Shredding"
        self.assertEqual(self.chinese(self.route).display_name, "Shredding")
        self.route.name = "Borrowing titles"
        self.assertEqual(self.chinese(self.route).display_name, "借出权证", "the words count, not the record")

    def test_plans_that_are_no_routes_are_odoos(self):
        plan = self.env["mail.activity.plan"].create({"name": "Destruction", "res_model": "res.partner"})
        self.assertEqual(self.chinese(plan).display_name, "Destruction")

    def test_they_are_found_by_both_names(self):
        Plan = self.env["mail.activity.plan"]
        for words, lang in (("销毁", "zh_CN"), ("destruc", "zh_CN"), ("destruc", "en_US")):
            with self.subTest(words=words, lang=lang):
                found = Plan.with_context(lang=lang).search([("display_name", "ilike", words)])
                self.assertIn(self.route, found)
                self.assertNotIn(self.env.ref("client_archive.route_privacy"), found)
        self.assertNotIn(self.route, Plan.search([("display_name", "ilike", "销毁")]))

    def test_the_list_costs_the_same_for_any_number(self):
        routes = self.chinese(self.env["mail.activity.plan"].search([("is_approval_route", "=", True)]))
        self.assertGreater(len(routes), 20)

        def queries(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("display_name")
            return self.env.cr.sql_log_count - before
        queries(routes)
        self.assertEqual(queries(routes), queries(routes[0]))
