"""Cases with everything that belongs to them as lists: one row is one version of one case.

Serves the archive's table and the buckets that are read back from it. Events come sorted by case, day,
moment and number, which is what the facts rely on; recordings of no case stay outside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from arro3.core import Array, ChunkedArray, list_array

from hengjian.archive.order import Whole, ordered, owners_of
from hengjian.standard.records import Records, day_column, rows_of_cases, schema_of
from hengjian.standard.tables import CASES, DOCUMENTS, EVENTS, RECORDINGS

KEY = ("body_id", "case_id")
Places = npt.NDArray[np.uint32]
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


@dataclass(frozen=True)
class Arranged:
    """Cases in the order of their keys, and the rows of each as ``parts``: those of a nested table in
    the order of the cases and, within a case, of time · ``counts``: how many rows each case has.

    The same records give the same, in whatever order their rows are.
    """

    cases: pl.DataFrame
    parts: Mapping[str, pl.DataFrame]
    counts: Mapping[str, Whole]

    def some(self, first: int, height: int) -> "Arranged":
        """The same of ``height`` cases from the place ``first``."""
        parts, counts = {}, {}
        for name, rows in self.parts.items():
            counts[name] = self.counts[name][first : first + height]
            parts[name] = rows.slice(int(self.counts[name][:first].sum()), int(counts[name].sum()))
        return Arranged(self.cases.slice(first, height), parts, counts)

    def tables(
        self, alike: Sequence[str] = ()
    ) -> tuple[dict[str, pl.DataFrame], dict[str, pl.Series]]:
        """Cases and what belongs to them as tables, and of each of the others which row of the cases
        its rows are of. ``alike``: cases that share these fields stand together."""
        keys, order = list(schema_of(CASES)), _together(self.cases, alike)
        cases = self.cases.select(keys)
        frames = {"cases": cases if order is None else cases.rechunk()[order]}
        places = np.arange(cases.height, dtype=np.uint32)
        if order is not None:
            places[order] = places.copy()
        owners = {}
        for name in NESTED:
            owners[name] = pl.Series(np.repeat(places, self.counts[name]), dtype=pl.UInt32)
            keyed = [frames["cases"][key][owners[name]] for key in KEY]
            own = (self.parts[name][field] for field in inner_schema(name))
            frames[name] = pl.DataFrame([*keyed, *own])
        return frames, owners

    def hold_all_of(self, records: Records) -> bool:
        """Whether every row that belongs to a case is here."""
        loose = {"recordings": records["recordings"]["case_id"].null_count()}
        return all(
            part.height + loose.get(name, 0) == records[name].height
            for name, part in self.parts.items()
        )


def arranged(records: Records) -> Arranged:
    """Put the rows of these records in order; rows of no case are left out."""
    cases = records["cases"]
    if not _in_order(cases):
        cases = cases[cases.select(pl.arg_sort_by("case_id", "body_id")).to_series()]
    parts, counts = {}, {}
    for name in NESTED:
        rows = records[name]
        order = ordered(rows, lambda owners: _places(owners, cases), ORDER[name])
        parts[name] = pl.DataFrame([order.of(rows[n]) for n in rows.columns if n not in KEY])
        counts[name] = np.bincount(order.places, minlength=cases.height)
    return Arranged(cases, parts, counts)


def _in_order(cases: pl.DataFrame) -> bool:
    """Whether each case stands after the one above it. Numbers of cases come before those of bodies,
    because most systems count them in the order of time."""
    numbers, bodies = cases["case_id"], cases["body_id"]
    above, bodies_above = numbers.shift(1), bodies.shift(1)
    later = (numbers > above) | ((numbers == above) & (bodies >= bodies_above))
    return cases.height < 2 or bool(later.slice(1).fill_null(False).all())


def _places(owners: pl.DataFrame, cases: pl.DataFrame) -> pl.Series:
    keys = cases.select(KEY)
    if owners.equals(keys, null_equal=False):  # as events mostly are
        return pl.int_range(cases.height, dtype=pl.UInt32, eager=True)
    return rows_of_cases(owners, cases)


def nest(records: Records) -> pl.DataFrame:
    """One row per case, in the order of their keys."""
    return nested(arranged(records))


def nested(rows: Arranged) -> pl.DataFrame:
    """One row per case, with its rows as lists, which are made of them without copying them."""
    lists = [_lists(rows.parts[name], name, rows.counts[name]) for name in NESTED]
    return rows.cases.select(list(schema_of(CASES))).with_columns(lists)


def _lists(rows: pl.DataFrame, table: str, counts: Whole) -> pl.Series:
    structs = rows.select(list(inner_schema(table))).to_struct(table)
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


def unnested(rows: pl.DataFrame) -> Arranged:
    """Cases and what is in their lists, in the order in which they are stored."""
    parts = {n: rows[n].explode(empty_as_null=False, keep_nulls=False) for n in NESTED}
    counts = {n: rows[n].list.len().fill_null(0).to_numpy() for n in NESTED}
    return Arranged(rows, {n: part.struct.unnest() for n, part in parts.items()}, counts)


def _together(cases: pl.DataFrame, alike: Sequence[str]) -> Places | None:
    """The order in which cases alike stand together, each after those before it; None: as they are."""
    if not alike:
        return None
    numbers = cases.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), *alike)
    return numbers.group_by(alike, maintain_order=True).agg("at")["at"].explode().to_numpy()
