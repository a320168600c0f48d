#!/bin/bash
# first_start.sh: run once by PostgreSQL's image when it has made an empty cluster. Odoo gets a database and a role that
# owns it and may nothing more; the replica gets a role that may copy.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set odoo `cat /run/secrets/db_password`
\set replication `cat /run/secrets/postgres_password`
CREATE ROLE odoo LOGIN PASSWORD :'odoo';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
-- keeps nothing back until a replica has used it
SELECT pg_create_physical_replication_slot('replica');
-- as Odoo would create it: sorted by code point, letters by Unicode
CREATE DATABASE client_archive OWNER odoo TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
\connect client_archive
-- Extensions by the superuser, who owns their functions: Odoo itself would fail at unaccent and lose pg_trgm with it,
-- without which no search by part of a name has an index
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
-- Odoo indexes by it, and takes its rules for unchanging
ALTER FUNCTION unaccent(text) IMMUTABLE;
SQL
echo "host replication replicator all scram-sha-256" >>"$PGDATA/pg_hba.conf"
