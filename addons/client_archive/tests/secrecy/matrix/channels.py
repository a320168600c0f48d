"""What a channel is: a way out, walked as one person for all secrets at once, and what its answers tell."""

from dataclasses import dataclass

from .expected import CONTENT, EXISTENCE

# name → channel, of all modules of channels
CHANNELS = {}


@dataclass(frozen=True)
class Channel:
    """A way out."""

    walk: callable
    """walk(case, login) yields answers: anything that is scanned for words, or one of the classes below"""
    gives: int
    """the most that it gives to anybody"""
    exact: bool = False
    """whether it must give what the cell says: a straight way"""
    people: tuple = ()
    """who walks it; everybody, if nobody is named"""
    http: bool = False
    proof: tuple = ("archivist_top", CONTENT)
    """who must get how much of what is not secret: a way that gives nothing to anybody proves nothing"""


def channel(gives=CONTENT, **options):
    """Decorator that makes a channel of a function."""
    def register(walk):
        assert walk.__name__ not in CHANNELS
        CHANNELS[walk.__name__] = Channel(walk, gives, **options)
        return walk
    return register


@dataclass
class Found:
    """Records came back: whoever gets them knows that they exist, or more."""

    model: str
    ids: list
    rank: int = EXISTENCE


@dataclass
class Asked:
    """A question was answered with yes, for a secret: whoever may ask it finds the value out."""

    secret: str
    rank: int
    question: object


@dataclass
class Rows:
    """Values of records of ``model``, as read: words in them, and ids of records that they link to."""

    model: str
    rows: list
    text: str | None = None
    """what of them is scanned for words, if not all"""


@dataclass
class Count:
    """A number that counts secrets: no more than ``allowed`` may be in it."""

    what: str
    number: int
    allowed: int
