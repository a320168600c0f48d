import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestAttachments(ArchiveCommon):
    """Content leaves and enters by versions alone (invariant 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls._make_document(cls.dossier, "Secret contract", secrecy_level="1")
        cls.file = cls.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"),
            ("res_id", "in", cls.paper.version_ids.ids)])

    def _upload(self, login, **values):
        return self.rpc(login, self.env["ir.attachment"], "create", [{
            "name": "scan.txt", "datas": base64.b64encode(b"scan").decode(), **values}])[0]

    def test_no_files_in_the_conversation_of_a_paper(self):
        draft = self._make_document(self.dossier, "Draft", state="draft")
        where = {"res_model": "archive.document", "res_id": draft.id}
        with self.assertRaisesRegex(UserError, "upload them as a version"):
            self._upload("sales", **where)
        loose = self._upload("sales")
        with self.assertRaisesRegex(UserError, "upload them as a version"):
            self.rpc("sales", self.env["ir.attachment"].browse(loose), "write", where)
        with self.assertRaisesRegex(UserError, "upload them as a version"):
            self.rpc("sales", draft, "message_post", body="See the scan", attachment_ids=[loose])
        composer = self._upload("sales", res_model="mail.compose.message", res_id=0)
        with self.assertRaisesRegex(UserError, "upload them as a version"):
            self.rpc("sales", draft, "message_post", body="See the scan", attachment_ids=[composer])
        self.rpc("sales", draft, "message_post", body="Without a file")

    def test_a_mail_keeps_its_words_and_loses_its_files(self):
        message = self.paper.message_post(
            body="Reply", message_type="email", attachments=[("logo.png", b"logo")], subtype_xmlid="mail.mt_comment")
        self.assertFalse(message.attachment_ids)
        self.assertIn("Reply", message.body)
        self.assertIn("not taken over", message.body)

    def test_sealed_files_open_to_nobody_by_the_back_door(self):
        file = self.file
        for login in ("employee", "other_sales", "head", "manager", "sales", "archivist"):
            mine = self.env["ir.attachment"].with_user(self.users[login])
            with self.subTest(login=login), mute_logger("odoo.addons.base.models.ir_rule"):
                self.assertFalse(mine.search([("res_model", "=", "archive.version"), ("res_field", "!=", False)]))
                self.assertFalse(mine.search([("id", "=", file.id)]))
                self.assertFalse(mine.search_count([
                    ("res_field", "=", "content"), ("index_content", "ilike", "a")]))
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "read", ["raw", "access_token"])
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "copy", {"res_model": False, "res_field": False, "res_id": 0})
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "generate_access_token")
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "write", {"public": True})
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "unlink")
                with self.assertRaises(AccessError):
                    self.rpc(login, self.users[login].partner_id, "message_post", body="x", attachment_ids=file.ids)

    def test_versions_are_not_found_by_their_fields(self):
        """Filters, groups, exports and orders see of a version what its reader may."""
        name = self.paper.version_ids.name
        for login in ("employee", "sales", "archivist"):
            Paper = self.env["archive.document"].with_user(self.users[login])
            with self.subTest(login=login):
                self.assertFalse(Paper.search([("version_ids.name", "=", name)]))
                self.assertFalse(Paper.search([("version_ids.sha256", "=", self.paper.version_ids.sha256)]))
                self.assertFalse(self.env["archive.version"].with_user(self.users[login]).formatted_read_group(
                    [("document_id", "=", self.paper.id)], ["sha256"], ["__count"]))
                exported = self.rpc(login, self.paper, "export_data", ["name", "version_ids/content"])
                self.assertNotIn(base64.b64decode(self.paper.version_ids.content), str(exported).encode())
                self.assertFalse(exported["datas"][0][1])
