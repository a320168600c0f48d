"""Doors that a fourth hostile review found open."""

import io

from PIL import Image

from odoo.tests import HttpCase, tagged

from ..common import ArchiveCommon


def _picture(kind, width=600, height=800):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, kind)
    return buffer.getvalue()


@tagged("-at_install", "post_install")
class TestThumbnails(ArchiveCommon, HttpCase):
    """What is handed out whole was opened, whatever size was asked for."""

    def _opened(self, name, content, sizes):
        draft = self._make_document(self.dossier, name, state="draft")
        version = self.env["archive.version"].with_user(self.users["sales"])._add(draft, name, content)
        got = [self.url_open(f"/web/image?model=archive.version&id={version.id}&field=content&{size}") for size in sizes]
        self.assertTrue(all(answer.status_code == 200 and answer.content for answer in got))
        return self.env["archive.event"].search_count([
            ("kind", "=", "content_opened"), ("res_model", "=", "archive.version"), ("res_id", "=", version.id),
            ("user_id", "=", self.users["sales"].id)])

    def test_R78_what_odoo_does_not_make_small_is_no_thumbnail(self):
        self.authenticate("test_sales", "test_sales")
        small = ["width=200&height=200"]
        for name, content in (
            ("a.webp", _picture("WEBP")), ("b.gif", _picture("GIF")), ("c.txt", b"<p>Kingfisher</p>"),
        ):
            with self.subTest(name=name):
                self.assertEqual(self._opened(name, content, small), 1)
        for kind in ("PNG", "JPEG", "BMP", "TIFF"):
            with self.subTest(kind=kind):
                self.assertEqual(self._opened(f"x.{kind.lower()}", _picture(kind), small), 0)

    def test_R78_a_strip_without_end_is_no_thumbnail(self):
        self.authenticate("test_sales", "test_sales")
        self.assertEqual(self._opened("strip.png", _picture("PNG", 250, 5000), ["width=256&height=0"]), 1)
