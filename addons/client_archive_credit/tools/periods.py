"""When analyses of credit management are due (R100, R106): pure Python."""

from datetime import date, timedelta

from odoo.addons.client_archive.tools.statutory import Period, falling_due

_DUE_DAY = 10  # of the month after the period
_QUARTERS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def period(kind, year, number=0):
    """The year, or quarter ``number`` of it; each is reported by the 10th of the month after it.

    >>> period("year", 2026).due_on, period("quarter", 2026, 2).date_to
    (datetime.date(2027, 1, 10), datetime.date(2026, 6, 30))
    """
    first, (month, day) = (1, _QUARTERS[4]) if kind == "year" else (3 * number - 2, _QUARTERS[number])
    end = date(year, month, day)
    return Period(kind, date(year, first, 1), end, (end + timedelta(days=1)).replace(day=_DUE_DAY), number)


def to_report(today, notice, grace, quarters=True):
    """Periods whose analysis falls due within ``notice`` days from ``today``, or fell due within the last ``grace``.

    The fourth quarter is part of the year's analysis.

    >>> [(row.kind, row.number) for row in to_report(date(2027, 1, 1), 15, 60)]
    [('year', 0)]
    """
    candidates = [period("year", today.year - 1), period("year", today.year)]
    if quarters:
        candidates += [period("quarter", year, number) for year in (today.year - 1, today.year) for number in (1, 2, 3)]
    return falling_due(candidates, today, notice, grace)
