"""A pytest plugin for our own tests: what is skipped has failed, and no test file is left out.

Odoo skips a browser tour in silence when Chromium or websocket-client is missing; pytest drops a folder of tests
without __init__.py into another package. Either way a test would be counted on that nobody runs.
"""

from pathlib import Path

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which counts as a failure: {call.excinfo.value}"


def pytest_collection_finish(session):
    if session.config.getoption("keyword") or any("::" in argument for argument in session.config.args):
        return  # the caller chose single tests
    collected = {item.path for item in session.items}
    wanted = set()
    for argument in session.config.args:
        path = Path(argument).resolve()
        wanted |= set(path.rglob("test_*.py")) if path.is_dir() else {path}
    if left_out := wanted - collected:
        raise pytest.UsageError(f"no test collected from {', '.join(map(str, sorted(left_out)))}")
    strangers = {item.module.__name__ for item in session.items if "addons" in item.path.parts}
    strangers = {name for name in strangers if not name.startswith("odoo.addons.")}
    if strangers:
        raise pytest.UsageError(f"a folder of these lacks __init__.py: {', '.join(sorted(strangers))}")
