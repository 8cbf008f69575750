"""Kept facts of several buckets sort by sort, in frames so large that rules are put to few of them.

Serves judging of many buckets: to put the rules to a frame takes tens of milliseconds, whatever it
holds. A frame knows which of its rows are of which bucket.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.check.standing.facts_store import Kept
from hengjian.content.threads import side_by_side
from hengjian.facts.sheet import Sheet, below
from hengjian.rules.concerns import Sort

CELLS_ENOUGH = 60_000_000
"""Cells from which on a frame has enough; the facts of another bucket come into the next one."""
Cases = pl.DataFrame | None
"""Keys of the cases that are asked; None: all."""


@dataclass(frozen=True)
class Rows:
    """Which rows of a frame are of which bucket: they stand bucket by bucket, each up to its end."""

    buckets: list[int]
    ends: list[int]

    @property
    def heights(self) -> Iterator[tuple[int, int]]:
        """How many rows there are of each bucket."""
        return zip(
            self.buckets, (end - first for first, end in pairwise([0, *self.ends])), strict=True
        )

    def of(self, places: pl.Series) -> npt.NDArray[np.int64]:
        """The bucket of the row at each of these places."""
        which = np.searchsorted(self.ends, places.to_numpy(), side="right")
        return np.asarray(self.buckets)[which]

    def apart(self, rows: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
        """What stands beside the rows of a frame, bucket by bucket."""
        first = 0
        for bucket, height in self.heights:
            yield bucket, rows.slice(first, height)
            first += height


@dataclass(frozen=True)
class Frame:
    """Facts of one sort, of one bucket or several."""

    sort: Sort
    facts: Sheet
    rows: Rows

    @classmethod
    def of(cls, sort: Sort, held: dict[int, Sheet]) -> "Frame":
        """What is ``held`` of each bucket, one below the other; nothing is held after it."""
        ends = list(accumulate(facts.height for facts in held.values()))
        buckets, sheets = list(held), [*held.values()]
        held.clear()
        return cls(sort, below(sheets), Rows(buckets, ends))


def frames(
    kept: Mapping[int, Kept],
    columns: Callable[[Sort], list[str]],
    cases: Mapping[int, Cases],
    hands: int = 1,
) -> Iterator[Frame]:
    """The facts kept of each bucket, of some of its ``cases`` or of all, read by so many ``hands``."""
    for sort in dict.fromkeys(sort for own in kept.values() for sort in own.files):
        names = columns(sort)
        having = [bucket for bucket, own in kept.items() if sort in own.files]
        read = partial(_read, kept, cases, sort, names)
        held: dict[int, Sheet] = {}
        cells = 0
        every = map(read, having) if hands == 1 else side_by_side(read, having, hands)
        for bucket, facts in zip(having, every, strict=True):
            if not facts.height:
                continue
            held[bucket], cells = facts, cells + facts.cells
            del facts
            if cells >= CELLS_ENOUGH:  # what comes next is not read before this was judged
                yield Frame.of(sort, held)
                held, cells = {}, 0
        if held:
            yield Frame.of(sort, held)


def _read(
    kept: Mapping[int, Kept], cases: Mapping[int, Cases], sort: Sort, names: list[str], bucket: int
) -> Sheet:
    return kept[bucket].of(sort, names, cases[bucket])
