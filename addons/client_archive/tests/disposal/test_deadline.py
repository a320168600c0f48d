from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ...tools import deadline


def weekday(day):
    return day.weekday() < 5


@tagged("-at_install", "post_install")
class TestDeadline(BaseCase):
    def test_months_end_on_the_last_day(self):
        self.assertEqual(deadline.add_months(date(2026, 1, 31), 1), date(2026, 2, 28))
        self.assertEqual(deadline.add_years(date(2024, 2, 29), 3), date(2027, 2, 28))

    def test_working_days_leave_weekends_out(self):
        friday = date(2026, 1, 2)
        self.assertEqual(deadline.add_working_days(friday, 0, weekday), friday)
        self.assertEqual(deadline.add_working_days(friday, 1, weekday), date(2026, 1, 5))
        self.assertEqual(deadline.add_working_days(friday, 7, weekday), date(2026, 1, 13))

    def test_working_days_agree_with_counting(self):
        for offset in range(30):
            start = date(2026, 3, 1) + timedelta(days=offset)
            for count in range(1, 12):
                end = deadline.add_working_days(start, count, weekday)
                passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
                self.assertEqual(sum(map(weekday, passed)), count)
                self.assertTrue(weekday(end))

    def test_calendar_without_working_days(self):
        with self.assertRaises(ValueError):
            deadline.add_working_days(date(2026, 1, 1), 1, lambda day: False)

    def test_elapsed_years(self):
        self.assertEqual(deadline.elapsed_years(date(2020, 5, 2), date(2026, 5, 1)), 5)
        self.assertEqual(deadline.elapsed_years(date(2026, 5, 2), date(2026, 5, 1)), 0)
