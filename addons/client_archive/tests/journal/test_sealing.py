from contextlib import closing

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestSealing(BaseCase):
    """Writers and sealers over real connections: nobody waits, nothing is skipped, the chain does not fork (R78)."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            self._seal_all(cr)
            self.head = self._Seal(cr)._head()
            cr.execute("SELECT COALESCE(max(id), 0) FROM archive_event")
            [self.last_event] = cr.fetchone()
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            for table, column, last in (("archive_event_seal", "id", self.head.number),
                                        ("archive_event", "id", self.last_event),
                                        ("archive_event_pending", "event_id", self.last_event)):
                cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cr.execute(f"DELETE FROM {table} WHERE {column} > %s", [last])
                cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def _Seal(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})["archive.event.seal"]

    def _write(self, cr, note):
        env = api.Environment(cr, SUPERUSER_ID, {})
        event = env["archive.event"]._log("changed", env.user, note=note)
        env.flush_all()
        return event.id

    def _seal_all(self, sealer):
        while self._Seal(sealer)._seal_chunk():
            sealer.commit()

    def _chain(self, cr):
        cr.execute("SELECT event_id FROM archive_event_seal WHERE id > %s ORDER BY id", [self.head.number])
        return [row[0] for row in cr.fetchall()]

    def test_R78_what_commits_late_is_sealed_behind_what_was_sealed_before(self):
        with closing(self.registry.cursor()) as slow, closing(self.registry.cursor()) as fast:
            early = self._write(slow, "begins first")
            late = self._write(fast, "begins second")
            self.assertLess(early, late)
            fast.commit()
            with self.registry.cursor() as cr:
                self._seal_all(cr)
                self.assertEqual(self._chain(cr), [late], "the slow one is not waited for")
                self.assertIsNone(self._Seal(cr)._verify())
            slow.commit()
        with self.registry.cursor() as cr:
            self.assertIsNone(self._Seal(cr)._verify(), "it is pending, not inserted")
            self._seal_all(cr)
            self.assertEqual(self._chain(cr), [late, early])
            self.assertIsNone(self._Seal(cr)._verify())

    def test_R78_what_is_rolled_back_leaves_no_gap_in_the_chain(self):
        with closing(self.registry.cursor()) as undone, self.registry.cursor() as other:
            self._write(undone, "undone")
            kept = self._write(other, "kept")
            undone.rollback()
            other.commit()
            self._seal_all(other)
            self.assertEqual(self._chain(other), [kept])
            self.assertEqual(self._Seal(other)._head().number, self.head.number + 1)

    def test_R78_a_second_sealer_finds_nothing_to_do(self):
        with self.registry.cursor() as cr:
            event = self._write(cr, "once")
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            self.assertEqual(self._Seal(first)._seal_chunk(), 1)
            self.assertEqual(self._Seal(second)._seal_chunk(), 0, "and does not wait")
            writer = self.registry.cursor()
            self._write(writer, "a user does not wait either")
            writer.commit()
            writer.close()
            first.commit()
        with self.registry.cursor() as cr:
            self.assertEqual(self._chain(cr), [event])

    def test_R78_a_sealer_with_an_old_view_fails_rather_than_forking_the_chain(self):
        with closing(self.registry.cursor()) as old, closing(self.registry.cursor()) as slow, \
                closing(self.registry.cursor()) as other:
            first = self._write(slow, "first in the queue, commits last")
            second = self._write(other, "second in the queue, commits first")
            other.commit()
            head = self._Seal(old)._head()  # its view of the database is from now on: it sees the second only
            slow.commit()
            self.assertEqual(self._Seal(other)._seal_chunk(limit=1), 1)
            other.commit()
            self.assertEqual(self._Seal(old)._head(), head)
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self._Seal(old)._seal_chunk()
            old.rollback()
            self._seal_all(old)
            self.assertEqual(self._chain(old), [first, second])
            self.assertIsNone(self._Seal(old)._verify())
