"""Making the facts of whole buckets: slice by slice of their cases, two buckets side by side.

Serves full runs. A slice bounds the memory that records take while facts are made of them; the facts
of a bucket are narrow enough to be kept together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from hengjian.archive import Snapshot
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.gathering import GATHERED, Gathering, given_by
from hengjian.check.standing.judging import SIDE_BY_SIDE, Judging
from hengjian.content.threads import side_by_side
from hengjian.facts import Bucket
from hengjian.rules.concerns import Sort

SLICE = 25_000
"""Cases whose records are in memory at once, for each bucket at work."""


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
        self.snapshot.registers  # noqa: B018  # read once, before threads ask for it
        return side_by_side(self._bucket, buckets, SIDE_BY_SIDE)

    def _bucket(self, number: int) -> int:
        given: dict[str, list[pl.DataFrame]] = {}
        made: dict[str, dict[Sort, list[pl.DataFrame]]] = {}
        cases = 0
        for rows in self.snapshot.slices(number, SLICE):
            records = Bucket(*self.snapshot.records(rows))
            cases += rows.height
            for subject, own in given_by(records, self.judging.subjects(GATHERED)).items():
                given.setdefault(subject, []).append(own)
            for panel, parts in self.judging.made(records):
                for sort, facts in parts.items():
                    made.setdefault(panel.subject.name, {}).setdefault(sort, []).append(facts)
        self.gathering.spread({name: pl.concat(rows) for name, rows in given.items()}, number)
        for subject, sorts in made.items():
            together = {sort: pl.concat(facts) for sort, facts in sorts.items()}
            self.facts.add(subject, number, 1, together)
        return cases
