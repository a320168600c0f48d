"""What people write in cells, read as text, dates and numbers."""

import re
import unicodedata
from datetime import date, datetime, timedelta

# Excel counts days from here; its 29 February 1900 never was, dates before March 1900 do not concern an archive.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(3654, 73051)  # 1910 to 2099
_YEARS = range(1900, 2100)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Uncached:
    """A formula whose result the workbook does not hold."""


UNCACHED = Uncached()


def text(value):
    """A cell as one line of text without blanks around it; characters stay as written."""
    if value is None or value is UNCACHED:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    lines = (" ".join(line.split()) for line in str(value).translate(_INVISIBLE).splitlines())
    kept = "\n".join(line for line in lines if line)
    return "".join(char for char in kept if char == "\n" or unicodedata.category(char) != "Cc")


def fold(value):
    """Text for comparing: full-width as half-width, lower case, no blanks, no mark of the obligatory."""
    return "".join(unicodedata.normalize("NFKC", text(value)).casefold().split()).rstrip("*")


def squash(value):
    """Text for comparing file names, which cannot hold every character: letters and digits alone."""
    return "".join(char for char in fold(value) if char.isalnum())


def code(value):
    """A number or code: half-width, in capitals, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text(value)).upper().split())


def to_date(value):
    """The date in a cell: a date, an Excel serial, or text in any of the usual notations.

    >>> to_date("２０２４年３月５日"), to_date(45356), to_date("2024/3/5")
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5), datetime.date(2024, 3, 5))

    :raises ValueError: for anything else
    """
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    written = unicodedata.normalize("NFKC", text(value))
    match = _DATE.fullmatch(written) or _COMPACT.fullmatch(written)
    if match:
        return _plausible(date(*map(int, match.groups())))
    if re.fullmatch(r"\d+", written) and int(written) in _SERIALS:
        return _EPOCH + timedelta(days=int(written))
    raise ValueError(written)


def _plausible(day):
    if day.year not in _YEARS:
        raise ValueError(day.isoformat())
    return day


def to_integer(value):
    """The whole number in a cell, also as text (``１２页``, ``12.0``).

    :raises ValueError: for anything else
    """
    written = unicodedata.normalize("NFKC", text(value)).replace(",", "").removesuffix("页").strip()
    if not re.fullmatch(r"-?\d{1,9}(\.0+)?", written):
        raise ValueError(written)
    return int(written.partition(".")[0])
