"""A batch that is being accepted, for whoever goes on with its rows while they are written.

Serves the standing check, which need not read back what is in memory. Nothing made of it counts before
the batch does: it may still fail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from hengjian.archive.nesting import NESTED, Arranged
from hengjian.standard.records import Made, Records, schema_of
from hengjian.standard.tables import CASES


@dataclass(frozen=True)
class AtHand:
    """``rows``: its cases as they are stored, ``buckets`` the bucket of each · ``corrected``: whether
    some of them were accepted before · ``registers``: the entries that it brings, by register."""

    seq: int
    rows: Arranged
    buckets: pl.Series
    corrected: bool
    registers: Mapping[str, pl.DataFrame]

    def records(
        self,
        first: int,
        height: int,
        registers: Mapping[str, pl.DataFrame],
        made: Made,
    ) -> tuple[Records, pl.DataFrame]:
        """So many cases as `Snapshot.records` gives them from the archive, with these registers."""
        parts = {name: self.rows.flat(name, first, height) for name in NESTED}
        frames = {
            "cases": self.rows.cases.slice(first, height).select(list(schema_of(CASES))),
            **{name: part.drop("case_row") for name, part in parts.items()},
        }
        return Records.of({**registers, **frames}, made=made), parts["events"]


Beside = Callable[[AtHand], None]
"""Called once a batch, before it is written; must not hold the writer up for long."""
