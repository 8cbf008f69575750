"""Statements that the ORM has no fast form of: thousands of records, parties and tokens at once.

Serves indexing alone, in its transaction. PostgreSQL gets COPY and keeps its token index by itself;
SQLite gets prepared statements and is told the tokens, since its FTS5 table keeps no text.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import SET_NULL

from hengjian.domain.records.lookup import FACETS, tokens
from hengjian.domain.records.models import Record
from hengjian.domain.records.rows import COLUMNS, PARTY

NONE = "\x1c"
"""What stands for a null in COPY: no text holds it."""
TOLD = ("summary", "officers", "on", *FACETS)
"""The columns that the tokens are made of."""
_RECORD, _PARTY = "records_record", "records_party"


def postgresql() -> bool:
    return connection.vendor == "postgresql"


def known(rows: pl.DataFrame) -> pl.DataFrame:
    """Which of these cases stand in the index, as they stand there: number, key and columns."""
    held = ", ".join(f'r."{name}"' for name in ("id", *COLUMNS))
    with connection.cursor() as cursor:
        if postgresql():
            cursor.execute(
                f"SELECT {held} FROM unnest(%s::bigint[], %s::text[]) AS k(body, number) "
                f"JOIN {_RECORD} r ON r.body_id = k.body AND r.case_id = k.number",
                [rows["body_id"].to_list(), rows["case_id"].to_list()],
            )
        else:
            keys = json.dumps(rows.select("body_id", "case_id").rows())
            cursor.execute(
                f"SELECT {held} FROM json_each(%s) AS k JOIN {_RECORD} r "
                "ON r.body_id = json_extract(k.value, '$[0]') "
                "AND r.case_id = json_extract(k.value, '$[1]')",
                [keys],
            )
        found = cursor.fetchall()
    schema = {"id": pl.Int64(), **{name: rows.schema.get(name, pl.String()) for name in COLUMNS}}
    if not found:
        return pl.DataFrame(schema=schema)
    frame = pl.DataFrame(found, schema=["id", *COLUMNS], orient="row", infer_schema_length=None)
    days = {"on", "decided_on"}
    return frame.with_columns(
        (pl.col(name).cast(pl.String).str.to_date() if name in days else pl.col(name).cast(kind))
        for name, kind in schema.items() if name != "received_at"
    )  # fmt: skip


def numbers(count: int) -> list[int]:
    """So many numbers for new records."""
    with connection.cursor() as cursor:
        if postgresql():
            cursor.execute(
                f"SELECT nextval(pg_get_serial_sequence('{_RECORD}', 'id')) "
                "FROM generate_series(1, %s)",
                [count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [_RECORD])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + count))


def insert(rows: pl.DataFrame) -> None:
    """New records with their numbers (column `id`), and their parties."""
    records = rows.select("id", *COLUMNS)
    parties = rows.select("id", *PARTY).filter(_has_party())
    if postgresql():
        _copied(_RECORD, ("id", *COLUMNS), records)
        _copied(_PARTY, ("record_id", *PARTY), parties)
        return
    many(_inserted(_RECORD, ("id", *COLUMNS)), _plain(records))
    many(_inserted(_PARTY, ("record_id", *PARTY)), _plain(parties))


def change(rows: pl.DataFrame, before: pl.DataFrame) -> None:
    """Records that stand, as they are now; ``before``: their numbers and the columns `TOLD`.

    Both this and `insert` want `tell` afterwards.
    """
    if not postgresql():
        _forget(before)
    named = [name for name in COLUMNS if name not in ("body_id", "case_id")]
    sets = ", ".join(f'"{name}" = %s' for name in named)
    many(f"UPDATE {_RECORD} SET {sets} WHERE id = %s", _plain(rows.select(*named, "id")))
    many(f"DELETE FROM {_PARTY} WHERE record_id = %s", rows.select("id").rows())
    many(
        _inserted(_PARTY, ("record_id", *PARTY)),
        rows.select("id", *PARTY).filter(_has_party()).rows(),
    )


def remove(before: pl.DataFrame) -> None:
    """Records that the archive does not hold; what was found on them stays, without them."""
    gone = before.select("id").rows()
    if not postgresql():
        _forget(before)
    for relation in Record._meta.related_objects:
        table, column = relation.related_model._meta.db_table, relation.field.column
        if relation.on_delete is SET_NULL:
            many(f"UPDATE {table} SET {column} = NULL WHERE {column} = %s", gone)
        else:
            many(f"DELETE FROM {table} WHERE {column} = %s", gone)
    many(f"DELETE FROM {_RECORD} WHERE id = %s", gone)


def count_tokens(common: Mapping[str, int]) -> None:
    """So many more records hold each token."""
    add_counts("records_commonness", "token", "text[]", [(one,) for one in common], common.values())


def count_months(moved: Mapping[tuple[int, date], int]) -> None:
    """So many more, or fewer, records of a body fall into a month."""
    some = {key: count for key, count in sorted(moved.items()) if count}
    add_counts("records_tally", "body_id, month", "bigint[], date[]", list(some), some.values())


def clean() -> None:
    """What was written is looked up fast from now on (PostgreSQL keeps new tokens apart at first)."""
    if postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('record_tokens'::regclass)")


def empty_tokens() -> None:
    """Forget all tokens and their counts, to tell them anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_commonness")
        if not postgresql():
            cursor.execute("INSERT INTO records_tokens (records_tokens) VALUES ('delete-all')")


