"""Ruled sheets: how rows of text fall on pages of fixed size.

Chinese forms are grids of an exact size: so many rows of so many millimetres, filled with empty rows to the end of
the page. A text that is too long for its cell is first set smaller, then given two or more rows; the grid
itself never moves. Lengths are millimetres, sizes of type are points. Plain arithmetic, no database.
"""

import math
import re
from dataclasses import dataclass
from unicodedata import east_asian_width

SIZES = (10.5, 9, 8, 7)
LINE_HEIGHT = 1.2
_POINT = 25.4 / 72
_PADDING = 0.8
# Fonts differ a little, and punctuation may not start a line: better a line too many than a word cut off.
_SAFETY = 0.95
_TOKEN = re.compile(r"\s+|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")


@dataclass(frozen=True)
class Column:
    """A column of a list: its key, its printed heading, its width and where its text stands."""

    key: str
    label: str
    width: float
    align: str = "left"


@dataclass(frozen=True)
class Grid:
    """A page with its table: size of the page, place of the table, height and number of its rows."""

    page_width: float
    page_height: float
    left: float
    top: float
    row_height: float
    rows: int
    head_height: float

    @property
    def bottom(self):
        """Where the table ends, from the top of the page."""
        return self.top + self.head_height + self.rows * self.row_height


@dataclass(frozen=True)
class Cell:
    text: str
    size: float
    align: str


@dataclass(frozen=True)
class Row:
    span: int
    cells: tuple


def _em(char):
    """Width of ``char`` in ems, rather too much than too little."""
    if east_asian_width(char) in "WFA":
        return 1.0
    if char.isspace():
        return 0.35
    if char in "mwMW@%":
        return 0.95
    return 0.72 if char.isupper() else 0.58


def lines_needed(text, width, size):
    """Number of lines that ``text`` takes in ``width`` at ``size``, breaking words only when they do not fit a line."""
    room = width / (size * _POINT) * _SAFETY
    lines, used = 1, 0.0
    for token in _TOKEN.findall(text.strip()):
        length = sum(map(_em, token))
        if used + length <= room or token.isspace():
            used = min(used + length, room)
        elif length <= room:
            lines, used = lines + 1, length
        else:
            lines += math.ceil((used + length) / room) - 1
            used = (used + length) % room or room
    return lines


def fit(text, width, height, sizes=SIZES):
    """Largest of ``sizes`` at which ``text`` fits into a cell, or ``None``."""
    inner = width - 2 * _PADDING
    for size in sizes:
        if lines_needed(text, inner, size) * size * LINE_HEIGHT * _POINT <= height - _PADDING:
            return size
    return None


def heading_size(text, width, height, sizes=(*SIZES, 6)):
    """Largest of ``sizes`` for a heading, whose words are not broken; the smallest when none fits."""
    words = text.split() or [""]
    room = (width - 2 * _PADDING) / _POINT
    for size in sizes:
        whole = all(east_asian_width(word[0]) in "WF" or sum(map(_em, word)) * size <= room for word in words if word)
        if whole and fit(text, width, height, (size,)):
            return size
    return sizes[-1]


def _row(columns, grid, texts):
    for span in range(1, grid.rows + 1):
        sizes = [fit(text, column.width, span * grid.row_height) for column, text in zip(columns, texts, strict=True)]
        if all(sizes):
            break
    return Row(span, tuple(
        Cell(text, size or SIZES[-1], column.align)
        for column, text, size in zip(columns, texts, sizes, strict=True)))


def lay_out(columns, grid, rows):
    """Pages of ``rows`` (sequences of texts), each page a list of :class:`Row` that fills the grid.

    Without rows there is one empty page: a form is printed to be filled in by hand, too.
    """
    empty = Row(1, tuple(Cell("", SIZES[0], column.align) for column in columns))
    pages, used = [[]], 0
    for texts in rows:
        row = _row(columns, grid, texts)
        if used + row.span > grid.rows:
            pages[-1] += [empty] * (grid.rows - used)
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += row.span
    pages[-1] += [empty] * (grid.rows - used)
    return pages
