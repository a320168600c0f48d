"""Turns of transactions that decide on the same thing at the same time.

Odoo runs a transaction again that failed for another's sake, five times, after a random while. Where many decide on
one payer, five are not enough: somebody is always in the middle of it. So a transaction that finds another one there
fails at once, waits in PostgreSQL's queue after its rollback, when it holds nothing and has seen nothing, and keeps
its turn for the next try. That one fails for no other of them: two tries are enough, and nobody waits holding anything
that another one waits for.
"""

from contextlib import suppress
from functools import partial

from psycopg2 import Error, OperationalError
from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import Cursor
from odoo.tools import SQL

# A number of our own, so that these locks are not taken for those of others.
_CLASS = 1_129_465_428
_PATIENCE = "60s"
_TRIES = 5


class NotYourTurn(ConcurrencyError, OperationalError):
    """Somebody else decides: Odoo is to run the transaction again."""


def take(cr, keys, act):
    """Have the turn for all ``keys`` (strings) until the transaction ends, and do ``act`` in the same statement.

    Whoever fails here, for what another transaction did, has it the next time.

    :param act: SQL that changes something, from ``turn`` where it is ``mine``
    :raises NotYourTurn: when another transaction has one of them
    """
    keys = sorted(keys)
    try:
        cr.execute(SQL(
            """
            WITH turn AS MATERIALIZED (
                 SELECT bool_and(pg_try_advisory_xact_lock(%s, hashtext(key))) AS mine FROM unnest(%s) AS key),
                 act AS (%s)
            SELECT mine FROM turn
            """, _CLASS, keys, act))
        if not cr.fetchone()[0]:
            raise NotYourTurn
    except (NotYourTurn, SerializationFailure):
        if isinstance(cr, Cursor):
            cr.postrollback.add(partial(_queue, cr, keys))
        raise


def insist(env, work):
    """Do ``work`` in a job, which Odoo does not run again: a few times, when others decide meanwhile.

    What the job did before in this transaction must be committed: it is rolled back.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            work()
            env.cr.flush()
            return
        except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            if not tries_left:
                raise
            env.cr.rollback()
            env.invalidate_all(flush=False)


def _queue(cr, keys):
    """Wait for the turn, and keep it until the next transaction of ``cr`` ends."""
    if not getattr(cr, "_obj", None):
        return  # the cursor is being closed: there is no next one
    taken = []
    # Whose patience ends tries without.
    with cr._cnx.cursor() as cursor, suppress(LockNotAvailable):
        cursor.execute("SET LOCAL lock_timeout = %s", [_PATIENCE])
        for key in keys:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [_CLASS, key])
            taken.append(key)
    cr._cnx.rollback()
    # At the next end, whichever comes: what is registered for the other one is forgotten then.
    cr.postcommit.add(partial(_give_back, cr, taken))
    cr.prerollback.add(partial(_give_back, cr, taken))


def _give_back(cr, keys):
    # A connection that broke holds nothing any more.
    with suppress(Error):
        cr._cnx.rollback()
        with cr._cnx.cursor() as cursor:
            for key in keys:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [_CLASS, key])
        cr._cnx.rollback()
