"""Judging for the standing check: cases bucket by bucket, and what must be seen together way by way.

Serves its runs. It keeps facts as it makes them and says when time alone may change a verdict; it
decides neither what is judged nor what then stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from hengjian.archive import Snapshot
from hengjian.archive.nesting import KEY
from hengjian.check.standing.due_store import earliest
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import STORED
from hengjian.check.standing.gathering import BUCKET, LOOSE, REGISTERS, Gathering, kind_of
from hengjian.facts import Bucket, Subject
from hengjian.rules.engine import Evaluation, facts_for, facts_read, judge, with_stops
from hengjian.rules.expressions import Context
from hengjian.rules.findings import findings_of
from hengjian.rules.loading import Book
from hengjian.rules.next_due import moves, next_due
from hengjian.rules.rule import Rule
from hengjian.standard.records import Records

Tallies = dict[str, dict[str, int]]
_COUNTS = ("fine", "broken", "exempt", "not_judged", "clashes")


@dataclass(frozen=True)
class Judged:
    """Findings, and per case the day on which time may change them (for some cases: none)."""

    findings: pl.DataFrame
    due: pl.DataFrame


@dataclass(frozen=True)
class Judging:
    """One book as on one day. ``tallies`` is filled as it goes."""

    book: Book
    context: Context
    tallies: Tallies

    # --- cases --------------------------------------------------------------------------------------------

    def cases(self, bucket: Bucket, keep: FactsStore, number: int, run: int) -> Judged:
        """Make, keep and judge the facts of subjects that need one case only."""
        frames, days = [], []
        for subject in self.subjects(BUCKET):
            rules = self.book.of_subject(subject.name)
            facts, local = facts_for(subject, bucket, rules, self.context)
            if subject.name in LOOSE:  # judged once, with the registers
                facts = facts.filter(pl.col("case_id").is_not_null())
            keep.add(subject.name, number, run, facts, bucket.records["cases"])
            frames.append(self._found(judge(rules, facts, local)))
            days.append(_days(rules, facts, local))
        return Judged(_together(frames), earliest(days))

    def stored(
        self,
        store: FactsStore,
        number: int,
        rules: frozenset[str],
        cases: pl.DataFrame | None = None,
    ) -> Judged:
        """Judge these rules from kept facts, of all cases in a bucket or of some. The days are those
        of all rules."""
        frames, days = [], []
        for subject in self.subjects(BUCKET):
            own = self.book.of_subject(subject.name)
            chosen = [rule for rule in own if rule.id in rules]
            moving = [rule for rule in own if moves(rule)]
            read = sorted({*facts_read(subject, chosen), *facts_read(subject, moving)})
            facts = store.read(subject.name, number, read, cases)
            if facts.is_empty() or not (chosen or moving):
                continue
            local = with_stops(facts, self.context)
            if chosen:
                frames.append(self._found(judge(chosen, facts, local)))
            days.append(_days(moving, facts, local))
        return Judged(_together(frames), earliest(days))

    # --- what must be seen together -----------------------------------------------------------------------

    def across(
        self,
        snapshot: Snapshot,
        gathering: Gathering,
        ways: list[str],
        rules: frozenset[str] | None = None,
    ) -> tuple[pl.DataFrame, dict[str, str | None]]:
        """Judge subjects across cases, gathered part by part, and the registers; ``rules``: only
        these. With the findings the day of each way on which time may change them."""
        frames: list[list[pl.DataFrame]] = []
        days: dict[str, str | None] = {}
        for way in ways:
            found: list[date] = []
            for bucket in _gathered(way, snapshot, gathering):
                for subject in self.subjects(way):
                    own = self.book.of_subject(subject.name)
                    facts, local = facts_for(subject, bucket, own, self.context)
                    chosen = [rule for rule in own if rules is None or rule.id in rules]
                    if chosen:
                        frames.append(self._found(judge(chosen, facts, local)))
                    day = next_due(own, facts, local).min()
                    found += [day] if isinstance(day, date) else []
            days[way] = min(found).isoformat() if found else None
        return _together(frames), days

    @property
    def ways(self) -> list[str]:
        """How subjects that are not of one case are brought together."""
        return sorted({kind_of(s) for s in self.book.subjects} - {BUCKET} | {REGISTERS})

    def subjects(self, way: str) -> list[Subject]:
        loose = LOOSE if way == REGISTERS else frozenset()
        return [s for s in self.book.subjects if kind_of(s) == way or s.name in loose]

    def rules(self, *ways: str) -> list[Rule]:
        """The rules on the subjects that are gathered in one of these ways."""
        subjects = [s for way in ways for s in self.subjects(way)]
        return [rule for s in subjects for rule in self.book.of_subject(s.name)]

    def _found(self, evaluation: Evaluation) -> list[pl.DataFrame]:
        for tally in evaluation.tallies:
            counts = self.tallies.setdefault(tally.rule.id, dict.fromkeys(_COUNTS, 0))
            for name in counts:
                counts[name] += getattr(tally, name)
        return [findings_of(hits) for hits in evaluation.hits]


def _gathered(way: str, snapshot: Snapshot, gathering: Gathering) -> Iterator[Bucket]:
    if way == REGISTERS:
        yield Bucket(Records.of(snapshot.registers))
    else:
        yield from gathering.gathered(way, snapshot.registers)


def _days(rules: list[Rule], facts: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The case of each row and the day on which time may change a verdict about the row."""
    return facts.select(KEY).with_columns(next_due(rules, facts, context).alias("due"))


def _together(found: list[list[pl.DataFrame]]) -> pl.DataFrame:
    frames = [frame for frames in found for frame in frames]
    empty = {name: dtype for name, dtype in STORED.items() if name not in ("values", "run")}
    return pl.concat(frames) if frames else pl.DataFrame(schema=empty)
