from contextlib import closing

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import RaceCase


@tagged("post_install", "-at_install")
class TestFilingConcurrency(RaceCase):
    """Two archivists file into one volume at once, over two real connections: no number is drawn twice."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.partner = env["res.partner"].create({"name": "Race"}).id
            self.dossier = env["archive.dossier"].create({"partner_id": self.partner, "user_id": SUPERUSER_ID}).id
        self.addCleanup(self._remove)

    def _remove(self):
        """Take what was committed away again, the journal's entries included."""
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM mail_message WHERE model = 'archive.dossier' AND res_id = %s", [self.dossier])
            cr.execute("DELETE FROM mail_followers WHERE res_model = 'archive.dossier' AND res_id = %s", [self.dossier])
            cr.execute("DELETE FROM archive_dossier WHERE id = %s", [self.dossier])
            cr.execute("DELETE FROM res_partner WHERE id = %s", [self.partner])
            self._forget_events(cr)

    def _draw(self, cr):
        """The number of a paper that is never saved: nothing of it remains."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        dossier = env["archive.dossier"].browse(self.dossier)
        paper = env["archive.document"].new({"name": "Race", "dossier_id": dossier.id, "date": "2024-01-01"})
        return env["archive.document"]._numbers(dossier, paper)[paper]["item_number"]

    def test_R14_who_files_second_sees_what_the_first_filed(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            second.execute("SELECT COUNT(*) FROM archive_document")  # its view of the world begins here
            self.assertEqual(self._draw(first), 1)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                self._draw(second)
            second.rollback()  # as Odoo tries again
            self.assertEqual(self._draw(second), 1)
            second.rollback()
