#!/usr/bin/env bash
# stop.sh: stops what this clone has running: the server of `make run`, then the private PostgreSQL
. "$(dirname "$0")/env.sh"
pid=$(cat "$STATE/run.pid" 2>/dev/null || true)
# the number may belong to somebody else's process by now
if [ -n "$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- '-m odoo '; then
    kill -TERM "$pid"
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
fi
rm -f "$STATE/run.pid"
"$SCRIPTS/pg.sh" stop
