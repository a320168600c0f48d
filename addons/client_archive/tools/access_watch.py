"""Which accesses of a person are unusual: pure arithmetic over moments and papers."""

from collections import Counter
from datetime import timedelta
from typing import Any, NamedTuple

HOUR = timedelta(hours=1)


class Access(NamedTuple):
    """One opening of a paper's content.

    :ivar moment: when, as a datetime
    :ivar day: the date where the company works
    :ivar paper: which, anything that can be compared
    :ivar is_new: whether nobody has looked at this access yet
    """

    moment: Any
    day: Any
    paper: Any
    is_new: bool


class Finding(NamedTuple):
    """Unusual accesses of one person on one day."""

    day: Any
    first: Any
    last: Any
    papers: frozenset


def bursts(accesses, limit, window=HOUR):
    """Days on which more than ``limit`` different papers were opened within ``window``, wherever the clock stood.

    :param accesses: of one person, in order of time; an access exactly one window earlier is outside it
    :return: one :class:`Finding` per day, over all accesses that were part of a crowded window with a new one in it
    """
    found = {}
    inside, new, left, noted = Counter(), 0, 0, 0
    for right, access in enumerate(accesses):
        inside[access.paper] += 1
        new += access.is_new
        while accesses[left].moment <= access.moment - window:
            gone = accesses[left]
            inside[gone.paper] -= 1
            if not inside[gone.paper]:
                del inside[gone.paper]
            new -= gone.is_new
            left += 1
        if len(inside) > limit and new:
            found.setdefault(access.day, []).extend(accesses[max(left, noted):right + 1])
            noted = right + 1
    return [_finding(day, crowd) for day, crowd in found.items()]


def daily(accesses, limit):
    """Days on which more than ``limit`` different papers were opened, one of the openings being new."""
    days = {}
    for access in accesses:
        days.setdefault(access.day, []).append(access)
    return [
        _finding(day, crowd) for day, crowd in days.items()
        if any(access.is_new for access in crowd) and len({access.paper for access in crowd}) > limit]


def _finding(day, accesses):
    return Finding(
        day, accesses[0].moment, accesses[-1].moment, frozenset(access.paper for access in accesses))
