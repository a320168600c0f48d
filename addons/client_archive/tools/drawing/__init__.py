"""Pages of scans as pictures with their reader's mark, drawn in a process of its own.

What is drawn came from outside, and the program that draws it is written in C: it gets one page at a time, and a
limit of pixels, of memory and of seconds, so that a scan of five hundred pages, or one made to do harm, takes nothing
down but its own drawing.
"""

import base64
import json
import logging
import os
import subprocess
import sys
import threading

_logger = logging.getLogger(__name__)
_CHILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "draw.py")
_SECONDS = 30
# Drawings at the same time in this server process; who scrolls asks for several pages at once.
_SLOTS = threading.BoundedSemaphore(2)


class Undrawable(Exception):
    """The content cannot be shown; :attr:`code` says why: ``kind``, ``damaged``, ``slow`` or ``page``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def count(path, kind):
    """Number of pages of the file at ``path``.

    :param kind: ``pdf`` or ``image``
    :raises Undrawable: for damaged files
    """
    return _ask({"path": path, "kind": kind})[0]["pages"]


def page(path, kind, number, mark):
    """Picture (bytes) and media type of page ``number`` of the file at ``path``.

    :param mark: PDF (bytes) of one page in black on white: it is laid in grey over the whole picture
    :raises Undrawable: for damaged files, and where there is no such page
    """
    head, content = _ask({"path": path, "kind": kind, "page": number, "mark": base64.b64encode(mark).decode()})
    return content, head["mimetype"]


def _ask(job):
    with _SLOTS:
        try:
            done = subprocess.run(
                [sys.executable, _CHILD], input=json.dumps(job).encode(), capture_output=True, timeout=_SECONDS,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}, check=False)
        except subprocess.TimeoutExpired as error:
            raise Undrawable("slow") from error
    line, _newline, content = done.stdout.partition(b"\n")
    if done.returncode or not line:
        # Killed by one of its limits, or by the file itself
        _logger.info("Drawing ended with %s: %s", done.returncode, done.stderr.decode(errors="replace")[-500:])
        raise Undrawable("damaged")
    head = json.loads(line)
    if "error" in head:
        raise Undrawable(head["error"])
    return head, content
