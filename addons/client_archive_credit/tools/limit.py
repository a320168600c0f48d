"""What a limit is today, and what it should be: pure arithmetic, amounts in the company's currency."""

from datetime import date
from typing import NamedTuple

# What becomes of a limit whose term is over
KEEP, ZERO, HOLD = "keep", "zero", "hold"


class Grant(NamedTuple):
    """What was granted to a payer.

    ``covers`` are pairs of the last day (or nothing) and the amount of each insurance or guarantee that the limit
    rests on; ``raised`` holds from ``raised_from`` until ``raised_until``, both included.
    """

    amount: float
    until: date | None = None
    raised: float = 0.0
    raised_from: date | None = None
    raised_until: date | None = None
    covers: tuple = ()


def lapsed(covers, today):
    """Sum of the covers whose last day has passed.

    >>> lapsed([(date(2026, 1, 31), 300), (None, 200)], date(2026, 2, 1))
    300
    """
    return sum(amount for until, amount in covers if until and until < today)


def is_raised(grant, today):
    """Whether a temporary raise holds today: it goes with the limit that it raises."""
    return bool(
        grant.raised_until and (not grant.raised_from or grant.raised_from <= today) and today <= grant.raised_until
        and (not grant.until or today <= grant.until))


def in_force(grant, today, policy=HOLD):
    """Amount and last day that count today: ``(amount, until)``, no last day where the policy lets it go on.

    The temporary raise ends with its day and the covers with theirs, whether a job has noticed or not.

    >>> in_force(Grant(1000, date(2026, 12, 31), 1500, None, date(2026, 3, 31)), date(2026, 4, 1))
    (1000, datetime.date(2026, 12, 31))
    """
    over = bool(grant.until and grant.until < today)
    if over and policy == ZERO:
        return 0.0, None
    amount = max(grant.amount, grant.raised) if is_raised(grant, today) else grant.amount
    return max(0.0, amount - lapsed(grant.covers, today)), None if over and policy == KEEP else grant.until


def proposed(turnover, days, share, step, cap=0.0):
    """Limit by formula: what the customer buys in ``days`` days, times the ``share`` (percent) of its grade.

    Rounded down to ``step``, capped at ``cap`` where there is one.

    >>> proposed(3650000, 60, 100, 10000), proposed(3650000, 60, 70, 10000), proposed(3650000, 60, 100, 10000, 300000)
    (600000.0, 420000.0, 300000.0)
    """
    amount = max(turnover, 0.0) / 365 * days * share / 100
    amount = min(amount, cap) if cap else amount
    # Cents that a float lost must not cost a step.
    return float(int(round(amount, 2) / step) * step) if step else round(amount, 2)
