"""Helpers to print forms and to read them back: sizes, words, and the lines that are really drawn."""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from ..tools import gate

PT = 25.4 / 72
# pixels per millimetre of a drawn page
SCALE = 10


class FormsMixin:
    @classmethod
    def make_papers(cls, dossier, count, **values):
        """``count`` filed papers of ``dossier``, without the way through the office."""
        [[last]] = cls.env["archive.document"]._read_group(
            [("dossier_id", "=", dossier.id)], [], ["item_number:max"])
        # sudo: test data
        return gate.opened(cls.env["archive.document"].sudo()).create([
            {"name": f"购销合同第{number}号", "dossier_id": dossier.id, "state": "filed",
             "type_id": cls.env.ref("client_archive.document_type_0102").id, "date": "2025-03-08", "page_count": 2,
             "item_number": number, "code": f"{dossier.number}-{number:03}", **values}
            for number in range((last or 0) + 1, (last or 0) + 1 + count)]).with_env(cls.env)

    @classmethod
    def print_form(cls, login, form, records, **context):
        """Bytes of the PDF of ``client_archive.<form>``, printed as ``login``."""
        Report = cls.env["ir.actions.report"].with_user(cls.users[login]).with_context(context)
        content, kind = Report._render(f"client_archive.{form}", records.ids)
        assert kind == "pdf", kind
        return content

    @staticmethod
    def sizes(content):
        """Width and height of each page, in millimetres."""
        return [(round(float(page.mediabox.width) * PT, 1), round(float(page.mediabox.height) * PT, 1))
                for page in PdfReader(io.BytesIO(content)).pages]

    @staticmethod
    def words(content, *options):
        """The text of the PDF as a reader program extracts it."""
        done = subprocess.run(
            ["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
        return done.stdout.decode()

    @staticmethod
    def draw(content, page=1):
        """The page as a grey picture of :data:`SCALE` pixels per millimetre."""
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder, "form.pdf")
            pdf.write_bytes(content)
            subprocess.run(
                ["pdftoppm", "-r", str(25.4 * SCALE), "-gray", "-f", str(page), "-l", str(page), "-singlefile",
                 str(pdf), str(Path(folder, "page"))], check=True)
            with Image.open(Path(folder, "page.pgm")) as picture:
                return picture.copy()

    @classmethod
    def lines_across(cls, picture, y):
        """Where vertical lines cross the height ``y``, in millimetres from the left."""
        row = round(y * SCALE)
        return cls._strokes([picture.getpixel((x, row)) for x in range(picture.width)])

    @classmethod
    def lines_down(cls, picture, x):
        """Where horizontal lines cross at ``x``, in millimetres from the top."""
        column = round(x * SCALE)
        return cls._strokes([picture.getpixel((column, y)) for y in range(picture.height)])

    @staticmethod
    def _strokes(pixels):
        strokes, start = [], None
        for position, value in enumerate([*pixels, 255]):
            if value < 128 and start is None:
                start = position
            elif value >= 128 and start is not None:
                strokes.append((start + position) / 2 / SCALE)
                start = None
        return strokes

    def assertNearly(self, found, expected, within=0.4):
        self.assertEqual(len(found), len(expected), (found, expected))
        for one, other in zip(found, expected, strict=True):
            self.assertAlmostEqual(one, other, delta=within, msg=f"{found} against {expected}")
