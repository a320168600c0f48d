"""Names of files and folders by one rule: number_title_date, safe on every system (R86).

Windows is the strictest: some characters and names are forbidden there, case makes no difference, and a name does not
end with a dot or a space. Linux counts bytes. Plain text, no database.
"""

import re
import unicodedata

_FORBIDDEN = str.maketrans({
    "<": "＜", ">": "＞", ":": "：", '"': "＂", "/": "／", "\\": "＼", "|": "｜", "?": "？", "*": "＊"})
# Control and formatting characters: a right-to-left mark in a name hides its real ending.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
# UTF-8 bytes of a whole name; 255 is the limit of Linux, and folders add up to the 260 of Windows.
LIMIT = 150


def clean(text):
    """``text`` without what no system takes in a name."""
    text = unicodedata.normalize("NFC", text or "")
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    return _SPACES.sub(" ", text).translate(_FORBIDDEN).strip(" .")


def _cut(text, size):
    """The start of ``text`` in at most ``size`` bytes, whole characters only."""
    return text.encode()[:max(size, 0)].decode(errors="ignore").rstrip(" ._")


def name(number, title, day=None, extension="", limit=LIMIT):
    """The name of a file, or without ``extension`` of a folder: number_title_date.

    Parts that are not known are left out; a long title is cut, the number, the date and the ending never.
    """
    number, title = clean(number), clean(title)
    extension = clean(extension).lower()[:10]
    tail = (f"_{day:%Y%m%d}" if day else "") + (f".{extension}" if extension else "")
    room = limit - len(f"{number}_{tail}".encode())
    parts = [part for part in (_cut(number, limit - len(tail)), _cut(title, room)) if part]
    result = "_".join(parts) + tail if parts else tail.lstrip("_") if day else f"_{tail}"
    return f"_{result}" if _RESERVED.match(result) else result


def extension(filename):
    """The ending of ``filename`` without its dot, or nothing."""
    _stem, dot, ending = (filename or "").rpartition(".")
    return ending if dot and ending.isalnum() else ""


class Unique:
    """Makes names unique in one folder, also where case makes no difference."""

    def __init__(self):
        self._taken = set()

    def __call__(self, wanted):
        """``wanted``, or ``wanted (2)`` and so on before its ending."""
        stem, dot, ending = wanted.rpartition(".")
        if not dot:
            stem, ending = wanted, ""
        found, count = wanted, 1
        while found.casefold() in self._taken:
            count += 1
            found = f"{stem} ({count}){dot}{ending}"
        self._taken.add(found.casefold())
        return found
