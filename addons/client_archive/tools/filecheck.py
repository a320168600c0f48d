"""Checks on files before they enter the archive: pure Python."""

import io
import logging
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# pypdf reports every oddity of a damaged file; the finding says it once.
logging.getLogger("pypdf").setLevel(logging.ERROR)

_EXECUTABLE = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MAGIC = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "tif": (b"II*\0", b"MM\0*"),
    "tiff": (b"II*\0", b"MM\0*"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "ppt": (b"\xd0\xcf\x11\xe0",),
}


class Finding(NamedTuple):
    """What is wrong with a file: ``empty``, ``executable``, ``mismatch``, ``encrypted`` or ``damaged``."""

    code: str


class Checked(NamedTuple):
    """What a sound file is: its number of pages (0 where it has none)."""

    pages: int


def check(name, content):
    """Return a :class:`Finding` for a file that must not come in, else :class:`Checked`.

    :param str name: file name, whose ending says what the file claims to be
    :param bytes content: the file
    """
    if not content:
        return Finding("empty")
    ending = name.rpartition(".")[2].lower()
    if content.startswith(_EXECUTABLE):
        return Finding("executable")
    if ending in _MAGIC and not _leading(ending, content).startswith(_MAGIC[ending]):
        return Finding("mismatch")
    return _check_pdf(content) if ending == "pdf" else Checked(1 if ending in ("png", "jpg", "jpeg", "gif") else 0)


def _leading(ending, content):
    # ISO 32000 readers accept a PDF header within the first kilobyte.
    return content[max(content[:1024].find(b"%PDF-"), 0):] if ending == "pdf" else content


def _check_pdf(content):
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            return Finding("encrypted")
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError, AttributeError):
        return Finding("damaged")
    return Checked(pages) if pages else Finding("damaged")
