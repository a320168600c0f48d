from odoo.tests import HttpCase, tagged

from ..handover.common import HandoverCommon


@tagged("post_install", "-at_install")
class TestHandoverTour(HandoverCommon, HttpCase):
    """Two papers, from the list to the shelf, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R115_R116_R120_handover_in_the_web_client(self):
        self._tour(f"/odoo/archive.dossier/{self.dossier.id}", "list_and_sign", "sales")
        handover = self.Handover.search([("manager_a_id", "=", self.users["sales"].id)])
        self.assertEqual(handover.line_ids.document_id, self.papers)
        url = f"/odoo/archive.handover/{handover.id}"
        self._tour(url, "check_and_sign", "other_sales")
        self._tour(url, "receive_and_sign", "archivist")
        self.assertEqual(handover.signature_ids.mapped("user_id.login"), [
            "test_sales", "test_other_sales", "test_archivist"])
        self.assertEqual(set(self.papers.mapped("state")), {"filed"})
