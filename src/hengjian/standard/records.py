"""Accepted records: the tables of one submission (or one bucket) as typed data frames.

Serves facts and reports. Every table of the standard is there, empty if it was not submitted, with
every declared column; so later code asks what was *covered*, never what exists.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from hengjian.content import models
from hengjian.standard.fields import Field, Kind, Table
from hengjian.standard.tables import BY_NAME, TABLES

DTYPES: dict[Kind, pl.DataType] = {
    Kind.ID: pl.String(),
    Kind.TEXT: pl.String(),
    Kind.CODE: pl.String(),
    Kind.CODES: pl.List(pl.String),
    Kind.IDS: pl.List(pl.String),
    Kind.DATE: pl.Date(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.MONEY: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.INTEGER: pl.Int64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.USCC: pl.String(),
    Kind.HASH: pl.String(),
}
"""How a field is held once accepted. Money is in fen (1/100 yuan), so that sums are exact."""

_EXTRA_KINDS = {
    "text": Kind.TEXT,
    "number": Kind.NUMBER,
    "integer": Kind.INTEGER,
    "money": Kind.MONEY,
    "date": Kind.DATE,
    "moment": Kind.MOMENT,
    "boolean": Kind.BOOLEAN,
}


def day_column(name: str) -> str:
    """The local date of a moment field is kept beside it, because a moment may lack its hour."""
    return f"{name}_day"


def schema_of(table: Table) -> dict[str, pl.DataType]:
    """Column → dtype of an accepted table: its fields, and a local day beside each moment."""
    columns: dict[str, pl.DataType] = {}
    for column in table.fields:
        columns[column.name] = DTYPES[column.kind]
        if column.kind is Kind.MOMENT:
            columns[day_column(column.name)] = pl.Date()
    return columns


def shaped(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """``frame`` with exactly the columns of ``table``: those it lacks are empty."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema_of(table).items()
    )


def rows_of_cases(table: pl.DataFrame, cases: pl.DataFrame) -> pl.Series:
    """For each row of ``table`` the row of its case in ``cases``; null where the case is not there.

    Rows of one case mostly stand together, so each run of them is looked up once: several times
    faster than a join.
    """
    if table.is_empty():
        return pl.Series("row", [], dtype=pl.UInt32)
    body, case = pl.col("body_id"), pl.col("case_id")
    another = body.ne_missing(body.shift(1)) | case.ne_missing(case.shift(1))
    run = table.select(another.cum_sum().cast(pl.UInt32) - 1).to_series()
    starts = table.select(another.arg_true()).to_series()
    if starts.is_empty() or starts[0] != 0:
        starts = pl.concat([pl.Series([0], dtype=starts.dtype), starts])
        run = run - run[0]
    keyed = cases.select("body_id", "case_id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
    firsts = table.select("body_id", "case_id")[starts]
    found = firsts.join(keyed, on=["body_id", "case_id"], how="left", maintain_order="left")["row"]
    return found.gather(run)


def extended(table: Table, extra: models.ExtraFields) -> Table:
    """The table with the fields that an installation's ``fields.yaml`` adds to it."""
    added = extra.tables.get(table.name, {})
    if not added:
        return table
    new = tuple(
        Field(name, _EXTRA_KINDS[field.type], field.label, field.note or field.label)
        for name, field in added.items()
    )
    return Table(table.name, table.label, table.doc, table.key, (*table.fields, *new))


class Made(dict[str, Any]):
    """What readers made of registers, by a name of theirs · ``of``: of which each was made, where that
    is known."""

    of: dict[str, frozenset[str]]

    def __init__(self, things: Mapping[str, Any] | None = None) -> None:
        super().__init__(things or {})
        self.of = {}

    def without(self, changed: Collection[str]) -> "Made":
        """What was made of none of the registers that changed."""
        of = {name: read for name, read in [*self.of.items()] if read.isdisjoint(changed)}
        left = Made({name: self[name] for name in of})
        left.of = of
        return left


class _Watched(Mapping[str, pl.DataFrame]):
    """Frames, and the names of those that were asked for."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self.frames, self.asked = frames, set[str]()

    def __getitem__(self, name: str) -> pl.DataFrame:
        self.asked.add(name)
        return self.frames[name]

    def __iter__(self) -> Iterator[str]:
        self.asked.update(self.frames)
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


@dataclass(frozen=True)
class Records:
    """Typed tables by name. ``submitted`` names those that were in the submission · ``made``: what
    readers made of registers; shared by all records that have the same ones."""

    frames: Mapping[str, pl.DataFrame]
    submitted: frozenset[str] = field(default_factory=frozenset)
    made: Made = field(default_factory=Made, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        frames: Mapping[str, pl.DataFrame],
        extra: models.ExtraFields | None = None,
        made: Made | None = None,
    ) -> "Records":
        """Complete ``frames`` with the tables and columns that are missing."""
        extra = extra or models.ExtraFields(tables={})
        complete: dict[str, pl.DataFrame] = {}
        for table in TABLES:
            schema = schema_of(extended(table, extra))
            frame = frames.get(table.name)
            if frame is None:
                frame = pl.DataFrame(schema=schema)
            elif frame.columns != list(schema):
                missing = {name: dtype for name, dtype in schema.items() if name not in frame}
                frame = frame.with_columns(
                    pl.lit(None, dtype=dtype).alias(name) for name, dtype in missing.items()
                ).select(list(schema))
            complete[table.name] = frame
        submitted = frozenset(name for name in frames if name in BY_NAME)
        return cls(complete, submitted, Made() if made is None else made)

    def making(self, name: str, make: "Callable[[Records], Any]") -> Any:
        """What ``make`` makes of registers: once for all records that have the same ones.

        Of two that make it side by side the first wins, for the order of its rows may differ.
        """
        if name not in self.made:
            watched = _Watched(self.frames)
            thing = make(Records(watched))
            self.made.setdefault(name, thing)
            self.made.of[name] = frozenset(watched.asked)
        return self.made[name]

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.frames[table]

    @property
    def case_count(self) -> int:
        return self.frames["cases"].height

    @property
    def event_count(self) -> int:
        return self.frames["events"].height


EVERYTHING_COVERED = pl.DataFrame(
    {
        "body_id": ["*"],
        "table": ["*"],
        "name": ["*"],
        "covered_from": [None],
        "covered_to": [None],
    },
    schema=schema_of(BY_NAME["coverage"]),
)
"""Coverage for `--coverage all`: whatever is not in the records did not happen."""


def with_everything_covered(records: Records) -> Records:
    """The same records, read as if every body reported everything at all times."""
    return Records({**records.frames, "coverage": EVERYTHING_COVERED}, records.submitted)
