"""Checks on files before they enter the archive: pure Python."""

import io
import logging
import re
import warnings
import zipfile
from typing import NamedTuple

# Odoo lets Pillow know a few formats only: those that are named here join them.
from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401
from pypdf import PdfReader
from pypdf.errors import PyPdfError

# pypdf reports every oddity of a damaged file; the finding says it once.
logging.getLogger("pypdf").setLevel(logging.ERROR)

_EXECUTABLE = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
# Recordings of telephones and messengers, which begin as scripts do.
_VOICE = (b"#!AMR", b"#!SILK", b"\x02#!SILK")
_PROGRAM_ENDINGS = {
    "ade", "adp", "apk", "app", "appx", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "inf",
    "iso", "jar", "js", "jse", "lnk", "mde", "msc", "msi", "msp", "mst", "pif", "ps1", "psm1", "reg", "scf", "scr",
    "sct", "sh", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "ws", "wsc", "wsf", "wsh", "xll"}
_MACRO_ENDINGS = {"docm", "dotm", "pptm", "ppsm", "potm", "xlsm", "xltm", "xlam"}
_TNEF = b"\x78\x9f\x3e\x22"  # winmail.dat
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BOX = "ISO base media"  # HEIC, MP4, MOV, M4A: told by what stands at the fifth byte

