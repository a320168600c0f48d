import base64
import hashlib
from pathlib import Path

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import config

from ...tools import gate
from ..common import ArchiveCommon, make_pdf


@tagged("post_install", "-at_install")
class TestContent(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.document.version_ids
        cls.attachment = cls.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_id", "=", cls.version.id), ("res_field", "=", "content")])

    def _upload(self, login, *files, document=None, **values):
        attachments = self.as_user(login, self.env["ir.attachment"]).create([
            {"name": name, "raw": content} for name, content in files])
        wizard = self.as_user(login, self.env["archive.upload"]).create({
            "dossier_id": self.dossier.id, "document_id": document and document.id,
            "type_id": self.env.ref("client_archive.document_type_0101").id,
            "attachment_ids": attachments.ids, **values})
        return wizard.action_upload()

    # ------------------------------------------------------------------
    # Coming in
    # ------------------------------------------------------------------
    def test_upload_makes_papers_with_content_and_hash(self):
        files = [("合同一.pdf", make_pdf("one", pages=2)), ("合同二.pdf", make_pdf("two"))]
        self._upload("sales", *files)
        first = self.dossier.document_ids.filtered(lambda doc: doc.name == "合同一")
        self.assertEqual(first.page_count, 2)
        self.assertEqual(first.version_ids.sha256, hashlib.sha256(files[0][1]).hexdigest())
        self.assertEqual(base64.b64decode(first.version_ids.content), files[0][1])

    def test_R92_content_lives_on_the_companys_own_server(self):
        """Its bytes are in the company's filestore, and never a link to somewhere else."""
        path = Path(self.attachment._full_path(self.attachment.store_fname))
        self.assertTrue(path.is_relative_to(config.filestore(self.cr.dbname)))
        self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), self.version.sha256)
        link = {"type": "url", "url": "https://cloud.example.com/contract.pdf"}
        for login in ("sales", "archivist", "manager"):
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    self.rpc(login, self.attachment, "write", link)
                with self.assertRaises(AccessError):
                    self.rpc(login, self.attachment.browse(), "create", [{
                        **link, "name": "contract.pdf", "res_model": "archive.version", "res_id": self.version.id}])
        elsewhere = self.as_user("sales", self.env["ir.attachment"]).create({**link, "name": "contract.pdf"})
        with self.assertRaises(ValidationError):
            self.as_user("sales", self.env["archive.upload"]).create({
                "dossier_id": self.dossier.id, "type_id": self.document.type_id.id,
                "attachment_ids": elsewhere.ids}).action_upload()
        self.assertEqual(self.attachment.type, "binary")

    def test_bad_file_stops_the_whole_upload_and_says_why(self):
        before = self.dossier.document_count
        for content, words in ((b"", "empty"), (b"MZ", "program"), (b"%PDF-1 x", "damaged"), (b"GIF8", "ending")):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self._upload("sales", ("好.pdf", make_pdf("good")), ("坏.pdf", content))
        self.dossier.invalidate_recordset()
        self.assertEqual(self.dossier.document_count, before)

    def test_same_scan_twice_is_refused_and_names_the_first(self):
        with self.assertRaisesRegex(ValidationError, self.document.code):
            self._upload("sales", ("again.pdf", base64.b64decode(self.version.content)))

    def test_new_version_keeps_the_old_one(self):
        self._upload("archivist", ("v2.pdf", make_pdf("v2")), document=self.document)
        self.assertEqual(self.document.version_ids.mapped("number"), [2, 1])
        self.assertTrue(all(self.document.version_ids.mapped("content")))

    def test_stranger_cannot_upload(self):
        for login in ("employee", "outsider", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self._upload(login, ("x.pdf", make_pdf("x")))
        with self.assertRaises(AccessError):
            self._upload("other_sales", ("x.pdf", make_pdf("x")))

    def test_upload_of_a_file_one_may_not_read_is_refused(self):
        foreign = self.env["ir.attachment"].create({"name": "x.pdf", "raw": make_pdf("x")})
        wizard = self.env["archive.upload"].with_user(self.users["sales"]).create({
            "dossier_id": self.dossier.id, "type_id": self.document.type_id.id})
        with self.assertRaises(AccessError):
            self.rpc("sales", wizard, "write", {"attachment_ids": [(4, foreign.id)]})
            self.rpc("sales", wizard, "action_upload")

    # ------------------------------------------------------------------
    # Sealed
    # ------------------------------------------------------------------
    def test_content_cannot_be_changed_by_any_role(self):
        for login in self.users:
            for records, method, args in (
                (self.version, "write", [{"content": False}]),
                (self.version, "unlink", []),
                (self.version.browse(), "create", [{"document_id": self.document.id, "number": 9, "name": "x"}]),
                (self.attachment, "write", [{"raw": b"x"}]),
                (self.attachment, "unlink", []),
                (self.attachment.browse(), "create", [{
                    "name": "x", "res_model": "archive.version", "res_id": self.version.id, "res_field": "content"}]),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(UserError):
                    self.rpc(login, records, method, *args)

    def test_not_even_sudo_deletes_what_the_web_client_deletes(self):
        """`/mail/attachment/delete` unlinks under sudo."""
        for attempt in (
            lambda: self.attachment.sudo().unlink(),
            lambda: self.attachment.sudo().write({"res_model": "res.partner"}),
            lambda: self.attachment.sudo().with_context(**{gate._KEY: True}).unlink(),
            lambda: self.version.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertTrue(self.attachment.exists().raw)

    # ------------------------------------------------------------------
    # Who opens it
    # ------------------------------------------------------------------
    def test_R51_only_those_who_need_to_know_open_content(self):
        for login in self.users:
            with self.subTest(login=login):
                if login in ("sales", "archivist", "archive_head"):
                    self.assertTrue(self.rpc(login, self.version, "read", ["content"])[0]["content"])
                    self.assertTrue(self.as_user(login, self.attachment).raw)
                    continue
                with self.assertRaises(AccessError):
                    self.rpc(login, self.version, "read", ["content"])
                with self.assertRaises(AccessError):
                    self.rpc(login, self.attachment, "read", ["raw"])
                if login != "outsider":
                    self.assertFalse(self.rpc(login, self.version.browse(), "search", [("id", "=", self.version.id)]))

    def test_catalogue_shows_that_content_exists(self):
        self.assertEqual(self.as_user("employee", self.document).version_count, 1)
