#!/usr/bin/env bash
# bench.sh: scripts/bench.py in Odoo's shell, in a database of its own with our add-ons
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
[ -e "$SCRIPTS/bench.py" ] || { say "nothing to measure yet (scripts/bench.py)"; exit 0; }
"$SCRIPTS/setup.sh" test
use_python test
trap 'database drop "$db"; release_postgres' EXIT
start_postgres
db=ca_${CLONE}_bench
source=$(template addons)
database drop "$db"
database copy "$source" "$db"
odoo shell -d "$db" --no-http --log-level warn <"$SCRIPTS/bench.py"
