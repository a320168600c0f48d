from stdnum.cn import uscc

from odoo.tests import TransactionCase, tagged

from ..content.company import PEOPLE
from ..content.purge import purge
from ..content.stage import PASSWORD

# model, field, values that no record has
ROOMS = [
    ("archive.dossier", "state", set()),
    ("archive.document", "state", set()),
    ("archive.request", "state", set()),
    ("archive.request", "kind", set()),
    ("archive.request.line", "stage", set()),
    ("archive.handover", "state", {"cancelled"}),
    ("archive.handover.supplement", "state", {"accepted"}),
    ("archive.clearance", "state", set()),
    ("archive.agreement", "term", {"upcoming"}),
    ("archive.training", "kind", set()),
    ("archive.designation", "state", {"ended"}),
    ("archive.incident", "state", set()),
    ("archive.secret.meeting", "state", {"held", "cancelled"}),
    ("archive.declassification", "state", {"draft", "cancelled"}),
    ("archive.merit", "reward", {"promotion", "other"}),
    ("archive.seal", "kind", set()),
    ("archive.change", "state", set()),
    ("archive.review", "state", set()),
    ("archive.contact.log", "kind", set()),
    ("archive.contract", "state", set()),
    ("archive.contract.act", "kind", set()),
    ("archive.statistics.return", "state", set()),
    ("credit.investigation", "state", {"expired", "superseded"}),
    ("credit.scorecard", "state", {"retired"}),
    ("credit.evaluation", "state", set()),
    ("credit.warning", "state", set()),
    ("credit.limit", "state", set()),
    ("credit.limit.application", "state", {"cancelled"}),
    ("credit.hold", "state", {"cancelled"}),
]
# What the daily jobs do, which act under nobody's name
JOBS = {
    "changed", "collection_act", "credit_expired", "document_not_collected", "evaluation_due", "promise_broken",
    "request_escalated", "request_expired", "request_overdue", "review_planned", "segment_changed", "warning_raised"}


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

    def test_every_room_has_records_in_every_state(self):
        for model, field, missing in ROOMS:
            with self.subTest(model=model):
                records = self.env[model].search([("company_id", "=", self.company.id)])
                values = {key for key, _label in self.env[model]._fields[field]._description_selection(self.env)}
                self.assertEqual(values - set(records.mapped(field)), missing)

    def test_R98_agreement_and_clearance_open_what_is_secret(self):
        level = {
            login: self.env["archive.clearance"]._levels(self.user(login)).get(self.company.id)
            for login in ("archivist", "sales3", "credit2", "employee", "security")}
        self.assertEqual(level, {
            "archivist": "3", "sales3": "1", "credit2": None, "employee": None, "security": None})

    def test_R85_numbers_tell_the_region(self):
        dossiers = self.env["archive.dossier"].search([("company_id", "=", self.company.id), ("number", "!=", False)])
        self.assertTrue(dossiers)
        self.assertEqual([number for number in dossiers.mapped("number") if "-00-" in number], [])

    def test_R44_limits_come_from_applications(self):
        files = self.env["credit.file"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(files.mapped("status")), {"valid", "expired", "stop", "none"})
        self.assertGreaterEqual(len(files.filtered("has_limit").limit_ids.application_id), 12)

    def test_R95_high_value_customers_were_reviewed_by_experts(self):
        reviewed = self.env["credit.evaluation"].search([
            ("company_id", "=", self.company.id), ("is_high_value", "=", True), ("state", "=", "confirmed")])
        self.assertTrue(reviewed)
        self.assertEqual([row for row in reviewed if row.opinion_count < 2], [])

    def test_a_released_order_is_confirmed_and_a_refused_one_is_not(self):
        holds = self.env["credit.hold"].search([("company_id", "=", self.company.id)])
        states = {hold.state: hold.order_id.state for hold in holds}
        self.assertEqual(states, {"pending": "draft", "released": "sale", "refused": "draft"})

    def test_a_customer_who_signs_over_the_limit_waits(self):
        customer, order = self.user("customer"), self.env.ref("client_archive_demo.order_to_sign")
        self.assertTrue(customer._is_portal())
        self.env["res.users"].with_user(customer)._check_credentials(
            {"type": "password", "login": customer.login, "password": PASSWORD}, {"interactive": False})
        self.assertIn(order, self.env["sale.order"].with_user(customer).search([("state", "=", "sent")]))
        self.assertTrue(order._has_to_be_signed())
        # what the portal does when the customer signs
        order.write({
            "signed_by": customer.name, "signed_on": "2031-01-01",
            "signature": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"})
        order._validate_order()
        self.assertEqual((order.state, order.credit_hold_state), ("sent", "pending"))

    def test_events_name_the_people_whose_task_it_was(self):
        filed = self.env["archive.event"].search([
            ("company_id", "=", self.company.id), ("kind", "=", "document_filed")]).user_id
        self.assertEqual(filed, self.user("archivist") | self.user("archivist2"))
        machine = self.env["archive.event"].search([
            ("company_id", "=", self.company.id), ("user_id", "=", self.env.ref("base.user_root").id)])
        self.assertEqual(set(machine.mapped("kind")) - JOBS, set())

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
        deciders = ("gm", "dgm", "head_sales", "head_sales2", "credit_manager")
        self.assertLessEqual(self.env["res.users"].union(*map(self.user, deciders)), pending.user_id)
        # The daily job comes to the same people
        before = {step: step.user_id for step in pending}
        pending._project()
        self.assertEqual({step: step.user_id for step in pending}, before)
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
