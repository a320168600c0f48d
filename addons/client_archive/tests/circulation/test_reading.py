import io
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from PIL import Image, ImageChops
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools import drawing, pdf_renderer
from ..common import make_pdf
from .common import CirculationCommon

MUTED = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


def opened(content):
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGB")


def picture(kind="PNG", size=(600, 400), frames=1, **options):
    buffer = io.BytesIO()
    first, *rest = [Image.new("RGB", size, (200, 220, 30 + 40 * number)) for number in range(frames)]
    if rest:
        options = {**options, "save_all": True, "append_images": rest}
    first.save(buffer, kind, **options)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestReading(CirculationCommon):
    """Pages on screen: as pictures, marked, checked and noted one by one (R16, R51)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.make_request(kind="screen", state="approved")
        cls.grant = cls.as_user("employee", cls.request.grant_ids)

    def views(self, version=None):
        version = version or self.version
        return self.env["archive.event"].search([
            ("kind", "=", "page_viewed"), ("res_model", "=", "archive.version"), ("res_id", "=", version.id)])

    def paper_to_read(self, name, content):
        """The access of the employee to a paper with that content."""
        paper = self.env["archive.document"].with_user(self.users["sales"]).create({
            "name": name, "dossier_id": self.dossier.id,
            "type_id": self.env.ref("client_archive.document_type_0102").id})
        self.env["archive.version"].with_user(self.users["sales"])._add(paper, name, content)
        paper.action_submit()
        paper.with_user(self.users["archivist"]).action_file()
        request = self.make_request(paper.with_env(self.env), kind="screen", state="approved")
        return self.as_user("employee", request.grant_ids), paper.with_env(self.env).version_ids

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------
    def test_R51_a_page_is_a_picture_with_its_readers_name_over_it(self):
        content, mimetype = self.grant._page(self.version.id, 1)
        self.assertEqual(mimetype, "image/png")
        self.assertNotIn(b"%PDF", content)
        shown = opened(content)
        bare = opened(self.version._draw_page(1, "<html><body/></html>")[0])
        self.assertEqual(shown.size, bare.size)
        marks = ImageChops.difference(shown, bare).convert("L")
        for left in range(0, shown.width - 300, shown.width // 3):
            for top in range(0, shown.height - 300, shown.height // 5):
                with self.subTest(left=left, top=top):
                    tile = marks.crop((left, top, left + shown.width // 3, top + shown.height // 4))
                    self.assertGreater(tile.getextrema()[1], 20, "no part of the page is without the mark")

    def test_R51_the_mark_names_reader_login_time_and_request(self):
        mark = self.grant._reading_mark()
        for words in ("Test Employee", "test_employee", self.request.name):
            self.assertIn(words, mark)
        self.assertRegex(mark, r"\d{4}-\d\d-\d\d \d\d:\d\d")

    def test_pictures_are_pages(self):
        for name, content, pages in (
                ("a.png", picture(), 1), ("b.jpg", picture("JPEG"), 1), ("c.tif", picture("TIFF", frames=3), 3)):
            grant, version = self.paper_to_read(name, content)
            with self.subTest(name=name):
                self.assertEqual(version._drawn_pages(), pages)
                last = opened(grant._page(version.id, pages)[0])
                self.assertEqual(last.size, (600, 400))
                with self.assertRaisesRegex(UserError, "no such page"):
                    grant._page(version.id, pages + 1)

    def test_other_files_are_consulted_in_the_archive(self):
        grant, version = self.paper_to_read("notes.txt", b"Only words. " * 9)
        with self.assertRaisesRegex(UserError, "consult the paper in the archive"):
            grant._page(version.id, 1)
        self.assertFalse(self.views(version))

    def test_the_newest_content_is_read(self):
        self.env["archive.version"].with_user(self.users["archivist"])._add(self.document, "neu.pdf", make_pdf("new"))
        with self.assertRaisesRegex(UserError, "newer version"):
            self.grant._page(self.version.id, 1)
        newest = self.document.version_ids.sorted("number")[-1]
        self.assertTrue(self.grant._page(newest.id, 1)[0])

    # ------------------------------------------------------------------
    # What is noted
    # ------------------------------------------------------------------
    def test_R51_R78_each_page_is_noted_once_in_a_while(self):
        grant, version = self.paper_to_read("long.pdf", make_pdf("long", pages=3))
        for number in (1, 2, 1, 1):
            grant._page(version.id, number)
        events = self.views(version)
        self.assertEqual(events.user_id, self.users["employee"])
        self.assertEqual(sorted(event.after for event in events), [
            f'{{"page": {number}, "request": "{grant.sudo().request_id.name}", "version": 1}}' for number in (1, 2)])
        self.assertTrue(all(event.is_access for event in events))
        opened_events = self.env["archive.event"].search([
            ("kind", "=", "content_opened"), ("res_model", "=", "archive.version"), ("res_id", "=", version.id)])
        self.assertEqual(len(opened_events), 1, "unusual access counts readers on screen as well")
        # Whoever comes back after a while has seen it again.
        with patch("odoo.addons.client_archive.models.circulation.reading._GLANCE", timedelta(seconds=-1)):
            grant._page(version.id, 1)
        self.assertEqual(len(self.views(version)), 3)

    def test_R78_what_was_not_shown_is_not_noted(self):
        with self.assertRaises(UserError):
            self.grant._page(self.version.id, 99)
        with self.assertRaises(AccessError):
            self.as_user("sales", self.grant)._page(self.version.id, 1)
        self.assertFalse(self.views())

    # ------------------------------------------------------------------
    # Until when
    # ------------------------------------------------------------------
    def test_R51_checked_for_each_page(self):
        """Whatever ends an access, ends it between two pages."""
        def cancelled():
            self.as_user("employee", self.request).action_cancel()

        def done():
            self.as_user("employee", self.request).action_finish()

        def revoked():
            self.as_user("security", self.request.grant_ids).action_revoke()

        def over():
            self.let_time_pass(self.request, 4)

        def more_secret():
            self.as_user("archivist", self.document).secrecy_level = "1"

        def erased():
            self.env.cr.execute("UPDATE archive_version SET erased = TRUE WHERE id = %s", [self.version.id])
            self.env.invalidate_all()

        for end in (cancelled, done, revoked, over, more_secret, erased):
            with self.subTest(end=end.__name__), self.env.cr.savepoint(flush=True) as point:
                self.grant._page(self.version.id, 1)
                end()
                self.env.flush_all()
                self.env.invalidate_all()
                with self.assertRaises(UserError):
                    self.grant._page(self.version.id, 1)
                point.rollback()
                self.env.invalidate_all()

    def test_R51_of_another_paper_by_its_number(self):
        other = self.secret_document.version_ids
        with self.assertRaises(UserError):
            self.grant._page(other.id, 1)

    # ------------------------------------------------------------------
    # Within limits
    # ------------------------------------------------------------------
    def _drawn(self, content, kind="pdf", number=1):
        with TemporaryDirectory() as folder:
            path = Path(folder, "x")
            path.write_bytes(content)
            return drawing.page(str(path), kind, number, pdf_renderer.pdf("<html><body>x</body></html>"))

    def test_a_scan_of_500_pages_comes_page_by_page(self):
        grant, version = self.paper_to_read("scan.pdf", make_pdf("leaf", pages=500))
        self.assertEqual(version._drawn_pages(), 500)
        self.assertTrue(grant._page(version.id, 500)[0])
        self.assertEqual(len(self.views(version)), 1)

    def test_chinese_without_a_font_of_its_own_is_drawn(self):
        """Office programs leave the font out: the machine's Chinese font stands in."""
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        buffer = io.BytesIO()
        sheet = canvas.Canvas(buffer)
        sheet.setFont("STSong-Light", 200)
        sheet.drawString(60, 400, "档案")
        sheet.save()
        shown = opened(self._drawn(buffer.getvalue())[0]).convert("L")
        dark = sum(shown.histogram()[:60])
        self.assertGreater(dark, 20_000, "the words are not there")

    def test_damaged_files_say_so(self):
        whole = make_pdf("x", pages=3)
        for name, content, kind in (
                ("nothing", b"", "pdf"), ("words", b"no PDF at all", "pdf"), ("head alone", whole[:40], "pdf"),
                ("no picture", whole, "image"), ("half a picture", picture("JPEG")[:200], "image")):
            with self.subTest(name=name), self.assertRaises(drawing.Undrawable) as caught:
                self._drawn(content, kind)
            self.assertEqual(caught.exception.code, "damaged")

    def test_huge_pages_are_drawn_within_bounds(self):
        for size in ((20000, 20000), (3, 14000), (14000, 3)):
            buffer = io.BytesIO()
            sheet = canvas.Canvas(buffer, pagesize=size)
            sheet.drawString(1, 1, "x")
            sheet.save()
            with self.subTest(size=size):
                shown = opened(self._drawn(buffer.getvalue())[0])
                self.assertLessEqual(shown.width * shown.height, 5_100_000)

    def test_a_picture_that_would_unpack_to_gigabytes_is_refused(self):
        bomb = io.BytesIO()
        Image.new("1", (30000, 30000)).save(bomb, "PNG")
        with self.assertRaises(drawing.Undrawable):
            self._drawn(bomb.getvalue(), "image")

    def test_what_takes_too_long_ends(self):
        with patch.object(drawing, "_SECONDS", 0.01), self.assertRaises(drawing.Undrawable) as caught:
            self._drawn(make_pdf("x"))
        self.assertEqual(caught.exception.code, "slow")

    def test_a_crash_is_a_damaged_file(self):
        with patch.object(drawing, "_CHILD", "/nonexistent.py"), self.assertRaises(drawing.Undrawable) as caught:
            self._drawn(make_pdf("x"))
        self.assertEqual(caught.exception.code, "damaged")


