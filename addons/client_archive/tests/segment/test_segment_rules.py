from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools import segment

LIMITS = segment.Thresholds(12, 12, 5.0, 3)
TODAY = date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestSegmentRules(BaseCase):
    def test_R38_time(self):
        for first, value in ((None, "future"), (date(2025, 4, 1), "new"), (date(2025, 3, 31), "old"),
                             (date(2026, 3, 31), "new"), (date(1999, 1, 1), "old")):
            with self.subTest(first=first):
                self.assertEqual(segment.by_time(first, TODAY, LIMITS), value)

    def test_R39_dealing(self):
        for last, value in ((None, "upcoming"), (date(2025, 4, 1), "current"), (date(2025, 3, 31), "past")):
            with self.subTest(last=last):
                self.assertEqual(segment.by_dealing(last, TODAY, LIMITS), value)

    def test_R39_a_closed_file_is_of_a_past_customer_whatever_the_books_know(self):
        self.assertEqual(segment.by_dealing(None, TODAY, LIMITS, closed=True), "past")
        self.assertEqual(segment.by_dealing(TODAY, TODAY, LIMITS, closed=True), "past")
        self.assertEqual(segment.by_time(None, TODAY, LIMITS, closed=True), "old")

    def test_R40_nature_from_registrar(self):
        cases = {
            (False, "", False): "individual", (False, "", True): "individual",
            (True, "11110000000018500X", False): "government", (True, "12330400MB0000000X", True): "government",
            (True, "91110000600037341L", False): "company", (True, "91110000600037341L", True): "partner",
            (True, "53110000000000000X", False): "special", (True, "", False): "company",
            (True, "12345", False): "company", (True, "DE129273398", False): "company",
        }
        for arguments, value in cases.items():
            with self.subTest(arguments=arguments):
                self.assertEqual(segment.by_nature(*arguments)[0], value)

    def test_R41_volume(self):
        for share, dealings, value in ((42.0, 1, "main"), (5.0, 9, "main"), (4.99, 3, "ordinary"),
                                       (4.99, 2, "sporadic"), (0.0, 0, "sporadic"), (-3.0, 5, "ordinary")):
            with self.subTest(share=share, dealings=dealings):
                self.assertEqual(segment.by_volume(share, dealings, LIMITS), value)

    def test_R41_no_threshold_makes_nobody_main_without_turnover(self):
        self.assertEqual(segment.by_volume(0.0, 9, LIMITS._replace(main_share=0.0)), "ordinary")

    def test_R46_average(self):
        self.assertEqual(segment.average_turnover(300.0, date(2020, 1, 1), TODAY), 100.0)
        self.assertEqual(segment.average_turnover(300.0, date(2026, 3, 1), TODAY), 300.0, "younger than a year")
        self.assertAlmostEqual(segment.average_turnover(300.0, date(2024, 3, 31), TODAY), 150.0, delta=1)
        self.assertEqual(segment.average_turnover(0.0, None, TODAY), 0.0)

    def test_percent_of_nothing_is_nothing(self):
        self.assertEqual(segment.percent(10.0, 0.0), 0.0)
        self.assertEqual(segment.percent(10.0, -5.0), 0.0)
