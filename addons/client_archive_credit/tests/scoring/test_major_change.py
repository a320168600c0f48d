from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestMajorChange(EvaluationCommon):
    """A major change in the archive reaches the credit file at once (R89, R94, R43)."""

    def report(self, **values):
        return self.env["archive.change"].with_user(self.users["sales"]).create({
            "name": "法定代表人变更", "dossier_id": self.dossier.id, "kind": "legal_representative", **values})

    def test_R89_a_new_evaluation_is_due_at_once(self):
        evaluation = self.make_evaluation("confirmed")
        due = evaluation.next_due_on
        self.report(kind="address", name="迁址")
        self.assertEqual(evaluation.next_due_on, due, "an ordinary change is none of credit's")
        self.report()
        self.assertEqual(evaluation.next_due_on, self.today)
        self.assertTrue(any("法定代表人变更" in summary for summary in evaluation.activity_ids.mapped("summary")))
        self.assertIn("evaluation_due", self.last_events(evaluation, 2))

    def test_R89_a_change_that_becomes_major_counts_as_well(self):
        evaluation = self.make_evaluation("confirmed")
        change = self.report(kind="address", name="迁址")
        self.rpc("sales", change, "write", {"is_major": True})
        self.assertEqual(evaluation.next_due_on, self.today)

    def test_R89_a_new_survey_is_due_at_once(self):
        report = self.make_report("approved")
        before = len(report.activity_ids)
        self.report()
        self.assertGreater(len(report.activity_ids), before)
        self.assertTrue(any("法定代表人变更" in (summary or "") for summary in report.activity_ids.mapped("summary")))

    def test_R89_a_customer_without_a_credit_file_is_left_alone(self):
        self.report()
        self.assertFalse(self.Evaluation.search([("partner_id", "=", self.partner.id)]))

    def test_R89_the_words_stay_in_their_company(self):
        evaluation = self.make_evaluation("confirmed")
        other = self.env["res.company"].create({"name": "Other"})
        self.Evaluation._due_after_major_change(self.partner, "Elsewhere", other)
        self.assertNotEqual(evaluation.next_due_on, self.today)
        with self.assertRaises(AccessError):
            self.rpc("credit", self.env["archive.change"], "_major_change_reported")