@tagged("post_install", "-at_install")
class TestReadingPage(CirculationCommon, HttpCase):
    """By addresses: the reading page and its pictures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.make_request(cls.document, kind="screen", state="approved")
        cls.grant = cls.request.grant_ids
        cls.page = f"/archive/read/{cls.grant.id}"
        cls.picture = f"{cls.page}/{cls.version.id}/1"

    def get(self, login, url):
        self.authenticate(*(2 * [f"test_{login}"] if login else (None, None)))
        with mute_logger(*MUTED):
            return self.url_open(url, allow_redirects=False)

    def test_R51_for_its_reader_alone(self):
        for login in (None, "outsider", "sales", "archivist", "gm", "manager"):
            for url in (self.page, self.picture):
                with self.subTest(login=login, url=url):
                    answer = self.get(login, url)
                    self.assertIn(answer.status_code, (303, 403))
                    self.assertNotIn(self.document.name, answer.text)
        answer = self.get("employee", self.page)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.document.name, answer.text)
        self.assertIn(f'data-source="{self.picture}"', answer.text)
        shown = self.get("employee", self.picture)
        self.assertEqual((shown.status_code, shown.headers["Content-Type"]), (200, "image/png"))

    def test_R51_nothing_stays_in_a_cache(self):
        for url in (self.page, self.picture):
            headers = self.get("employee", url).headers
            with self.subTest(url=url):
                self.assertIn("no-store", headers["Cache-Control"])
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
                self.assertNotIn("unsafe", headers["Content-Security-Policy"])

    def test_R78_from_which_address(self):
        self.get("employee", self.picture)
        event = self.env["archive.event"].search([("kind", "=", "page_viewed")], limit=1)
        self.assertEqual((event.user_id, event.channel, event.res_id), (
            self.users["employee"], "web", self.version.id))
        self.assertTrue(event.remote_addr)

    def test_R51_an_old_address_opens_nothing(self):
        self.assertEqual(self.get("employee", self.picture).status_code, 200)
        self.let_time_pass(self.request, 4)
        for url in (self.page, self.picture):
            answer = self.get("employee", url)
            with self.subTest(url=url):
                self.assertEqual(answer.status_code, 403)
                self.assertIn("has ended", answer.text)
                self.assertNotIn("%PDF", answer.text)

    def test_R16_no_file_by_any_address(self):
        file = self._files_of(self.version)
        for url in (f"/web/content/archive.version/{self.version.id}/content", f"/web/content/{file.id}",
                    f"/web/image/{file.id}", f"/web/image/archive.version/{self.version.id}/content",
                    f"/mail/attachment/pdf_first_page/{file.id}"):
            with self.subTest(url=url):
                answer = self.get("employee", url)
                self.assertNotIn(b"%PDF", answer.content)

    def test_R51_papers_of_one_request_stand_side_by_side(self):
        papers = self.document | self._make_document(self.dossier, "补充协议")
        request = self.make_request(papers, kind="screen", state="approved")
        first, second = request.grant_ids.sorted("id")
        self.as_user("security", second).action_revoke()
        self.assertNotIn("补充协议", self.get("employee", f"/archive/read/{first.id}").text)
        other = self.make_request(papers, kind="screen", state="approved").grant_ids.sorted("id")
        self.assertIn("补充协议", self.get("employee", f"/archive/read/{other[0].id}").text)

    def test_what_is_damaged_says_so(self):
        with patch.object(self.registry["ir.attachment"], "_full_path", lambda *args: "/dev/null"):
            page, shown = self.get("employee", self.page), self.get("employee", self.picture)
        self.assertIn("damaged", page.text)
        self.assertEqual(shown.status_code, 422)
        self.assertIn("damaged", shown.text)
