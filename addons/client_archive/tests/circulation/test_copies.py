import hashlib
import io
import zipfile

from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools import gate, page_range, sealed_pdf
from ..common import make_pdf
from ..forms import FormsMixin
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestCopies(FormsMixin, CirculationCommon):
    """Copies leave numbered, sealed, and on record (R23, R26, R53)."""

    def copied(self, documents=None, state="approved", **values):
        return self.make_request(documents, kind="copy", state=state, **values)

    def unpacked(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def close(self, copies, outcome, note="碎纸机销毁，两人在场", login="archivist"):
        dialog = self.env["archive.copy.close"].with_user(self.users[login]).create({
            "copy_ids": copies.ids, "outcome": outcome, "note": note})
        dialog.action_close()

    def test_R23_each_copy_is_numbered_and_on_record(self):
        request = self.copied(copy_count=3)
        name, content = self.issue_copies(request)
        self.assertTrue(name.endswith(".zip"))
        files = self.unpacked(content)
        copies = request.copy_ids.sorted("number")
        self.assertEqual(
            copies.mapped(lambda copy: (copy.number, copy.total, copy.recipient, copy.issued_by_id, copy.state)),
            [(number, 3, "Test Employee", self.users["archivist"], "issued") for number in (1, 2, 3)])
        self.assertEqual(
            sorted(copies.mapped("sha256")), sorted(hashlib.sha256(file).hexdigest() for file in files.values()))
        for number, (_name, file) in enumerate(sorted(files.items()), start=1):
            words = self.words(file)
            with self.subTest(number=number):
                self.assertEqual(words.count(f"Copy {number} of 3"), 2, "on the page and on its back")
                self.assertIn(request.name, words)
                self.assertIn("Issued", words, "R26")
        self.assertEqual((request.state, request.issued_by_id), ("done", self.users["archivist"]))

    def test_R23_one_copy_is_a_pdf(self):
        name, content = self.issue_copies(self.copied())
        self.assertTrue(name.endswith(".pdf"))
        self.assertTrue(content.startswith(b"%PDF"))

    def test_R78_each_copy_is_journaled_on_its_paper(self):
        request = self.copied(copy_count=2)
        self.issue_copies(request)
        events = self.env["archive.event"].search([
            ("kind", "=", "copy_issued"), ("res_model", "=", "archive.document"), ("res_id", "=", self.document.id)])
        self.assertEqual(len(events), 2)
        for copy, event in zip(request.copy_ids.sorted("id"), events.sorted("id"), strict=True):
            self.assertIn(copy.sha256, event.after)
            self.assertTrue(event.is_access, "the auditor's question who saw it finds copies")

    def test_R26_the_seal_is_blue_and_once_for_each_request(self):
        request = self.copied(copy_count=2)
        self.issue_copies(request)
        self.assertEqual(self.document.seal_ids.filtered("request_id").mapped("colour"), ["blue"])

    def test_R23_an_excerpt(self):
        paper = self._make_document(self.dossier, "长合同", content=make_pdf("page", pages=9))
        request = self.copied(paper, state="draft")
        request.line_ids.write({"pages": "2, 7-8"})
        request.with_user(self.users["employee"]).action_submit()
        self.approve(request)
        _name, content = self.issue_copies(request)
        shown = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        self.assertEqual(len(shown), 4)
        for text, number in zip(shown[:3], (2, 7, 8), strict=True):
            self.assertIn(f"page {number}", text)
        self.assertEqual(request.copy_ids.pages, "2, 7-8")

    def test_R23_pages_that_are_not_there(self):
        request = self.copied(state="draft")
        request.line_ids.write({"pages": "5"})
        request.with_user(self.users["employee"]).action_submit()
        self.approve(request)
        with self.assertRaisesRegex(UserError, "no page 5"):
            self.issue_copies(request)
        self.assertEqual(request.state, "approved")

    def test_R53_classified_copies_wait_for_the_general_manager(self):
        request = self.copied(self.secret_document, state="submitted")
        self.rpc("head", request, "action_approve")
        with self.assertRaises(UserError):
            self.rpc("archivist", request, "action_issue_copies")
        self.rpc("gm", request, "action_approve")
        with self.assertRaisesRegex(AccessError, "not open to you"):
            self.issue_copies(request)  # an archivist who is not cleared copies nothing
        self._clear("archivist", "2")
        self.issue_copies(request)
        self.assertTrue(request.copy_ids)

    def test_R23_the_applicant_gets_no_file(self):
        request = self.copied()
        self.issue_copies(request)
        self.assertFalse(request.grant_ids)
        self.assertFalse(self.opens("employee"))
        for login in self.users.keys() - {"archivist", "archive_head"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.issue_copies(self.copied(login="sales"), login=login)

    def test_one_issues_no_copies_for_oneself(self):
        request = self.copied(login="archivist")
        with self.assertRaisesRegex(AccessError, "your own request"):
            self.rpc("archivist", request, "action_issue_copies")
        self.rpc("archive_head", request, "action_issue_copies")

    def test_R22_not_after_the_term_and_not_twice(self):
        late = self.copied()
        self.let_time_pass(late, 4)
        with self.assertRaisesRegex(UserError, "expired"):
            self.issue_copies(late)
        request = self.copied()
        self.issue_copies(request)
        self.assertFalse(request.copies_due)
        with self.assertRaisesRegex(UserError, "all its copies"):
            self.issue_copies(request)

    def test_a_misprint_is_destroyed_and_issued_again(self):
        request = self.copied(copy_count=2)
        self.issue_copies(request)
        self.close(request.copy_ids.filtered(lambda copy: copy.number == 2), "destroyed", "卡纸，已碎")
        self.assertTrue(request.copies_due)
        name, _content = self.issue_copies(request)
        self.assertTrue(name.endswith(".pdf"), "one copy alone")
        self.assertEqual(sorted(request.copy_ids.mapped(lambda copy: (copy.number, copy.state))), [
            (1, "issued"), (2, "destroyed"), (2, "issued")])
        with self.assertRaisesRegex(UserError, "all its copies"):
            self.issue_copies(request)
        self.assertEqual(len(self.document.seal_ids.filtered("request_id")), 1)

    def test_the_same_number_is_out_once_in_the_database(self):
        request = self.copied()
        self.issue_copies(request)
        values = gate.opened(request.copy_ids).copy_data()[0] | {
            name: request.copy_ids[name].id for name in ("line_id", "request_id", "document_id", "company_id")} | {
            "number": 1, "total": 1, "recipient": "x", "issued_on": "2026-01-01", "sha256": "0" * 64,
            "issued_by_id": self.users["archivist"].id}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            gate.opened(self.env["archive.copy"].sudo()).create(values)

    def test_recalled_and_destroyed(self):
        request = self.copied(copy_count=2)
        self.issue_copies(request)
        first, second = request.copy_ids.sorted("number")
        self.assertEqual(self.as_user("archivist", self.document).copies_out, 2)
        with self.assertRaisesRegex(UserError, "Note how"):
            self.close(first, "returned", note=" ")
        self.close(first, "returned", "当面交回")
        self.assertEqual((first.state, first.note, first.closed_by_id), (
            "returned", "当面交回", self.users["archivist"]))
        self.close(first | second, "destroyed")
        self.assertEqual((first | second).mapped("state"), ["destroyed"] * 2)
        self.assertEqual(self.last_events(first, 2), ["copy_destroyed", "copy_returned"])
        self.assertEqual(self.as_user("archivist", self.document).copies_out, 0)
        with self.assertRaises(UserError):
            self.close(first, "returned")

    def test_R58_destroying_secret_copies_is_for_the_designated(self):
        self._clear("archivist", "2")
        request = self.copied(self.secret_document)
        self.issue_copies(request)
        self.env["archive.designation"].search([("duty", "=", "destroying")]).with_user(
            self.users["security"]).action_end()
        with self.assertRaises(AccessError):
            self.close(request.copy_ids, "destroyed")

    def test_R78_copies_are_not_entered_changed_or_deleted(self):
        request = self.copied()
        self.issue_copies(request)
        copy = request.copy_ids
        values = {"line_id": request.line_ids.id, "request_id": request.id, "document_id": self.document.id,
                  "company_id": self.company.id, "number": 2, "total": 2, "recipient": "x", "sha256": "0" * 64,
                  "issued_on": "2026-01-01 00:00:00", "issued_by_id": self.users["archivist"].id}
        for login in self.users:
            for method, records, args in (("create", copy.browse(), [values]), ("write", copy, [{"recipient": "y"}]),
                                          ("write", copy, [{"state": "destroyed"}]), ("unlink", copy, [])):
                with self.subTest(login=login, method=method), self.assertRaises(UserError):
                    self.rpc(login, records, method, *args, context={gate._KEY: True})

    def test_R51_who_reads_the_list_of_copies(self):
        request = self.copied()
        self.issue_copies(request)
        for login, seen in (("employee", True), ("archivist", True), ("auditor", True), ("gm", True),
                            ("security", True), ("sales", False), ("head", False)):
            with self.subTest(login=login):
                self.assertEqual(bool(self.as_user(login, self.env["archive.copy"]).search([])), seen)

    def test_a_paper_without_pages_gives_its_numbered_seals(self):
        paper = self._make_document(self.dossier, "没有电子件", state="draft")
        gate.opened(paper.version_ids).write({"erased": True})
        paper.action_submit()
        paper.with_user(self.users["archivist"]).action_file()
        request = self.copied(paper)
        words = self.words(self.issue_copies(request)[1])
        self.assertIn("Copy 1 of 1", words)
        self.assertIn("Issued", words)

    def test_page_ranges(self):
        self.assertEqual(page_range.parse("1-3, 7"), [1, 2, 3, 7])
        self.assertEqual(page_range.parse("5、2～3，2"), [2, 3, 5])
        for wrong in ("", "a", "0", "3-1", "1-", "12345", "1 2"):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                page_range.parse(wrong)

    def test_the_line_stands_at_the_foot_however_the_page_is_turned(self):
        foot = self.Request.with_user(self.users["archivist"]).browse(self.copied().id)._copy_foot(1)
        for turn in (0, 90, 180, 270):
            reader = PdfReader(io.BytesIO(make_pdf("x")))
            reader.pages[0].rotate(turn)
            buffer = io.BytesIO()
            writer = sealed_pdf.PdfWriter()
            writer.add_page(reader.pages[0])
            writer.write(buffer)
            picture = self.draw(sealed_pdf.footed(buffer.getvalue(), foot))
            strip = picture.crop((0, picture.height - 90, picture.width, picture.height - 15))
            with self.subTest(turn=turn):
                self.assertLess(strip.getextrema()[0], 150, "ink at the foot")


@tagged("post_install", "-at_install")
class TestCopiesOverHttp(CirculationCommon, HttpCase):
    def test_R23_by_its_address(self):
        request = self.make_request(kind="copy", state="approved")
        for login, status in (("employee", 403), ("auditor", 403), ("archivist", 200)):
            self.authenticate(f"test_{login}", f"test_{login}")
            with mute_logger("odoo.http"):
                response = self.url_open(
                    f"/archive/copies/{request.id}", data={"csrf_token": http.Request.csrf_token(self)})
            with self.subTest(login=login):
                self.assertEqual(response.status_code, status)
                self.assertEqual(response.content.startswith(b"%PDF"), status == 200)
        self.assertEqual(self.url_open(f"/archive/copies/{request.id}").status_code, 405, "looking issues nothing")
