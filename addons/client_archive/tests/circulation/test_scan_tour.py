from datetime import timedelta
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ...models.circulation import scan_act
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestScanTour(CirculationCommon, HttpCase):
    """The scan desk with a scanner that types: badge, paper out, what is wrong with it, paper back."""

    def test_R126_from_the_scan_to_returned(self):
        request = self.make_request(state="approved")
        self.users["employee"]._archive_employees().barcode = "E0001"
        with patch.object(scan_act, "_TWICE", timedelta()):  # nobody waits 20 seconds for a test
            self.start_tour("/odoo/archive-scan", "client_archive_scan_desk", login="test_archivist")
        request.invalidate_recordset()
        line = request.line_ids
        self.assertEqual((request.state, line.condition, line.note), ("returned", "damaged", "Corner torn"))
        self.assertEqual(self.env["archive.scan"].search_count([("user_id", "=", self.users["archivist"].id)]), 5)
