"""Levels of secrecy (R47–R49) and the two grades of R15.

Levels are ordered strings, so that ``>=`` compares them in Python and in SQL.
"""

NONE, SECRET, HIGHLY_SECRET, TOP_SECRET = "0", "1", "2", "3"

LEVELS = [
    (NONE, "Not Classified"),
    (SECRET, "Secret"),
    (HIGHLY_SECRET, "Highly Secret"),
    (TOP_SECRET, "Top Secret"),
]

# What somebody can be cleared for
CLASSIFIED_LEVELS = LEVELS[1:]


def grade(level):
    """Grade A is 机密 (highly secret) and above, grade B everything else (R15)."""
    return "A" if (level or NONE) >= HIGHLY_SECRET else "B"


def up_to(level):
    """All levels that a clearance for ``level`` covers.

    >>> up_to("2")
    ['0', '1', '2']
    """
    return [key for key, _label in LEVELS if key <= level]
