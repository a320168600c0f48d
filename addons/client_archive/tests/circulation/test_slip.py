from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..forms import FormsMixin
from .common import CirculationCommon

SLIP = "report_request_slip"


@tagged("post_install", "-at_install")
class TestRequestSlip(FormsMixin, CirculationCommon):
    def test_R108_the_slip_says_who_what_and_why(self):
        request = self.make_request(state="issued", contact="13800000000")
        content = self.print_form("archivist", SLIP, request)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)])
        words = self.words(content)
        for text in (request.name, self.users["employee"].name, "13800000000", "重庆长江轴承有限公司",
                     "Dispute about the delivery", self.document.code, "Slip to Borrow Papers", "3 days",
                     str(request.due_on)):
            self.assertIn(text, words)

    def test_R108_one_row_for_each_step(self):
        request = self.make_request(self.secret_document, kind="consult", state="submitted")
        steps = request.approval_step_ids
        self.assertGreater(len(steps), 2)
        self.assertEqual([row[0] for row in request._slip_steps()], steps.sorted("sequence").mapped("name"))
        first = steps.filtered(lambda step: step.state == "pending")
        self.rpc(first.user_id.login.removeprefix("test_"), request, "action_approve")
        rows = request._slip_steps()
        self.assertEqual((rows[0][1], rows[0][2]), (first.user_id.name, "Approved"))
        self.assertTrue(rows[0][3])
        self.assertEqual(rows[1][2:], ("", ""), "room for words and date in ink")

    def test_R126_how_it_came_back(self):
        request = self.make_request(state="issued")
        self.take_back(request, condition="damaged", note="封面破损")
        words = self.words(self.print_form("archivist", SLIP, request))
        self.assertIn("封面破损", words)
        note = self.words(self.print_form("archivist", "report_volume_note", self.dossier))
        self.assertIn("封面破损", note)

    def test_what_is_out_stands_in_the_note_of_the_volume(self):
        self.make_request(state="issued")
        note = self.words(self.print_form("archivist", "report_volume_note", self.dossier))
        self.assertIn(f"Out for reading: nos. {self.document.item_number}", note)

    def test_many_papers_and_long_words_flow_over_pages(self):
        papers = self.make_papers(self.dossier, 45, name="长江轴承采购框架合同补充条款" * 5)
        request = self.make_request(papers, purpose="核对合同条款。" * 60)
        content = self.print_form("employee", SLIP, request)
        self.assertGreater(len(self.sizes(content)), 2)
        words = self.words(content)
        self.assertIn(papers[-1].code, words)
        self.assertGreater(words.count("Archival Code"), 1, "heads are repeated")

    def test_R54_R56_R65_the_slip_of_each_kind_says_what_it_needs(self):
        outside = {"outsider_name": "王律师", "outsider_body": "大成律师事务所", "outsider_document": "律师证 1500120"}
        way = self.on_the_way(carrier="周凯")
        for kind, values, told in (
                ("screen", {}, ["Slip to Read Papers on Screen", "Open until"]),
                ("carry", way, ["Slip to Carry Papers Out", "周凯", "市中级人民法院", str(way["carry_until"])]),
                ("copy", {"copy_count": 3}, ["Slip to Copy Papers", "Number of      3"]),
                ("external", {**way, **outside}, ["王律师", "律师证 1500120", "周凯", "密封袋"]),
                ("visit", outside, ["王律师 大成律师事务所", "律师证 1500120"])):
            request = self.make_request(kind=kind, state="approved", **values)
            words = self.words(self.print_form("employee", SLIP, request), "-layout")
            for text in told:
                with self.subTest(kind=kind, text=text):
                    self.assertIn(text, words)
            for row, step in zip(request._slip_steps(), request.approval_step_ids.sorted("sequence"), strict=True):
                with self.subTest(kind=kind, step=step.name):
                    self.assertEqual(row[:2], (step.name, step.user_id.name), "one row for each step")
            self.as_user("employee", request).action_cancel()

    def test_R23_the_slip_lists_the_copies_and_their_end(self):
        request = self.make_request(kind="copy", state="approved", copy_count=2)
        self.issue_copies(request)
        self.env["archive.copy.close"].with_user(self.users["archivist"]).create({
            "copy_ids": request.copy_ids[:1].ids, "outcome": "returned", "note": "当面交回"}).action_close()
        words = self.words(self.print_form("archivist", SLIP, request))
        for text in ("1/2", "2/2", "Returned", "当面交回", "Test Archivist"):
            self.assertIn(text, words)

    def test_who_may_not_read_the_request_prints_no_slip(self):
        request = self.make_request()
        with self.assertRaises(AccessError):
            self.print_form("outsider", SLIP, request)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(stranger)._render(f"client_archive.{SLIP}", request.ids)


@tagged("post_install", "-at_install")
class TestSlipOverHttp(FormsMixin, CirculationCommon, HttpCase):
    def test_by_its_address(self):
        request = self.make_request()
        for login, status in (("outsider", 403), ("employee", 200)):
            self.authenticate(f"test_{login}", f"test_{login}")
            with mute_logger("odoo.http"):
                response = self.url_open(f"/report/pdf/client_archive.{SLIP}/{request.id}")
            self.assertEqual(response.status_code, status, login)
            self.assertEqual(response.content.startswith(b"%PDF"), status == 200)
