"""Copies of papers as PDFs with their seals: the content as it is, what is drawn over it, the back of its last page.

What goes in is never changed. A PDF is copied byte for byte and added to, so that also what is signed in it stays as
it was; only one that is locked against changes, or damaged, is written anew.
"""

import io
import tempfile
import warnings
from contextlib import suppress

from PIL import Image, ImageOps, ImageSequence
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

POINTS_PER_MM = 72 / 25.4
_SMALLEST = 100 * POINTS_PER_MM  # a page smaller than that has no room for a seal on its back
_OVER = NameObject("/ClientArchiveOver")
_FOOT = NameObject("/ClientArchiveFoot")
_FOOT_GAP = 2 * POINTS_PER_MM  # below the line at the foot of a copy
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, NotImplementedError, RecursionError)
# What a camera's note on how it was held means, as turns of the page
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}


class NotPrintable(Exception):
    """The content has no pages: it is a recording, a program's own file, or broken."""


class NoSuchPage(Exception):
    """The content has pages, but not the one whose number is the argument."""


# ----------------------------------------------------------------------
# Content with pages
# ----------------------------------------------------------------------
def from_image(content):
    """PDF (bytes) of an image, one page a frame, each A4 or as the image says how large it is.

    :raises NotPrintable: for what is no image
    """
    buffer = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large drawings
            image = Image.open(io.BytesIO(content))
            sheet = canvas.Canvas(buffer, pageCompression=1)
            if image.format == "JPEG" and image.getexif().get(0x0112, 1) in _TURNS:
                _add_jpeg(sheet, content, image)
            else:
                frames = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
                for frame in frames:
                    _add_frame(sheet, ImageOps.exif_transpose(frame))
            sheet.save()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError, MemoryError) as error:
        raise NotPrintable(str(error)) from error
    return buffer.getvalue()


def _add_jpeg(sheet, content, image):
    # A JPEG goes into a PDF as it is; the page is turned, not the picture.
    _place(sheet, ImageReader(io.BytesIO(content)), image.size, image.info.get("dpi"))
    sheet.setPageRotation(_TURNS[image.getexif().get(0x0112, 1)])
    sheet.showPage()


def _add_frame(sheet, frame):
    resolution = frame.info.get("dpi")
    if frame.mode not in ("1", "L", "RGB"):
        flat = Image.new("RGB", frame.size, "white")
        frame = frame.convert("RGBA")
        flat.paste(frame, mask=frame.getchannel("A"))
        frame = flat
    _place(sheet, ImageReader(frame), frame.size, resolution)
    sheet.showPage()


def _place(sheet, picture, size, dpi):
    width, height = size
    resolution = dpi[0] if dpi and dpi[0] and float(dpi[0]) >= 50 else 0
    if resolution:
        page = (width * 72 / float(resolution), height * 72 / float(resolution))
    else:
        page = A4 if height >= width else A4[::-1]
    scale = min(page[0] / width, page[1] / height)
    sheet.setPageSize(page)
    sheet.drawImage(
        picture, (page[0] - width * scale) / 2, (page[1] - height * scale) / 2, width * scale, height * scale)


# ----------------------------------------------------------------------
# Drawing
# ----------------------------------------------------------------------
def draw(content, back, over=None):
    """The PDF ``content`` with the pages of ``back`` behind its last one, as bytes.

    :param back: callable of width and height in points that gives the PDF (bytes) of the back
    :param bytes over: PDF of one square page that is drawn over the middle of each page of the content
    :raises NotPrintable: for content that is no PDF, is locked by a password, or has no pages
    """
    try:
        writer = _writer(content)
        size = _shown_size(writer.pages[-1])
        if over:
            stencil = _stencil(writer, over)
            for page in writer.pages:
                _draw_over(writer, page, stencil, _OVER)
        for page in PdfReader(io.BytesIO(back(*size))).pages:
            writer.add_page(page)
        buffer = io.BytesIO()
        writer.write(buffer)
    except _BROKEN as error:
        raise NotPrintable(str(error)) from error
    return buffer.getvalue()


def excerpt(content, numbers):
    """PDF (bytes) of some pages of ``content``.

    :param numbers: of the pages, from one
    :raises NoSuchPage: naming the first that is not there
    :raises NotPrintable: for content that is no PDF, or is locked by a password
    """
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotPrintable("locked by a password")
        count = len(reader.pages)
        missing = [number for number in numbers if number > count]
        if not missing:
            writer = PdfWriter()
            for number in numbers:
                writer.add_page(reader.pages[number - 1])
            buffer = io.BytesIO()
            writer.write(buffer)
            return buffer.getvalue()
    except _BROKEN as error:
        raise NotPrintable(str(error)) from error
    raise NoSuchPage(missing[0])


