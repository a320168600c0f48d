from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon, make_pdf

WORD = "Halibut"


@tagged("post_install", "-at_install")
class TestLeak(ArchiveCommon, HttpCase):
    """Classified content on every way out, for two people who need to know and are not cleared (invariant 4)."""

    READERS = ("sales", "archivist")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = make_pdf(WORD)
        cls.paper = cls._make_document(cls.dossier, "战略客户价格", content=cls.content, secrecy_level="3")
        cls.version = cls.paper.version_ids
        cls.attachment = cls._files_of(cls.version)
        for login in cls.READERS:
            cls.users[login].group_ids |= cls.env.ref("base.group_allow_export")

    def fetch(self, login, url):
        self.authenticate(self.users[login].login, self.users[login].login)
        with mute_logger("odoo.http"):
            return self.url_open(url)

    def urls(self):
        return (
            f"/web/content/archive.version/{self.version.id}/content",
            f"/web/content?model=archive.version&id={self.version.id}&field=content&download=true",
            f"/web/content/{self.attachment.id}",
            f"/web/content?model=ir.attachment&id={self.attachment.id}&field=raw",
            f"/web/image/archive.version/{self.version.id}/content",
        )

    def report(self):
        view = self.env["ir.ui.view"].create({
            "name": "test_leak_report", "type": "qweb", "key": "client_archive.test_leak_report",
            "arch": """<t t-name="client_archive.test_leak_report"><t t-foreach="docs" t-as="doc">
                       <p t-out="doc.sha256"/></t></t>"""})
        self.env["ir.model.data"].create({
            "module": "client_archive", "name": "test_leak_report", "model": "ir.ui.view", "res_id": view.id})
        return self.env["ir.actions.report"].create({
            "name": "Leak", "model": "archive.version", "report_name": "client_archive.test_leak_report"})

    # ------------------------------------------------------------------
    # Uncleared
    # ------------------------------------------------------------------
    def test_R98_read_is_refused(self):
        for login in self.READERS:
            for records, method, args in (
                (self.version, "read", [["content"]]),
                (self.version, "read", [["sha256"]]),
                (self.version, "web_read", [{"content": {}}]),
                (self.version, "export_data", [["name", "content"]]),
                (self.attachment, "read", [["raw"]]),
                (self.attachment, "read", [["datas", "index_content"]]),
                (self.attachment, "export_data", [["index_content"]]),
                (self.attachment, "copy", []),
            ):
                self.env.invalidate_all()
                with self.subTest(login=login, method=method, args=args), self.assertRaises(AccessError):
                    self.rpc(login, records, method, *args)

    def test_R98_search_finds_nothing(self):
        self.assertIn(WORD, self.attachment.index_content, "the text of the scan is indexed")
        Version, Attachment = self.env["archive.version"], self.env["ir.attachment"]
        for login in self.READERS:
            for model, domain in (
                (Version, [("sha256", "=", self.version.sha256)]),
                (Version, [("content", "!=", False), ("id", "=", self.version.id)]),
                (Version, [("content_allowed", "=", True), ("id", "=", self.version.id)]),
                (Attachment, [("index_content", "ilike", WORD)]),
                (Attachment, [("index_content", "ilike", WORD), ("res_field", "!=", False)]),
                (Attachment, [("res_model", "=", "archive.version"), ("res_field", "=", "content"),
                              ("index_content", "ilike", WORD)]),
                (Attachment, [("id", "=", self.attachment.id)]),
                (Attachment, [("checksum", "=", self.attachment.checksum), ("res_field", "!=", False)]),
                (self.env["archive.document"], [("version_ids.sha256", "=", self.version.sha256)]),
                (self.env["archive.dossier"], [("document_ids.version_ids.sha256", "=", self.version.sha256)]),
            ):
                with self.subTest(login=login, domain=domain):
                    self.assertFalse(self.rpc(login, model, "search", domain))
                    self.assertFalse(self.rpc(login, model, "search_count", domain))
            self.assertFalse(self.rpc(login, Version, "name_search", self.version.name))
            [group] = self.rpc(login, Version, "formatted_read_group", [("id", "=", self.version.id)], [], ["__count"])
            self.assertFalse(group["__count"])

    def test_R98_the_catalogue_shows_the_paper_and_not_its_content(self):
        for login in self.READERS:
            self.env.invalidate_all()
            [row] = self.rpc(login, self.paper, "web_read", {"name": {}, "version_count": {}, "version_ids": {
                "fields": {"name": {}, "sha256": {}}}})
            self.assertEqual((row["name"], row["version_count"], row["version_ids"]), (self.paper.name, 1, []))
            exported = self.rpc(login, self.paper, "export_data", ["name", "version_ids/name", "version_ids/content"])
            self.assertEqual(exported["datas"], [[self.paper.name, "", ""]])

    def test_R98_web_content_is_refused(self):
        for login in self.READERS:
            for url in self.urls():
                with self.subTest(login=login, url=url):
                    response = self.fetch(login, url)
                    self.assertNotIn(b"%PDF", response.content)
                    self.assertNotEqual(response.headers.get("Content-Type"), "application/pdf")

    def test_R98_report_is_refused(self):
        report = self.report()
        for login in self.READERS:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(self.users[login])._render_qweb_html(
                    report.report_name, self.version.ids)

    # ------------------------------------------------------------------
    # Cleared
    # ------------------------------------------------------------------
    def test_R98_the_cleared_reader_opens_it_on_every_way(self):
        report = self.report()
        for login in self.READERS:
            self._clear(login, "3")
            self.env.invalidate_all()
            with self.subTest(login=login):
                self.assertTrue(self.rpc(login, self.version, "read", ["content"])[0]["content"])
                self.assertEqual(self.as_user(login, self.attachment).raw, self.content)
                self.assertEqual(self.rpc(login, self.env["ir.attachment"], "search", [
                    ("res_model", "=", "archive.version"), ("res_field", "=", "content"),
                    ("index_content", "ilike", WORD)]), self.attachment.ids)
                self.assertEqual(self.rpc(login, self.env["archive.document"], "search", [
                    ("version_ids.sha256", "=", self.version.sha256)]), self.paper.ids)
                html = self.env["ir.actions.report"].with_user(self.users[login])._render_qweb_html(
                    report.report_name, self.version.ids)[0]
                self.assertIn(self.version.sha256, str(html))
                for url in self.urls()[:4]:
                    self.assertEqual(self.fetch(login, url).content, self.content, url)

    def test_R98_a_running_session_ends_with_the_agreement(self):
        agreement = self._clear("archivist", "3")[0]
        url = self.urls()[0]
        self.authenticate(self.users["archivist"].login, self.users["archivist"].login)
        self.assertEqual(self.url_open(url).content, self.content)
        agreement.date_to = date.today() - timedelta(days=1)
        self.env.flush_all()
        with mute_logger("odoo.http"):
            self.assertNotIn(b"%PDF", self.url_open(url).content)
