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
from hengjian.check.standing.state import About, State
from hengjian.content.threads import side_by_side
from hengjian.facts import Bucket
from hengjian.rules.concerns import SORTS, Sort

SLICE = 16_700
"""Cases whose records are in memory at once, for each slice at work."""


@dataclass(frozen=True)
class Slice:
    """What the cases of a slice give to groups, and their facts by subject and sort."""

    bucket: int
    cases: int
    given: dict[str, pl.DataFrame]
    made: dict[str, dict[Sort, pl.DataFrame]]


@dataclass(frozen=True)
class Making:
    """What a full run makes facts by, and where it keeps them."""

    judging: Judging
    facts: FactsStore
    gathering: Gathering

    @classmethod
    def of_generation(cls, state: State, about: About, judging: Judging) -> "Making":
        """Where that generation keeps them."""
        return cls(judging, state.facts(about), state.gathering(about))

    def of(self, snapshot: Snapshot, buckets: Iterable[int]) -> Iterator[int]:
        """Make and keep the facts of these buckets, and what their cases give to groups; after each
        bucket how many cases it holds."""
        self.judging.ready()

        def slices() -> Iterator[tuple[int, pl.DataFrame]]:
            for bucket in buckets:
                for rows in snapshot.slices(bucket, SLICE):
                    yield bucket, rows

        def made(one: tuple[int, pl.DataFrame]) -> Slice:
            bucket, rows = one
            return self.slice(bucket, Bucket(*snapshot.records(rows, SORTS)))

        every = side_by_side(made, slices(), SIDE_BY_SIDE)
        for _, own in groupby(every, key=lambda one: one.bucket):
            yield self.keep(list(own))

    def slice(self, bucket: int, records: Bucket) -> Slice:
        """The facts of some cases of a bucket."""
        given = given_by(records, self.judging.subjects(GATHERED))
        made = {panel.subject.name: parts for panel, parts in self.judging.made(records)}
        return Slice(bucket, records.cases.height, given, made)

    def keep(self, slices: Sequence[Slice]) -> int:
        """Keep all that was made of a whole bucket; how many cases it holds."""
        self.spread(slices)
        self.pack(slices)
        return sum(one.cases for one in slices)

    def spread(self, slices: Sequence[Slice]) -> None:
        """Keep what the cases of a whole bucket give to groups."""
        self.gathering.spread(joined([one.given for one in slices]), slices[0].bucket)

    def pack(self, slices: Sequence[Slice]) -> None:
        """Keep the facts of a whole bucket."""
        bucket = slices[0].bucket
        self.facts.drop(bucket)
        for subject in slices[0].made:
            self.facts.add(subject, bucket, 1, joined([one.made[subject] for one in slices]))
