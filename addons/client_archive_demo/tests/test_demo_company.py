from stdnum.cn import uscc

from odoo.tests import TransactionCase, tagged

from ..content.company import PEOPLE
from ..content.purge import purge
from ..content.stage import PASSWORD


@tagged("-at_install", "post_install")
class TestDemoCompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("client_archive_demo.company")
        cls.customers = cls.env["res.partner"].search([
            ("company_id", "=", cls.company.id), ("parent_id", "=", False), ("category_id", "!=", False)])

    def user(self, login):
        return self.env.ref(f"client_archive_demo.user_{login}")

    def test_users_log_in_and_see_their_company_alone(self):
        for login in PEOPLE:
            user = self.user(login)
            self.env["res.users"].with_user(user)._check_credentials(
                {"type": "password", "login": user.login, "password": PASSWORD}, {"interactive": False})
            self.assertEqual((user.company_ids, user.lang), (self.company, "zh_CN"))

    def test_R79_codes_are_valid(self):
        companies = self.customers.filtered("is_company") | self.company.partner_id
        self.assertGreater(len(companies), 20)
        self.assertEqual([code for code in companies.mapped("vat") if not uscc.is_valid(code)], [])
        self.assertEqual(len(set(companies.mapped("vat"))), len(companies))

    def test_R40_R8_every_nature_and_format(self):
        self.assertEqual(len(self.customers.category_id), 5)
        categories = self.env["archive.dossier"].search([("company_id", "=", self.company.id)]).category_id
        self.assertEqual(categories, self.env["archive.category"].search([("child_ids", "=", False)]))

    def test_R78_journal_verifies(self):
        self.assertIsNone(self.env["archive.event.seal"]._verify())

    def test_events_name_the_people_whose_task_it_was(self):
        filed = self.env["archive.event"].search([
            ("company_id", "=", self.company.id), ("kind", "=", "document_filed")]).user_id
        self.assertEqual(filed, self.user("archivist") | self.user("archivist2"))
        acted = self.env["archive.event"].search([("company_id", "=", self.company.id)]).user_id
        self.assertNotIn(self.env.ref("base.user_root"), acted)

    def test_books_are_settled(self):
        moves = self.env["account.move"].search([
            ("company_id", "=", self.company.id), ("move_type", "=", "out_invoice"), ("state", "=", "posted")])
        states = moves.mapped("payment_state")
        self.assertGreater(len(moves), 100)
        self.assertLessEqual({"paid", "partial", "not_paid"}, set(states))
        self.assertGreaterEqual(
            self.env["sale.order"].search_count([("company_id", "=", self.company.id), ("state", "=", "sale")]), 150)

    def test_R31_R35_one_register_of_every_stage(self):
        batches = self.env["archive.destruction.batch"].search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(batches.mapped("state")), ["approved", "done", "draft", "submitted"])
        done = batches.filtered(lambda batch: batch.state == "done")
        self.assertEqual(len(done.signature_ids), 4)
        self.assertEqual(set(done.line_ids.mapped("bytes_state")), {"gone", False})

    def test_people_have_something_to_decide(self):
        pending = self.env["archive.approval.step"].search([
            ("company_id", "=", self.company.id), ("state", "=", "pending")])
        self.assertLessEqual(
            self.user("gm") | self.user("head_sales") | self.user("head_sales2"), pending.user_id)
        activities = self.env["mail.activity"].search([("archive_step_id", "in", pending.ids)])
        self.assertEqual(activities.archive_step_id, pending)

    def test_other_companies_have_nothing_of_it(self):
        others = self.env["res.company"].search([]) - self.company
        people = self.env["res.users"].search([("company_id", "=", self.company.id)])
        self.assertFalse(self.env["archive.event"].search_count([
            ("company_id", "in", others.ids), ("user_id", "in", people.ids)]))
        self.assertFalse(self.env["archive.dossier"].search_count([("company_id", "in", others.ids)]))
        self.assertNotIn(self.company, self.env.ref("base.user_admin").company_ids)

    def test_closing_shuts_everybody_out(self):
        gm = self.user("gm")
        purge(self.env)
        self.assertFalse(self.company.active)
        self.assertFalse(gm.active)
        self.assertIsNone(self.env["archive.event.seal"]._verify())
