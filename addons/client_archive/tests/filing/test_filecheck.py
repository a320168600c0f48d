import io
import zipfile
import zlib

from PIL import Image
from pypdf import PdfReader, PdfWriter

from odoo.tests import BaseCase, tagged

from ...tools import filecheck
from ..common import make_pdf


def picture(kind="PNG", size=(60, 40), **options):
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def huge_picture():
    """A small PNG that says it is 200,000 pixels wide and high."""
    head = b"IHDR" + (200_000).to_bytes(4, "big") * 2 + picture()[24:29]
    return picture()[:12] + head + zlib.crc32(head).to_bytes(4, "big") + picture()[33:]


def packed(*entries, **files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*entries, *files.items()]:
            archive.writestr(name, content)
    return buffer.getvalue()


def box(kind, content=b""):
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def locked(**passwords):
    buffer = io.BytesIO()
    writer = PdfWriter(PdfReader(io.BytesIO(make_pdf())))
    writer.encrypt(**passwords)
    writer.write(buffer)
    return buffer.getvalue()


WORD = ("word/document.xml", "<w:document/>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@tagged("at_install", "-post_install")
class TestFileCheck(BaseCase):
    def test_sound_files(self):
        tiff = io.BytesIO()
        Image.new("1", (20, 20)).save(
            tiff, "TIFF", save_all=True, append_images=[Image.new("1", (20, 20)) for _page in range(2)])
        for name, content, pages, mimetype in (
            ("a.pdf", make_pdf(pages=3), 3, "application/pdf"),
            ("locked against changes.pdf", locked(user_password="", owner_password="x"), 1, "application/pdf"),
            ("a.PNG", picture(), 1, "image/png"),
            ("a.jpeg", picture("JPEG"), 1, "image/jpeg"),
            ("a.webp", picture("WEBP"), 1, "image/webp"),
            ("fax.tif", tiff.getvalue(), 3, "image/tiff"),
            ("IMG_0001.HEIC", box(b"ftyp", b"heic\0\0\0\0") + box(b"mdat", b"x" * 40), 1, "image/heic"),
            ("visit.mp4", box(b"ftyp", b"isom\0\0\0\0") + box(b"moov"), 0, "video/mp4"),
            ("call.m4a", box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov"), 0, "audio/mp4"),
            ("call.mp3", b"ID3 sound", 0, "audio/mpeg"),
            ("call.amr", b"#!AMR\nsound", 0, "audio/amr"),
            ("call.wav", b"RIFF\x10\0\0\0WAVEfmt ", 0, "audio/wav"),
            ("a.docx", packed(WORD), 0, filecheck._KINDS["docx"][1]),
            ("a.xls", OLE + b"sheet", 0, "application/vnd.ms-excel"),
            ("note.txt", "记录".encode("gb18030"), 0, "text/plain"),
        ):
            with self.subTest(name=name):
                self.assertEqual(filecheck.check(name, content), filecheck.Checked(pages, mimetype))

    def test_content_tells_what_no_ending_says(self):
        for name, content, mimetype in (
            ("scan", make_pdf(), "application/pdf"),
            ("photo.jfif", picture("JPEG"), "image/jpeg"),
            ("recording.3gp", box(b"ftyp", b"3gp4\0\0\0\0"), "video/mp4"),
            ("voice", b"#!AMR\n", "audio/amr"),
            ("clip", box(b"ftyp", b"qt  \0\0\0\0"), "video/quicktime"),
            ("letter.eml", b"From: a@b.c", "application/octet-stream"),
        ):
            with self.subTest(name=name):
                self.assertEqual(filecheck.check(name, content).mimetype, mimetype)

    def test_bad_files(self):
        for code, name, content in (
            ("empty", "a.pdf", b""),
            ("executable", "a.pdf", b"MZ\x90\x00"),
            ("executable", "a.png", b"\x7fELF"),
            ("executable", "scan", b"#!/bin/sh"),
            ("executable", "invoice.pdf.exe", make_pdf()),
            ("executable", "a.zip", packed(("setup.exe", b"x"))),
            ("mismatch", "a.pdf", b"\x89PNG\r\n\x1a\n"),
            ("mismatch", "a.jpg", make_pdf()),
            ("mismatch", "a.mp3", make_pdf()),
            ("mismatch", "a.wav", b"RIFF\x10\0\0\0AVI "),
            ("mismatch", "a.heic", box(b"ftyp", b"isom\0\0\0\0")),
            ("mismatch", "a.docx", packed(("readme.txt", "no Word"))),
            ("mismatch", "a.docx", OLE + b"sheet"),
            ("encrypted", "a.pdf", locked(user_password="secret")),
            ("encrypted", "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
            ("damaged", "a.pdf", b"%PDF-1.7 and then nothing"),
            ("damaged", "a.pdf", make_pdf(pages=2)[:300]),
            ("damaged", "a.png", picture()[:-200]),
            ("damaged", "a.jpg", picture("JPEG", size=(400, 400))[:-4000]),
            ("damaged", "a.gif", b"GIF8"),
            ("damaged", "a.gif", picture("GIF")[:-50]),
            ("damaged", "a.webp", picture("WEBP")[:-50]),
            ("damaged", "a.tif", b"II*\0" + picture("TIFF")[4:-50]),
            ("damaged", "a.docx", packed(WORD)[:-10]),
            ("damaged", "a.mp4", (box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"x" * 99))[:-50]),
            ("macro", "a.docx", packed(WORD, ("word/vbaProject.bin", b"x"))),
            ("macro", "a.xlsm", packed(("xl/workbook.xml", "<x/>"))),
            ("macro", "a.xls", OLE + "_VBA_PROJECT".encode("utf-16-le")),
            ("bomb", "a.docx", packed(WORD, ("word/media/a.bin", b"\0" * (80 << 20)))),
            ("bomb", "a.png", huge_picture()),
        ):
            with self.subTest(code=code, name=name):
                self.assertEqual(filecheck.check(name, content), filecheck.Finding(code))

    def test_size_limit(self):
        content = make_pdf()
        self.assertEqual(filecheck.check("a.pdf", content, limit=len(content) - 1), filecheck.Finding("too_big"))
        self.assertIsInstance(filecheck.check("a.pdf", content, limit=len(content)), filecheck.Checked)
