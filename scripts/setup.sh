#!/usr/bin/env bash
# setup.sh run|test: everything from outside: system programs, Odoo, the Python environment. Quick when all is there.
. "$(dirname "$0")/env.sh"
"$SCRIPTS/get_system.sh" "$1"
"$SCRIPTS/get_odoo.sh" &
odoo=$!
"$SCRIPTS/get_python.sh" "$1" >/dev/null
wait "$odoo"
