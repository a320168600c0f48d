import random
from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...tools.promises import allocate

MADE = datetime(2026, 5, 1, 9)


@tagged("-at_install", "post_install")
class TestPromises(BaseCase):
    """Which payments kept which promises: pure arithmetic."""

    def paid(self, promises, payments):
        return allocate(
            [(key, made, date(2026, 5, day), amount) for key, made, day, amount in promises],
            [(date(2026, 5, day), entered, amount) for day, entered, amount in payments])

    def test_R107_a_payment_in_time_counts_and_a_late_one_does_not(self):
        promises = [("a", MADE, 10, 100)]
        self.assertEqual(self.paid(promises, [(10, MADE, 60)]), {"a": 60})
        self.assertEqual(self.paid(promises, [(11, MADE, 60)]), {"a": 0})

    def test_R107_what_was_paid_before_the_promise_does_not_keep_it(self):
        promises = [("a", MADE, 10, 100)]
        self.assertEqual(self.paid(promises, [(1, MADE - timedelta(hours=1), 100)]), {"a": 0})
        self.assertEqual(self.paid(promises, [(1, MADE + timedelta(hours=1), 100)]), {"a": 100})

    def test_R107_no_payment_keeps_two_promises(self):
        promises = [("late", MADE, 20, 50), ("early", MADE, 10, 100)]
        self.assertEqual(self.paid(promises, [(9, MADE, 120)]), {"early": 100, "late": 20})
        self.assertEqual(self.paid(promises, [(15, MADE, 120)]), {"early": 0, "late": 50})

    def test_R107_never_more_than_paid_nor_more_than_promised(self):
        chance = random.Random(107)
        for _round in range(300):
            promises = [
                (number, MADE + timedelta(days=chance.randint(0, 20)), chance.randint(1, 30), chance.randint(1, 100))
                for number in range(chance.randint(1, 5))]
            payments = [
                (chance.randint(1, 30), MADE, chance.randint(1, 100)) for _number in range(chance.randint(0, 6))]
            paid = self.paid(promises, payments)
            self.assertLessEqual(sum(paid.values()), sum(amount for _day, _entered, amount in payments))
            for key, _made, _day, amount in promises:
                self.assertLessEqual(paid[key], amount)
