#!/usr/bin/env bash
# bench.sh: scripts/bench.py in Odoo's shell, in a database of its own with our add-ons. BENCH_SOURCE names a database
# to copy (ours installed, nobody connected) instead of the template; BENCH_KEEP=1 leaves ours for the next run.
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
[ -e "$SCRIPTS/bench.py" ] || { say "nothing to measure yet (scripts/bench.py)"; exit 0; }
"$SCRIPTS/setup.sh" test
use_python test
trap '[ -n "${BENCH_KEEP:-}" ] || database drop "$db"; release_postgres' EXIT
start_postgres
db=ca_${CLONE}_bench
if [ -z "${BENCH_KEEP:-}" ] || ! database exists "$db"; then
    source=${BENCH_SOURCE:-$(template addons)}
    database drop "$db"
    database copy "$source" "$db"
fi
odoo shell -d "$db" --no-http --log-level warn <"$SCRIPTS/bench.py"
