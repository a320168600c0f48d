import hashlib
import io
from unittest.mock import Mock

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen import canvas

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools import gate, sealed_pdf
from ..common import make_pdf
from .common import CirculationCommon


def picture(kind="JPEG", size=(620, 880), **options):
    buffer = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def pages(content):
    return PdfReader(io.BytesIO(content)).pages


@tagged("post_install", "-at_install")
class TestSealedPrint(CirculationCommon):
    """R24–R28: the seals are drawn on a copy, and the content stays as it is."""

    def draw(self, document, login="archivist"):
        self.env.invalidate_all()
        with self.as_user(login, document)._sealed_file() as file:
            return file.read()

    def paper(self, name, content, ending="pdf", **values):
        document = self.env["archive.document"].with_user(self.users["sales"]).create({
            "name": name, "dossier_id": self.dossier.id,
            "type_id": self.env.ref("client_archive.document_type_0102").id, **values})
        self.env["archive.version"].with_user(self.users["sales"])._add(document, f"{name}.{ending}", content)
        document.action_submit()
        document.with_user(self.users["archivist"]).action_file()
        return document.with_env(self.env)

    def test_R24_the_back_of_the_last_page_bears_the_seals(self):
        self.document.with_user(self.users["archivist"])._issue("发客户存档")
        drawn = self.draw(self.document)
        front, back = pages(drawn)
        self.assertIn("1", front.extract_text())
        text = back.extract_text().replace("\n", "")
        self.assertIn("Receipt", text)
        self.assertIn("Issued", text)
        self.assertIn("发客户存档", text)
        self.assertIn("Test Archivist", text)
        for letter in self.company.name.replace(" ", ""):
            self.assertIn(letter, text, "the company's name stands on the ring")
        data = back.get_contents().get_data().decode("latin-1")
        red, blue = (tuple(int(code[i:i + 2], 16) / 255 for i in (0, 2, 4)) for code in ("c8102e", "1d4fa3"))
        colours = {tuple(round(float(part), 2) for part in line.split()[:3])
                   for line in data.splitlines() if line.endswith((" rg", " RG"))}
        for name, colour in (("red", red), ("blue", blue)):
            with self.subTest(colour=name):
                self.assertIn(tuple(round(part, 2) for part in colour), colours)

    def test_R24_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["archivist"].lang = "zh_CN"
        self.company.name = "重庆长江贸易有限责任公司"
        text = "".join(page.extract_text() for page in pages(self.draw(self.document))).replace("\n", "")
        for letter in "重庆长江贸易有限责任公司":
            self.assertIn(letter, text)

    def test_R78_the_content_stays_as_it_is(self):
        version = self.document.version_ids
        before = version._content_file().raw
        drawn = self.draw(self.document)
        self.env.invalidate_all()
        after = version._content_file().raw
        self.assertEqual(before, after)
        self.assertEqual(hashlib.sha256(after).hexdigest(), version.sha256)
        self.assertTrue(drawn.startswith(before), "the copy begins with the content, byte for byte")

    def test_R27_over_a_void_paper_it_is_said_on_each_page(self):
        paper = self.paper("旧合同", make_pdf("old", pages=3))
        self.assertNotIn("/ClientArchiveOver", str(pages(self.draw(paper))[0]["/Resources"]))
        paper.with_user(self.users["archivist"])._void("由新合同取代")
        drawn = pages(self.draw(paper))
        self.assertEqual(len(drawn), 4)
        for page in drawn[:3]:
            self.assertIn("/ClientArchiveOver", page["/Resources"]["/XObject"])
            self.assertIn("old", page.extract_text(), "what it said is still there")
            self.assertEqual(page.extract_text().count("Void"), 1)
        self.assertNotIn("/ClientArchiveOver", str(drawn[3]["/Resources"].get("/XObject")))

    def test_the_back_is_as_the_page_is_shown(self):
        def sheet(size, rotation=0, crop=None):
            buffer = io.BytesIO()
            page = canvas.Canvas(buffer, pagesize=size)
            page.drawString(20, 20, "x")
            page.save()
            writer = PdfWriter(clone_from=io.BytesIO(buffer.getvalue()))
            writer.pages[0].rotate(rotation)
            if crop:
                writer.pages[0].cropbox = RectangleObject(crop)
            out = io.BytesIO()
            writer.write(out)
            return out.getvalue()
        for name, content, expected in (
            ("A4", sheet(A4), A4), ("landscape", sheet(landscape(A4)), landscape(A4)),
            ("rotated", sheet(A4, 90), landscape(A4)), ("upside down", sheet(A5, 180), A5),
            ("cropped", sheet(A4, 0, (50, 60, 450, 660)), (400, 600)),
            ("cropped to nothing", sheet(A4, 0, (0, 0, 0, 0)), A4), ("a stamp", sheet((80, 90)), A4),
            ("a plan", sheet((2384, 3370)), (2384, 3370)),
        ):
            with self.subTest(name):
                back = Mock(return_value=make_pdf("back"))
                drawn = pages(sealed_pdf.draw(content, back, over=self.stencil()))
                self.assertEqual(len(drawn), 2)
                for got, wanted in zip(back.call_args.args, expected, strict=True):
                    self.assertAlmostEqual(got, wanted, delta=1)

    def stencil(self):
        return self.document.with_user(self.users["archivist"])._void_stencil()

    def test_the_word_over_a_turned_page_stands_upright(self):
        for rotation, matrix in ((0, "1.0000 0.0000 -0.0000 1.0000"), (90, "0.0000 1.0000 -1.0000 0.0000"),
                                 (180, "-1.0000 0.0000 -0.0000 -1.0000"), (270, "0.0000 -1.0000 1.0000 0.0000")):
            with self.subTest(rotation):
                side = float(pages(self.stencil())[0].mediabox.width)
                buffer = io.BytesIO()
                page = canvas.Canvas(buffer, pagesize=(side, side))
                page.drawString(20, 20, "x")
                page.setPageRotation(rotation)
                page.save()
                drawn = pages(sealed_pdf.draw(buffer.getvalue(), lambda *_size: make_pdf(), over=self.stencil()))
                self.assertIn(matrix, drawn[0].get_contents().get_data().decode("latin-1"))

    def test_locked_against_changes_and_pages_with_odd_contents(self):
        writer = PdfWriter(clone_from=io.BytesIO(make_pdf("locked")))
        writer.encrypt(user_password="", owner_password="secret")
        locked = io.BytesIO()
        writer.write(locked)
        drawn = pages(sealed_pdf.draw(locked.getvalue(), lambda *_size: make_pdf("back"), over=self.stencil()))
        self.assertEqual(len(drawn), 2)
        self.assertIn("locked", drawn[0].extract_text())
        blank = PdfWriter()
        blank.add_blank_page(300, 400)
        empty = io.BytesIO()
        blank.write(empty)
        self.assertEqual(
            len(pages(sealed_pdf.draw(empty.getvalue(), lambda *_size: make_pdf("back"), over=self.stencil()))), 2)
        writer.encrypt(user_password="unknown", owner_password="secret")
        closed = io.BytesIO()
        writer.write(closed)
        for content in (closed.getvalue(), b"no PDF at all", b""):
            with self.assertRaises(sealed_pdf.NotPrintable):
                sealed_pdf.draw(content, lambda *_size: make_pdf("back"))

    def test_a_thousand_pages_share_one_drawing(self):
        content = make_pdf("page", pages=1000)
        stencil = self.stencil()
        drawn = sealed_pdf.draw(content, lambda *_size: make_pdf("back"), over=stencil)
        self.assertEqual(len(pages(drawn)), 1001)
        self.assertLess(len(drawn) - len(content), len(stencil) + 900_000)

    def test_images_become_pages(self):
        for kind, ending in (
            ("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp"), ("TIFF", "tif"), ("BMP", "bmp"),
        ):
            with self.subTest(kind):
                drawn = pages(self.draw(self.paper(f"扫描{kind}", picture(kind), ending)))
                self.assertEqual(len(drawn), 2)
                self.assertEqual(len(drawn[0].images), 1)

    def test_a_jpeg_goes_in_as_it_is_and_is_turned_as_the_camera_was(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        content = picture(exif=exif)
        [page] = pages(sealed_pdf.from_image(content))
        self.assertEqual(page.rotation, 90)
        image = page["/Resources"]["/XObject"]
        [stored] = [value.get_object() for value in image.values()]
        self.assertIn("/DCTDecode", str(stored["/Filter"]))
        two = io.BytesIO()
        Image.new("RGB", (600, 800)).save(two, "TIFF", save_all=True, append_images=[Image.new("1", (600, 800))])
        self.assertEqual(len(pages(sealed_pdf.from_image(two.getvalue()))), 2)
        clear = io.BytesIO()
        Image.new("RGBA", (300, 200), (255, 0, 0, 0)).save(clear, "PNG", dpi=(200, 200))
        [page] = pages(sealed_pdf.from_image(clear.getvalue()))
        self.assertAlmostEqual(float(page.mediabox.width), 108, delta=1)

    def test_what_has_no_pages_gives_its_seals(self):
        [page] = pages(self.draw(self.paper("录音", b"ID3" + b"\0" * 64, "mp3")))
        self.assertIn("Receipt", page.extract_text())
        self.assertIn("has no pages to print", page.extract_text().replace("\n", " "))

    def test_R24_a_licence_says_that_it_takes_none(self):
        licence = self.paper("营业执照", make_pdf("licence"), type_id=self.env.ref(
            "client_archive.document_type_0201").id)
        self.assertTrue(licence.type_id.is_licence)
        self.assertIn("Licences take no seal", pages(self.draw(licence))[1].extract_text())

    def test_several_papers_are_one_pdf_with_bookmarks(self):
        second = self.paper("送货单", make_pdf("delivery", pages=2))
        drawn = PdfReader(io.BytesIO(self.draw(self.document | second)))
        self.assertEqual(len(drawn.pages), 5)
        self.assertEqual([entry.title for entry in drawn.outline], [self.document.display_name, second.display_name])

    def test_printing_is_journaled_as_print_and_as_opening(self):
        self.draw(self.document)
        self.assertEqual(self.last_events(self.document), ["printed"])
        self.assertEqual(self.last_events(self.document.version_ids), ["content_opened"])

    def test_R23_only_the_archive_prints(self):
        for login in self.users.keys() - {"archivist", "archive_head"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.document, "action_print_sealed")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.draw(self.document, login)
        action = self.rpc("archivist", self.document, "action_print_sealed")
        self.assertEqual(action["params"], {"docids": self.document.ids})
        with self.assertRaises(UserError):
            self.rpc("archivist", self.document.browse(), "action_print_sealed")
        for method in ("_sealed_file", "_sealed_pdf", "_seal_sheet"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("archivist", self.document, method)

    def test_R53_classified_papers_are_copied_under_an_approval_only(self):
        secret = self.paper("秘密函件", make_pdf("secret"), secrecy_level="1")
        self._clear("archivist")
        with self.assertRaisesRegex(AccessError, "copied under an approved request"):
            self.draw(secret)
        request = self.make_request(secret, kind="copy", state="approved")
        self.assertEqual(request.state, "approved")
        self.assertEqual(len(pages(self.draw(secret))), 2)
        self.let_time_pass(request, 9)
        with self.assertRaisesRegex(AccessError, "copied under an approved request"):
            self.draw(secret)

    def test_R98_content_that_is_closed_is_not_printed(self):
        secret = self.paper("秘密函件", make_pdf("secret"), secrecy_level="1")
        self.make_request(secret, kind="copy", state="approved")
        self.assertFalse(self.opens("archivist", secret.version_ids), "the archivist has no clearance")
        with self.assertRaisesRegex(AccessError, "not open to you"):
            self.draw(secret | self.document)

    def test_destroyed_papers_leave_their_seals(self):
        gate.opened(self.document.version_ids)._erase()
        gate.opened(self.document).write({"state": "destroyed"})
        [page] = pages(self.draw(self.document))
        self.assertIn("destroyed", page.extract_text())

    def test_R26_lists_tell_the_seals(self):
        self.document.with_user(self.users["archivist"])._issue("发客户存档")
        self.env.invalidate_all()
        document = self.as_user("archivist", self.document)
        rows = list(document.env["report.client_archive.report_item_catalogue"]._form_rows(document))
        self.assertRegex(rows[0][-1], r"Receipt \d{8}; Issued \d{8}")
        document._void("失效")
        self.assertRegex(document._list_remarks(with_seals=True), r"Void \d{8}$")
        self.assertEqual(self.dossier._volume_facts()["void"], "2, of these void: 1")


@tagged("post_install", "-at_install")
class TestSealedDownload(CirculationCommon, HttpCase):
    def test_download_by_post_as_who_may(self):
        def get(login):
            self.authenticate(f"test_{login}", f"test_{login}")
            return self.url_open("/archive/sealed", data={
                "docids": str(self.document.id), "csrf_token": http.Request.csrf_token(self)})
        response = get("archivist")
        self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(response.content.startswith(b"%PDF-"))
        with mute_logger("odoo.http"):
            refused = get("sales")
        self.assertNotEqual(refused.headers["Content-Type"], "application/pdf")
        self.assertEqual(self.url_open(f"/archive/sealed?docids={self.document.id}").status_code, 405)
