from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestBacktest(EvaluationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Backtest = cls.env["credit.backtest"]
        cls.card = cls.env.ref("client_archive_credit.scorecard_ordinary")

    def make(self, **values):
        return self.Backtest.with_user(self.users["credit_manager"]).create({
            "scorecard_id": self.card.id, **values})

    def customer_of(self, name, late, later_late):
        """A customer who paid ``late`` days late before the day, and ``later_late`` days late after it."""
        partner = self.customer(name)
        self.pay(self.invoice(1000, -600, partner=partner), -570 + late)
        self.pay(self.invoice(1000, -300, partner=partner), -270 + later_late)
        return partner

    def run_of(self, *partners, **values):
        test = self.make(**values)
        self.rpc("credit_manager", test, "action_run")
        return test, {line.partner_id: line for line in test.line_ids if line.partner_id in partners}

    def test_R93_bad_payers_of_the_past_are_told_apart(self):
        good, bad, turned = (
            self.customer_of("Good", 0, 0), self.customer_of("Bad", 70, 60), self.customer_of("Turned", 0, 90))
        test, lines = self.run_of(good, bad, turned)
        self.assertEqual({partner: line.is_bad for partner, line in lines.items()}, {
            good: False, bad: True, turned: True})
        self.assertLess(lines[bad].score, lines[good].score)
        self.assertEqual(lines[turned].score, lines[good].score, "what came later is not looked at")
        self.assertEqual((test.state, test.weight, test.strength), ("done", 100, "few"))
        self.assertIn("do not decide by them", test.finding)
        self.assertIn("<svg", test.plot)
        self.assertIn("backtest_run", self.last_events(test, 2))

    def test_R93_unpaid_is_late_and_unknown_is_left_out(self):
        unpaid, fresh = self.customer("Unpaid"), self.customer("Fresh")
        for partner in (unpaid, fresh):
            self.pay(self.invoice(1000, -600, partner=partner), -580)
        self.invoice(1000, -300, partner=unpaid)
        self.invoice(1000, -40, partner=fresh)  # due ten days ago: not late yet, but not good either
        _test, lines = self.run_of(unpaid, fresh)
        self.assertTrue(lines[unpaid].is_bad)
        self.assertNotIn(fresh, lines)

    def test_R93_later_customers_are_counted_out(self):
        late_comer = self.customer("Late Comer")
        self.pay(self.invoice(1000, -300, partner=late_comer), -200)
        test, lines = self.run_of(late_comer)
        self.assertFalse(lines)
        self.assertGreaterEqual(test.new_count, 1)

    def test_R93_partly_late_by_share(self):
        partner = self.customer("Partly")
        self.pay(self.invoice(1000, -600, partner=partner), -580)
        self.pay(self.invoice(900, -300, partner=partner), -270)
        self.pay(self.invoice(100, -300, partner=partner), -100)
        _test, lines = self.run_of(partner)
        self.assertEqual((lines[partner].late_share, lines[partner].is_bad), (10, False))
        _test, lines = self.run_of(partner, late_share=10)
        self.assertTrue(lines[partner].is_bad)

    def test_R93_the_books_are_read_as_of_the_day(self):
        partner = self.customer("Past")
        self.pay(self.invoice(1000, -500, partner=partner), -100)
        day = self.today - relativedelta(days=400)
        then = self.env["credit.figures"]._of(partner, self.company, day)[partner.id]
        self.assertEqual((then.overdue_amount, then.overdue_days, then.turnover), (1000, 70, 1000))
        self.assertIsNone(then.payment_days)
        now = self.env["credit.figures"]._of(partner, self.company)[partner.id]
        self.assertEqual((now.overdue_amount, now.turnover, now.turnover_before), (0, 0, 1000))

    def test_R93_only_credit_managers_and_only_once(self):
        test = self.make()
        for login in ("credit", "sales", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, test, "action_run")
        with self.assertRaises(AccessError):
            self.rpc("credit", self.Backtest, "create", [{"scorecard_id": self.card.id}])
        for vals in ({"gini": 1}, {"state": "done"}, {"strength": "strong"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_manager", test, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", self.env["credit.backtest.line"], "create", [{
                "backtest_id": test.id, "partner_id": self.partner.id, "score": 1}])
        self.rpc("credit_manager", test, "action_run")
        for method, args in (("action_run", []), ("write", [{"late_days": 1}])):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc("credit_manager", test, method, *args)

    def test_R93_a_day_without_aftermath_is_refused(self):
        with self.assertRaises(ValidationError):
            self.make(date=self.day(-40))

    def test_judged_criteria_are_left_out_and_told(self):
        self.customer_of("Good", 0, 0)
        test, _lines = self.run_of(scorecard_id=self.env.ref("client_archive_credit.scorecard_standard").id)
        self.assertEqual(test.weight, 60)
        self.assertIn("60%", test.finding)

    def test_queries_do_not_grow_with_customers(self):
        def queries(count):
            for number in range(count):
                self.customer_of(f"Customer {number}", number % 40, number % 50)
            test = self.make().with_env(self.env)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            test._sample()
            return self.env.cr.sql_log_count - before
        queries(1)
        self.assertEqual(queries(1), queries(6))
