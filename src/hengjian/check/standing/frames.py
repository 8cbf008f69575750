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
from hengjian.rules.concerns import Sort

CELLS_ENOUGH = 20_000_000
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
    facts: pl.DataFrame
    rows: Rows

    @classmethod
    def of(cls, sort: Sort, held: dict[int, pl.DataFrame]) -> "Frame":
        """What is ``held`` of each bucket, one below the other; nothing is held after it."""
        ends = list(accumulate(facts.height for facts in held.values()))
        buckets = list(held)
        return cls(sort, _below(held), Rows(buckets, ends))


def _below(held: dict[int, pl.DataFrame]) -> pl.DataFrame:
    """The frames one below the other, each column in one piece: column by column, letting go of what
    was copied, for else all would be in memory twice."""
    if len(held) == 1:
        return held.popitem()[1]
    columns = [facts.get_columns() for facts in held.values()]
    held.clear()
    whole = [
        pl.concat([own.pop() for own in columns], rechunk=True) for _ in range(len(columns[0]))
    ]
    return pl.DataFrame(whole[::-1])


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
        held: dict[int, pl.DataFrame] = {}
        cells = 0
        every = map(read, having) if hands == 1 else side_by_side(read, having, hands)
        for bucket, facts in zip(having, every, strict=True):
            if not facts.height:
                continue
            held[bucket], cells = facts, cells + facts.height * facts.width
            del facts
            if cells >= CELLS_ENOUGH:  # what comes next is not read before this was judged
                yield Frame.of(sort, held)
                held, cells = {}, 0
        if held:
            yield Frame.of(sort, held)


def _read(
    kept: Mapping[int, Kept], cases: Mapping[int, Cases], sort: Sort, names: list[str], bucket: int
) -> pl.DataFrame:
    return kept[bucket].of(sort, names, cases[bucket])
