from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools.exposure import Exposure, Terms, judge

TODAY = date(2026, 6, 1)


@tagged("-at_install", "post_install")
class TestJudge(BaseCase):
    """The verdict, without a database."""

    def check(self, expected, terms, amount=100, on_credit=True, **figures):
        self.assertEqual(judge(terms, Exposure(**figures), amount, TODAY, on_credit), expected)

    def test_total_counts_what_is_owed_less_what_is_paid_ahead(self):
        self.assertEqual(Exposure(receivable=5, drafts=3, to_invoice=2, credits=4).total, 6)
        both = Exposure(receivable=5, since=date(2026, 2, 1)) + Exposure(receivable=1, since=date(2026, 1, 1))
        self.assertEqual((both.receivable, both.since), (6, date(2026, 1, 1)))

    def test_R44_no_limit_zero_expired_and_stop_are_four_things(self):
        self.assertEqual(Terms().status(TODAY), "none")
        self.assertEqual(Terms(limit=0).status(TODAY), "zero")
        self.assertEqual(Terms(limit=9, valid_until=TODAY).status(TODAY), "valid")
        self.assertEqual(Terms(limit=9, valid_until=date(2026, 5, 31)).status(TODAY), "expired")
        self.assertEqual(Terms(limit=9, on_stop=True).status(TODAY), "stop")

    def test_limit_is_reached_but_not_passed(self):
        self.check([], Terms(limit=100))
        self.check(["limit"], Terms(limit=99.99))
        self.check(["limit"], Terms(limit=100), receivable=0.01)
        self.check([], Terms(limit=0.3), amount=0.1, receivable=0.2)

    def test_limit_zero_is_cash_only(self):
        self.check(["limit"], Terms(limit=0))
        self.check([], Terms(limit=0), credits=100)

    def test_R72_no_limit_asks_for_a_sign_off_unless_cash(self):
        self.check(["terms"], Terms())
        self.check([], Terms(), on_credit=False)
        self.check([], Terms(), credits=100)

    def test_expired_limit_stops_even_small_orders(self):
        self.check(["expired"], Terms(limit=1000, valid_until=date(2026, 5, 31)))

    def test_stop_holds_what_is_paid_ahead_too(self):
        self.check(["stop"], Terms(limit=1000, on_stop=True), credits=1000)

    def test_overdue_beyond_tolerance(self):
        self.check([], Terms(limit=1000, tolerance_amount=50), late=50, receivable=50)
        self.check(["overdue"], Terms(limit=1000, tolerance_amount=50), late=50.01, receivable=51)
