"""How a customer is classed (R38–R41, R46): plain rules over a few facts, no database.

Every rule gives a value that the user may overrule; the words that explain it are made by whoever shows it.
"""

from datetime import date
from typing import NamedTuple

from .deadline import add_months

TIME = [("old", "Old Customer"), ("new", "New Customer"), ("future", "Future Customer")]
DEALING = [("past", "Past Dealings"), ("current", "Current Dealings"), ("upcoming", "Upcoming Dealings")]
NATURE = [
    ("government", "Government"), ("special", "Special Company"), ("company", "Ordinary Company"),
    ("individual", "Individual"), ("partner", "Trading Partner")]
VOLUME = [("main", "Main"), ("ordinary", "Ordinary Volume"), ("sporadic", "Sporadic")]
RANK = [("core", "Core"), ("ordinary", "Ordinary Customer")]
VALUES = {"time": TIME, "dealing": DEALING, "nature": NATURE, "volume": VOLUME, "rank": RANK}
AXES = tuple(VALUES)

# Years whose turnover is averaged
AVERAGED_YEARS = 3
_DAYS_PER_YEAR = 365.25
# Registrars of the unified social credit code (GB 32100) by its first character
_PUBLIC, _BUSINESS = "1", "9"


class Thresholds(NamedTuple):
    """A company's settings.

    :ivar new_months: a customer is new for so long after the first dealing
    :ivar current_months: dealings are current for so long after the last one
    :ivar main_share: percent of the company's turnover of twelve months from which a customer is a main one
    :ivar sporadic_count: who dealt less often in twelve months is sporadic
    """

    new_months: int
    current_months: int
    main_share: float
    sporadic_count: int


def by_time(first: date | None, today: date, limits: Thresholds, closed: bool = False) -> str:
    """R38: ``future`` before the first dealing, ``new`` for a while after it, then ``old``.

    :param closed: whether the file is closed: there were dealings, though the books may not go back so far
    """
    if not first:
        return "old" if closed else "future"
    return "new" if add_months(first, limits.new_months) > today else "old"


def by_dealing(last: date | None, today: date, limits: Thresholds, closed: bool = False) -> str:
    """R39: ``upcoming`` before the first dealing, ``current`` for a while after the last one, then ``past``."""
    if closed:
        return "past"
    if not last:
        return "upcoming"
    return "current" if add_months(last, limits.current_months) > today else "past"


def by_volume(share: float, dealings: int, limits: Thresholds) -> str:
    """R41: by the share of the company's turnover of twelve months (percent) and the number of dealings in them."""
    if share > 0 and share >= limits.main_share:
        return "main"
    return "sporadic" if dealings < limits.sporadic_count else "ordinary"


def by_nature(is_company: bool, code: str | None, is_partner: bool) -> tuple[str, str]:
    """R40, as a proposal: the nature and what it rests on.

    :param code: unified social credit code, whose first character names the registrar (GB 32100)
    :param is_partner: whether the company buys from this customer, too
    """
    if not is_company:
        return "individual", "person"
    registrar = (code or "").strip()[:1].upper()
    if registrar == _PUBLIC and len(code.strip()) == 18:
        return "government", "public"
    if is_partner:
        return "partner", "supplier"
    if registrar and registrar != _BUSINESS and len(code.strip()) == 18:
        return "special", "registrar"
    return "company", "default"


def years_between(first: date | None, today: date) -> float:
    """Length of the relation in years."""
    return max((today - first).days / _DAYS_PER_YEAR, 0.0) if first else 0.0


def average_turnover(turnover: float, first: date | None, today: date) -> float:
    """Yearly average of the ``turnover`` of :data:`AVERAGED_YEARS`; a relation younger than a year counts as one."""
    return turnover / min(max(years_between(first, today), 1.0), AVERAGED_YEARS)


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in percent, 0 where there is no whole."""
    return 100.0 * part / whole if whole > 0 else 0.0
