"""Numbers from a template, such as ``{category}-{region}-{initial}{serial:04}`` (R85)."""

import re
import string

from .pinyin_initial import NO_INITIAL, initial

__all__ = [
    "LETTERS", "DIGITS", "NO_INITIAL", "NO_REGION", "PLACEHOLDERS", "SHORT", "TemplateError", "check", "initial",
    "number", "prefix", "region", "sort_key"]

PLACEHOLDERS = frozenset({"type", "category", "region", "initial", "year", "serial"})
NO_REGION = "00"

# How a province of China is written
LETTERS, DIGITS, SHORT = "letters", "digits", "short"
# Abbreviation → letters and digits of GB/T 2260
_PROVINCES = {
    "京": ("BJ", "11"), "津": ("TJ", "12"), "冀": ("HE", "13"), "晋": ("SX", "14"), "蒙": ("NM", "15"),
    "辽": ("LN", "21"), "吉": ("JL", "22"), "黑": ("HL", "23"), "沪": ("SH", "31"), "苏": ("JS", "32"),
    "浙": ("ZJ", "33"), "皖": ("AH", "34"), "闽": ("FJ", "35"), "赣": ("JX", "36"), "鲁": ("SD", "37"),
    "豫": ("HA", "41"), "鄂": ("HB", "42"), "湘": ("HN", "43"), "粤": ("GD", "44"), "桂": ("GX", "45"),
    "琼": ("HI", "46"), "渝": ("CQ", "50"), "川": ("SC", "51"), "黔": ("GZ", "52"), "滇": ("YN", "53"),
    "藏": ("XZ", "54"), "陕": ("SN", "61"), "甘": ("GS", "62"), "青": ("QH", "63"), "宁": ("NX", "64"),
    "新": ("XJ", "65"), "台": ("TW", "71"), "港": ("HK", "81"), "澳": ("MO", "82"),
}
_ALIASES = {"蜀": "川", "贵": "黔", "云": "滇", "陇": "甘", "秦": "陕"}
_BY_CODE = {code: short for short, codes in _PROVINCES.items() for code in codes}
_SPEC = re.compile(r"(0[1-9])?")
_RUN = re.compile(r"\d+")
_KEY_WIDTH = 12


class TemplateError(ValueError):
    """The template of a number rule cannot be used.

    :ivar fault: ``syntax``, ``unknown``, ``serial``, ``format``, ``after``, ``separator`` or ``text``
    :ivar part: the offending piece of the template
    """

    def __init__(self, fault, part):
        super().__init__(part)
        self.fault, self.part = fault, part


def check(template, placeholders=PLACEHOLDERS):
    """Check that ``template`` makes numbers that can be told apart and sorted.

    It has known placeholders, one serial and nothing after it that varies. Behind a category, whose codes differ in
    length, stands a separator: else the serial 11 of P and the serial 1 of P1 would be one number.

    :raises TemplateError: with the fault and the offending part
    """
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise TemplateError("syntax", str(error)) from error
    fields = [(name, spec, conversion) for _text, name, spec, conversion in pieces if name is not None]
    names = [name for name, _spec, _conversion in fields]
    unknown = set(names) - placeholders
    if unknown:
        raise TemplateError("unknown", ", ".join(f"{{{name}}}" for name in sorted(unknown)))
    if names.count("serial") != 1:
        raise TemplateError("serial", "{serial}")
    if names[-1] != "serial":
        raise TemplateError("after", f"{{{names[-1]}}}")
    for name, spec, conversion in fields:
        if conversion or (spec if name != "serial" else not _SPEC.fullmatch(spec)):
            raise TemplateError("format", f"{{{name}{'!' + conversion if conversion else ''}:{spec}}}")
    if any(re.search(r"[\s\x00-\x1f]", text) for text, *_rest in pieces):
        raise TemplateError("text", template)
    _check_separators(pieces)


def _check_separators(pieces):
    for (_text, name, _spec, _conversion), (text, *_rest) in zip(pieces, pieces[1:], strict=False):
        if name == "category" and (not text or text[0].isalnum()):
            raise TemplateError("separator", "{category}")


def region(country, state, style=LETTERS):
    """The region in a number: the province in China, the country elsewhere, ``00`` where nothing is known.

    :param str country: ISO code of the country, may be empty
    :param str state: code of the state as Odoo has it (粤), or as in GB/T 2260 (GD, 44)
    :param str style: :data:`LETTERS` (GD), :data:`DIGITS` (44) or :data:`SHORT` (粤)

    >>> region("CN", "粤"), region("CN", "粤", DIGITS), region("HK", ""), region("DE", "BY"), region("", "")
    ('GD', '44', 'HK', 'DE', '00')
    """
    country, state = (country or "").upper(), (state or "").upper()
    short = _BY_CODE.get(country) if country in ("HK", "MO", "TW") else None
    if not short and country in ("", "CN"):
        state = _ALIASES.get(state, state)
        short = state if state in _PROVINCES else _BY_CODE.get(state)
    if not short:
        return NO_REGION if country in ("", "CN") else country
    return short if style == SHORT else _PROVINCES[short][style == DIGITS]


def prefix(template, values):
    """The template with everything but the serial filled in; counters are kept per prefix."""
    return _format(template, {**values, "serial": _Blank()})


def number(template, values, serial):
    """The number for ``serial``; a serial that outgrows its width takes more digits."""
    return _format(template, {**values, "serial": serial})


def sort_key(text):
    """What numbers are sorted by: ``C10000`` comes after ``C9999``.

    >>> sorted(["C10000", "C9999"], key=sort_key)
    ['C9999', 'C10000']
    """
    return _RUN.sub(lambda run: run.group().zfill(_KEY_WIDTH), text)


def _format(template, values):
    names = PLACEHOLDERS | values.keys()
    return template.format_map({name: values.get(name, "") for name in names})


class _Blank:
    """Formats to nothing, whatever the width."""

    def __format__(self, spec):
        return ""
