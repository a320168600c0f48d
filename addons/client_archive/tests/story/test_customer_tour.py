from odoo.tests import HttpCase, tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestCustomerTour(ArchiveCommon, HttpCase):
    """Key data changes by two people, in the web client."""

    def test_R84_R96_proposed_by_one_and_confirmed_by_another(self):
        url = f"/odoo/res.partner/{self.partner.id}"
        self.start_tour(url, "client_archive_propose_key_data", login=self.users["sales"].login)
        proposal = self.env["archive.customer.proposal"].search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual(proposal.state, "pending")
        self.start_tour("/odoo", "client_archive_confirm_key_data", login=self.users["archivist"].login)
        self.assertEqual(proposal.decided_by_id, self.users["archivist"])
        self.start_tour(url, "client_archive_key_data_changed", login=self.users["sales"].login)
