#!/bin/bash
# replica.sh OPTIONS…: a streaming copy of the primary; on an empty volume, it is copied first
set -euo pipefail
if [ ! -e "$PGDATA/copied" ]; then
    chmod 700 "$PGDATA"
    find "$PGDATA" -mindepth 1 -delete   # what an interrupted copy left
    # the password stays in the copy's primary_conninfo
    PGPASSWORD=$(cat /run/secrets/postgres_password) pg_basebackup --host "${PRIMARY:-db}" --username replicator \
        --no-password --pgdata "$PGDATA" --checkpoint fast --wal-method stream --slot replica --write-recovery-conf
    touch "$PGDATA/copied"
fi
exec postgres "$@"
