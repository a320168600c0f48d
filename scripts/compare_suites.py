"""Compares the results of Odoo's suites with our add-ons and without them, test by test.

    compare_suites.py FOLDER MODULE…      FOLDER/with/MODULE.xml and FOLDER/without/MODULE.xml are JUnit files

Prints a line per module and side; fails when a test that passes without our add-ons does not pass with them: it
fails, is skipped, or is gone.
"""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

ORDER = ["passed", "skipped", "failed"]  # a test reported twice (its body and its clean-up) counts as the worse


def outcomes(path):
    """{test: passed | skipped | failed}, and the seconds it all took."""
    found = {}
    suite = ElementTree.parse(path).getroot().find("testsuite")
    for case in suite.iter("testcase"):
        # the path up to the add-ons differs from machine to machine
        name = f"{case.get('classname', '').rpartition('addons.')[2]}::{case.get('name')}"
        result = "passed"
        if case.find("failure") is not None or case.find("error") is not None:
            result = "failed"
        elif case.find("skipped") is not None:
            result = "skipped"
        found[name] = max(found.get(name, "passed"), result, key=ORDER.index)
    return found, float(suite.get("time", 0))


def compare(without, with_ours):
    """The tests that our add-ons broke: (name, what became of it)."""
    return [
        (name, with_ours.get(name, "gone"))
        for name, result in sorted(without.items())
        if result == "passed" and with_ours.get(name) != "passed"
    ] + [(name, "failed") for name, result in sorted(with_ours.items()) if result == "failed" and name not in without]


def main(folder, *modules):
    broken = []
    print(f"{'module':<18}{'our add-ons':<13}{'tests':>6}{'passed':>8}{'skipped':>9}{'failed':>8}{'seconds':>9}")
    for module in modules:
        results = {}
        for side in ("without", "with"):
            results[side], seconds = outcomes(Path(folder) / side / f"{module}.xml")
            counts = Counter(results[side].values())
            numbers = "".join(f"{counts[kind]:>{width}}" for kind, width in zip(ORDER, (8, 9, 8), strict=True))
            print(f"{module:<18}{side:<13}{len(results[side]):>6}{numbers}{seconds:>9.0f}")
        broken += compare(results["without"], results["with"])
    for name, result in broken:
        print(f"{result} with our add-ons, not without: {name}")
    if not broken:
        print("no test fares worse with our add-ons")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
