from odoo.tests import HttpCase, tagged

from ..circulation.common import CirculationCommon


@tagged("post_install", "-at_install")
class TestCirculationTour(CirculationCommon, HttpCase):
    """A paper is asked for, approved, lent and taken back, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R21_R22_R126_a_grade_b_paper_is_lent_and_comes_back(self):
        self._tour(f"/odoo/archive.document/{self.document.id}", "ask_to_borrow", "employee")
        request = self.Request.search([])
        self.assertEqual((request.state, request.kind, request.applicant_id),
                         ("submitted", "loan", self.users["employee"]))
        self._tour("/odoo", "approve_loan", "head")
        self.assertEqual(request.approval_step_ids.mapped("opinion"), ["同意"])
        self.assertFalse(self.opens("employee"), "who borrows has the original, and gets no file")
        action = self.env.ref("client_archive.archive_request_action_hand_out").id
        self._tour(f"/odoo/action-{action}", "lend_and_take_back", "archivist")
        self.env.invalidate_all()
        self.assertEqual(request.line_ids.condition, "intact")
