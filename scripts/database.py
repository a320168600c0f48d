"""Databases together with their filestores, on the server that PG* names.

    database.py exists NAME | create NAME | copy SOURCE NAME | rename OLD NEW | drop NAME… | list PREFIX
    database.py has-module NAME MODULE
    database.py check       the server answers, and its user may create databases
"""

import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

FILESTORE = Path(os.environ["ODOO_DATA_DIR"]) / "filestore"


def connect(database):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    return closing(connection)


def query(statement, *arguments, database="postgres", names=()):
    with connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)), arguments or None)
        return cursor.fetchall() if cursor.description else []


def exists(name):
    return bool(query("SELECT 1 FROM pg_database WHERE datname = %s", name))


def create(name):
    # Odoo sorts by code point in C: the same order on every machine; letters still follow Unicode
    query(
        "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'",
        names=[name],
    )


def copy(source, name, attempts=6):
    """PostgreSQL copies a database only while nobody is connected to it, and waits five seconds for that: a test
    that looks into a template is gone again soon, so ask again."""
    for left in reversed(range(attempts)):
        try:
            query("CREATE DATABASE {} TEMPLATE {}", names=[name, source])
            break
        except psycopg2.errors.ObjectInUse:
            if not left:
                raise
    shutil.rmtree(FILESTORE / name, ignore_errors=True)
    if (FILESTORE / source).exists():  # Odoo never rewrites a file of its store: hard links are safe and take no room
        shutil.copytree(FILESTORE / source, FILESTORE / name, copy_function=os.link)


def rename(old, new):
    query("ALTER DATABASE {} RENAME TO {}", names=[old, new])
    shutil.rmtree(FILESTORE / new, ignore_errors=True)
    if (FILESTORE / old).exists():
        (FILESTORE / old).rename(FILESTORE / new)


def drop(*names):
    for name in names:
        query("DROP DATABASE IF EXISTS {} WITH (FORCE)", names=[name])
        shutil.rmtree(FILESTORE / name, ignore_errors=True)


def list_databases(prefix):
    for (name,) in query("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", prefix):
        print(name)


def has_module(name, module):
    state = query("SELECT state FROM ir_module_module WHERE name = %s", module, database=name)
    return state == [("installed",)]


def check():
    may_create = query("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    if not may_create[0][0]:
        sys.exit("stopped: PostgreSQL's user may not create databases: ALTER ROLE … CREATEDB, or another PGUSER")


COMMANDS = {
    "exists": exists,
    "create": create,
    "copy": copy,
    "rename": rename,
    "drop": drop,
    "list": list_databases,
    "has-module": has_module,
    "check": check,
}

if __name__ == "__main__":
    try:
        answer = COMMANDS[sys.argv[1]](*sys.argv[2:])
    except psycopg2.OperationalError as error:
        sys.exit(
            f"stopped: PostgreSQL does not answer (PGHOST={os.environ.get('PGHOST', '')}): start it or set PGHOST, "
            f"PGPORT, PGUSER, PGPASSWORD right; without PGHOST, a private one is used.\n{error}"
        )
    sys.exit(1 if answer is False else 0)
