"""Draws one page of a file, or counts its pages: a program of its own, called by the package that it is in.

Reads a job (JSON) from its standard input; writes one line of JSON and then the picture to its standard output.
"""

import base64
import ctypes
import io
import json
import math
import os
import resource
import sys
from xml.etree import ElementTree

import pypdfium2
from PIL import Image, ImageOps, ImageSequence
from pypdfium2 import raw

_MEMORY = 1536 << 20
_SECONDS = 20
_WIDTH = 1500  # pixels of a page that is read at full width
_PIXELS = 5_000_000
_SOURCE_PIXELS = 150_000_000  # of a picture that is read to be shrunk
_GREY, _STRENGTH = (105, 105, 105), 0.34
_FONTS = []  # what PDFium refers to as long as it runs
_COLOURS = 4096  # a picture of more is a photograph, and much smaller as a JPEG


def main():
    """Do the job; whatever is wrong with the file is said in the answer."""
    for limit, value in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_CORE, 0)):
        _soft, hard = resource.getrlimit(limit)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, hard))
    Image.MAX_IMAGE_PIXELS = _SOURCE_PIXELS // 2  # Pillow refuses twice as many
    job = json.load(sys.stdin)
    _use_fonts()
    content = b""
    try:
        source = _Pdf(job["path"]) if job["kind"] == "pdf" else _Image(job["path"])
        head = {"pages": source.pages}
        if "page" in job:
            if 1 <= job["page"] <= source.pages:
                picture = _marked(source.draw(job["page"]), base64.b64decode(job["mark"]))
                head["mimetype"], content = _encoded(picture)
            else:
                head = {"error": "page"}
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, EOFError, MemoryError,
            Image.DecompressionBombError):
        head = {"error": "damaged"}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


def _use_fonts():
    """Show PDFium every folder of fonts: a PDF without its own Chinese font would lose its words in silence."""
    folders = ["/usr/share/fonts", "/usr/local/share/fonts"]
    settings = os.environ.get("FONTCONFIG_FILE")
    if settings and os.path.exists(settings):
        folders += [
            node.text for node in ElementTree.parse(settings).iter("dir") if node.text and not node.get("prefix")]
    folders = [folder.encode() for folder in dict.fromkeys(folders) if os.path.isdir(folder)]
    _FONTS.append((ctypes.c_char_p * (len(folders) + 1))(*folders, None))
    raw.FPDF_DestroyLibrary()
    paths = raw.FPDF_LIBRARY_CONFIG(version=2, m_pIsolate=None, m_v8EmbedderSlot=0)
    paths.m_pUserFontPaths = ctypes.cast(_FONTS[-1], type(paths.m_pUserFontPaths))
    raw.FPDF_InitLibraryWithConfig(paths)


class _Pdf:
    def __init__(self, path):
        self._pdf = pypdfium2.PdfDocument(path)
        self.pages = len(self._pdf)
        if not self.pages:
            raise ValueError("no pages")

    def draw(self, number):
        return _drawn(self._pdf[number - 1], _WIDTH)


def _drawn(page, width):
    shown, high = page.get_size()
    scale = min(width / shown, math.sqrt(_PIXELS / (shown * high)))
    return page.render(scale=scale).to_pil().convert("RGB")


class _Image:
    def __init__(self, path):
        self._image = Image.open(path)
        self.pages = getattr(self._image, "n_frames", 1) if self._image.format == "TIFF" else 1

    def draw(self, number):
        if self._image.format == "TIFF":
            frame = ImageSequence.Iterator(self._image)[number - 1]
        else:
            frame = self._image
            frame.draft("RGB", (_WIDTH, _WIDTH))  # a JPEG is read at a fraction of its size
        frame = ImageOps.exif_transpose(frame)
        scale = min(1, _WIDTH / frame.width, math.sqrt(_PIXELS / (frame.width * frame.height)))
        if frame.mode not in ("1", "L", "RGB"):
            flat = Image.new("RGB", frame.size, "white")
            frame = frame.convert("RGBA")
            flat.paste(frame, mask=frame.getchannel("A"))
            frame = flat
        frame = frame.convert("RGB")
        return frame.resize((max(1, round(frame.width * scale)), max(1, round(frame.height * scale))))


def _marked(picture, mark):
    """The picture with the mark in tiles all over it, every other row shifted: no part of a page is without."""
    tile = _drawn(pypdfium2.PdfDocument(mark)[0], max(150, round(picture.width / 2.2))).convert("L")
    mask = ImageOps.invert(tile).point(lambda value: round(value * _STRENGTH))
    colour = Image.new("RGB", mask.size, _GREY)
    for row, top in enumerate(range(0, picture.height, mask.height)):
        for left in range(-(row % 2) * (mask.width // 2), picture.width, mask.width):
            picture.paste(colour, (left, top), mask)
    return picture


def _encoded(picture):
    buffer = io.BytesIO()
    if picture.getcolors(_COLOURS) is None:
        picture.save(buffer, "JPEG", quality=82)
        return "image/jpeg", buffer.getvalue()
    picture.save(buffer, "PNG")
    return "image/png", buffer.getvalue()


if __name__ == "__main__":
    main()
