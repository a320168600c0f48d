from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestFigure(EvaluationCommon):
    def write_months(self):
        today = fields.Date.today()
        Segment = self.env["archive.segment"]
        Segment._update(self.dossier, today, Segment._company_turnovers(today))
        self.env.invalidate_all()
        return self.env["archive.figure"].search([("dossier_id", "=", self.dossier.id)], order="month")

    def confirmed(self, months_ago, level=None):
        evaluation = self.make_evaluation() if level is None else self.make_evaluation(level=level)
        self.rpc("credit", evaluation, "action_confirm")
        self.env.flush_all()
        self.env.cr.execute("UPDATE credit_evaluation SET date = %s WHERE id = %s", [
            fields.Date.today() - relativedelta(months=months_ago), evaluation.id])
        return evaluation

    def test_R45_score_has_history(self):
        first, second = self.confirmed(5), self.confirmed(2, level=0)
        figures = self.write_months()
        self.assertEqual(figures.mapped("score"), [first.score] * 3 + [second.score] * 3)
        self.assertEqual(self.write_months(), figures, "again changes nothing")

    def test_R45_score_joins_the_months_of_dealings(self):
        evaluation = self.confirmed(1)
        self.write_months()
        self.invoice(1000, -3)
        figures = self.write_months()
        self.assertEqual(figures[-1].score, evaluation.score)
        self.assertEqual(sum(figures.mapped("turnover")), 1000)

    def test_credit_staff_read_figures_and_write_none(self):
        self.confirmed(1)
        figures = self.write_months()
        self.assertTrue(self.as_user("credit", figures).mapped("score"))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.rpc("credit", figures, "write", {"score": 99})
