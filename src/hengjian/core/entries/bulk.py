"""Statements that the ORM has no fast form of: many entries in, many positions set.

Serves the actions of this app alone. PostgreSQL gets COPY and arrays, SQLite prepared statements: `OR
FAIL`, since with a trigger on the table SQLite otherwise keeps a journal for each row (2.5 × the time).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection

from hengjian.core.entries.models import LedgerEntry

COLUMNS = (
    "line", "leaf", "kind", "subject_type", "subject_id", "actor_post_id", "moment",
    "payload", "salt", "rows_secret",
)  # fmt: skip
_TABLE = LedgerEntry._meta.db_table
_COPY = f"COPY {_TABLE} ({', '.join(COLUMNS)}) FROM STDIN"
_INSERT = (
    f"INSERT OR FAIL INTO {_TABLE} ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
)
_NUMBER = f"UPDATE OR FAIL {_TABLE} SET position = ? WHERE id = ? AND position IS NULL"
_NUMBER_ALL = (
    f"UPDATE {_TABLE} SET position = given.position FROM "
    "(SELECT unnest(%s::bigint[]) AS id, unnest(%s::bigint[]) AS position) AS given "
    f"WHERE {_TABLE}.id = given.id AND {_TABLE}.position IS NULL"
)


def insert(rows: Sequence[LedgerEntry]) -> int:
    """Add these entries, which are not yet saved; they do not learn their ids."""
    postgresql = connection.vendor == "postgresql"
    moments = {row.moment for row in rows}
    written = dict(zip(moments, moments if postgresql else map(_as_sqlite, moments), strict=True))
    values = [
        (
            row.line, row.leaf, row.kind, row.subject_type, row.subject_id, row.actor_post_id,
            written[row.moment],
            row.content, row.salt, row.rows_secret,
        )
        for row in rows
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if postgresql:
            with cursor.copy(_COPY) as copy:
                for one in values:
                    copy.write_row(one)
        else:
            cursor.connection.executemany(_INSERT, values)
    return len(rows)


def _as_sqlite(moment: datetime) -> str:
    """As Django writes it there."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def number(ids: Sequence[int], first: int) -> int:
    """Give these entries the positions from ``first`` on; gives how many took theirs."""
    positions = range(first, first + len(ids))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NUMBER_ALL, [list(ids), list(positions)])
            return int(cursor.rowcount)
        pairs = zip(positions, ids, strict=True)
        return int(cursor.connection.executemany(_NUMBER, pairs).rowcount)
