"""Numbers from a template, such as ``{type}{region}{initial}{serial:04}`` (R85)."""

import re
import string

from pypinyin import Style, lazy_pinyin

PLACEHOLDERS = frozenset({"type", "category", "region", "initial", "year", "serial"})
NO_REGION = "00"
NO_INITIAL = "X"


class TemplateError(ValueError):
    """The template of a number rule cannot be used; the message says why."""


def check(template, placeholders=PLACEHOLDERS):
    """Check a template: known placeholders, one serial and nothing after it that varies.

    :raises TemplateError: with the offending placeholder
    """
    try:
        names = [name for _text, name, _spec, _conv in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise TemplateError(str(error)) from error
    unknown = set(names) - placeholders
    if unknown:
        raise TemplateError(", ".join(f"{{{name}}}" for name in sorted(unknown)))
    if names.count("serial") != 1:
        raise TemplateError("{serial}")


def initial(name):
    """First letter of a name: pinyin for Chinese ones (a phrase decides polyphonic characters), else Latin.

    >>> initial("重庆长江轴承"), initial("ACME GmbH"), initial("3M 中国"), initial("")
    ('C', 'A', '3', 'X')
    """
    first = next((char for char in name or "" if char.isalnum()), "")
    if not first:
        return NO_INITIAL
    letter = first
    if not first.isascii():
        start = name.index(first)
        letter = lazy_pinyin(name[start:], style=Style.FIRST_LETTER, errors=lambda _chars: [NO_INITIAL])[0][:1]
    letter = letter.upper()
    return letter if re.fullmatch("[A-Z0-9]", letter) else NO_INITIAL


def prefix(template, values):
    """The template with everything but the serial filled in; counters are kept per prefix."""
    return _format(template, {**values, "serial": _Blank()})


def number(template, values, serial):
    """The number for ``serial``; a serial that outgrows its width takes more digits."""
    return _format(template, {**values, "serial": serial})


def _format(template, values):
    return template.format_map({**dict.fromkeys(PLACEHOLDERS, ""), **values})


class _Blank:
    """Formats to nothing, whatever the width."""

    def __format__(self, spec):
        return ""
