"""Judging for the standing check: cases bucket by bucket, and what must be seen together way by way.

Serves its runs. It keeps facts as it makes them and says when time alone may change a verdict; it
decides neither what is judged nor what then stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain
from threading import Lock

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.due_store import earliest
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.frames import Cases, Rows, frames
from hengjian.check.standing.gathering import (
    BUCKET,
    GATHERED,
    LOOSE,
    REGISTERS,
    kind_of,
)
from hengjian.content.threads import Threads, side_by_side
from hengjian.facts import Bucket, Subject
from hengjian.facts.sheet import Sheet
from hengjian.rules.concerns import Sort
from hengjian.rules.engine import Evaluation, Hits, facts_read, together
from hengjian.rules.expressions import Context
from hengjian.rules.findings import SCHEMA
from hengjian.rules.loading import Book
from hengjian.rules.next_due import moves
from hengjian.rules.panel import Panel
from hengjian.rules.rule import Rule

Keys = Mapping[int, pl.DataFrame]
"""Bucket → keys of those of its cases that are asked."""
SIDE_BY_SIDE = 2
"""Buckets at work at once: Polars itself uses one core and a half of two for one of them."""
WRITTEN_AT_ONCE = 10
"""Buckets whose findings are written together: a rule finds a few rows in each, and writing a few takes
nearly as long as writing many."""
_COUNTS = ("fine", "broken", "exempt", "not_judged", "clashes")


@dataclass(frozen=True)
class Judged:
    """Findings, and per case the day on which time may change them (for some cases: none); of how many
    ``cases``."""

    findings: pl.DataFrame
    due: pl.DataFrame
    cases: int


@dataclass
class Judging:
    """The rules of a book that are asked (``rules``; None: all of them), as on one day. ``dates``:
    whether to say when time may change a verdict · ``tallies`` is filled as it goes."""

    book: Book
    context: Context
    rules: frozenset[str] | None = None
    dates: bool = True
    tallies: dict[str, dict[str, int]] = field(default_factory=dict)
    _asked: dict[str, Panel] = field(default_factory=dict)
    _whole: dict[str, Panel] = field(default_factory=dict)
    _counting: Lock = field(default_factory=Lock)

    def again(self) -> "Judging":
        """The same with nothing counted yet: its rules need not be compiled once more."""
        return replace(self, tallies={})

    def ready(self) -> None:
        """Make the panels that all threads of a run will ask."""
        for subject in self.subjects(BUCKET):
            self.panel(subject)
            self.panel(subject, whole=True)

    # --- cases --------------------------------------------------------------------------------------------

    def touched(self, bucket: Bucket, keep: FactsStore, keys: Keys, run: int) -> Judged:
        """Make, keep and judge the facts of some cases of several buckets; kept beside the judging.

        They are judged in one frame, whatever their sorts: to put the rules to each sort takes longer
        than to put them to rows that they do not concern.
        """
        frames, days = [], []
        with Threads(1) as beside:
            for panel, sort, facts in self._wholes(bucket):
                kept = beside.submit(_keep, keep, run, panel, facts, sort, keys)
                frames.append(self.written(panel, [panel.judged(sort, facts)])[1])
                days.append(self._days(panel, sort, facts))
                kept.result()
        return Judged(together_found(frames), earliest(days), bucket.cases.height)

    def made(self, bucket: Bucket) -> Iterator[tuple[Panel, dict[Sort, pl.DataFrame]]]:
        """The facts of subjects that need one case only, subject by subject, by sort of case."""
        for panel, sort, facts in self._wholes(bucket):
            yield panel, panel.parted(facts, sort)

    def _wholes(self, bucket: Bucket) -> Iterator[tuple[Panel, Sort, pl.DataFrame]]:
        """The facts of each of these subjects in one frame, and the sort that they are all of, if so."""
        for subject in self.subjects(BUCKET):
            panel = self.panel(subject)
            sort, facts = panel.whole(bucket)
            if subject.name in LOOSE:  # judged once, with the registers
                facts = facts.filter(pl.col("case_id").is_not_null())
            yield panel, sort, facts

    def stored(
        self, store: FactsStore, asked: Iterable[tuple[int, Cases]]
    ) -> Iterator[tuple[int, Judged]]:
        """Judge the rules asked from the kept facts of these buckets, two side by side; gives what is
        said of each, in their order. The days are those of all rules."""
        self.ready()
        groups = in_groups(list(asked), SIDE_BY_SIDE)
        for judged in side_by_side(partial(self.some, store), groups, SIDE_BY_SIDE):
            yield from judged

    def some(
        self, store: FactsStore, asked: Sequence[tuple[int, Cases]], hands: int = 1
    ) -> list[tuple[int, Judged]]:
        """The same for a few buckets, or for a few cases of many: the rules take as long for a few rows
        of one bucket as for some of all, and their findings are written together. ``hands``: who read."""
        self.ready()
        cases = dict(asked)
        said = {bucket: _Said() for bucket in cases}
        none = pl.DataFrame(schema=SCHEMA)
        found = [none.with_columns(pl.lit(None, pl.Int64).alias("bucket"))]
        for subject in self.subjects(BUCKET):
            panel, whole = self.panel(subject), self.panel(subject, whole=True)
            kept = {bucket: store.kept(subject.name, bucket) for bucket in cases}
            columns = partial(self._columns, panel=panel, whole=whole)
            parts = []
            for frame in frames(kept, columns, cases, hands):
                parts.append((frame.rows, panel.judged(frame.sort, frame.facts)))
                if self.dates:
                    days = self._days(whole, frame.sort, frame.facts)
                    for bucket, own in frame.rows.apart(days):
                        said[bucket].days.append(own)
                if subject.key == KEY:
                    for bucket, height in frame.rows.heights:
                        said[bucket].cases += height
            found.append(self._placed(panel, parts))
        by_bucket = pl.concat(found).partition_by("bucket", as_dict=True, include_key=False)
        return [
            (bucket, Judged(by_bucket.get((bucket,), none), earliest(own.days), own.cases))
            for bucket, own in said.items()
        ]

    def _placed(self, panel: Panel, parts: Sequence[tuple[Rows, Evaluation]]) -> pl.DataFrame:
        """The findings of the rules that were broken, with their buckets."""
        broken, findings = self.written(panel, [part for _, part in parts])
        buckets: dict[str, list[npt.NDArray[np.int64]]] = {hits.rule.id: [] for hits in broken}
        for rows, part in parts:
            for hits in part.hits:
                buckets[hits.rule.id].append(rows.of(hits.places))
        placed = [np.empty(0, dtype=np.int64), *chain.from_iterable(buckets.values())]
        return findings.with_columns(pl.Series("bucket", np.concatenate(placed)))

    def _columns(self, sort: Sort, panel: Panel, whole: Panel) -> list[str]:
        moving = [r for r in whole.rules_for(sort) if self.dates and moves(r)]
        return sorted({*panel.columns(sort), *facts_read(whole.subject, moving)})

    # --- rules --------------------------------------------------------------------------------------------

    def subjects(self, kind: str) -> list[Subject]:
        """The subjects that are judged in one of the ways of `kind_of`."""
        loose = LOOSE if kind == REGISTERS else frozenset()
        return [s for s in self.book.subjects if kind_of(s) == kind or s.name in loose]

    @property
    def beyond_a_case(self) -> list[Subject]:
        """The subjects that a case alone does not tell all of."""
        return [*self.subjects(GATHERED), *self.subjects(REGISTERS)]

    def rules_on(self, *subjects: str) -> list[Rule]:
        return [rule for name in subjects for rule in self.book.of_subject(name)]

    def panel(self, subject: Subject, *, whole: bool = False) -> Panel:
        """The judges of a subject's rules: of those asked, or of all."""
        panels = self._whole if whole else self._asked
        if subject.name not in panels:
            rules = self.book.of_subject(subject.name)
            if self.rules is not None and not whole:
                rules = [rule for rule in rules if rule.id in self.rules]
            panels[subject.name] = Panel(subject, rules, self.context)
        return panels[subject.name]

    def _days(self, panel: Panel, sort: Sort, facts: pl.DataFrame | Sheet) -> pl.DataFrame:
        """The case of each row and the day on which time may change a verdict about the row."""
        days = panel.next_due(sort, facts).alias("due")
        return Sheet.of(facts).frame(KEY).with_columns(days)

    def first_day(self, panel: Panel, facts: pl.DataFrame | Sheet) -> date | None:
        """The first day on which time may change a verdict about any of these rows."""
        day = panel.next_due((), facts).min() if self.dates else None
        return day if isinstance(day, date) else None

    def written(self, panel: Panel, parts: list[Evaluation]) -> tuple[list[Hits], pl.DataFrame]:
        """The rows that break each rule, and the findings of them, in their order."""
        evaluation = together(parts)
        self.count({t.rule.id: {n: getattr(t, n) for n in _COUNTS} for t in evaluation.tallies})
        return evaluation.hits, panel.written(evaluation)

    def count(self, tallies: Mapping[str, Mapping[str, int]]) -> None:
        """Add what was counted of some rules."""
        with self._counting:
            for rule, own in tallies.items():
                counts = self.tallies.setdefault(rule, dict.fromkeys(_COUNTS, 0))
                for name in counts:
                    counts[name] += own[name]


def _keep(
    keep: FactsStore, run: int, panel: Panel, facts: pl.DataFrame, sort: Sort, keys: Keys
) -> None:
    """Keep what was made of some cases of several buckets."""
    parts = {of: own for of, own in panel.parted(facts, sort).items() if own.height}
    keep.add_few(panel.subject.name, run, parts, keys)


def in_groups(
    asked: Sequence[tuple[int, Cases]], hands: int
) -> Iterator[Sequence[tuple[int, Cases]]]:
    """The buckets whose findings are written at once, so that all hands have something to do."""
    height = max(1, min(WRITTEN_AT_ONCE, -(-len(asked) // hands)))
    return (asked[first : first + height] for first in range(0, len(asked), height))


@dataclass
class _Said:
    """What is said of a bucket: the days, and of how many cases."""

    days: list[pl.DataFrame] = field(default_factory=list)
    cases: int = 0


def together_found(frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)