def tell(rows: pl.DataFrame) -> Counter[str]:
    """Tell the tokens of records that were written (`id` and `TOLD`): in how many each stands."""
    common: Counter[str] = Counter()
    told = []
    for number, held in _tokens(rows):
        common.update(held)
        told.append((number, " ".join(held)))
    if not postgresql():
        many("INSERT INTO records_tokens (rowid, tokens) VALUES (%s, %s)", told)
    return common


def _tokens(rows: pl.DataFrame) -> Iterable[tuple[int, set[str]]]:
    """Each token once: an index that only tells whether a record holds it takes them faster so."""
    for number, summary, officers, on, *codes in rows.select("id", *TOLD).iter_rows():
        yield number, set(tokens(summary, officers, zip(FACETS, codes, strict=True), on))


def _forget(rows: pl.DataFrame) -> None:
    """An index without texts must be told the very words that it is to forget."""
    told = [(number, " ".join(held)) for number, held in _tokens(rows)]
    many(
        "INSERT INTO records_tokens (records_tokens, rowid, tokens) VALUES ('delete', %s, %s)", told
    )


def _has_party() -> pl.Expr:
    return (pl.col("name") != "") | (pl.col("number") != "")


def _inserted(table: str, columns: Iterable[str]) -> str:
    names = list(columns)
    told = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({told}) VALUES ({', '.join(['%s'] * len(names))})"


def _plain(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The rows as SQLite takes them: days as text, which PostgreSQL reads too."""
    return rows.with_columns(pl.col(pl.Date).dt.to_string("iso")).rows()


def many(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if postgresql():
            cursor.executemany(statement, rows)
        else:  # past Django's own cursor, which turns the statement anew
            cursor.connection.executemany(statement.replace("%s", "?"), rows)


def _copied(table: str, columns: Iterable[str], rows: pl.DataFrame) -> None:
    told = ", ".join(f'"{name}"' for name in columns)
    text = rows.write_csv(include_header=False, null_value=NONE, quote_style="non_numeric")
    with connection.cursor() as cursor, cursor.copy(
        f"COPY {table} ({told}) FROM STDIN (FORMAT csv, NULL '{NONE}')"
    ) as copy:  # fmt: skip
        copy.write(text)


def add_counts(
    table: str,
    key: str,
    arrays: str,
    keys: list[tuple[Any, ...]],
    counts: Iterable[int],
    column: str = "rows",
) -> None:
    """Add to counts that stand, in the order of their keys, so that no two writers wait crosswise."""
    if not keys:
        return
    end = f"ON CONFLICT ({key}) DO UPDATE SET {column} = {table}.{column} + excluded.{column}"
    rows = sorted((*one, count) for one, count in zip(keys, counts, strict=True))
    with connection.cursor() as cursor:
        if postgresql():
            casts = ", ".join(f"%s::{one}" for one in (*arrays.split(", "), "int[]"))
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(
                f"INSERT INTO {table} ({key}, {column}) SELECT * FROM unnest({casts}) {end}",
                columns,
            )
        else:
            holes = ", ".join("?" * len(rows[0]))
            plain = [tuple(str(v) if isinstance(v, date) else v for v in row) for row in rows]
            cursor.connection.executemany(
                f"INSERT INTO {table} ({key}, {column}) VALUES ({holes}) {end}", plain
            )
