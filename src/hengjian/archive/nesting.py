"""Cases with everything that belongs to them as lists: one row is one version of one case.

Serves the archive's table and the buckets that are read back from it. Events come sorted by case, day,
moment and number, which is what the facts rely on; recordings of no case stay outside.
"""

import numpy as np
import polars as pl
from arro3.core import Array, ChunkedArray, list_array

from hengjian.archive.order import ordered, owners_of
from hengjian.standard.records import Records, day_column, rows_of_cases, schema_of
from hengjian.standard.tables import CASES, DOCUMENTS, EVENTS, RECORDINGS

KEY = ("body_id", "case_id")
NESTED = {"events": EVENTS, "documents": DOCUMENTS, "recordings": RECORDINGS}
ORDER = {
    "events": (day_column("moment"), "moment", "seq"),
    "documents": ("dated_on", "doc_no"),
    "recordings": (day_column("since"), "since", "recording_id"),
}


def inner_schema(table: str) -> dict[str, pl.DataType]:
    """Columns of a nested row: those of its table without the case's key."""
    return {n: t for n, t in schema_of(NESTED[table]).items() if n not in KEY}


def nested_schema() -> dict[str, pl.DataType]:
    """The schema of a case with its lists."""
    lists = {name: pl.List(pl.Struct(inner_schema(name))) for name in NESTED}
    return {**schema_of(CASES), **lists}


def nest(records: Records) -> pl.DataFrame:
    """One row per case, in the order of the records."""
    cases = records["cases"]
    lists = [_lists(records[name], name, cases) for name in NESTED]
    return cases.select(list(schema_of(CASES))).with_columns(lists)


def _lists(rows: pl.DataFrame, table: str, cases: pl.DataFrame) -> pl.Series:
    """The rows of each case as a list, which is made of them without copying them once more."""
    order = ordered(rows, lambda owners: rows_of_cases(owners, cases), ORDER[table])
    inner = inner_schema(table)
    structs = pl.DataFrame([order.of(rows[name]) for name in inner]).to_struct(table)
    counts = np.bincount(order.places, minlength=cases.height)
    ends = np.concatenate([[0], np.cumsum(counts)])
    made = list_array(Array(ends), ChunkedArray(structs).combine_chunks())
    return pl.Series(made).alias(table)


def left_over(records: Records) -> dict[str, pl.DataFrame]:
    """Rows that belong to no case of these records, by table; recordings of no case are in order."""
    keys = records["cases"].select(KEY)
    orphans: dict[str, pl.DataFrame] = {}
    for name in NESTED:
        rows = records[name]
        if owners_of(rows).join(keys, on=KEY, how="anti").is_empty():
            continue
        lost = rows.join(keys, on=KEY, how="anti")
        if name == "recordings":
            lost = lost.filter(pl.col("case_id").is_not_null())
        if lost.height:
            orphans[name] = lost
    return orphans


def flat(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """The nested ``table`` of these cases as its own frame, with the row of each case."""
    if rows.is_empty():
        return pl.DataFrame(schema={"case_row": pl.UInt32(), **schema_of(NESTED[table])})
    counts = rows[table].list.len().fill_null(0).to_numpy()
    owners = np.repeat(np.arange(rows.height, dtype=np.uint32), counts)
    case_row = pl.Series("case_row", owners)
    inner = rows[table].explode(empty_as_null=False, keep_nulls=False).struct.unnest()
    return pl.DataFrame([case_row, *(rows[name][case_row] for name in KEY), *inner.get_columns()])
