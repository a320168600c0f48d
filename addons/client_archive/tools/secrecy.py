"""Levels of secrecy (R47–R49) and the two grades of R15.

Levels are ordered strings, so that ``>=`` compares them in Python and in SQL.
"""

from dataclasses import dataclass, field

NONE, SECRET, HIGHLY_SECRET, TOP_SECRET = "0", "1", "2", "3"

LEVELS = [
    (NONE, "Not Classified"),
    (SECRET, "Secret"),
    (HIGHLY_SECRET, "Highly Secret"),
    (TOP_SECRET, "Top Secret"),
]

# What somebody can be cleared for
CLASSIFIED_LEVELS = LEVELS[1:]

# What of a paper those see who are not cleared for it
CATALOGUE, TITLE, EXISTENCE = "catalogue", "title", "existence"

VISIBILITIES = [
    (CATALOGUE, "Existence and Title"),
    (TITLE, "Existence, Not the Title"),
    (EXISTENCE, "Not Even Its Existence"),
]
_RANKS = {key: rank for rank, (key, _label) in enumerate(VISIBILITIES)}


def grade(level):
    """Grade A is 机密 (highly secret) and above, grade B everything else (R15)."""
    return "A" if (level or NONE) >= HIGHLY_SECRET else "B"


def up_to(level):
    """All levels that a clearance for ``level`` covers.

    >>> up_to("2")
    ['0', '1', '2']
    """
    return [key for key, _label in LEVELS if key <= level]


def stricter(*visibilities):
    """The strictest of ``visibilities``; empty ones hide nothing.

    >>> stricter("catalogue", None, "title")
    'title'
    """
    return max((key or CATALOGUE for key in visibilities), key=_RANKS.__getitem__)


def is_wider(new, old):
    """Whether ``new`` shows more of a paper than ``old``."""
    return _RANKS[new or CATALOGUE] < _RANKS[old or CATALOGUE]


@dataclass
class Coverage:
    """What the valid clearances of one person cover: up to which level, where."""

    outside: dict = field(default_factory=dict)
    """company → level, for papers outside any compartment"""
    everywhere: dict = field(default_factory=dict)
    """company → level, for papers of every compartment, where that was said"""
    within: dict = field(default_factory=dict)
    """compartment → level"""

    def add(self, company_id, level, everywhere, compartment_ids):
        """Add a clearance."""
        self._raise(self.outside, company_id, level)
        if everywhere:
            self._raise(self.everywhere, company_id, level)
        for compartment_id in compartment_ids:
            self._raise(self.within, compartment_id, level)

    @staticmethod
    def _raise(levels, key, level):
        levels[key] = max(level, levels.get(key, NONE))

    def covers(self, company_id, level, compartment_id=None):
        """Whether a paper of ``level`` in ``compartment_id`` is covered."""
        cleared = [self.outside.get(company_id)] if not compartment_id else [
            self.everywhere.get(company_id), self.within.get(compartment_id)]
        return any(top is not None and (level or NONE) <= top for top in cleared)
