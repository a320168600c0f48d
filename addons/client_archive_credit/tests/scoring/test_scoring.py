from odoo.tests import BaseCase, tagged

from ...tools import scoring
from ...tools.scoring import Band

BANDS = [Band(31, 25), Band(0, 100), Band(1, 85), Band(61, 0)]
FLOORS = {"AAA": 90, "A": 70, "B": 40, "D": 0}


@tagged("-at_install", "post_install")
class TestScoring(BaseCase):
    def test_R93_points_by_band(self):
        for value, points in ((0, 100), (0.99, 100), (1, 85), (30, 85), (31, 25), (60.99, 25), (61, 0), (999, 0)):
            self.assertEqual(scoring.points_of(value, BANDS), points, value)

    def test_R93_below_all_bands_counts_as_the_lowest(self):
        self.assertEqual(scoring.points_of(-12, BANDS), 100)

    def test_R93_without_bands_there_are_no_points(self):
        with self.assertRaises(ValueError):
            scoring.points_of(1, [])

    def test_R93_weights_are_exact(self):
        self.assertTrue(scoring.weights_add_up([33.33, 33.33, 33.34]))
        self.assertTrue(scoring.weights_add_up([0.1] * 1000))
        self.assertFalse(scoring.weights_add_up([33.33] * 3))
        self.assertFalse(scoring.weights_add_up([110, -10]))
        self.assertFalse(scoring.weights_add_up([100, 0]))
        self.assertFalse(scoring.weights_add_up([]))

    def test_R93_score(self):
        self.assertEqual(scoring.score([(80, 50), (60, 30), (0, 20)]), 58)
        self.assertEqual(scoring.score([(100, 33.33), (100, 33.33), (100, 33.34)]), 100)
        self.assertEqual(scoring.score([]), 0)
        # rounded once at the end, half up
        self.assertEqual(scoring.score([(33.33, 50), (33.34, 50)]), 33.34)
        self.assertEqual(scoring.weighted(85, 20), 17)

    def test_R93_grades_begin_at_their_floor(self):
        for value, grade in ((100, "AAA"), (90, "AAA"), (89.99, "A"), (70, "A"), (69.994, "B"), (0, "D")):
            self.assertEqual(scoring.grade_of(value, FLOORS), grade, value)
        self.assertIsNone(scoring.grade_of(5, {"A": 10}))
