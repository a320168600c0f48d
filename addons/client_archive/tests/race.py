"""Two real connections at once, on data that is committed."""

from odoo.modules.registry import Registry
from odoo.tests.common import BaseCase, get_db_name


class RaceCase(BaseCase):
    """What is made is committed, and taken away again by ``_remove``, the journal's entries included."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            cr.execute("SELECT COALESCE(max(id), 0) FROM archive_event")
            [self.last_event] = cr.fetchone()

    def _forget_events(self, cr):
        cr.execute("DELETE FROM archive_event_pending WHERE event_id > %s", [self.last_event])
        cr.execute("ALTER TABLE archive_event DISABLE TRIGGER archive_event_append_only")
        cr.execute("DELETE FROM archive_event WHERE id > %s", [self.last_event])
        cr.execute("ALTER TABLE archive_event ENABLE TRIGGER archive_event_append_only")
