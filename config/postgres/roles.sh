#!/bin/bash
# roles.sh: run once by PostgreSQL's image when it has made an empty cluster. Odoo gets a role that may create its
# database and nothing more (no superuser); the replica one that may copy.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set odoo `cat /run/secrets/db_password`
\set replication `cat /run/secrets/postgres_password`
CREATE ROLE odoo LOGIN CREATEDB PASSWORD :'odoo';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
-- keeps nothing back until a replica has used it
SELECT pg_create_physical_replication_slot('replica');
SQL
echo "host replication replicator all scram-sha-256" >>"$PGDATA/pg_hba.conf"
