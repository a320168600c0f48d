from odoo.tests import HttpCase, tagged

from ..privacy.common import PHONE, PrivacyCommon


@tagged("post_install", "-at_install")
class TestPrivacyTour(PrivacyCommon, HttpCase):
    """A person's request in the web client: found, handed out, erased but for what a rule keeps."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R84_person_is_found_and_erased_by_two(self):
        known = self.env["archive.privacy.request"].search([])
        action = self.env.ref("client_archive.archive_privacy_request_action").id
        self._tour(f"/odoo/action-{action}", "privacy_request", "security")
        request = self.env["archive.privacy.request"].search([]) - known
        self.assertEqual(self.env["archive.event"].search_count([
            ("kind", "=", "privacy_exported"), ("res_model", "=", request._name), ("res_id", "=", request.id)]), 1)
        self.assertEqual(self.contact.phone, PHONE, "one alone erases nothing")
        self._tour(f"/odoo/action-{action}/{request.id}", "privacy_confirm", "gm")
        self.env.invalidate_all()
        self.assertEqual((request.state, request.confirmed_by_id), ("answered", self.users["gm"]))
        self.assertFalse(self.contact.phone or self.person.interests)
        self.assertEqual(self.collection.purpose, "Contact", "the proof of lawful collection is kept")
