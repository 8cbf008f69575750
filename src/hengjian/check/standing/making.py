"""Making the facts of whole buckets: slice by slice of their cases, two slices side by side.

Serves full runs. A slice bounds the memory that records take while facts are made of them; the facts
of a bucket are narrow enough to be kept together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from hengjian.archive import Snapshot
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.gathering import GATHERED, Gathering, given_by, joined
from hengjian.check.standing.judging import SIDE_BY_SIDE, Judging
from hengjian.content.threads import side_by_side
from hengjian.facts import Bucket
from hengjian.rules.concerns import Sort

SLICE = 12_500
"""Cases whose records are in memory at once, for each slice at work."""
Given = dict[str, pl.DataFrame]
Made = dict[str, dict[Sort, pl.DataFrame]]


@dataclass(frozen=True)
class Making:
    """What one full run makes facts of, and where it keeps them."""

    snapshot: Snapshot
    judging: Judging
    facts: FactsStore
    gathering: Gathering

    def of(self, buckets: Iterable[int]) -> Iterator[int]:
        """Make and keep the facts of these buckets, and what their cases give to groups; after each
        bucket how many cases it holds."""
        self.judging.ready()
        made = side_by_side(self._made, self._slices(buckets), SIDE_BY_SIDE)
        for bucket, slices in groupby(made, key=lambda one: one[0]):
            yield self._kept(bucket, [(cases, own, parts) for _, cases, own, parts in slices])

    def _slices(self, buckets: Iterable[int]) -> Iterator[tuple[int, pl.DataFrame]]:
        for bucket in buckets:
            for rows in self.snapshot.slices(bucket, SLICE):
                yield bucket, rows

    def _made(self, one: tuple[int, pl.DataFrame]) -> tuple[int, int, Given, Made]:
        bucket, rows = one
        records = Bucket(*self.snapshot.records(rows))
        given = given_by(records, self.judging.subjects(GATHERED))
        made = {panel.subject.name: parts for panel, parts in self.judging.made(records)}
        return bucket, rows.height, given, made

    def _kept(self, bucket: int, slices: Sequence[tuple[int, Given, Made]]) -> int:
        self.gathering.spread(joined([given for _, given, _ in slices]), bucket)
        for subject in slices[0][2]:
            parts = joined([made[subject] for _, _, made in slices])
            self.facts.add(subject, bucket, 1, parts)
        return sum(cases for cases, _, _ in slices)
