import base64
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon, make_pdf
from .test_filecheck import picture


def word_file(text):
    """Bytes of a small Word file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("word/document.xml", (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"))
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestPreview(ArchiveCommon):
    def _paper(self, name, content, **values):
        draft = self._make_document(self.dossier, f"纸{name}", state="draft", **values)
        self.env["archive.version"].with_user(self.users["sales"])._add(draft, name, content)
        draft.invalidate_recordset(["version_ids"])
        return draft

    def opened(self, version, login=None):
        domain = [("kind", "=", "content_opened"), ("res_model", "=", "archive.version"), ("res_id", "=", version.id)]
        if login:
            domain.append(("user_id", "=", self.users[login].id))
        return self.env["archive.event"].search_count(domain)

    def test_kinds(self):
        for name, content, kind in (
            ("a.pdf", make_pdf("a"), "pdf"), ("a.png", picture(), "image"), ("a.mp3", b"ID3 x", "audio"),
            ("a.docx", word_file("x"), "office"), ("a.txt", b"text", "text"), ("a.amr", b"#!AMR", "none"),
        ):
            with self.subTest(name=name):
                preview = self.as_user("sales", self._paper(name, content)).preview
                self.assertEqual((preview["kind"], preview["number"], preview["name"]), (kind, 2, name))

    def test_a_reader_without_clearance_sees_none(self):
        paper = self._paper("a.pdf", make_pdf("a"), secrecy_level="2")
        for login in ("sales", "archivist", "employee", "gm"):
            with self.subTest(login=login):
                self.assertFalse(self.as_user(login, paper).preview)
        self._clear("sales")
        paper.invalidate_recordset()
        self.assertTrue(self.as_user("sales", paper).preview)

    def test_office_and_text_files_show_their_text(self):
        for name, content in (("a.docx", word_file("付款方式")), ("a.txt", "付款方式".encode("gb18030")),
                              ("b.txt", "付款方式".encode("utf-16"))):
            version = self._paper(name, content).version_ids[0]
            with self.subTest(name=name):
                self.assertIn("付款方式", self.rpc("sales", version, "action_read_text")["text"])
                self.assertEqual(self.opened(version, "sales"), 1)
                with self.assertRaises(AccessError):
                    self.rpc("employee", version, "action_read_text")
        with self.assertRaisesRegex(UserError, "No text"):
            self.rpc("sales", self._paper("c.png", picture()).version_ids[0], "action_read_text")

    def test_R78_reading_content_is_journaled_once_in_a_sitting(self):
        version = self.document.version_ids
        file = self.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "=", version.id)])
        self.rpc("sales", version, "read", ["name", "size"])
        self.as_user("sales", version).with_context(bin_size=True).web_read({"content": {}})
        self.assertFalse(self.opened(version))
        for _time in range(3):
            self.rpc("sales", version, "read", ["content"])
            self.rpc("sales", file, "read", ["raw"])
        self.assertEqual(self.opened(version), 1)
        self.rpc("archivist", file, "read", ["datas"])
        self.assertEqual(self.opened(version, "archivist"), 1)
        self.assertEqual(self.opened(version), 2)

    def test_R78_exports_are_journaled(self):
        self.users["sales"].group_ids |= self.env.ref("base.group_allow_export")
        self.rpc("sales", self.document, "export_data", ["name", "version_ids/content"])
        self.assertEqual(self.opened(self.document.version_ids, "sales"), 1)


@tagged("post_install", "-at_install")
class TestPreviewHttp(ArchiveCommon, HttpCase):
    def opened(self, version, login):
        return self.env["archive.event"].search_count([
            ("kind", "=", "content_opened"), ("res_model", "=", "archive.version"), ("res_id", "=", version.id),
            ("user_id", "=", self.users[login].id)])

    def test_R78_content_by_url_is_guarded_and_journaled_and_thumbnails_are_not(self):
        draft = self._make_document(self.dossier, "照片", state="draft")
        version = self.env["archive.version"].with_user(self.users["sales"])._add(draft, "photo.png", picture())
        file = self.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "=", version.id)])
        url = f"/web/content/archive.version/{version.id}/content"
        self.authenticate("test_employee", "test_employee")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            self.assertEqual(self.url_open(url).status_code, 404)
            self.assertEqual(self.url_open(f"/web/content/{file.id}").status_code, 404)
        self.assertFalse(self.opened(version, "employee"))
        self.authenticate("test_sales", "test_sales")
        self.assertEqual(self.url_open(f"/web/image/archive.version/{version.id}/content/128x128").status_code, 200)
        self.assertFalse(self.opened(version, "sales"))
        self.assertEqual(self.url_open(url, headers={"Range": "bytes=0-9"}).status_code, 206)
        self.assertEqual(self.url_open(url).content, base64.b64decode(version.content))
        self.assertEqual(self.url_open(f"/web/image/{file.id}").status_code, 200)
        self.assertEqual(self.opened(version, "sales"), 1)
