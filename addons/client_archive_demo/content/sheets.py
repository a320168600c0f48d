"""Real small files: PDF sheets in Chinese, and pictures that look like scans."""

import io
import os
import re
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

_FONT = "STSong-Light"  # every PDF viewer has it or a replacement; nothing to embed
_LINE = 34  # characters on a line
_FONT_FILES = ("NotoSansCJK*.ttc", "NotoSerifCJK*.ttc", "wqy-*.ttc", "SourceHan*.otf", "uming.ttc", "simsun.ttc")
_FONT_ROOTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "C:/Windows/Fonts")


def pdf(title, paragraphs, number, pages=1, seal=None):
    """Bytes of a PDF with ``title`` and ``paragraphs`` on its first page, and clauses on the others.

    :param number: the paper's own, at the foot of each page
    :param seal: name in the red round seal beside the signature
    """
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=A4, invariant=True)
    sheet.setTitle(title)
    for page in range(1, pages + 1):
        sheet.setFont(_FONT, 18)
        sheet.drawCentredString(A4[0] / 2, 770, title if page == 1 else f"{title}（续）")
        _write(sheet, paragraphs if page == 1 else [f"第 {page} 页：条款与清单见下，双方盖章后生效。"])
        if seal and page == pages:
            _seal(sheet, seal)
        sheet.setFont(_FONT, 9)
        sheet.drawCentredString(A4[0] / 2, 40, f"{number}　第 {page} 页  共 {pages} 页")
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def _write(sheet, paragraphs):
    sheet.setFont(_FONT, 12)
    height = 720
    for paragraph in paragraphs:
        text = f"　　{paragraph}"
        for start in range(0, len(text), _LINE):
            sheet.drawString(80, height, text[start:start + _LINE])
            height -= 22
        height -= 8


def _seal(sheet, name):
    sheet.saveState()
    sheet.setStrokeColor(Color(0.8, 0.1, 0.1, alpha=0.8))
    sheet.setFillColor(Color(0.8, 0.1, 0.1, alpha=0.8))
    sheet.setLineWidth(2.5)
    sheet.circle(430, 180, 58)
    sheet.setFont(_FONT, 24)
    sheet.drawCentredString(430, 172, "★")
    sheet.setFont(_FONT, 8)
    sheet.drawCentredString(430, 206, name[:12])
    sheet.drawCentredString(430, 148, "合同专用章")
    sheet.restoreState()


def picture(title, lines):
    """Bytes of a JPEG that looks like a scanned certificate; without a Chinese font it has frame and seal only."""
    image = Image.new("RGB", (900, 640), (250, 246, 234))
    draw = ImageDraw.Draw(image)
    for inset, width in ((14, 6), (28, 1)):
        draw.rectangle((inset, inset, 899 - inset, 639 - inset), outline=(170, 120, 60), width=width)
    draw.ellipse((418, 46, 482, 110), fill=(196, 30, 34))
    if font := _font_file():
        draw.text((450, 150), title, fill=(40, 40, 40), font=_font(font, 44), anchor="mm")
        for number, line in enumerate(lines):
            draw.text((110, 210 + 44 * number), line, fill=(50, 50, 50), font=_font(font, 22))
    draw.ellipse((660, 440, 800, 580), outline=(200, 40, 40), width=4)
    draw.regular_polygon((730, 510, 22), 5, fill=(200, 40, 40))
    buffer = io.BytesIO()
    # Without a font all pictures look alike; the comment keeps two customers' scans two files.
    image.save(buffer, "JPEG", quality=70, comment="\n".join([title, *lines]))
    return buffer.getvalue()


@cache
def _font(path, size):
    return ImageFont.truetype(path, size)


@cache
def _font_file():
    """A Chinese font of this machine, or ``None``."""
    for root in map(Path, [*_FONT_ROOTS, *_configured_roots()]):
        for pattern in _FONT_FILES:
            for path in sorted(root.expanduser().glob(f"**/{pattern}")):
                return str(path)
    return None


def _configured_roots():
    """Directories of a fontconfig file that the environment names."""
    try:
        return re.findall("<dir[^>]*>([^<]+)</dir>", Path(os.environ["FONTCONFIG_FILE"]).read_text())
    except (KeyError, OSError):
        return []
