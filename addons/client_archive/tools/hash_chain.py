#!/usr/bin/env python3
"""Hash chain of the journal: how it is made and how it is verified. Standard library only.

The server uses it, and it is a program by itself, for whoever holds an exported journal and trusts no server::

    python3 hash_chain.py journal.jsonl.gz [--head NUMBER:LINK …]

``docs/journal.md`` describes the chain and the file. Every event has a digest (SHA-256 over its canonical JSON). A link
is SHA-256 over the previous link and the digest, so that altering, removing, inserting or moving a sealed event breaks
the chain from there on. Seals are numbered from 1 without gaps. Whoever recomputes the whole chain is caught by a
head (number and link) that somebody else kept.
"""

import argparse
import gzip
import hashlib
import json
import sys
import time
from typing import NamedTuple

FORMAT, FORMAT_VERSION = "client-archive-journal", 1
GENESIS = "0" * 64

EVENT_FIELDS = (
    "id", "date", "user_id", "user_name", "kind", "res_model", "res_id", "res_name",
    "company_id", "before", "after", "note", "channel", "remote_addr", "user_agent",
)
# In place of an event that is in the chain, but not for the reader of the file (another company's).
WITHHELD = False

# Numbers of events that are not shown which the verdict names
_NAMED = 20

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Head(NamedTuple):
    """The chain up to a seal: its number, and its link."""

    number: int = 0
    link: str = GENESIS

    @property
    def code(self):
        """As it is mailed, printed and typed in."""
        return f"{self.number}:{self.link}"

    @classmethod
    def parse(cls, code):
        """The head that ``code`` says.

        :raises ValueError: when it is none
        """
        number, separator, link = code.strip().partition(":")
        link = "".join(link.split()).lower()
        if not separator or not number.isdecimal() or len(link) != 64 or set(link) - set("0123456789abcdef"):
            raise ValueError(code)
        return cls(int(number), link)


class Fault(NamedTuple):
    """The first thing wrong with a chain.

    :ivar kind: ``altered``, ``removed``, ``inserted``, ``relinked`` (does not follow from the one before), ``head``
        (the chain is whole, and another one than the head was taken of), ``truncated`` (it ends before a known head)
    :ivar number: number of the seal, 0 for an event without one
    :ivar event_id: database id of the event, 0 where it is not known any more
    """

    kind: str
    number: int
    event_id: int = 0


def digest(event):
    """SHA-256 of an event given as a sequence of the values of :data:`EVENT_FIELDS`, as 64 hex digits."""
    return hashlib.sha256(_encode([value if value is not None else False for value in event]).encode()).hexdigest()


def link(previous, event_digest):
    """Next link of the chain, as 64 hex digits."""
    return hashlib.sha256((previous + event_digest).encode()).hexdigest()


def verify(rows, head=None, known=None):
    """Walk sealed rows in order; return ``(last Head that holds, first Fault or None)``.

    :param rows: iterable of ``(number, event_id, digest, link, event)``; the event is a sequence of values, ``None``
        where it is gone, :data:`WITHHELD` where it is not shown
    :param Head head: where the walk begins
    :param known: mapping of numbers to the links that others kept of them
    """
    number, previous = head or Head()
    known = known or {}
    rows = iter(rows)
    for seal, event_id, sealed_digest, sealed_link, event in rows:
        fault = None
        if seal != number + 1:
            fault = Fault("removed", number + 1) if seal > number + 1 else Fault("inserted", seal, event_id)
        elif event is None:
            fault = Fault("removed", seal, event_id)
        elif event is not WITHHELD and (event[0] != event_id or digest(event) != sealed_digest):
            fault = Fault("altered", seal, event_id)
        elif link(previous, sealed_digest) != sealed_link:
            follower = next(rows, None)
            inserted = follower and link(previous, follower[2]) == follower[3]
            fault = Fault("inserted" if inserted else "relinked", seal, event_id)
        elif known.get(seal, sealed_link) != sealed_link:
            fault = Fault("head", seal, event_id)
        if fault:
            return Head(number, previous), fault
        number, previous = seal, sealed_link
    return Head(number, previous), None


def beyond(head, known):
    """The :class:`Fault` of a chain that ends at ``head``, before one of the ``known`` heads; or ``None``."""
    return Fault("truncated", head.number + 1) if max(known or {0: ""}) > head.number else None


# ----------------------------------------------------------------------
# The exported file
# ----------------------------------------------------------------------
def first_line(**facts):
    """The line that opens an exported journal."""
    return _encode({"format": FORMAT, "version": FORMAT_VERSION, "fields": EVENT_FIELDS, **facts}) + "\n"


def row_line(number, event_id, event_digest, event_link, event):
    """The line of one seal and its event."""
    return _encode({
        "number": number, "event_id": event_id, "digest": event_digest, "link": event_link, "event": event}) + "\n"


def last_line(head, **facts):
    """The line that closes an exported journal."""
    return _encode({"head": head.code, **facts}) + "\n"


class BadFile(Exception):
    """The file is not an exported journal, or not to its end."""


