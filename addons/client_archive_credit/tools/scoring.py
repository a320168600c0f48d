"""Weighted scores and grades: pure arithmetic (R93).

Points and scores go from 0 to 100 with two decimals, rounded half up as people do it on paper. They are computed
in decimal: three criteria of 33.33, 33.33 and 33.34 percent add up to 100 exactly.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_CENT = Decimal("0.01")


class Band(NamedTuple):
    """From ``lower`` upwards, until the next band begins, a value is worth ``points``."""

    lower: float
    points: float


def decimal(value):
    """``value`` as a decimal of two places."""
    return Decimal(str(value)).quantize(_CENT, ROUND_HALF_UP)


def points_of(value, bands):
    """Points of ``value``: those of the highest band that begins at or below it; below all, of the lowest band.

    >>> points_of(20, [Band(0, 100), Band(15, 60), Band(60, 0)])
    60
    :raises ValueError: without bands
    """
    ordered = sorted(bands)
    if not ordered:
        raise ValueError("no bands")
    reached = [band for band in ordered if band.lower <= value]
    return (reached[-1] if reached else ordered[0]).points


def weights_add_up(weights):
    """Tell whether ``weights`` (percent) are positive and add up to exactly 100."""
    weights = [decimal(weight) for weight in weights]
    return all(weight > 0 for weight in weights) and sum(weights) == 100


def weighted(points, weight):
    """Share of ``points`` in the score at ``weight`` percent."""
    return float((decimal(points) * decimal(weight) / 100).quantize(_CENT, ROUND_HALF_UP))


def score(lines):
    """Weighted score of ``(points, weight)`` pairs, rounded once, at the end."""
    total = sum((decimal(points) * decimal(weight) for points, weight in lines), Decimal(0))
    return float((total / 100).quantize(_CENT, ROUND_HALF_UP))


def grade_of(value, floors):
    """Key of the highest floor that ``value`` reaches.

    :param floors: mapping of keys to the lowest score of each
    :return: ``None`` when it reaches none
    """
    reached = [(decimal(floor), key) for key, floor in floors.items() if decimal(floor) <= decimal(value)]
    return max(reached, key=lambda row: row[0])[1] if reached else None
