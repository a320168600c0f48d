#!/usr/bin/env bash
# run.sh: the product on screen. Environment: ODOO_PORT or PORT (8069), DB (client_archive), and those of env.sh.
. "$(dirname "$0")/env.sh"
. "$SCRIPTS/templates.sh"
port=${ODOO_PORT:-${PORT:-8069}} db=${DB:-client_archive}
modules=$PRODUCT${DEMO:+,$DEMO}

"$SCRIPTS/setup.sh" run
use_python run
pidfile=$STATE/run.pid
"$PYTHON" -c "import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', $port))" 2>/dev/null ||
    die "port $port is taken$([ ! -e "$pidfile" ] || echo ' (make stop stops this project'"'"'s own server)'): choose another one, make run PORT=8070"
start_postgres

odoo_pid=
finish() {
    trap '' INT TERM HUP
    if [ -n "$odoo_pid" ]; then
        say "stopping"
        kill -TERM "$odoo_pid" 2>/dev/null || true
        wait "$odoo_pid" || true
        rm -f "$pidfile"
    fi
    release_postgres
}
trap finish EXIT
trap 'exit 0' INT TERM HUP

key=$(addons_key)
keyfile=$STATE/$db.installed
if ! database exists "$db"; then
    base=$(template base)
    say "creating the database $db: ${modules//,/, } (a minute or two, once)"
    build_database "$db" "$base" -i "$modules" --log-level warn 8>&- || die "the add-ons do not install: see the messages above"
    echo "$key" >"$keyfile"
elif [ "$key" != "$(cat "$keyfile" 2>/dev/null)" ]; then
    say "the add-ons have changed: updating the database $db"
    odoo -d "$db" -i "$modules" -u "$modules" --stop-after-init --no-http --log-level warn 8>&- ||
        die "the update failed, the database is as before: see the messages above (make clean starts afresh)"
    echo "$key" >"$keyfile"
fi

# In a session of its own, or Ctrl-C would reach Odoo twice, which it takes for "at once, unclean"
setsid "$PYTHON" -m odoo -d "$db" --db-filter "^$db\$" --no-database-list --http-port "$port" --log-level warn 8>&- &
odoo_pid=$!
echo "$odoo_pid" >"$pidfile"
until "$PYTHON" -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/web/login', timeout=30)" 2>/dev/null; do
    kill -0 "$odoo_pid" 2>/dev/null || die "Odoo did not start: see its messages above"
    sleep 0.3
done
say "ready: http://127.0.0.1:$port    (Ctrl-C stops it)"
if [ -e "$ROOT/addons/$DEMO/USERS.md" ]; then
    cat "$ROOT/addons/$DEMO/USERS.md"
else
    echo "    login admin, password admin"
fi
wait "$odoo_pid"
