from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools import qr_code
from ..forms import FormsMixin
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestLendingForms(FormsMixin, CirculationCommon):
    """The pick list, the loan ledger, labels and codes to scan (R108, R126)."""

    def test_the_pick_list_follows_the_shelves(self):
        Place = self.env["archive.place"]
        room = Place.create({"name": "Room", "kind": "room"})
        back, front = (Place.create({"name": name, "kind": "shelf", "parent_id": room.id}) for name in ("B", "A"))
        second = self._make_document(self.dossier, "二")
        self.as_user("archivist", self.document)._shelve(back)
        self.as_user("archivist", second)._shelve(front)
        lines = self.make_request(self.document | second, state="approved").line_ids
        form = self.env["report.client_archive.report_pick_list"]
        self.assertEqual([row[1] for row in form._form_rows(lines)], ["Room / A", "Room / B"])
        found = self.as_user("archivist", lines).search([("stage", "=", "ready")], order="place_path, code")
        self.assertEqual(found.document_id, second | self.document, "the list on the screen is in the same order")
        words = self.words(self.print_form("archivist", "report_pick_list", lines))
        self.assertIn(second.code, words)
        self.assertIn("Employee", words)
        with self.assertRaises(AccessError):
            self.print_form("employee", "report_pick_list", lines)

    def test_R126_the_ledger_says_how_it_went_and_came_back(self):
        request = self.make_request(state="issued")
        self.take_back(request, condition="damaged", note="Torn")
        words = self.words(self.print_form("archivist", "report_loan_ledger", request.line_ids), "-layout")
        for text in (self.document.code, "Employee", "Archivist", "Torn"):
            self.assertIn(text, words)
        action = self.as_user("archivist", self.env["report.client_archive.report_loan_ledger"])._xlsx_action(
            request.line_ids)
        self.assertEqual(action["params"]["docids"], request.line_ids.ids)

    def test_the_slip_and_the_labels_carry_codes_to_scan(self):
        request = self.make_request(state="approved")
        slip = self.print_form("archivist", "report_request_slip", request)
        count = len(qr_code.matrix(request.name))
        self.assertGreater(count, 20)
        self.assertIn(str(qr_code.svg(request.name))[:200], str(request._slip_qr()))
        self.assertEqual(len(self.sizes(slip)), 1)
        words = self.words(self.print_form("archivist", "report_paper_labels", self.document))
        self.assertIn(self.document.code, words)
