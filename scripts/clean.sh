#!/usr/bin/env bash
# clean.sh [all]: removes this clone's databases, files and logs; with `all` also the downloads that clones share
. "$(dirname "$0")/env.sh"
if [ -n "${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-}" ] && [ -d "$STATE" ]; then
    # on a server we do not own, only what is ours: our templates, and the database that make run made
    . "$SCRIPTS/templates.sh"
    use_python run
    drop_databases "ca_${CLONE}_"
    for installed in "$STATE"/*.installed; do [ ! -e "$installed" ] || database drop "$(basename "$installed" .installed)"; done
fi
"$SCRIPTS/stop.sh"
rm -rf "$STATE"
[ "${1:-}" != all ] || rm -rf "$CACHE"
