from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.client_archive.tools import gate

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestExplanation(EvaluationCommon):
    """Points and the proposed limit are explained in words (R93)."""

    def line(self, evaluation, key):
        criterion = self.env.ref(f"client_archive_credit.scorecard_criterion_{key}")
        return evaluation.line_ids.filtered(lambda line: line.criterion_id == criterion)

    def test_R93_measured_points_in_words(self):
        self.pay(self.invoice(800000, -100, due=30), -60)
        evaluation = self.make_evaluation()
        words = self.line(evaluation, "delay").explanation
        self.assertIn("Paid 10 days after the due date on average", words)
        self.assertIn("70 of 100 points", words)
        self.assertIn("14.00 of the score", words)

    def test_R93_unknown_and_judged_points_in_words(self):
        evaluation = self.make_evaluation()
        self.assertIn("The books know nothing of it yet: 50 of 100", self.line(evaluation, "growth").explanation)
        self.assertIn("source: Annual report", self.line(evaluation, "finance").explanation)
        self.rpc("credit", self.line(evaluation, "finance"), "write", {"source": False})
        self.assertFalse(self.line(evaluation, "finance").explanation, "not judged yet")
        self.assertIn("Annual report", evaluation.why)

    def test_R93_every_measure_has_words(self):
        self.invoice(500000, -400)
        self.pay(self.invoice(800000, -100, due=30), -60)
        measures = self.env["credit.scorecard.criterion"]._fields["measure"].get_values(self.env)
        card = self.env.ref("client_archive_credit.scorecard_ordinary")
        evaluation = self.Evaluation.with_user(self.users["credit"]).create({
            "partner_id": self.partner.id, "scorecard_id": card.id})
        self.assertTrue(all(evaluation.line_ids.mapped("explanation")))
        self.assertLessEqual(set(evaluation.line_ids.mapped("measure")), set(measures))
        self.assertFalse([line.name for line in evaluation.line_ids if "source" in line.explanation])

    def test_R93_no_band_begins_at_a_made_up_number(self):
        bands = self.env["credit.scorecard.band"].search([])
        self.assertFalse(bands.filtered(lambda band: band.lower < -1000))
        lowest = self.env.ref("client_archive_credit.scorecard_criterion_delay").band_ids[:1]
        self.assertEqual((lowest.open_below, lowest.display_name), (True, "< 1"))
        with self.assertRaises(UserError):
            self.rpc("credit_manager", lowest, "write", {"open_below": False})

    def test_R93_trend_disputes_and_concentration(self):
        partner = self.customer("Measured")
        partner.country_id = self.env.ref("base.us")
        dossier = gate.opened(self.env["archive.dossier"]).create({"partner_id": partner.id, "state": "open"})
        self.invoice(9000, -60, partner=partner)  # due 30 days ago
        self.pay(self.invoice(91000, -200, partner=self.customer("Others")), -150)
        for number in range(2):
            self.env["archive.contact.log"].create({
                "dossier_id": dossier.id, "kind": "complaint", "name": f"Rust {number}", "date": self.day(-10)})
        figures = self.env["credit.figures"]._of(partner, self.company)[partner.id]
        self.assertEqual((figures.overdue_amount, figures.overdue_before, figures.disputes), (9000, 0, 2))
        total = self.env["credit.figures"]._total_turnover(self.company)
        self.assertAlmostEqual(figures.share, 100 * 9000 / total)

    # ------------------------------------------------------------------
    # Limit by formula
    # ------------------------------------------------------------------
    def test_R44_limit_by_formula(self):
        self.pay(self.invoice(3650000, -100, due=30), -75)
        evaluation = self.make_evaluation("confirmed")
        share = evaluation.grade_id.limit_share
        self.assertEqual(evaluation.proposed_limit, int(3650000 / 365 * 60 * share / 100 / 10000) * 10000)
        self.assertIn("60 days", evaluation.limit_words)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.make_evaluation(), "write", {"turnover": 1e9})

    def test_R44_without_turnover_nothing_is_proposed(self):
        evaluation = self.make_evaluation()
        self.assertEqual(evaluation.proposed_limit, 0)
        self.assertIn("No turnover", evaluation.limit_words)

    def test_R72_the_application_rests_on_the_evaluation(self):
        self.partner.is_company = True
        self.pay(self.invoice(3650000, -100, due=30), -75)
        evaluation = self.make_evaluation("confirmed")
        for login in ("sales", "gm"):
            with self.assertRaises(AccessError):
                self.rpc(login, evaluation, "action_apply_for_limit")
        action = self.rpc("credit", evaluation, "action_apply_for_limit")
        form = Form(self.env["credit.limit.application"].with_user(self.users["credit"]).with_context(
            **action["context"]))
        self.assertEqual(form.amount, evaluation.proposed_limit)
        self.assertEqual((form.evaluation_id, form.evaluation_score), (evaluation, evaluation.score))
        self.assertIn(evaluation.name, form.reason)
        former = evaluation
        self.make_evaluation("confirmed")
        with self.assertRaises(UserError):
            self.rpc("credit", former, "action_apply_for_limit")

    def test_grades_bring_their_proposals(self):
        grade = self.env["credit.grade"].create({"name": "A+", "min_score": 85})
        self.assertEqual((grade.limit_share, grade.validity_months), (120, 12))
        self.assertEqual(self.env.ref("client_archive_credit.grade_d").limit_share, 0)
