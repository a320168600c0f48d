#!/bin/sh
# entrypoint.sh COMMAND…: the password of the database from its secret, for Odoo and psql alike, and not on a command
# line that others can list
set -eu
PGPASSWORD=$(cat "${DB_PASSWORD_FILE:-/run/secrets/db_password}")
export PGPASSWORD
exec "$@"
