"""Charts as SVG, drawn on the server: the same on screen and in print. Pure Python.

Sizes are in units of a quarter of a millimetre. Every text is escaped; nothing refers to anything outside.
"""

import math
from typing import NamedTuple

from markupsafe import Markup, escape

INK, SOFT, GRID, WARN, BAD, GOOD = "#1f3a5f", "#a9bcd3", "#d9dee5", "#d08a1d", "#b3261e", "#3a7d44"
_FONT = 11
_FACE = "WenQuanYi Micro Hei, Noto Sans CJK SC, Noto Sans, sans-serif"
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 14, 22, 26


class Series(NamedTuple):
    """One row of values; ``None`` leaves a gap."""

    name: str
    values: list
    colour: str = INK


def _svg(width, height, parts):
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{mm}mm" height="{hm}mm" '
        'style="max-width: 100%" font-family="{face}" font-size="{font}">{parts}</svg>').format(
            face=_FACE, w=width, h=height, mm=width / 4, hm=height / 4, font=_FONT, parts=Markup("").join(parts))


def _text(x, y, text, anchor="middle", colour="#444", size=_FONT, bold=False):
    return Markup(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-family="{}" font-size="{}"{}>{}</text>').format(
            round(x, 2), round(y, 2), anchor, colour, _FACE, size, Markup(' font-weight="bold"') if bold else "",
            escape(text))


def _rect(x, y, width, height, colour):
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
        round(x, 2), round(y, 2), round(max(width, 0), 2), round(max(height, 0), 2), colour)


def _line(x1, y1, x2, y2, colour=GRID, width=0.8, dash=""):
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>').format(
        round(x1, 2), round(y1, 2), round(x2, 2), round(y2, 2), colour, width,
        Markup(' stroke-dasharray="{}"').format(dash) if dash else "")


def _path(points, colour, width=2):
    return Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"/>').format(
        " ".join(f"{x:.2f},{y:.2f}" for x, y in points), colour, width)


def ticks(low, high, count=4):
    """Round numbers from ``low`` to ``high``, about ``count`` steps apart; zero is one of them.

    >>> ticks(0, 87)
    [0, 25, 50, 75, 100]
    >>> ticks(0, 0)
    [0, 1]
    """
    low, high = min(low, 0), max(high, 0)
    if high == low:
        return [0, 1]
    rough = (high - low) / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    values = [round(number * step, 6) for number in range(first, last + 1)]
    return [int(value) if value == int(value) else value for value in values]


def short(value):
    """A number on an axis, in few characters.

    >>> short(1250000), short(25000), short(7.5), short(-300)
    ('1.25M', '25k', '7.5', '-300')
    """
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.2f}".rstrip("0").rstrip(".") + unit
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _legend(series, width):
    parts, x = [], _LEFT
    for row in series:
        parts += [_rect(x, 3, 9, 9, row.colour), _text(x + 13, 11.5, row.name, "start")]
        x += 24 + _FONT * sum(1 if ord(character) > 0x2E80 else 0.56 for character in row.name)
    return parts


def _frame(width, height, values, labels):
    """Axes and labels; how a number becomes x (of the middle of its column), a value y; width of a column."""
    numbers = [value for value in values if value is not None]
    marks = ticks(min(numbers, default=0), max(numbers, default=0))
    low, high = marks[0], marks[-1]
    inner = height - _TOP - _BOTTOM
    column = (width - _LEFT - _RIGHT) / max(len(labels), 1)

    def across(number):
        return _LEFT + (number + 0.5) * column

    def down(value):
        return _TOP + inner * (high - value) / (high - low)

    parts = []
    for mark in marks:
        parts += [_line(_LEFT, down(mark), width - _RIGHT, down(mark)),
                  _text(_LEFT - 6, down(mark) + 4, short(mark), "end")]
    parts += [_text(across(number), height - 8, label) for number, label in enumerate(labels) if label]
    return parts, across, down, column


def columns(labels, series, width=660, height=210):
    """Upright bars side by side, one group for each label."""
    parts, across, down, column = _frame(
        width, height, [value for row in series for value in row.values], labels)
    bar = column * 0.76 / max(len(series), 1)
    for place, row in enumerate(series):
        for number, value in enumerate(row.values):
            if value:
                x = across(number) - column * 0.38 + place * bar
                parts.append(_rect(x, min(down(value), down(0)), bar * 0.94, abs(down(value) - down(0)), row.colour))
    parts.append(_line(_LEFT, down(0), width - _RIGHT, down(0), "#666"))
    return _svg(width, height, parts + _legend(series, width))


def lines(labels, series, width=660, height=190):
    """Lines with a dot for each value; gaps stay gaps."""
    parts, across, down, _column = _frame(
        width, height, [value for row in series for value in row.values], labels)
    parts.append(_line(_LEFT, down(0), width - _RIGHT, down(0), "#666"))
    for row in series:
        run = []
        for number, value in enumerate([*row.values, None]):
            if value is None:
                parts += [_path(run, row.colour)] if len(run) > 1 else []
                run = []
                continue
            run.append((across(number), down(value)))
            parts.append(Markup('<circle cx="{}" cy="{}" r="3" fill="{}"/>').format(
                round(across(number), 2), round(down(value), 2), row.colour))
    return _svg(width, height, parts + _legend(series, width))


def bars(rows, width=660, label_width=190, most=None):
    """Level bars, one under the other.

    :param rows: tuples of label, value, what is written behind the bar, colour
    :param most: value of a full bar; by default the largest
    """
    most = most or max((value for _label, value, _words, _colour in rows), default=0) or 1
    pitch, room = 22, width - label_width - 130
    parts = []
    for number, (label, value, words, colour) in enumerate(rows):
        y = 4 + number * pitch
        length = room * max(min(value / most, 1), 0)
        parts += [
            _text(label_width - 8, y + 12, label, "end"), _rect(label_width, y, room, 16, "#eef1f5"),
            _rect(label_width, y, length, 16, colour), _text(label_width + room + 8, y + 12, words, "start")]
    return _svg(width, 8 + pitch * len(rows), parts)


def share_curve(points, across_label, down_label, best=None, size=360):
    """Curve of shares (0–1), worst first, against the diagonal of chance.

    :param points: pairs of across and down, from (0, 0) to (1, 1)
    :param best: pair where the distance to the diagonal is marked
    """
    inner = size - _LEFT - _RIGHT

    def place(x, y):
        return _LEFT + inner * x, _TOP + inner * (1 - y)

    parts = []
    for step in range(0, 101, 25):
        share = step / 100
        parts += [
            _line(*place(0, share), *place(1, share)), _line(*place(share, 0), *place(share, 1)),
            _text(_LEFT - 6, place(0, share)[1] + 4, f"{step}%", "end"),
            _text(place(share, 0)[0], _TOP + inner + 15, f"{step}%")]
    parts += [_line(*place(0, 0), *place(1, 1), "#888", 1, "4 3"), _path([place(*point) for point in points], INK)]
    if best:
        parts.append(_line(*place(best[0], best[0]), *place(*best), BAD, 2))
    parts += [
        _text(_LEFT + inner / 2, _TOP + inner + 33, across_label),
        Markup('<text transform="translate(16 {}) rotate(-90)" text-anchor="middle" fill="#444">{}</text>').format(
            round(_TOP + inner / 2, 2), escape(down_label))]
    return _svg(size, size + 18, parts)
