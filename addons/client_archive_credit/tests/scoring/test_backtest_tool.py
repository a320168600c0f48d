from odoo.tests import BaseCase, tagged

from ...tools import backtest
from ...tools.backtest import Point


@tagged("-at_install", "post_install")
class TestBacktestTool(BaseCase):
    """Gini and KS against figures worked out by hand, without a database."""

    def test_R93_perfect_and_reversed_rankings(self):
        perfect = backtest.judge([(10, True), (20, True), (70, False), (80, False)])
        self.assertEqual((perfect.gini, perfect.ks, perfect.ks_score), (1, 1, 20))
        self.assertEqual(backtest.judge([(90, True), (10, False)]).gini, -1)

    def test_R93_equal_scores_say_nothing(self):
        self.assertEqual(backtest.judge([(50, True), (50, False), (50, False)]).gini, 0)
        self.assertEqual(backtest.curve([(50, True), (50, False)]), [Point(0, 0, 0), Point(50, 1, 1)])

    def test_R93_by_hand(self):
        sample = [(20, False), (30, True), (40, False), (60, True), (90, False)]
        result = backtest.judge(sample)
        # of the six pairs of a bad and a good one, three are the right way round: 30 < 40, 30 < 90, 60 < 90
        self.assertAlmostEqual(result.gini, 0)
        self.assertAlmostEqual(result.ks, 1 - 2 / 3)
        self.assertEqual(result.ks_score, 60)

    def test_R93_ties_count_by_half(self):
        self.assertAlmostEqual(backtest.judge([(10, True), (50, True), (50, False), (90, False)]).gini, 2 * 3.5 / 4 - 1)

    def test_R93_against_counting_all_pairs(self):
        sample = [((number * 37) % 101, (number * number) % 7 < 2) for number in range(200)]
        bad = [score for score, is_bad in sample if is_bad]
        good = [score for score, is_bad in sample if not is_bad]
        pairs = sum((b < g) + (b == g) / 2 for b in bad for g in good) / (len(bad) * len(good))
        result = backtest.judge(sample)
        self.assertAlmostEqual(result.gini, 2 * pairs - 1)
        widest = max(
            sum(b <= cut for b in bad) / len(bad) - sum(g <= cut for g in good) / len(good) for cut in range(101))
        self.assertAlmostEqual(result.ks, widest)
        self.assertLess(result.low, result.gini)
        self.assertGreater(result.high, result.gini)

    def test_R93_small_samples_are_called_so(self):
        self.assertEqual(backtest.judge([]).strength, "none")
        self.assertEqual(backtest.judge([(10, False), (20, False)]).strength, "none")
        self.assertIsNone(backtest.judge([(10, False)]).gini)
        few = [(number, True) for number in range(9)] + [(50 + number, False) for number in range(40)]
        self.assertEqual(backtest.judge(few).strength, "few")
        self.assertEqual(backtest.judge([*few, (9, True)]).strength, "strong")
        mixed = [(number, number % 2 == 0) for number in range(40)]
        self.assertEqual(backtest.judge(mixed).strength, "chance")
