from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestStoryTour(ArchiveCommon, HttpCase):
    """The main job in the web client, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R5_R9_R71_from_customer_to_filed_paper(self):
        with mute_logger("odoo.http"):  # the tour tries a wrong credit code, and the server says so
            self._tour("/odoo/res.partner/new", "open_dossier", "sales")
        dossier = self.env["archive.dossier"].search([("partner_id.name", "=", "广州南方机电有限公司")])
        self.assertEqual(dossier.state, "to_verify")
        self._tour("/odoo", "verify_dossier", "head")
        self.assertEqual(dossier.approval_step_ids.mapped("opinion"), ["已核实"])
        self._tour(f"/odoo/archive.dossier/{dossier.id}", "submit_papers", "sales")
        action = self.env.ref("client_archive.archive_document_action").id
        self._tour(f"/odoo/action-{action}", "file_papers", "archivist")
        self.assertEqual(dossier.document_ids.mapped("code"), [f"{dossier.number}-001"])
