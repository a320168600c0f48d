import io

from pypdf import PdfReader, PdfWriter

from odoo.tests import BaseCase, tagged

from ...tools import filecheck
from ..common import make_pdf


@tagged("at_install", "-post_install")
class TestFileCheck(BaseCase):
    def test_sound_files(self):
        self.assertEqual(filecheck.check("a.pdf", make_pdf(pages=3)), filecheck.Checked(3))
        self.assertEqual(filecheck.check("a.PNG", b"\x89PNG\r\n\x1a\nxxx"), filecheck.Checked(1))
        self.assertEqual(filecheck.check("a.mp3", b"ID3 sound"), filecheck.Checked(0))

    def test_bad_files(self):
        encrypted = io.BytesIO()
        writer = PdfWriter(PdfReader(io.BytesIO(make_pdf())))
        writer.encrypt("secret")
        writer.write(encrypted)
        for code, name, content in (
            ("empty", "a.pdf", b""),
            ("executable", "a.pdf", b"MZ\x90\x00"),
            ("executable", "a.png", b"\x7fELF"),
            ("executable", "scan", b"#!/bin/sh"),
            ("mismatch", "a.pdf", b"\x89PNG\r\n\x1a\n"),
            ("mismatch", "a.jpg", make_pdf()),
            ("encrypted", "a.pdf", encrypted.getvalue()),
            ("damaged", "a.pdf", b"%PDF-1.7 and then nothing"),
            ("damaged", "a.pdf", make_pdf(pages=2)[:300]),
        ):
            with self.subTest(code=code, name=name):
                self.assertEqual(filecheck.check(name, content), filecheck.Finding(code))
