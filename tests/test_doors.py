"""Apps that confirm orders in their own ways, installed beside ours: what may not pass waits, and nobody sees an error.

Not tried here, by reading: the point of sale (pos_sale) confirms with ``action_confirm`` and does not look at its
result, as do booths of events and sales of expenses.
"""

import os
import subprocess
import sys
from pathlib import Path

APPS = "website_sale,event_sale,sale_project"
DOORS = Path(__file__).parent / "doors" / "doors.py"


def test_every_door_leads_to_the_same_check(copy_of, odoo):
    name = copy_of("stock")
    odoo("-d", name, "-i", APPS, "--stop-after-init", "--no-http")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--odoo-database", name, "--odoo-http",
         "--odoo-log-level", "warn", str(DOORS)],
        capture_output=True, text=True, check=False, cwd=DOORS.parents[2],
        env=os.environ | {"PYTEST_ADDOPTS": ""})
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
