"""One moment of the database, for whoever reads the ledger in several queries.

Serves exports and checks: what is written meanwhile is not seen, and nobody who writes waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_BEGIN = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
_READING = "hengjian_snapshot"


@contextmanager
def snapshot() -> Iterator[None]:
    """Read as of now; within a transaction, or within another snapshot, nothing is added."""
    if connection.in_atomic_block or getattr(connection, _READING, False):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        setattr(connection, _READING, True)
        try:
            yield
        finally:
            setattr(connection, _READING, False)
            cursor.execute("ROLLBACK")
