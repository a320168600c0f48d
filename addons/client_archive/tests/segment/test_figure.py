from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SegmentCommon


@tagged("post_install", "-at_install")
class TestFigure(SegmentCommon):
    def months(self, dossier=None):
        return self.Figure.search([("dossier_id", "=", (dossier or self.dossier).id)], order="month")

    def snapshot(self):
        return [(figure.month, figure.turnover, figure.order_count, figure.payment_days) for figure in self.months()]

    def test_R45_history_is_taken_from_the_books(self):
        self.invoice(700, days=400)
        self.order(300, days=1)
        self.invoice(900, days=1)
        self.run_job()
        months = self.months()
        first = (self.today - timedelta(days=400)).replace(day=1)
        self.assertEqual((months[0].month, months[0].turnover), (first, 700))
        self.assertEqual(len(months), 1 + (self.today.year - first.year) * 12 + self.today.month - first.month)
        self.assertEqual(sum(months.mapped("turnover")), 1600, "of invoices, not of the orders behind them, too")
        self.assertEqual(sum(months.mapped("order_count")), 1)

    def test_R45_no_more_than_two_years_back(self):
        self.invoice(700, days=2000)
        self.run_job()
        self.assertEqual(len(self.months()), 24)
        self.assertFalse(self.months(self.second), "who never dealt has no history")

    def test_R45_days_to_pay_are_weighted_by_amount(self):
        day = self.today.replace(day=1) - timedelta(days=1)
        paid_on = (self.today - day).days
        slow = self.invoice(3000, days=paid_on + 40)
        quick = self.invoice(1000, days=paid_on + 20)
        self.pay(slow, paid_on)
        self.pay(quick, paid_on)
        self.run_job()
        figure = self.months().filtered(lambda figure: figure.month == day.replace(day=1))
        self.assertEqual(figure.payment_days, 35)

    def test_R45_again_changes_nothing(self):
        self.pay(self.invoice(700, days=50), days=20)
        self.run_job()
        before, ids = self.snapshot(), self.months().ids
        self.run_job()
        self.assertEqual((self.snapshot(), self.months().ids), (before, ids))

    def test_R45_last_months_follow_the_books_and_older_ones_stay(self):
        late = self.invoice(700, days=1)
        old = self.invoice(900, days=300)
        self.run_job()
        (late | old).button_draft()
        self.run_job()
        turnovers = self.months().mapped("turnover")
        self.assertEqual((turnovers[0], turnovers[-1]), (900, 0))

    def test_R45_a_gap_is_filled(self):
        self.invoice(700, days=500)
        self.run_job()
        since = (self.today - relativedelta(months=6)).replace(day=1)
        self.env.cr.execute("DELETE FROM archive_figure WHERE month > %s", [since])
        self.env.invalidate_all()
        self.run_job()
        months = self.months().mapped("month")
        self.assertEqual(len(months), len({*months}))
        self.assertIn(since + relativedelta(months=1), months)
        self.assertEqual(months[-1], self.today.replace(day=1))

    def test_R45_trends_are_opened_from_dossier_and_customer(self):
        self.invoice(700, days=50)
        self.run_job()
        for record in (self.dossier, self.partner):
            action = self.rpc("sales", record, "action_view_figures")
            self.assertEqual(action["view_mode"].split(",")[0], "graph")
            self.assertEqual(self.as_user("sales", self.Figure).search(action["domain"]), self.months()[::-1])
        self.assertTrue(self.as_user("sales", self.Figure).formatted_read_group(
            [], ["month:month"], ["turnover:sum", "order_count:sum", "payment_days:avg"]))

    def test_R45_figures_are_not_entered(self):
        self.invoice(700, days=50)
        self.run_job()
        for login in ("sales", "archivist", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.months()[:1], "write", {"turnover": 1})
        with self.assertRaises(AccessError):
            self.months()[:1].sudo().turnover = 1

    def test_R45_others_customers_are_not_read(self):
        self.invoice(700, days=50)
        self.run_job()
        self.assertFalse(self.as_user("other_sales", self.Figure).search([]))
        self.assertTrue(self.as_user("head", self.Figure).search([]))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.as_user("employee", self.Figure).search([])