# ending → (beginnings of the file, media type)
_KINDS = {
    "pdf": ((b"%PDF-",), "application/pdf"),
    "png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    "jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "gif": ((b"GIF8",), "image/gif"),
    "bmp": ((b"BM",), "image/bmp"),
    "webp": ((b"RIFF",), "image/webp"),
    "tif": ((b"II*\0", b"MM\0*"), "image/tiff"),
    "tiff": ((b"II*\0", b"MM\0*"), "image/tiff"),
    "heic": (_BOX, "image/heic"),
    "heif": (_BOX, "image/heif"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_ZIP, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "ods": (_ZIP, "application/vnd.oasis.opendocument.spreadsheet"),
    "zip": (_ZIP, "application/zip"),
    "doc": ((_OLE,), "application/msword"),
    "xls": ((_OLE,), "application/vnd.ms-excel"),
    "ppt": ((_OLE,), "application/vnd.ms-powerpoint"),
    "mp3": ((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"), "audio/mpeg"),
    "wav": ((b"RIFF",), "audio/wav"),
    "ogg": ((b"OggS",), "audio/ogg"),
    "flac": ((b"fLaC",), "audio/flac"),
    "amr": ((b"#!AMR",), "audio/amr"),
    "m4a": (_BOX, "audio/mp4"),
    "mp4": (_BOX, "video/mp4"),
    "mov": (_BOX, "video/quicktime"),
    "avi": ((b"RIFF",), "video/x-msvideo"),
    "mkv": ((b"\x1aE\xdf\xa3",), "video/x-matroska"),
    "webm": ((b"\x1aE\xdf\xa3",), "video/webm"),
    "txt": ((b"",), "text/plain"),
    "csv": ((b"",), "text/csv"),
}
_BOX_BRANDS = {
    "heic": (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"),
    "heif": (b"heic", b"heix", b"mif1", b"msf1", b"hevc"),
}
# Kinds whose beginning alone tells them from all others
_TELLING = ("pdf", "png", "jpg", "gif", "tif", "webp", "wav", "avi", "ogg", "flac", "amr", "mkv", "zip")
_IMAGES = {"png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff"}
_RIFF = {"webp": b"WEBP", "wav": b"WAVE", "avi": b"AVI "}
_OFFICE_PART = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}

_MAX_UNPACKED = 1 << 30
_MAX_ENTRIES = 20_000
_MAX_RATIO = 200
_SMALL_ENOUGH = 64 << 20  # what unpacks to less is no bomb, whatever its ratio


class Finding(NamedTuple):
    """What is wrong with a file.

    ``empty``, ``too_big``, ``executable``, ``wrapped``, ``mismatch``, ``encrypted``, ``damaged``, ``macro`` or
    ``bomb``.
    """

    code: str


class Checked(NamedTuple):
    """What a sound file is: its number of pages (0 where it has none), and its media type."""

    pages: int
    mimetype: str = "application/octet-stream"


def check(name, content, limit=0):
    """Return a :class:`Finding` for a file that must not come in, else :class:`Checked`.

    :param str name: file name, whose ending says what the file claims to be
    :param bytes content: the file
    :param int limit: size in bytes that it may have; 0: any
    """
    if not content:
        return Finding("empty")
    if limit and len(content) > limit:
        return Finding("too_big")
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if content.startswith(_TNEF):
        return Finding("wrapped")
    if ending in _PROGRAM_ENDINGS or (content.startswith(_EXECUTABLE) and not content.startswith(_VOICE)):
        return Finding("executable")
    if ending in _MACRO_ENDINGS:
        return Finding("macro")
    if ending not in _KINDS:
        ending = _recognised(content)
    if not ending:
        return Checked(0)
    if ending in _OFFICE_PART and content.startswith(_OLE):
        return Finding("encrypted" if _wide("EncryptedPackage") in content else "mismatch")
    if not _begins_as(ending, content):
        return Finding("mismatch")
    pages = _check_inside(ending, content)
    return pages if isinstance(pages, Finding) else Checked(pages, _KINDS[ending][1])


def mimetype_of(name):
    """The media type that the ending of a file name says, or nothing."""
    return _KINDS.get(name.rpartition(".")[2].lower(), (None, None))[1]


def _begins_as(ending, content):
    beginnings = _KINDS[ending][0]
    if beginnings == _BOX:
        brands = _BOX_BRANDS.get(ending)
        return content[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip") and (
            not brands or content[8:12] in brands)
    if ending in _RIFF:
        return content.startswith(b"RIFF") and content[8:12] == _RIFF[ending]
    return _leading(ending, content).startswith(beginnings)


def _leading(ending, content):
    # ISO 32000 readers accept a PDF header within the first kilobyte.
    return content[max(content[:1024].find(b"%PDF-"), 0):] if ending == "pdf" else content


def _check_inside(ending, content):
    """Pages of a file of known kind, or what is wrong inside it."""
    if ending == "pdf":
        return _check_pdf(content)
    if ending in _IMAGES:
        return _check_image(content)
    beginnings = _KINDS[ending][0]
    if beginnings == _ZIP:
        return _check_zip(ending, content)
    if beginnings == _BOX:
        return _check_boxes(content) or (1 if ending in _BOX_BRANDS else 0)
    if beginnings == (_OLE,):
        return Finding("macro") if _wide("_VBA_PROJECT") in content else 0
    return 0


def _recognised(content):
    """The ending that a file without a telling one would have, or nothing."""
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return "heic" if brand in _BOX_BRANDS["heic"] else "mov" if brand == b"qt  " else (
            "m4a" if brand == b"M4A " else "mp4")
    return next((ending for ending in _TELLING if _begins_as(ending, content)), None)


def _check_pdf(content):
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        # Locked against changes only, it opens without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            return Finding("encrypted")
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError, AttributeError, ImportError,
            NotImplementedError, IndexError):
        return Finding("damaged")
    return pages or Finding("damaged")


def _check_image(content):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large drawings, and refuses bombs
            image = Image.open(io.BytesIO(content))
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        # Pillow itself shows what there is of a truncated image, as Odoo asks it to.
        whole = _WHOLE.get(image.format)
        return pages if not whole or whole(content, image) else Finding("damaged")
    except Image.DecompressionBombError:
        return Finding("bomb")
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, IndexError, OverflowError, MemoryError):
        return Finding("damaged")


def _is_whole_jpeg(content, _image):
    """Whether the image goes on to its end; the thumbnail in its head has an end of its own."""
    position = 2
    while (marker := _MARKER.search(content, position)) and marker[1] != b"\xd9":
        position = marker.end() + int.from_bytes(content[marker.end():marker.end() + 2], "big")
    return bool(marker)


def _is_whole_tiff(content, image):
    for page in range(image.n_frames):
        image.seek(page)
        tags = image.tag_v2
        for starts, lengths in ((273, 279), (324, 325)):  # strips, tiles
            if any(start + length > len(content)
                   for start, length in zip(tags.get(starts, ()), tags.get(lengths, ()), strict=False)):
                return False
    return True


# In the data of a JPEG, FF stands before a zero or a restart marker only.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
_WHOLE = {
    "JPEG": _is_whole_jpeg,
    "PNG": lambda content, _image: b"IEND\xaeB`\x82" in content,
    "GIF": lambda content, _image: content.rstrip(b"\0").endswith(b";"),
    "TIFF": _is_whole_tiff,
    "WEBP": lambda content, _image: int.from_bytes(content[4:8], "little") + 8 <= len(content),
    "BMP": lambda content, _image: int.from_bytes(content[2:6], "little") <= len(content),
}


def _check_zip(ending, content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return Finding("damaged")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED or (
            unpacked > _SMALL_ENOUGH and unpacked > _MAX_RATIO * len(content)):
        return Finding("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        return Finding("encrypted")
    names = [entry.filename for entry in entries]
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        return Finding("macro")
    if any(name.rpartition(".")[2].lower() in _PROGRAM_ENDINGS for name in names if "." in name):
        return Finding("executable")
    part = _OFFICE_PART.get(ending)
    if part and not any(name.startswith(part) for name in names):
        return Finding("mismatch")
    return 0


def _check_boxes(content):
    """Whether the outermost boxes of a recording or photograph add up to its length: a broken download does not."""
    position = 0
    while position + 8 <= len(content):
        size = int.from_bytes(content[position:position + 4], "big")
        if size == 1:
            size = int.from_bytes(content[position + 8:position + 16], "big")
        elif size == 0:  # to the end of the file
            return 0
        if size < 8 or not re.match(rb"[ -~\xa9]{4}", content[position + 4:position + 8]):
            return Finding("damaged")
        position += size
    return 0 if position == len(content) else Finding("damaged")


def _wide(text):
    # Names in OLE files are UTF-16.
    return text.encode("utf-16-le")
