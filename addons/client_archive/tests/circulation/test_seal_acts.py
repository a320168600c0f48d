from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools import gate
from ..common import make_pdf
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestSealActs(CirculationCommon):
    """R25–R28: the acts themselves stamp."""

    def kinds(self, document):
        return document.with_env(self.env).seal_ids.sorted("id").mapped("kind")

    def last_seal(self):
        self.env.invalidate_all()
        return self.document.seal_ids[0]

    def test_R25_received_says_where_when_and_who(self):
        seal = self.document.seal_ids
        self.assertEqual((seal.kind, seal.place, seal.user_id), (
            "received", "Back of the last page", self.users["archivist"]))
        self.assertTrue(seal.note and seal.date)

    def test_R26_a_copy_that_is_handed_over_bears_issued(self):
        request = self.make_request(kind="copy", state="approved")
        self.assertEqual(self.kinds(self.document), ["received"], "approval alone stamps nothing")
        self.issue_copies(request)
        seal = self.last_seal()
        self.assertEqual((seal.kind, seal.request_id, seal.user_id), ("issued", request, self.users["archivist"]))
        self.assertIn(request.name, seal.note)
        self.assertIn(self.users["employee"].name, seal.note)
        request.with_user(self.users["archivist"])._seal_issued()
        self.assertEqual(self.kinds(self.document), ["received", "issued"], "each request stamps once")

    def test_R26_what_is_given_outside_names_who_received_it(self):
        request = self.make_request(
            kind="external", outsider_name="王律师", outsider_body="大成律师事务所", carrier="Test Employee",
            safeguards="Sealed envelope", outsider_document="ID 500101", state="approved")
        self.issue_copies(request)
        self.assertIn("王律师 · 大成律师事务所", self.last_seal().note)

    def test_R26_reading_and_lending_issue_nothing(self):
        for kind in ("consult", "loan"):
            request = self.make_request(kind=kind, state="issued")
            self.take_back(request)
        self.assertEqual(self.kinds(self.document), ["received"])

    def test_R24_a_licence_is_copied_without_a_seal(self):
        licence = self._make_document(
            self.dossier, "营业执照", type_id=self.env.ref("client_archive.document_type_0201").id)
        request = self.make_request(licence | self.document, kind="copy", state="approved")
        self.issue_copies(request)
        self.assertFalse(licence.seal_ids)
        self.assertEqual(self.kinds(self.document), ["received", "issued"])

    def test_R27_a_void_paper_is_read_and_does_not_go_out(self):
        waiting = self.make_request(kind="copy", state="approved")
        self.document.with_user(self.users["archivist"])._void("失效")
        with self.assertRaisesRegex(UserError, "void"):
            self.issue_copies(waiting)
        asked = self.make_request(kind="external", outsider_name="A", outsider_body="B", carrier="C", safeguards="D")
        with self.assertRaisesRegex(UserError, "void"):
            self.rpc("employee", asked, "action_submit")
        read = self.make_request(kind="consult", state="issued")
        self.assertTrue(read.has_void and read.line_ids.is_void)
        self.assertEqual(self.kinds(self.document), ["received", "void"])

    def test_R27_a_newer_version_voids_the_former(self):
        archivist = self.users["archivist"]
        self.env["archive.version"].with_user(archivist)._add(self.document, "new.pdf", make_pdf("new"))
        seals = self.document.seal_ids.sorted("id")
        self.assertEqual(seals.mapped(lambda seal: (seal.kind, seal.version_number)), [
            ("received", 0), ("void", 1), ("received", 2)])
        self.assertEqual(seals[1].note, "Version 1 was replaced by version 2.")
        self.assertFalse(self.document.is_void or self.document.is_stamped_void, "the paper itself is valid")
        self.assertEqual([mark["kind"] for mark in self.document.seal_marks], ["received"])

    def test_R27_versions_of_a_draft_bear_no_seal(self):
        draft = self._make_document(self.dossier, "草稿", state="draft")
        self.env["archive.version"].with_user(self.users["sales"])._add(draft, "two.pdf", make_pdf("two"))
        self.assertFalse(draft.seal_ids)

    def test_R25_papers_of_a_former_archive_wait_for_their_seal(self):
        paper = gate.opened(self.env["archive.document"]).create({
            "name": "1998年合同", "dossier_id": self.dossier.id, "state": "filed", "code": "OLD-1",
            "type_id": self.env.ref("client_archive.document_type_0102").id}).with_env(self.env)
        self.assertTrue(paper.receipt_due)
        self.assertFalse(self.document.receipt_due)
        for login in ("sales", "head", "gm", "employee", "auditor"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, paper, "action_seal_receipt")
        self.rpc("archivist", paper | self.document, "action_seal_receipt")
        self.assertFalse(paper.receipt_due)
        self.assertEqual((self.kinds(paper), self.kinds(self.document)), (["received"], ["received"]))
        with self.assertRaisesRegex(UserError, "already"):
            self.rpc("archivist", paper, "action_seal_receipt")

    def test_R25_what_is_due_cannot_be_entered(self):
        for login in ("archivist", "archive_head", "sales"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, self.document, "write", {"receipt_due": True})

    def test_R27_void_shows_in_every_name_and_mark(self):
        self.assertNotIn("void", self.document.display_name)
        self.document.with_user(self.users["archivist"])._void("失效")
        document = self.as_user("sales", self.document)
        self.assertIn("(void)", document.display_name)
        self.assertEqual([(mark["word"], mark["colour"]) for mark in document.seal_marks], [
            ("Receipt", "red"), ("Void", "blue")])
        found = dict(document.name_search("采购合同"))
        self.assertIn("(void)", found[document.id])
        self.assertIn("(void)", document._slip_title())

    def test_R28_the_dialog_says_where(self):
        wizard = self.env["archive.seal.stamp"].with_user(self.users["archivist"]).create({
            "kind": "issued", "document_ids": [(6, 0, self.document.ids)], "note": "发客户", "place": "首页背面"})
        wizard.action_stamp()
        self.assertEqual(self.last_seal().place, "首页背面")
