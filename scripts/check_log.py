"""Fail when an Odoo log holds a WARNING or worse that is not allowed.

    check_log.py LOG…

The list is for noise of the machine, never for our own add-ons.
"""

import re
import sys
from pathlib import Path

ALLOWED = {
    r"odoo\.addons\.base\.models\.ir_actions_report: .*[Ww]khtmltopdf": "our forms are printed by WeasyPrint",
    r"odoo\.tools\.pdf|odoo\.tools\.config: .*missing": "optional parts of Odoo's own set-up",
    r"py\.warnings: .*/dist-packages/odoo/": "deprecations in Odoo's own code under a newer Python or library",
    r"py\.warnings: .*/site-packages/": "deprecations among the libraries themselves",
    r"\.browser: Error received after termination": "the page of a finished tour was still loading",
    r"odoo\.service\.server: .*[Rr]unning as user 'root'": "containers and build machines are root",
}
LINE = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (?P<level>WARNING|ERROR|CRITICAL) \S+ (?P<message>.*)")
STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ ")


def complaints(log):
    """The lines that may not be there, each with what follows it (a traceback)."""
    found, follow = [], False
    for line in log.read_text(errors="replace").splitlines():
        if STAMP.match(line):
            match = LINE.match(line)
            follow = bool(match) and not any(re.search(pattern, match["message"]) for pattern in ALLOWED)
        if follow:
            found.append(line)
    return found


if __name__ == "__main__":
    bad = False
    for log in map(Path, sys.argv[1:]):
        if lines := complaints(log):
            bad = True
            print(f"{log} is not clean:", *lines, sep="\n  ", file=sys.stderr)
    sys.exit(bad)
