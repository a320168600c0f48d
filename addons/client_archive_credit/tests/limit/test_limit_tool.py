from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ...tools import limit
from ...tools.limit import HOLD, KEEP, ZERO, Grant

DAY = date(2026, 6, 1)
LAST = date(2026, 12, 31)


@tagged("-at_install", "post_install")
class TestLimitTool(BaseCase):
    """What counts today, without a database."""

    def test_R44_raise_from_its_first_to_its_last_day(self):
        grant = Grant(1000, LAST, 1500, DAY, DAY + timedelta(days=30))
        for days, amount in ((-1, 1000), (0, 1500), (30, 1500), (31, 1000)):
            self.assertEqual(limit.in_force(grant, DAY + timedelta(days=days)), (amount, LAST), days)

    def test_R44_a_raise_goes_with_its_limit(self):
        grant = Grant(1000, DAY, 1500, None, LAST)
        self.assertEqual(limit.in_force(grant, DAY)[0], 1500)
        self.assertEqual(limit.in_force(grant, DAY + timedelta(days=1), KEEP), (1000, None))

    def test_R44_policies(self):
        grant, after = Grant(1000, DAY), DAY + timedelta(days=1)
        self.assertEqual(limit.in_force(grant, after, HOLD), (1000, DAY))
        self.assertEqual(limit.in_force(grant, after, ZERO), (0, None))
        self.assertEqual(limit.in_force(grant, after, KEEP), (1000, None))
        for policy in (HOLD, ZERO, KEEP):
            self.assertEqual(limit.in_force(grant, DAY, policy), (1000, DAY))

    def test_covers_never_make_a_limit_negative(self):
        grant = Grant(1000, LAST, covers=((DAY, 700), (DAY, 600), (None, 100)))
        self.assertEqual(limit.in_force(grant, DAY)[0], 1000)
        self.assertEqual(limit.in_force(grant, DAY + timedelta(days=1))[0], 0)

    def test_formula(self):
        for turnover, share, step, cap, expected in (
                (0, 100, 10000, 0, 0), (-5, 100, 10000, 0, 0), (365000, 100, 10000, 0, 60000),
                (364999, 100, 10000, 0, 50000), (365000, 0, 10000, 0, 0), (365000, 150, 0, 0, 90000),
                (365000, 100, 10000, 45000, 40000)):
            with self.subTest(turnover=turnover, share=share):
                self.assertEqual(limit.proposed(turnover, 60, share, step, cap), expected)
