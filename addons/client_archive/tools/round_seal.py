"""Where the parts of a round company seal are: pure arithmetic, in units of its radius of 100."""

import math
import unicodedata
from typing import NamedTuple

RADIUS = 100
_ARC = math.radians(280)  # the name leaves the foot of the ring free
_NAME_RADIUS = 78  # of the middle of its characters
_NAME_SIZE = 21
_WORD_SIZE, _WORD_WIDTH = 46, 118
_SMALL_SIZE, _SMALL_WIDTH = 15, 104


class Glyph(NamedTuple):
    """A character, its middle (``x`` to the right, ``y`` downwards from the seal's), its turn in degrees, its size."""

    text: str
    x: float
    y: float
    turn: float
    size: float


def width(text):
    """Width of ``text`` in ems.

    >>> width("受付"), round(width("Co."), 2)
    (2.0, 1.32)
    """
    return sum(_advance(character) for character in text)


def _advance(character):
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in " .,;:'!|()ilIjtfr":
        return 0.34
    return 0.8 if character in "MWmw@&" else 0.64 if character.isupper() else 0.56


def name_on_arc(name):
    """Glyphs of the company's ``name`` along the upper part of the ring, as large as there is room for.

    >>> [glyph.text for glyph in name_on_arc("甲乙")]
    ['甲', '乙']
    >>> left, right = name_on_arc("甲乙")
    >>> round(left.x + right.x, 6), left.y == right.y, left.turn < 0 < right.turn
    (0.0, True, True)
    """
    name = name.strip()
    total = width(name)
    if not total:
        return []
    # Few characters stand further apart than they are wide, many shrink.
    room = _ARC * _NAME_RADIUS
    size = min(_NAME_SIZE, room / total)
    pitch = min(room / total, 1.35 * size)
    position, glyphs = -total * pitch / 2, []
    for character in name:
        advance = _advance(character) * pitch
        angle = (position + advance / 2) / _NAME_RADIUS
        position += advance
        if not character.isspace():
            glyphs.append(Glyph(
                character, _NAME_RADIUS * math.sin(angle), -_NAME_RADIUS * math.cos(angle), math.degrees(angle), size))
    return glyphs


def word_size(word):
    """Size in which the seal's ``word`` fits across its middle.

    >>> word_size("受付")
    46
    """
    return min(_WORD_SIZE, _WORD_WIDTH / max(width(word), 1))


def small_size(text):
    """Size in which ``text`` fits below the word."""
    return min(_SMALL_SIZE, _SMALL_WIDTH / max(width(text), 1))
