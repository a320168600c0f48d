"""Which payments kept which promises to pay: pure arithmetic."""


def allocate(promises, payments):
    """Mapping of each promise's key to what was paid on it in time.

    A payment goes to the promise that falls due first among those made before it; what is more goes to the next one,
    and none counts twice.

    :param promises: tuples of (key, moment it was made, last day to pay, amount)
    :param payments: tuples of (day, moment it was entered, amount)

    >>> from datetime import date, datetime
    >>> made = datetime(2026, 5, 1, 9)
    >>> allocate([("a", made, date(2026, 5, 10), 100), ("b", made, date(2026, 5, 20), 50)],
    ...          [(date(2026, 5, 9), made, 120)])
    {'a': 100, 'b': 20}
    """
    in_order = sorted(promises, key=lambda promise: (promise[2], promise[1], promise[0]))
    paid = {promise[0]: 0 for promise in in_order}
    for day, entered, amount in sorted(payments, key=lambda payment: payment[:2]):
        for key, made, due, promised in in_order:
            if not amount:
                break
            # On the day of the promise only what came in after it was given.
            if day > due or (day, entered) < (made.date(), made):
                continue
            part = min(amount, promised - paid[key])
            paid[key] += part
            amount -= part
    return paid
