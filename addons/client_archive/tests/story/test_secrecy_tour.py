from odoo.tests import HttpCase, tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestSecrecyTour(ArchiveCommon, HttpCase):
    """Secrecy and seals in the web client, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R59_R60_R109_incident_from_report_to_people(self):
        known = self.env["archive.incident"].search([])
        action = self.env.ref("client_archive.archive_incident_action").id
        self._tour(f"/odoo/action-{action}", "report_incident", "employee")
        incident = self.env["archive.incident"].search([]) - known
        self.assertEqual(incident.reported_by_id, self.users["employee"])
        self._tour(f"/odoo/action-{action}/{incident.id}", "handle_incident", "gm")
        self.assertEqual((incident.state, incident.person_ids.user_id), ("handling", self.users["sales"]))

    def test_R50_R98_classified_paper_and_its_declassification(self):
        paper = self._make_document(self.dossier, "机密文件", secrecy_level="2")
        self._tour(f"/odoo/archive.document/{paper.id}", "classified_paper", "sales")
        self.assertEqual(paper.declassification_ids.state, "submitted")

    def test_R27_R28_paper_is_voided(self):
        self._tour(f"/odoo/archive.document/{self.document.id}", "void_paper", "archivist")
        self.assertTrue(self.document.is_void)
        self.assertEqual(self.document.seal_ids.mapped("kind").count("void"), 1)
