"""Findings in and out in bulk: statements that the ORM has no fast form of.

Serves `applied.actions` alone. PostgreSQL gets COPY, SQLite one prepared statement; both look records up
by pairs of body and case, which an `IN` over two columns would not find by the index.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from django.db import connection

from hengjian.domain.findings.models import Finding
from hengjian.domain.records.models import Record

COLUMNS = (
    "code", "rule", "title", "severity", "weight", "nature", "subject", "person", "body_id",
    "record_id", "case_id", "occurrence", "on", "says", "right", "because", "articles", "sum",
    "evidence", "parameters", "values", "state", "version", "stands", "appeared_at", "changed_at",
    "told",
)  # fmt: skip
TEXTS = (
    "title", "severity", "weight", "nature", "person", "body_id", "record_id", "case_id",
    "occurrence", "on", "says", "right", "because", "articles", "sum", "evidence", "parameters",
    "values", "changed_at",
)  # fmt: skip
"""What a later run says anew of a finding that is known."""
_TABLE = Finding._meta.db_table
_NAMED = ", ".join(f'"{name}"' for name in COLUMNS)
_PLACES = ", ".join(["%s"] * len(COLUMNS))
_COPY = f"COPY {_TABLE} ({_NAMED}) FROM STDIN"
_INSERT = f"INSERT INTO {_TABLE} ({_NAMED}) VALUES ({_PLACES})"  # noqa: S608  # own names only
_SET = ", ".join(f'"{name}" = %s' for name in TEXTS)
_UPDATE = f"UPDATE {_TABLE} SET {_SET} WHERE id = %s"  # noqa: S608
_LINK = (
    f"UPDATE {_TABLE} SET record_id = r.id FROM {Record._meta.db_table} r "  # noqa: S608
    f"WHERE {_TABLE}.record_id IS NULL AND {_TABLE}.case_id <> '' "
    f"AND r.body_id = {_TABLE}.body_id AND r.case_id = {_TABLE}.case_id"
)
READ_AT_ONCE = 20_000


def insert(rows: Sequence[dict[str, Any]]) -> None:
    """Add findings that are not known yet; keys are ``COLUMNS``."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row([_value(row[name]) for name in COLUMNS])
        else:
            cursor.executemany(_INSERT, [[_value(row[name]) for name in COLUMNS] for row in rows])


def rewrite(rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """What known findings (by their key) say now; keys are ``TEXTS``."""
    values = [[*(_value(row[name]) for name in TEXTS), key] for key, row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE, values)


def link() -> int:
    """Join findings to records that were indexed after them; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK)
        return int(cursor.rowcount)


def records_of(pairs: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """(body, case) → record, of those that are indexed."""
    if not pairs:
        return {}
    places = ", ".join(["(%s, %s)"] * len(pairs))
    asked = (
        f"SELECT r.body_id, r.case_id, r.id FROM (VALUES {places}) AS wanted "  # noqa: S608
        f"JOIN {Record._meta.db_table} r ON r.body_id = {_FIRST} AND r.case_id = {_SECOND}"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [part for pair in pairs for part in pair])
        return {(body, case): key for body, case, key in cursor.fetchall()}


_FIRST, _SECOND = "wanted.column1", "wanted.column2"  # as both databases name them


def known() -> pl.DataFrame:
    """All that is here, narrow: `code` and `values` as numbers, `stands`; some 20 bytes a finding."""
    parts = []
    rows = Finding.objects.order_by().values_list("code", "values", "stands")
    batch: list[tuple[int, int, bool]] = []
    for code, values, stands in rows.iterator(chunk_size=READ_AT_ONCE):
        batch.append((int(code, 16), int(values or 0), stands))
        if len(batch) == READ_AT_ONCE:
            parts.append(pl.DataFrame(batch, schema=KNOWN, orient="row"))
            batch = []
    return pl.concat([*parts, pl.DataFrame(batch, schema=KNOWN, orient="row")])


KNOWN: dict[str, Any] = {"code": pl.UInt64, "was": pl.UInt64, "stands": pl.Boolean}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return value.replace("\0", "")  # which PostgreSQL refuses in a text
    if connection.vendor == "sqlite" and isinstance(value, date):
        return _as_sqlite(value)
    return value


def _as_sqlite(value: date) -> str:
    """As Django writes it there."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat()
