#!/usr/bin/env bash
# test.sh [PATH…]: with paths, those tests; without, everything, each stage timed.
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
. "$SCRIPTS/stages.sh"
. "$SCRIPTS/pytest.sh"

dbs=ca_${CLONE}_test_$$   # every database of this run starts with it
cd "$ROOT"
finish() {
    trap '' INT TERM HUP
    stop_stages
    [ -z "${PGHOST:-}" ] || drop_databases "$dbs"
    release_postgres
}

# addon_tests NAME PATH…: tests of our add-ons in a database of their own; the log they leave must be clean
addon_tests() {
    local name=$1 kind=addons result=0 source; shift
    ! grep -rqE --include='test_*.py' 'HttpCase|start_tour|browser_js' "${@%%::*}" || kind=browser
    [[ -z $DEMO || $* != *"$DEMO"* ]] || kind=demo
    [[ $* != *"$GLUE"* ]] || kind=stock
    # also where a caller's || has switched off set -e
    source=$(template "$kind") || return 1
    in_odoo "$name" "$source" -p no_skips "$@" || result=1
    [ ! -e "$LOGS/$name.log" ] || "$PYTHON" "$SCRIPTS/check_log.py" "$LOGS/$name.log" || result=1
    return "$result"
}

# Those of Odoo's own that watch what we touch
watched_tests() {
    local source folder; source=$(template addons); folder=$(odoo_addons)
    sed -n "/^[a-z]/s|^|$folder/|p; /^-/s|^- *|--deselect=${folder#/}/|p" "$SCRIPTS/odoo_tests.txt" >"$LOGS/watched.list"
    in_odoo watched "$source" --import-mode=prepend --rootdir=/ "@$LOGS/watched.list"
}

# Plain pytest around Odoo: installation and removal, deployment files, translations
project_tests() {
    local base addons stock; base=$(template base); addons=$(template addons); stock=$(template stock)
    CLIENT_ARCHIVE_BASE=$base CLIENT_ARCHIVE_ADDONS=$addons CLIENT_ARCHIVE_STOCK=$stock \
        CLIENT_ARCHIVE_TEST_DB=${dbs}_project \
        run_pytest -p no:odoo -p no_skips "$@"
}

# Beside the archive's tests, so that both processors have about as much to do
credit_then_around() {
    local result=0
    addon_tests credit addons/client_archive_credit/tests || result=1
    addon_tests glue "addons/$GLUE/tests" || result=1
    watched_tests || result=1
    project_tests tests || result=1
    return "$result"
}

"$SCRIPTS/setup.sh" test
use_python test
trap finish EXIT
trap 'exit 130' INT TERM HUP
start_postgres

if [ $# != 0 ]; then
    inside=() outside=()
    for path in "$@"; do
        case $path in tests | tests/* | ./tests*) outside+=("$path") ;; *) inside+=("$path") ;; esac
    done
    [ "${#inside[@]}" = 0 ] || addon_tests addons "${inside[@]}"
    [ "${#outside[@]}" = 0 ] || project_tests "${outside[@]}"
    exit 0
fi

begin lint "$SCRIPTS/lint.sh"
begin install template addons
say "lint, and installing our add-ons without demo data"
await lint || true   # the tests have something to say too
await install || { summary; exit 1; }
# The demo company's are run where it is installed: tests/test_life_cycle.py
begin archive addon_tests archive addons/client_archive/tests
begin around credit_then_around
say "tests of the archive; beside them credit, deliveries, Odoo's own that watch what we touch, installation and deployment"
await archive around || true
summary
