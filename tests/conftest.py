"""Tests around Odoo: they start it as a program, on databases copied from the templates that scripts/test.sh made."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

NUMBERS = count()


@pytest.fixture(scope="session")
def templates():
    """Databases to copy: base (Odoo without our add-ons), addons (with them), stock (with sale_stock as well)."""
    return {name: os.environ[f"CLIENT_ARCHIVE_{name.upper()}"] for name in ("base", "addons", "stock")}


@pytest.fixture(scope="session")
def copy_of(templates):
    """A function that gives the name of a fresh copy of a template; the copies go when the run ends."""
    import database

    made = []

    def copy(template):
        name = f"{os.environ['CLIENT_ARCHIVE_TEST_DB']}_{next(NUMBERS)}"
        database.copy(templates[template], name)
        made.append(name)
        return name

    yield copy
    database.drop(*made)


@pytest.fixture
def odoo(tmp_path):
    """A function that runs Odoo's command line and returns its log."""

    def run(*arguments, clean=True):
        log = tmp_path / "odoo.log"
        log.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "odoo", *arguments],
            env=os.environ | {"ODOO_LOGFILE": str(log)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:] + log.read_text()[-3000:]
        if clean:
            from check_log import complaints

            assert not complaints(log)
        return log.read_text()

    return run
