"""When statutory returns are due: pure Python."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """What a return tells about, and until when it is handed in; ``number`` for the how manieth of its year it is."""

    kind: str
    date_from: date
    date_to: date
    due_on: date
    number: int = 0


def period(kind, year):
    """The period of contract statistics (R105): the year by 10 January after it, the first half by 10 July.

    >>> period("year", 2026).due_on, period("first_half", 2026).date_to
    (datetime.date(2027, 1, 10), datetime.date(2026, 6, 30))
    """
    if kind == "year":
        return Period(kind, date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 10))
    return Period(kind, date(year, 1, 1), date(year, 6, 30), date(year, 7, 10))


def to_report(today, notice, grace):
    """Periods whose return falls due within ``notice`` days from ``today``, or fell due within the last ``grace``.

    >>> [row.kind for row in to_report(date(2027, 1, 1), 15, 60)]
    ['year']
    """
    return falling_due(
        (period(kind, year) for year in (today.year - 1, today.year) for kind in ("first_half", "year")),
        today, notice, grace)


def falling_due(periods, today, notice, grace):
    """Those of ``periods`` that fall due within ``notice`` days from ``today``, or did within the last ``grace``."""
    return [row for row in periods
            if row.due_on - timedelta(days=notice) <= today <= row.due_on + timedelta(days=grace)]
