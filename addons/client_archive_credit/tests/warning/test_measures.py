from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import WarningCommon


@tagged("-at_install", "post_install")
class TestMeasures(WarningCommon):
    """A warning's plan, and that closing it really does what it says (R99)."""

    def plan(self, login, warning, **values):
        self.dialog(login, warning, "planned", **{
            "measure": "collect", "owner_id": self.users["credit_officer"].id, "deadline": self.in_days(5), **values})
        self.env.invalidate_all()

    def test_R99_plan_then_done(self):
        warning = self.warning()
        self.plan("credit_officer", warning)
        self.assertEqual((warning.state, warning.action, warning.plan, warning.owner_id), (
            "planned", "collect", "As agreed", self.users["credit_officer"]))
        self.assertEqual(str(warning.deadline), self.in_days(5))
        self.assertFalse(warning.collection_id)
        action = self.rpc("credit_officer", warning, "action_handle")
        form = Form(self.as_user("credit_officer", self.env["credit.warning.close"]).with_context(**action["context"]))
        self.assertEqual((form.measure, form.note), ("collect", "As agreed"))
        form.save().action_close()
        self.assertEqual((warning.state, warning.measure), ("handled", "collect"))
        self.assertEqual(warning.collection_id.user_id, self.users["credit_officer"])
        self.assertEqual(self.last_events(warning, 3)[:1], ["warning_handled"])

    def test_R99_a_plan_names_measure_owner_and_a_day_to_come(self):
        warning = self.warning()
        for values in ({"measure": False}, {"owner_id": False}, {"deadline": False}, {"deadline": self.in_days(-1)}):
            with self.subTest(values=values), self.refuses("plan"):
                self.plan("credit_officer", warning, **values)
        for login in ("sales", "gm", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                warning.with_user(self.users[login])._plan("watch", "Mine", self.users["sales"], self.today)
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", warning, "write", {"plan": "Another"})

    def test_R99_changed_terms_hold_at_once(self):
        warning = self.warning()
        cash = self.env.ref("account.account_payment_term_immediate")
        with self.refuses("which terms"):
            self.handle("credit_officer", warning, "change_terms")
        self.handle("credit_officer", warning, "change_terms", payment_term_id=cash.id)
        self.assertEqual(self.partner.property_payment_term_id, cash)
        self.assertEqual(warning.state, "handled")

    def test_R99_a_lower_limit_waits_for_its_approval(self):
        file = self.grant(5000)
        until = file.limit_until
        warning = self.warning()
        self.handle("credit_officer", warning, "change_terms", lower_limit=True, limit_amount=2000)
        application = warning.application_id
        self.assertEqual((application.kind, application.amount, application.state), ("lower", 2000, "submitted"))
        self.assertEqual((warning.state, file.limit_amount), ("planned", 5000), "nothing passes the chain")
        self.approve(application, self.chain(application))
        self.env.invalidate_all()
        self.assertEqual((file.limit_amount, file.limit_until), (2000, until))
        self.assertEqual((warning.state, warning.measure), ("handled", "change_terms"))

    def chain(self, application):
        """Logins of who decides on ``application``, in order."""
        return [user.login.removeprefix("test_") for user in application.approval_step_ids.sorted("sequence").user_id]

    def test_R99_the_credit_manager_stops_at_once(self):
        self.grant(5000)
        warning = self.warning(severity="high", action="suspend")
        self.handle("credit_manager", warning, "suspend")
        file = self.File.search([("partner_id", "=", self.partner.id)])
        self.assertTrue(file.on_stop)
        self.assertEqual(file.stop_reason, "As agreed")
        self.assertEqual(self.last_events(file), ["credit_stopped"])
        order = self.confirm(self.order(100))
        self.assertEqual(order.state, "draft")

    def test_R99_an_officers_stop_waits_for_the_credit_manager(self):
        file = self.grant(5000)
        warning = self.warning(action="suspend")
        self.handle("credit_officer", warning, "suspend")
        self.assertEqual((file.on_stop, warning.state, warning.application_id.kind), (False, "planned", "stop"))
        self.rpc("credit_manager", warning.application_id, "action_approve")
        self.env.invalidate_all()
        self.assertEqual((file.on_stop, warning.state, warning.measure), (True, "handled", "suspend"))

    def test_R99_a_refused_measure_comes_back_to_its_owner(self):
        self.grant(5000)
        warning = self.warning(action="suspend")
        self.handle("credit_officer", warning, "suspend")
        wizard = self.env["archive.approval.decision"].with_user(self.users["credit_manager"]).create({
            "res_model": "credit.limit.application", "res_id": warning.application_id.id, "decision": "refused",
            "opinion": "Too hard"})
        wizard.action_decide()
        self.env.invalidate_all()
        self.assertEqual(warning.state, "open")
        self.handle("credit_officer", warning, "watch")
        self.assertEqual(warning.state, "handled")

    def test_R99_a_customer_without_a_file_is_stopped_as_well(self):
        warning = self.warning()
        self.handle("credit_manager", warning, "suspend")
        self.assertTrue(self.File.search([("partner_id", "=", self.partner.id)]).on_stop)

    def test_R99_collect_and_legal(self):
        warning = self.warning()
        self.handle("credit_officer", warning, "legal", owner_id=self.users["credit_manager"].id)
        matter = warning.collection_id
        self.assertEqual((matter.state, matter.user_id, matter.partner_id), (
            "legal", self.users["credit_manager"], self.partner))
        self.rule("overdue_amount", 10)
        second = self.look()
        self.handle("credit_officer", second, "collect")
        self.assertEqual(second.collection_id, matter, "the open matter goes on")

    def test_R99_a_new_survey_is_begun_once(self):
        warning = self.warning()
        self.handle("credit_officer", warning, "survey")
        report = warning.investigation_id
        self.assertEqual((report.state, report.partner_id), ("draft", self.partner))
        self.rule("overdue_amount", 10)
        second = self.look()
        self.handle("credit_officer", second, "survey")
        self.assertEqual(second.investigation_id, report)

    def test_R99_two_warnings_of_a_customer_make_one_application(self):
        self.grant(5000)
        self.rule("overdue_amount", 10)
        warnings = self.warning()
        self.assertEqual(len(warnings), 2)
        self.handle("credit_officer", warnings, "suspend")
        self.assertEqual(len(warnings.application_id), 1)
        self.rpc("credit_manager", warnings.application_id, "action_approve")
        self.env.invalidate_all()
        self.assertEqual(set(warnings.mapped("state")), {"handled"})

    def test_R99_what_was_done_is_not_entered_by_rpc(self):
        warning = self.warning()
        matter = self.open_matter()
        for vals in ({"collection_id": matter.id}, {"escalated_on": "2026-01-01"}, {"action": "legal"},
                     {"indicator": "score_below"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_manager", warning, "write", vals)
