"""Terms and deadlines: pure Python.

Whether a day is a working day is the caller's to say (the calendar of the company).
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

# Beyond this a calendar has no working days at all, and asking on would never end.
_HORIZON_DAYS = 3650


def add_months(day, months):
    """The same day ``months`` later, or the last of that month where it has no such day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    return day + relativedelta(months=months)


def add_years(day, years):
    """The same day ``years`` later; 29 February becomes the 28th."""
    return day + relativedelta(years=years)


def add_working_days(day, count, is_working):
    """The ``count``-th working day after ``day`` (``day`` itself does not count; 0 is ``day``).

    :param is_working: callable that tells whether a date is a working day
    :raises ValueError: for a calendar without working days
    """
    last = day
    for _step in range(_HORIZON_DAYS):
        if not count:
            return last
        last += timedelta(days=1)
        count -= bool(is_working(last))
    raise ValueError("a calendar without working days")


def deadline(day, count, unit, is_working):
    """End of a term that starts on ``day``.

    :param unit: ``working_days`` or ``months``
    """
    return add_months(day, count) if unit == "months" else add_working_days(day, count, is_working)


def elapsed_years(start, end):
    """Whole years from ``start`` to ``end``, never negative."""
    return max(relativedelta(end, start).years, 0)