def footed(content, foot):
    """The PDF ``content`` with a line at the foot of each page, as bytes.

    :param bytes foot: PDF of one page, wide and low, that is drawn as wide as each page is
    :raises NotPrintable: as :func:`draw`
    """
    try:
        writer = _writer(content)
        stencil = _stencil(writer, foot)
        for page in writer.pages:
            _draw_over(writer, page, stencil, _FOOT)
        buffer = io.BytesIO()
        writer.write(buffer)
    except _BROKEN as error:
        raise NotPrintable(str(error)) from error
    return buffer.getvalue()


def _writer(content):
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        if not reader.decrypt(""):
            raise NotPrintable("locked by a password")
        return PdfWriter(clone_from=reader)
    if not reader.pages:
        raise NotPrintable("no pages")
    with suppress(*_BROKEN):
        return PdfWriter(io.BytesIO(content), incremental=True)
    return PdfWriter(clone_from=reader)


def _shown_box(page):
    """What is shown of a page, before it is turned: left, bottom, width, height; the media where the crop is absurd."""
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(media.left, crop.left), max(media.bottom, crop.bottom)
    right, top = min(media.right, crop.right), min(media.top, crop.top)
    if right <= left or top <= bottom:
        left, bottom, right, top = media.left, media.bottom, media.right, media.top
    return float(left), float(bottom), float(right - left), float(top - bottom)


def _shown_size(page):
    """Width and height of the back of a page as it is shown; A4 behind what is too small for a seal."""
    _left, _bottom, width, height = _shown_box(page)
    if page.rotation % 180:
        width, height = height, width
    return (width, height) if min(width, height) >= _SMALLEST else A4


def _stencil(writer, drawing):
    """The drawing once, for all pages: its reference, its width and its height in points."""
    page = PdfReader(io.BytesIO(drawing)).pages[0]
    form = DecodedStreamObject()
    form.set_data(page.get_contents().get_data())
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    form.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject([FloatObject(value) for value in (0, 0, width, height)]),
        NameObject("/Group"): DictionaryObject({
            NameObject("/S"): NameObject("/Transparency"), NameObject("/CS"): NameObject("/DeviceRGB")}),
        NameObject("/Resources"): page["/Resources"].clone(writer),
    })
    return writer._add_object(form), width, height


def _draw_over(writer, page, stencil, name):
    """Draw the stencil over the middle of a page, or as a line at its foot."""
    reference, *size = stencil
    matrix = " ".join(f"{value:.4f}" for value in _matrix(page, *size, at_foot=name == _FOOT))
    resources = page.get(NameObject("/Resources"), None)
    resources = DictionaryObject(resources.get_object()) if resources is not None else _inherited(page)
    objects = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    objects[name] = reference
    resources[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = ArrayObject([
        _stream(writer, b"q\n"), *_contents(page), _stream(writer, f"\nQ q {matrix} cm {name} Do Q\n".encode())])


def _matrix(page, wide, high, at_foot):
    """Where a drawing of that size goes on a page, upright for who looks at it, however the page is turned."""
    left, bottom, width, height = _shown_box(page)
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[page.rotation % 360]
    shown_width, shown_height = (height, width) if sin else (width, height)
    scale = shown_width / wide if at_foot else min(shown_width / wide, shown_height / high)
    # From the middle of the page, as it is shown, to the corner of the drawing
    across = -wide * scale / 2
    up = _FOOT_GAP - shown_height / 2 if at_foot else -high * scale / 2
    x = left + width / 2 + cos * across - sin * up
    y = bottom + height / 2 + sin * across + cos * up
    return scale * cos, scale * sin, -scale * sin, scale * cos, x, y


def _inherited(page):
    """Resources that a page has from the node above it, which must stay as they are."""
    node = page.get("/Parent")
    while node is not None:
        node = node.get_object()
        if "/Resources" in node:
            return DictionaryObject(node["/Resources"])
        node = node.get("/Parent")
    return DictionaryObject()


def _contents(page):
    contents = page.get("/Contents")
    if contents is None:
        return []
    if isinstance(contents.get_object(), ArrayObject):
        return list(contents.get_object())
    return [contents.indirect_reference or contents]


def _stream(writer, data):
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)


def joined(parts):
    """One PDF of ``parts``, pairs of title and PDF (bytes): a temporary file, open at its beginning, with bookmarks."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked for it closes it
    parts = list(parts)
    if len(parts) == 1:
        file.write(parts[0][1])
    else:
        writer = PdfWriter()
        for title, content in parts:
            writer.append(io.BytesIO(content), outline_item=title, import_outline=False)
        writer.write(file)
    file.seek(0)
    return file
