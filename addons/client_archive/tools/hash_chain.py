"""Hash chain of the journal: pure Python, shared by the server and the tests.

Every event has a digest (SHA-256 over its canonical JSON). A link of the chain
is SHA-256 over the previous link and the digest, so that altering, removing or
reordering a sealed event breaks the chain from there on.
"""

import hashlib
import json
from typing import NamedTuple

GENESIS = "0" * 64

EVENT_FIELDS = (
    "id", "date", "user_id", "user_name", "kind", "res_model", "res_id", "res_name",
    "company_id", "before", "after", "note", "remote_addr", "user_agent",
)


class Fault(NamedTuple):
    """The first thing wrong with a chain.

    :ivar kind: ``altered``, ``removed``, ``relinked`` or ``inserted``
    :ivar event_id: database id of the event concerned
    """

    kind: str
    event_id: int


def digest(event):
    """SHA-256 of an event given as a mapping of :data:`EVENT_FIELDS`, as 64 hex digits."""
    canonical = json.dumps(
        [event[name] if event[name] is not None else False for name in EVENT_FIELDS],
        ensure_ascii=False, separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def link(previous, event_digest):
    """Next link of the chain, as 64 hex digits."""
    return hashlib.sha256(f"{previous}{event_digest}".encode()).hexdigest()


def verify(rows, previous=GENESIS):
    """Walk sealed rows in order; return ``(last link, first Fault or None)``.

    :param rows: iterable of ``(event_id, event or None, sealed digest, sealed link)``
    :param previous: the link before the first row
    """
    for event_id, event, sealed_digest, sealed_link in rows:
        if event is None:
            return previous, Fault("removed", event_id)
        if digest(event) != sealed_digest:
            return previous, Fault("altered", event_id)
        if link(previous, sealed_digest) != sealed_link:
            return previous, Fault("relinked", event_id)
        previous = sealed_link
    return previous, None
