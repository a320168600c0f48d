# shellcheck shell=bash disable=SC2154 # dbs is set where it is sourced
# Sourced: pytest, around Odoo and inside it.

# run_pytest PYTEST-ARGUMENTS…
run_pytest() {
    local more=()
    eval "more=(${PYTEST_ARGS:-})"   # words as a shell reads them: -k 'lent or returned' stays one
    PYTHONPATH=$SCRIPTS:$PYTHONPATH "$PYTHON" -m pytest -p no:cacheprovider --durations=10 --durations-min=0.5 \
        "${more[@]}" "$@"
}

# in_odoo NAME SOURCE PYTEST-ARGUMENTS…: pytest inside Odoo, in a copy of the database SOURCE; log in $LOGS/NAME.log.
# $dbs is the caller's: what the names of its databases start with
in_odoo() {
    local name=$1 source=$2; shift 2
    # also where a caller's || has switched off set -e
    database copy "$source" "${dbs}_$name" || return 1
    rm -f "$LOGS/$name.log"
    ODOO_LOGFILE=$LOGS/$name.log run_pytest --odoo-database "${dbs}_$name" --odoo-http --odoo-log-level warn "$@"
}

# The folder of Odoo's own add-ons
odoo_addons() { "$PYTHON" -c 'import os, odoo.addons.base as base; print(os.path.dirname(*base.__path__))'; }
