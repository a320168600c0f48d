from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...tools.access_watch import Access, bursts, daily

NINE = datetime(2026, 3, 2, 9)


def _access(minutes, paper, is_new=True):
    moment = NINE + timedelta(minutes=minutes)
    return Access(moment, moment.date(), paper, is_new)


@tagged("at_install", "-post_install")
class TestAccessWatch(BaseCase):
    def test_the_limit_itself_is_usual(self):
        accesses = [_access(number, number) for number in range(4)]
        self.assertFalse(bursts(accesses[:3], 3))
        [finding] = bursts(accesses, 3)
        self.assertEqual((finding.day, finding.first, finding.last), (NINE.date(), NINE, NINE + timedelta(minutes=3)))
        self.assertEqual(finding.papers, {0, 1, 2, 3})

    def test_an_hour_is_any_hour_and_ends(self):
        self.assertTrue(bursts([_access(20, 1), _access(40, 2), _access(79.9, 3)], 2), "across the full hour")
        self.assertFalse(bursts([_access(20, 1), _access(40, 2), _access(80, 3)], 2), "an hour later to the second")

    def test_the_same_paper_again_is_one_paper(self):
        self.assertFalse(bursts([_access(number, 1) for number in range(10)], 1))
        accesses = [_access(0, 1), _access(10, 1), _access(65, 2)]
        self.assertTrue(bursts(accesses, 1), "its second opening still counts when the first is long ago")

    def test_what_was_looked_at_counts_but_raises_nothing(self):
        old = [_access(number, number, is_new=False) for number in range(5)]
        self.assertFalse(bursts(old, 3))
        [finding] = bursts([*old, _access(6, 6)], 3)
        self.assertEqual(len(finding.papers), 6)
        self.assertFalse(bursts([*old, _access(300, 6)], 3))

    def test_late_news_inside_an_old_hour_is_found(self):
        accesses = [_access(0, 1, False), _access(1, 2), _access(2, 3, False)]
        self.assertEqual([finding.papers for finding in bursts(accesses, 2)], [{1, 2, 3}])

    def test_two_crowds_of_a_day_are_one_finding(self):
        accesses = [_access(start + number, start + number) for start in (0, 300) for number in range(3)]
        [finding] = bursts([*accesses, _access(400, 0)], 2)
        self.assertEqual(len(finding.papers), 6)
        self.assertEqual(finding.last, NINE + timedelta(minutes=302))

    def test_days(self):
        accesses = [_access(number, number) for number in range(3)] + [_access(24 * 60 + 1, 1)]
        self.assertEqual([finding.papers for finding in daily(accesses, 2)], [{0, 1, 2}])
        self.assertFalse(daily(accesses, 3))
        self.assertEqual(len(daily(accesses, 0)), 2)
        self.assertFalse(daily([_access(1, 1, is_new=False)], 0))
        self.assertEqual((bursts([], 0), daily([], 0)), ([], []))
