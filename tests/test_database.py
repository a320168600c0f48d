"""scripts/database.py: what the test run itself stands on."""

import threading

import database
import psycopg2
import pytest


@pytest.fixture
def source(copy_of):
    return copy_of("base")


def test_copy_waits_for_a_visitor_to_leave(source, copy_of):
    visitor = psycopg2.connect(dbname=source)
    leaving = threading.Timer(6, visitor.close)  # PostgreSQL by itself waits five seconds
    leaving.start()
    try:
        database.copy(source, f"{source}_copy")
    finally:
        leaving.join()
        database.drop(f"{source}_copy")


def test_copy_says_when_a_database_stays_in_use(source):
    visitor = psycopg2.connect(dbname=source)
    try:
        with pytest.raises(psycopg2.errors.ObjectInUse):
            database.copy(source, f"{source}_copy", attempts=1)
        assert not database.exists(f"{source}_copy")
    finally:
        visitor.close()
