from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.client_archive.tools import gate

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestEvaluation(EvaluationCommon):
    def line(self, evaluation, key):
        criterion = self.env.ref(f"client_archive_credit.scorecard_criterion_{key}")
        return evaluation.line_ids.filtered(lambda line: line.criterion_id == criterion)

    def make_expensive(self):
        """Make the customer one of high value, with three experts at hand."""
        self.invoice(5000000, -10)
        scorecard = self.env.ref("client_archive_credit.scorecard_standard")
        scorecard.expert_ids = self.users["gm"] | self.users["deputy_gm"] | self.users["archive_head"]
        return self.make_evaluation()

    def give(self, login, evaluation, **values):
        return self.rpc(login, self.env["credit.expert.opinion"], "create", [{
            "evaluation_id": evaluation.id, "recommendation": "agree", "opinion": "As the figures say", **values}])

    # ------------------------------------------------------------------
    # Scoring (R93)
    # ------------------------------------------------------------------
    def test_R93_what_the_books_know_is_filled_in(self):
        self.pay(self.invoice(800000, -100, due=30), -60)
        self.invoice(50000, -80, due=30)
        evaluation = self.make_evaluation()
        values = {key: (self.line(evaluation, key).value, self.line(evaluation, key).points)
                  for key in ("delay", "overdue", "turnover")}
        self.assertEqual(values, {"delay": (10, 70), "overdue": (50, 30), "turnover": (850000, 60)})
        self.assertFalse(self.line(evaluation, "growth").has_value, "there is no year before to compare with")
        self.assertEqual(self.line(evaluation, "growth").points, 50)

    def test_R93_score_and_grade(self):
        evaluation = self.make_evaluation()
        # a new customer: points without data 50·20 + overdue 100·15 + 20·10 + 50·5 + 20·10, and 100·(20+15+5)
        self.assertEqual(evaluation.score, 71.5)
        self.assertEqual(evaluation.grade_id.name, "A")
        worse = self.make_evaluation(level=0)
        self.assertEqual((worse.score, worse.grade_id.name), (31.5, "C"))

    def test_R93_entered_values_need_their_source(self):
        evaluation = self.make_evaluation()
        self.rpc("credit", self.line(evaluation, "finance"), "write", {"source": " "})
        self.assertEqual(evaluation.missing_count, 1)
        with self.assertRaisesRegex(UserError, "Finances"):
            self.rpc("credit", evaluation, "action_confirm")

    def test_R95_the_scorecard_is_not_chosen_to_suit(self):
        shared = self.env.ref("client_archive_credit.scorecard_standard")
        own = shared.copy({"company_id": self.env.company.id, "high_value_turnover": 1})
        own.action_activate()
        with self.assertRaisesRegex(UserError, "in force"):
            self.rpc("credit", self.Evaluation, "create", [{
                "partner_id": self.partner.id, "scorecard_id": shared.id}])
        self.assertEqual(self.make_evaluation().scorecard_id, own)
        self.invoice(10, -10)
        ordinary = self.env["credit.scorecard"]._active_for(self.env.company, "ordinary")
        self.assertTrue(self.make_evaluation(scorecard_id=ordinary.id).is_high_value, "by the scorecard for all")

    def test_R94_an_evaluation_is_not_dated_ahead(self):
        evaluation = self.make_evaluation()
        with self.assertRaises(ValidationError):
            self.rpc("credit", evaluation, "write", {"date": self.day(3650)})

    def test_R93_values_from_the_books_are_not_typed(self):
        evaluation = self.make_evaluation()
        line = self.line(evaluation, "turnover")
        with self.assertRaisesRegex(UserError, "not typed"):
            self.rpc("credit", line, "write", {"value": 9999999})
        for vals in ({"points": 100}, {"has_value": True}, {"weight": 99}, {"criterion_id": line.criterion_id.id},
                     {"weighted_points": 50}, {"evaluation_id": self.make_evaluation().id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit", line, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.env["credit.evaluation.line"], "create", [
                {"evaluation_id": evaluation.id, "criterion_id": line.criterion_id.id}])
        with self.assertRaises(UserError):
            line.with_user(self.users["credit_manager"]).sudo().unlink()

    def test_R93_score_and_grade_are_not_entered(self):
        evaluation = self.make_evaluation()
        for vals in ({"score": 100}, {"grade_id": self.env.ref("client_archive_credit.grade_aaa").id},
                     {"state": "confirmed"}, {"is_current": True}, {"next_due_on": "2099-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit", evaluation, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.Evaluation, "create", [{"partner_id": self.partner.id, "score": 100}])

    def test_R93_a_band_of_another_criterion_is_refused(self):
        evaluation = self.make_evaluation()
        with self.assertRaises(UserError):
            self.rpc("credit", self.line(evaluation, "finance"), "write", {
                "band_id": self.line(evaluation, "standing").criterion_id.band_ids[0].id})

    def test_R93_a_confirmed_evaluation_is_not_changed(self):
        evaluation = self.make_evaluation("confirmed")
        line = self.line(evaluation, "finance")
        for records, vals in ((line, {"note": "Better"}), (line, {"band_id": line.criterion_id.band_ids[-1].id}),
                              (evaluation, {"conclusion": "Better"}), (evaluation, {"date": self.day(-9)})):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("credit", records, "write", vals)
        for method in ("action_confirm", "action_refresh", "unlink"):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc("credit", evaluation, method)

    def test_R93_only_credit_officers(self):
        evaluation = self.make_evaluation()
        for login in ("sales", "gm", "head", "auditor", "outsider"):
            for method in ("action_confirm", "action_refresh", "action_ask_experts"):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, evaluation, method)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.Evaluation, "create", [{"partner_id": self.partner.id}])

    def test_R51_need_to_know(self):
        evaluation = self.make_evaluation()
        for login in ("sales", "gm", "auditor", "credit_2"):
            self.assertTrue(self.as_user(login, evaluation).has_access("read"), login)
        for login in ("other_sales", "employee", "head", "outsider"):
            self.assertFalse(self.as_user(login, evaluation).has_access("read"), login)
            self.assertFalse(self.as_user(login, evaluation.line_ids).has_access("read"), login)

    def test_R45_history(self):
        first = self.make_evaluation("confirmed")
        second = self.make_evaluation("confirmed", level=0)
        self.assertEqual((first.is_current, second.is_current), (False, True))
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.score_change, -40)
        self.assertEqual(self.as_user("credit", self.partner).credit_grade_id.name, "C")
        self.assertEqual(self.as_user("credit", self.partner).credit_evaluation_count, 2)
        self.assertFalse(self.as_user("other_sales", self.partner).credit_grade_id)

    def test_R93_a_new_scale_does_not_change_what_was_given(self):
        evaluation = self.make_evaluation("confirmed")
        draft = self.make_evaluation()
        self.env.ref("client_archive_credit.grade_a").min_score = 75
        self.env.flush_all()
        self.rpc("credit", draft, "action_confirm")
        self.assertEqual((evaluation.grade_id.name, draft.grade_id.name), ("A", "BBB"))

    def test_query_count_does_not_grow_with_customers(self):
        def evaluations(count):
            partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(count)])
            records = self.Evaluation.create([{"partner_id": partner.id} for partner in partners])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):  # not in the second of their making
                records._refresh()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        evaluations(1)  # what the registry keeps from then on is asked for once
        self.assertEqual(evaluations(2), evaluations(12))

    # ------------------------------------------------------------------
    # Yearly, and after a major event (R94)
    # ------------------------------------------------------------------
    def test_R94_yearly(self):
        evaluation = self.make_evaluation("confirmed")
        self.assertEqual(evaluation.next_due_on, self.today + relativedelta(years=1))
        self.assertEqual(self.run_job(self.Evaluation._cron_due), [])
        gate.opened(evaluation).write({"next_due_on": self.today})
        self.assertEqual(self.run_job(self.Evaluation._cron_due), [1])
        self.assertEqual(evaluation.activity_ids.user_id, self.users["sales"] | self.users["credit"])
        self.assertEqual(self.run_job(self.Evaluation._cron_due), [], "told once")
        self.assertEqual(len(evaluation.activity_ids), 2)

    def test_R94_at_once_after_a_major_event(self):
        evaluation = self.make_evaluation("confirmed")
        contact = self.env["res.partner"].create({"name": "Ms. Li", "parent_id": self.partner.id})
        self.Evaluation.with_user(self.users["sales"])._due_after_major_change(contact, "New legal representative")
        self.assertEqual(evaluation.next_due_on, self.today)
        self.assertIn("New legal representative", evaluation.activity_ids[0].summary)
        self.assertIn("evaluation_due", self.last_events(evaluation, 2))
        self.assertEqual(self.run_job(self.Evaluation._cron_due), [])
        with self.assertRaises(AccessError):
            self.rpc("credit", self.Evaluation, "_due_after_major_change", self.partner.ids)

    def test_R94_the_next_one_is_begun_from_the_last(self):
        evaluation = self.make_evaluation("confirmed")
        action = self.rpc("credit", evaluation, "action_renew")
        self.assertEqual(self.Evaluation.browse(action["res_id"]).partner_id, self.partner)

    # ------------------------------------------------------------------
    # Experts (R95)
    # ------------------------------------------------------------------
    def test_R95_ordinary_customers_need_no_experts(self):
        self.assertFalse(self.make_evaluation().is_high_value)

    def test_R95_a_high_limit_is_high_value(self):
        self.partner.with_company(self.company).credit_limit = 2000000
        self.assertTrue(self.make_evaluation().is_high_value)

    def test_R95_two_experts_before_confirming(self):
        evaluation = self.make_expensive()
        self.assertTrue(evaluation.is_high_value)
        with self.assertRaisesRegex(UserError, "experts give their opinion first"):
            self.rpc("credit", evaluation, "action_confirm")
        self.rpc("credit", evaluation, "action_ask_experts")
        self.rpc("credit", evaluation, "action_ask_experts")
        self.assertEqual(len(evaluation.activity_ids), 3, "each is asked once")
        self.give("gm", evaluation)
        self.assertNotIn(self.users["gm"], evaluation.activity_ids.user_id)
        with self.assertRaisesRegex(UserError, "experts give their opinion first"):
            self.rpc("credit", evaluation, "action_confirm")
        self.give("deputy_gm", evaluation, recommendation="lower")
        self.rpc("credit", evaluation, "action_confirm")
        self.assertEqual(evaluation.state, "confirmed")

    def test_R95_opinions_are_the_experts_own(self):
        evaluation = self.make_expensive()
        with self.assertRaises(AccessError):
            self.give("credit", evaluation)
        with self.assertRaises(AccessError):
            self.give("credit", evaluation, expert_id=self.users["gm"].id)
        with self.assertRaises(AccessError):
            self.give("employee", evaluation)
        opinion = self.env["credit.expert.opinion"].browse(self.give("gm", evaluation))
        for login, vals in (("credit", {"opinion": "Bad"}), ("deputy_gm", {"opinion": "Bad"}),
                            ("gm", {"expert_id": self.users["deputy_gm"].id})):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, opinion, "write", vals)
        self.rpc("gm", opinion, "write", {"opinion": "On second thought, agreed"})
        with self.assertRaises(AccessError):
            self.rpc("gm", opinion, "unlink")

    def test_R95_an_expert_gives_the_opinion_on_screen(self):
        evaluation = self.make_expensive()
        mine = self.as_user("gm", evaluation)
        self.assertTrue(mine.must_give_opinion)
        self.assertFalse(self.as_user("credit_2", evaluation).must_give_opinion)
        context = self.rpc("gm", evaluation, "action_give_opinion")["context"]
        form = Form(mine.env["credit.expert.opinion"].with_context(**context))
        form.recommendation = "lower"
        form.opinion = "The industry is in decline"
        form.save()
        self.assertEqual(evaluation.opinion_ids.expert_id, self.users["gm"])
        mine.invalidate_recordset()
        self.assertFalse(mine.must_give_opinion)

    def test_R93_on_screen(self):
        form = Form(self.Evaluation.with_user(self.users["credit"]))
        form.partner_id = self.partner
        evaluation = form.save()
        self.assertEqual(len(evaluation.line_ids), 8)
        form = Form(evaluation)
        for index, line in enumerate(evaluation.line_ids):
            if line.measure == "choice":
                with form.line_ids.edit(index) as row:
                    row.band_id = line.criterion_id.band_ids[-1]
                    row.source = "Annual report"
        form.conclusion = "A customer one can rely on"
        form.save()
        self.assertEqual((evaluation.missing_count, evaluation.score), (0, 71.5))
        evaluation.action_confirm()
        self.assertEqual(evaluation.state, "confirmed")

    def test_R95_no_opinion_after_confirming(self):
        evaluation = self.make_expensive()
        opinion = self.env["credit.expert.opinion"].browse(self.give("gm", evaluation))
        self.give("deputy_gm", evaluation)
        self.rpc("credit", evaluation, "action_confirm")
        with self.assertRaises(UserError):
            self.give("archive_head", evaluation)
        with self.assertRaises(UserError):
            self.rpc("gm", opinion, "write", {"opinion": "I knew it"})

    def test_R95_experts_are_those_the_scorecard_names(self):
        evaluation = self.make_expensive()
        with self.assertRaises(ValidationError):
            self.rpc("credit", evaluation, "write", {"expert_ids": [Command.link(self.users["credit_2"].id)]})

    def test_R95_nobody_reviews_their_own_evaluation(self):
        self.invoice(5000000, -10)
        evaluation = self.make_evaluation(expert_ids=[Command.set([
            self.users["credit"].id, self.users["credit_2"].id])])
        with self.assertRaisesRegex(AccessError, "yourself"):
            self.give("credit", evaluation)
        self.give("credit_2", evaluation)
        with self.assertRaisesRegex(UserError, "experts give their opinion first"):
            self.rpc("credit_2", evaluation, "action_confirm")
