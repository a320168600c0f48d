from psycopg2.errors import ForeignKeyViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestOpinions(EvaluationCommon):
    """The experts' panel (R95), as somebody would bend it, and as an expert uses it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(5000000, -10)
        scorecard = cls.env.ref("client_archive_credit.scorecard_standard")
        scorecard.expert_ids = cls.users["gm"] | cls.users["deputy_gm"] | cls.users["archive_head"]
        cls.evaluation = cls.make_evaluation()
        cls.Opinion = cls.env["credit.expert.opinion"]

    def give(self, login, evaluation=None, **values):
        return self.Opinion.browse(self.rpc(login, self.Opinion, "create", [{
            "evaluation_id": (evaluation or self.evaluation).id, "recommendation": "agree",
            "opinion": "As the figures say", **values}]))

    def another(self, **values):
        return self.make_evaluation(partner=self.customer("Another"), **values)

    def grade_changes(self):
        """The maker enters other values after the experts have spoken."""
        before = self.evaluation.grade_id
        line = self.evaluation.line_ids.filtered(lambda row: row.measure == "choice")[:3]
        for row in line:
            self.rpc("credit", row, "write", {"band_id": row.criterion_id.band_ids[0].id})
        self.env.invalidate_all()
        self.assertNotEqual(self.evaluation.grade_id, before)

    # ------------------------------------------------------------------
    # As an attacker
    # ------------------------------------------------------------------
    def test_R95_an_opinion_does_not_move_to_another_evaluation(self):
        opinion, other = self.give("gm"), self.another()
        other.expert_ids = self.users["gm"]
        with self.assertRaises(AccessError):
            self.rpc("gm", opinion, "write", {"evaluation_id": other.id})
        for command in (Command.link(opinion.id), Command.set(opinion.ids),
                        Command.update(opinion.id, {"evaluation_id": other.id})):
            for login in ("credit", "gm"):
                with self.subTest(command=command, login=login), self.assertRaises(UserError):
                    self.rpc(login, other, "write", {"opinion_ids": [command]})
                self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.rpc("credit", self.evaluation, "write", {"opinion_ids": [Command.unlink(opinion.id)]})
        self.env.invalidate_all()
        self.assertEqual(opinion.evaluation_id, self.evaluation)
        self.assertFalse(other.opinion_ids)

    def test_R95_nobody_speaks_for_another_expert(self):
        values = {"recommendation": "agree", "opinion": "Fine", "expert_id": self.users["gm"].id}
        with self.assertRaises(AccessError):
            self.give("deputy_gm", expert_id=self.users["gm"].id)
        for login in ("credit", "credit_2", "deputy_gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.evaluation, "write", {"opinion_ids": [Command.create(values)]})
        # by a default of the client: it is their own, whatever it says
        mine = self.Opinion.with_user(self.users["deputy_gm"]).with_context(
            default_expert_id=self.users["gm"].id).create({
                "evaluation_id": self.evaluation.id, "recommendation": "agree", "opinion": "Fine"})
        self.assertEqual(mine.expert_id, self.users["deputy_gm"])
        with self.assertRaises(AccessError):
            self.rpc("gm", self.give("gm"), "write", {"expert_id": self.users["deputy_gm"].id})

    def test_R95_nothing_after_the_decision(self):
        opinion = self.give("gm")
        self.give("deputy_gm")
        self.rpc("credit", self.evaluation, "action_confirm")
        with self.refuses_words("confirmed"):
            self.give("archive_head")
        for vals in ({"opinion": "I knew it"}, {"recommendation": "lower"}):
            with self.refuses_words("confirmed"):
                self.rpc("gm", opinion, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("credit", self.evaluation, "write", {"opinion_ids": [Command.delete(opinion.id)]})
        with self.assertRaises(UserError):
            self.rpc("credit", self.evaluation, "write", {"expert_ids": [Command.clear()]})

    def refuses_words(self, words):
        return self.assertRaisesRegex(UserError, words)

    def test_R95_an_evaluation_with_opinions_is_not_deleted_nor_copied_with_them(self):
        opinion = self.give("gm")
        with mute_logger("odoo.sql_db"), self.assertRaises(ForeignKeyViolation), self.cr.savepoint():
            self.evaluation.with_user(self.users["credit_manager"]).unlink()
        self.assertTrue(opinion.exists())
        self.assertFalse(self.evaluation.copy().opinion_ids)

    def test_R95_an_opinion_is_not_hidden_in_another_company_or_customer(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.users["gm"].company_ids |= company
        opinion = self.give(
            "gm", company_id=company.id, partner_id=self.customer("Another").id,
            grade_id=self.env.ref("client_archive_credit.grade_a").id)
        self.assertEqual((opinion.company_id, opinion.partner_id), (self.company, self.partner))
        self.assertEqual(opinion.grade_id, self.evaluation.grade_id)
        for vals in ({"company_id": company.id}, {"partner_id": self.customer("Third").id},
                     {"grade_id": self.env.ref("client_archive_credit.grade_a").id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("gm", opinion, "write", vals)
        with self.assertRaises(AccessError):
            self.give("gm", self.another(company_id=company.id, scorecard_id=self.evaluation.scorecard_id.id,
                                         expert_ids=[Command.set(self.users["deputy_gm"].ids)]))

    def test_R95_opinions_on_another_grade_do_not_count(self):
        self.give("gm")
        self.give("deputy_gm")
        self.assertEqual(self.evaluation.opinion_count, 2)
        self.grade_changes()
        self.assertEqual(self.evaluation.opinion_count, 0)
        with self.refuses_words("experts give their opinion first"):
            self.rpc("credit", self.evaluation, "action_confirm")
        self.rpc("credit", self.evaluation, "action_ask_experts")
        self.assertLessEqual(self.users["gm"] | self.users["deputy_gm"], self.evaluation.activity_ids.user_id)
        for login in ("gm", "deputy_gm"):
            opinion = self.evaluation.opinion_ids.filtered(lambda row, who=login: row.expert_id == self.users[who])
            self.rpc(login, opinion, "write", {"opinion": "Then lower, yes"})
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.opinion_count, 2)
        self.rpc("credit", self.evaluation, "action_confirm")
        self.assertEqual(self.evaluation.state, "confirmed")

    def test_invariant_5_every_word_is_in_the_journal(self):
        opinion = self.give("gm", opinion="At first sight")
        self.rpc("gm", opinion, "write", {"opinion": "On second thought"})
        events = self.env["archive.event"].search([
            ("res_model", "=", opinion._name), ("res_id", "=", opinion.id)], order="id")
        self.assertEqual(events.mapped("kind"), ["expert_opinion", "changed"])
        self.assertIn("At first sight", events[0].after)
        self.assertIn("On second thought", events[1].after)

    # ------------------------------------------------------------------
    # As an expert
    # ------------------------------------------------------------------
    def test_R95_an_expert_is_called_speaks_and_speaks_again(self):
        self.rpc("credit", self.evaluation, "action_ask_experts")
        mine = self.as_user("archive_head", self.evaluation)
        self.assertEqual((mine.must_give_opinion, mine.may_change_opinion), (True, False))
        self.assertIn(self.users["archive_head"], self.evaluation.activity_ids.user_id)
        self.fill_in("archive_head", "lower", "Their main buyer is in trouble")
        mine.invalidate_recordset()
        self.assertEqual((mine.must_give_opinion, mine.may_change_opinion), (False, True))
        self.assertNotIn(self.users["archive_head"], self.evaluation.activity_ids.user_id)
        self.fill_in("archive_head", "agree", "The buyer has paid since")
        self.assertEqual(self.evaluation.opinion_ids.mapped("opinion"), ["The buyer has paid since"])

    def fill_in(self, login, recommendation, words):
        action = self.rpc(login, self.evaluation, "action_give_opinion")
        Opinion = self.Opinion.with_user(self.users[login]).with_context(**action["context"])
        form = Form(Opinion.browse(action["res_id"] or ()))
        form.recommendation, form.opinion = recommendation, words
        form.save()

    def test_R95_an_expert_sees_the_customers_evaluation_and_no_other(self):
        other = self.another()
        other.expert_ids = self.users["deputy_gm"]
        expert = self.as_user("archive_head", self.evaluation)
        self.assertTrue(expert.has_access("read") and expert.line_ids.has_access("read"))
        self.assertFalse(self.as_user("archive_head", other).has_access("read"))
        self.assertFalse(expert.has_access("write"))
        self.give("gm")
        expert.invalidate_recordset()
        self.assertFalse(
            self.as_user("archive_head", self.Opinion).search([("evaluation_id", "=", self.evaluation.id)]),
            "what others said does not sway an expert")
        self.assertEqual(expert.opinion_count, 1)
