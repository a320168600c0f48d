"""How well a scorecard would have told bad payers from good ones: pure arithmetic, without a database.

A sample is pairs of a score (0–100, higher is better) and whether the customer turned out bad. Customers of equal
scores are one point of the curve: an order among them would be invented.
"""

import math
from typing import NamedTuple

# Fewer bad, or good, customers than this say hardly anything.
FEW = 10
_NINETY_FIVE = 1.959964


class Point(NamedTuple):
    """At scores up to ``score``: shares (0–1) of all bad and of all good customers found there."""

    score: float
    bad: float
    good: float


class Result(NamedTuple):
    """What a back-test says; ``gini`` and ``ks`` from 0 (no better than chance) to 1 (perfect)."""

    customers: int
    bad: int
    gini: float | None
    low: float | None
    high: float | None
    ks: float | None
    ks_score: float | None
    strength: str


def curve(sample):
    """Points from the worst score to the best: how much of the bad and of the good is found up to there.

    >>> [tuple(point) for point in curve([(20, True), (80, False)])]
    [(0.0, 0.0, 0.0), (20, 1.0, 0.0), (80, 1.0, 1.0)]
    """
    by_score = {}
    for score, is_bad in sample:
        by_score.setdefault(score, []).append(is_bad)
    bad = sum(sum(flags) for flags in by_score.values())
    good = sum(len(flags) for flags in by_score.values()) - bad
    points, found_bad, found_good = [Point(0.0, 0.0, 0.0)], 0, 0
    for score, flags in sorted(by_score.items()):
        found_bad += sum(flags)
        found_good += len(flags) - sum(flags)
        points.append(Point(score, found_bad / bad if bad else 0.0, found_good / good if good else 0.0))
    return points


def area(points):
    """Area under the curve of bad over good: the chance that a bad customer scores below a good one, ties by half."""
    return sum(
        (after.good - before.good) * (after.bad + before.bad) / 2
        for before, after in zip(points, points[1:], strict=False))


def ks(points):
    """Largest distance between the two shares, and the score at which it is reached (Kolmogorov–Smirnov)."""
    best = max(points, key=lambda point: point.bad - point.good)
    return best.bad - best.good, best.score


def interval(auc, bad, good):
    """Bounds of 95 percent confidence of ``auc`` (Hanley and McNeil 1982).

    >>> [round(bound, 2) for bound in interval(0.8, 10, 10)]
    [0.6, 1.0]
    """
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    variance = (auc * (1 - auc) + (bad - 1) * (q1 - auc * auc) + (good - 1) * (q2 - auc * auc)) / (bad * good)
    spread = _NINETY_FIVE * math.sqrt(max(variance, 0.0))
    return max(auc - spread, 0.0), min(auc + spread, 1.0)


def judge(sample):
    """:class:`Result` of ``sample``.

    ``strength`` is ``none`` where there are no bad or no good customers to tell apart, ``few`` where there are too
    few of either, else ``chance`` (chance explains it as well), ``weak``, ``fair`` or ``strong``.
    """
    sample = list(sample)
    bad = sum(is_bad for _score, is_bad in sample)
    good = len(sample) - bad
    if not bad or not good:
        return Result(len(sample), bad, None, None, None, None, None, "none")
    points = curve(sample)
    auc = area(points)
    low, high = (2 * bound - 1 for bound in interval(auc, bad, good))
    distance, score = ks(points)
    gini = 2 * auc - 1
    return Result(len(sample), bad, gini, low, high, distance, score, _strength(gini, low, bad, good))


def _strength(gini, low, bad, good):
    if min(bad, good) < FEW:
        return "few"
    if low <= 0:
        return "chance"
    return "strong" if gini >= 0.6 else "fair" if gini >= 0.4 else "weak"
