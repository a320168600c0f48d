# shellcheck shell=bash disable=SC2034 # what is set here is used where it is sourced
# Sourced by every script: where things live, and how to call Odoo. The only place that decides either.
set -euo pipefail

SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(dirname "$SCRIPTS")
# ldconfig and nginx are not on a plain user's path
PATH=$PATH:/usr/sbin:/sbin
: "${HOME:=$(getent passwd "$(id -u)" | cut -d: -f6)}"

# Shared by all clones: Odoo, Python environments, system programs. Costs a download to make again.
CACHE=${CLIENT_ARCHIVE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/client-archive}
# This clone's own: databases, files, logs. PostgreSQL never runs as root, and its own user cannot look into
# /root: so root's lives under /var/lib.
CLONE=$(basename "$ROOT" | tr -c 'A-Za-z0-9\n' _)_$(printf %s "$ROOT" | cksum | cut -d' ' -f1)
if [ "$(id -u)" = 0 ]; then DATA_HOME=/var/lib; else DATA_HOME=${XDG_DATA_HOME:-$HOME/.local/share}; fi
STATE=${CLIENT_ARCHIVE_DATA:-$DATA_HOME/client-archive/$CLONE}
LOGS=$STATE/log

LANGUAGE_CODE=zh_CN
ODOO_TREE=${ODOO_PATH:-$CACHE/odoo-19}
export ROOT SCRIPTS CACHE STATE ODOO_TREE

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf '\033[1;31mstopped:\033[0m %s\n' "$*" >&2; exit 1; }

# need_space DIRECTORY MEGABYTES
need_space() {
    mkdir -p "$1" 2>/dev/null || die "cannot create $1: choose another place with CLIENT_ARCHIVE_CACHE= or CLIENT_ARCHIVE_DATA="
    local free; free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$2" ] || die "$1 has $free MB free, $2 MB are needed: make room, or choose another place with CLIENT_ARCHIVE_CACHE= or CLIENT_ARCHIVE_DATA="
}

# hash_of FILE…: a short key that changes with the content of the files
hash_of() { cat "$@" | sha256sum | cut -c1-12; }

# Our add-ons: the product; what of it installs itself beside an Odoo module that not everybody has; the demo company.
PRODUCT=client_archive,client_archive_credit
GLUE=client_archive_credit_stock
DEMO=client_archive_demo
[ -e "$ROOT/addons/$DEMO/__manifest__.py" ] || DEMO=

# What our add-ons depend on that is not ours, from their manifests; not what those that install themselves wait for
dependencies() {
    "$PYTHON" - "$ROOT"/addons/*/__manifest__.py <<'PY'
import ast, pathlib, sys
manifests = {pathlib.Path(path).parent.name: ast.literal_eval(pathlib.Path(path).read_text()) for path in sys.argv[1:]}
depends = {name for manifest in manifests.values() if not manifest.get("auto_install") for name in manifest["depends"]}
print(",".join(sorted(depends - manifests.keys())))
PY
}

# Changes when what an installed add-on consists of changes: not for a changed test
addons_key() {
    (cd "$ROOT/addons" && find . -type f ! -path '*/tests/*' ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum) |
        sha256sum | cut -c1-12
}

# use_python: the environment get_python.sh made for these requirements; settings for Odoo in it
use_python() {
    PYTHON=$("$SCRIPTS/get_python.sh" "$1") || exit 1
    # shellcheck source=/dev/null
    [ ! -e "$CACHE/system.env" ] || . "$CACHE/system.env"
    local packages=$ODOO_TREE/usr/lib/python3/dist-packages   # Debian's package; else a source tree
    [ -d "$packages" ] || packages=$ODOO_TREE
    PATH=$(dirname "$PYTHON"):$PATH
    export PYTHON PATH PYTHONPATH=$packages${PYTHONPATH:+:$PYTHONPATH}
    # a developer's own ~/.odoorc must not change what is tested
    export ODOO_RC=/dev/null ODOO_DATA_DIR=$STATE/odoo ODOO_HTTP_INTERFACE=127.0.0.1
    # a source tree has Odoo's add-ons in a folder beside the package
    export ODOO_ADDONS_PATH=$ROOT/addons
    [ ! -d "$packages/addons" ] || ODOO_ADDONS_PATH=$packages/addons,$ROOT/addons
    mkdir -p "$STATE" "$LOGS" "$ODOO_DATA_DIR"
}

odoo() { "$PYTHON" -m odoo "$@"; }
database() { "$PYTHON" "$SCRIPTS/database.py" "$@"; }

# Several scripts of one clone may run at the same time: each holds a shared lock for as long as it needs the
# server, and the last to let go stops it.
start_postgres() {
    mkdir -p "$STATE"
    exec 8>"$STATE/postgres.users"
    flock -s 8
    local settings; settings=$("$SCRIPTS/pg.sh" start 8>&-) || exit 1
    eval "$settings"
    private_postgres=$settings
    [ -n "$private_postgres" ] || database check || exit 1
}
release_postgres() {
    # PGHOST is by now the private server's own, not the caller's
    if [ -n "$private_postgres" ] && flock -n -x 8; then PGHOST='' "$SCRIPTS/pg.sh" stop 8>&- || true; fi
    flock -u 8   # also for a child that outlives us
    exec 8>&-
}
