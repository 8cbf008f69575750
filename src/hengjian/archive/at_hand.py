"""A batch that is being accepted, for whoever goes on with its rows while they are written.

Serves the standing check, which need not read back what is in memory. Nothing made of it counts before
the batch does: it may still fail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from hengjian.archive.nesting import Arranged
from hengjian.standard.records import Made, Records


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
        alike: Sequence[str],
        registers: Mapping[str, pl.DataFrame],
        made: Made,
    ) -> tuple[Records, dict[str, pl.Series]]:
        """So many cases as `Snapshot.records` gives them from the archive, with these registers."""
        frames, owners = self.rows.some(first, height).tables(alike)
        return Records.of({**registers, **frames}, made=made), owners


Beside = Callable[[AtHand], None]
"""Called once a batch, before it is written; must not hold the writer up for long."""
