from contextlib import closing

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestNumberConcurrency(BaseCase):
    """Two openings at once, over two real connections: two numbers (R85)."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.company = env["res.company"].create({"name": "Race"}).id
            self.rule = env["archive.number.rule"].create({
                "name": "Race", "company_id": self.company, "template": "RACE{serial:04}"}).id
            self.partners = env["res.partner"].create([{"name": "One"}, {"name": "Two"}]).ids
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["archive.number.rule"].browse(self.rule).unlink()
            cr.execute("DELETE FROM archive_number_counter WHERE company_id = %s", [self.company])
            cr.execute("DELETE FROM res_partner WHERE id IN %s", [tuple(self.partners)])
            partner = env["res.company"].browse(self.company).partner_id
            cr.execute("UPDATE res_company SET active = FALSE, name = 'Race ' || id WHERE id = %s", [self.company])
            partner.active = False

    def draw(self, cr, index):
        """The next number for a dossier that is never saved: nothing of it remains."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        dossier = env["archive.dossier"].new({
            "partner_id": self.partners[index], "company_id": self.company})
        return env["archive.number.rule"]._next_number(dossier)

    def look(self, cr):
        cr.execute("SELECT COUNT(*) FROM archive_number_counter")  # the transaction's view of the world begins here

    def test_gapless_the_second_fails_and_gets_the_next(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            self.assertEqual(self.draw(first, 0), "RACE0001")
            first.commit()
            self.look(first)
            self.look(second)
            self.assertEqual(self.draw(first, 0), "RACE0002")
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                self.draw(second, 1)
            second.rollback()  # as Odoo tries again
            self.assertEqual(self.draw(second, 1), "RACE0003")
            second.commit()

    def test_gapless_the_second_waits_for_the_first(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            self.draw(first, 0)
            first.commit()
            self.draw(first, 0)
            second.execute("SET LOCAL lock_timeout = '200ms'")
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                self.draw(second, 1)
            second.rollback()
            first.rollback()

    def test_gapless_what_is_rolled_back_is_given_to_the_next(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            self.assertEqual(self.draw(first, 0), "RACE0001")
            first.rollback()
            self.assertEqual(self.draw(second, 1), "RACE0001")
            second.rollback()

    def test_not_gapless_nobody_waits_and_numbers_differ(self):
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["archive.number.rule"].browse(self.rule).is_gapless = False
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            for cr in (first, second):
                cr.execute("SET LOCAL lock_timeout = '200ms'")
                self.look(cr)
            numbers = [self.draw(cr, index) for index, cr in ((0, first), (1, second), (0, first), (1, second))]
            self.assertEqual(len(set(numbers)), 4)
            first.rollback()
            again = self.draw(second, 1)
            second.commit()
            self.assertNotIn(again, numbers, "a gap stays a gap")