class ExportedJournal:
    """Reads an exported journal, once.

    :ivar first, last: what its first and last line say
    :ivar withheld: numbers of the events that are not shown

    Lines are read in the one form in which they are written: a line that says a thing twice, or something besides,
    would show its reader what was not verified.
    """

    def __init__(self, lines):
        self._lines = iter(lines)
        self.first, self.last, self.withheld = self._parse(next(self._lines, "")), None, []
        if self.first.get("format") != FORMAT:
            raise BadFile("this is not an exported journal")
        if self.first.get("version") != FORMAT_VERSION or tuple(self.first.get("fields", ())) != EVENT_FIELDS:
            raise BadFile("this journal was exported by another version: use the program that belongs to it")

    @staticmethod
    def _parse(line):
        try:
            values = json.loads(line)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise BadFile(f"not a line of an exported journal: {line[:60]!r}")
        return values

    def rows(self):
        """What :func:`verify` reads."""
        for text in self._lines:
            line = self._parse(text)
            if "head" in line:
                self._close(line, text)
                return
            try:
                row = line["number"], line["event_id"], line["digest"], line["link"], line["event"]
            except KeyError as error:
                raise BadFile(f"a line without {error}") from error
            event = row[4]
            if not (event is None or event is WITHHELD or type(event) is list and len(event) == len(EVENT_FIELDS)):
                raise BadFile(f"number {row[0]} is no event")
            self._check_form(text, row_line(*row))
            if [type(value) for value in row[:4]] != [int, int, str, str]:
                raise BadFile(f"number {row[0]!r} is no seal")
            if event is WITHHELD:
                self.withheld.append(row[0])
            yield row

    def _close(self, line, text):
        self._check_form(text, _encode(line))
        if not isinstance(line["head"], str) or line.keys() - {"head", "pending"}:
            raise BadFile("its last line is none")
        if any(map(str.strip, self._lines)):
            raise BadFile("more lines follow its last one")
        self.last = line

    @staticmethod
    def _check_form(text, written):
        if text.rstrip("\r\n") != written.rstrip("\n"):
            raise BadFile(f"not a line as it was exported: {text[:60]!r}")

    def has_later(self, number):
        """Whether the rest of the file has seal ``number``."""
        return any(row[0] == number for row in self.rows())


def verify_file(lines, known=None):
    """Verify an exported journal; return ``(ExportedJournal, Head, Fault or None)``.

    :param lines: iterable of its lines
    :param known: mapping of numbers to the links that others kept of them
    :raises BadFile: for another file
    """
    journal = ExportedJournal(lines)
    head, fault = verify(journal.rows(), known=known)
    if fault and fault.kind == "removed" and not fault.event_id and journal.has_later(fault.number):
        fault = Fault("moved", fault.number)
    if not fault:
        if journal.last is None:
            raise BadFile(f"the file ends after number {head.number}, without its last line: it was cut off")
        last = Head.parse(journal.last["head"])
        fault = Fault("truncated", head.number + 1) if last != head else beyond(head, known)
    return journal, head, fault


_WORDS = {
    "altered": "event {event_id} (number {number}) was ALTERED after it was sealed",
    "removed": "number {number} was REMOVED (event {event_id}; 0: not known any more)",
    "moved": "number {number} does not stand in its place: rows were SWAPPED",
    "inserted": "event {event_id} (number {number}) was INSERTED",
    "relinked": "number {number} (event {event_id}) does not follow from the one before: ALTERED, or its predecessor "
                "removed",
    "head": "number {number} is whole but not what the known head says: the chain was RECOMPUTED",
    "truncated": "the journal ends before number {number}: its end was REMOVED",
}


def main(arguments=None):
    """Verify the file that the command line names; return 0 when it is whole, 1 when not, 2 when it is no journal."""
    parser = argparse.ArgumentParser(description="Verify an exported journal of the archive.")
    parser.add_argument("file", help="journal.jsonl.gz, or the same unpacked")
    parser.add_argument("--head", action="append", default=[], metavar="NUMBER:LINK",
                        help="a head of the chain that was mailed or printed; may be given several times")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    try:
        known = dict(Head.parse(code) for code in options.head)
        opener = gzip.open if options.file.endswith(".gz") else open
        with opener(options.file, "rt", encoding="utf-8", newline="\n") as lines:
            journal, head, fault = verify_file(lines, known)
    except (BadFile, OSError, EOFError, ValueError, RecursionError) as error:
        sys.stderr.write(f"Cannot be verified: {error}\n")
        return 2
    seconds = max(time.perf_counter() - start, 1e-6)
    if fault:
        sys.stdout.write(f"NOT WHOLE: {_WORDS[fault.kind].format(**fault._asdict())}.\n")
        sys.stdout.write(f"Whole up to: {head.code}\n")
        return 1
    sys.stdout.write(f"WHOLE: {head.number} events, {seconds:.1f} s ({head.number / seconds:.0f} events/s).\n")
    if journal.withheld:
        numbers = ", ".join(map(str, journal.withheld[:_NAMED])) + (", …" if len(journal.withheld) > _NAMED else "")
        sys.stdout.write(
            f"{len(journal.withheld)} events are not shown (number {numbers}): they belong to companies that are not "
            "the reader's, unless somebody took them out of the file. Their place in the chain was verified.\n")
    if journal.last.get("pending"):
        sys.stdout.write(f"{journal.last['pending']} events had not been sealed yet when the file was written.\n")
    sys.stdout.write(f"Head: {head.code}\n")
    if not known:
        sys.stdout.write("No known head was given: compare this one with one that was mailed or printed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
