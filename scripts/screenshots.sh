#!/usr/bin/env bash
# screenshots.sh [ARGUMENT…]: tests/screenshots.py with these arguments against the demo company, in a server of its own;
# gives it BASE_URL and DB
. "$(dirname "$0")/env.sh"
[ -e "$ROOT/tests/screenshots.py" ] || die "tests/screenshots.py is not there yet"
"$SCRIPTS/setup.sh" test
use_python test
export PORT=${PORT:-8069}
BASE_URL=http://127.0.0.1:$PORT DB=${DB:-client_archive} LOG=$LOGS/screenshots.log
export BASE_URL DB
"$SCRIPTS/run.sh" 2>"$LOG" &
server=$!
trap 'kill -TERM "$server" 2>/dev/null || true; wait "$server" || true' EXIT
until grep -q 'ready:' "$LOG"; do
    kill -0 "$server" 2>/dev/null || { cat "$LOG" >&2; die "the server did not start"; }
    sleep 0.5
done
(cd "$ROOT" && "$PYTHON" tests/screenshots.py "$@")
