from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools.periods import period, to_report


@tagged("-at_install", "post_install")
class TestPeriods(BaseCase):
    def test_R106_the_year_is_due_by_10_january(self):
        year = period("year", 2026)
        self.assertEqual((year.date_from, year.date_to, year.due_on), (
            date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 10)))

    def test_R100_quarters_are_due_by_the_10th_of_the_month_after(self):
        ends = {1: (date(2026, 3, 31), date(2026, 4, 10)), 2: (date(2026, 6, 30), date(2026, 7, 10)),
                3: (date(2026, 9, 30), date(2026, 10, 10)), 4: (date(2026, 12, 31), date(2027, 1, 10))}
        for number, (end, due) in ends.items():
            quarter = period("quarter", 2026, number)
            self.assertEqual((quarter.date_to, quarter.due_on), (end, due))

    def test_R106_what_is_to_report(self):
        for today, expected in (
                (date(2026, 12, 25), []), (date(2026, 12, 26), [("year", 2026)]), (date(2027, 3, 11), [("year", 2026)]),
                (date(2027, 3, 12), []), (date(2027, 4, 1), [("quarter", 2027)])):
            found = [(row.kind, row.date_from.year) for row in to_report(today, 15, 60)]
            self.assertEqual(found, expected, today)
        self.assertEqual(to_report(date(2027, 4, 1), 15, 60, quarters=False), [])
