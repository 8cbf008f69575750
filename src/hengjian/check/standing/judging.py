"""Judging for the standing check: cases bucket by bucket, and what must be seen together way by way.

Serves its runs. It keeps facts as it makes them and says when time alone may change a verdict; it
decides neither what is judged nor what then stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from hengjian.archive import Snapshot
from hengjian.archive.nesting import KEY
from hengjian.check.standing.due_store import earliest
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import STORED
from hengjian.check.standing.gathering import BUCKET, LOOSE, REGISTERS, Gathering, kind_of
from hengjian.facts import Bucket, Subject, build_facts
from hengjian.rules.concerns import Sort
from hengjian.rules.engine import Evaluation, Hits, facts_read, together
from hengjian.rules.expressions import Context
from hengjian.rules.loading import Book
from hengjian.rules.next_due import moves, next_due
from hengjian.rules.panel import Panel
from hengjian.rules.rule import Rule
from hengjian.standard.records import Records

Cases = pl.DataFrame | None
"""Keys of the cases that are asked; None: all."""
_COUNTS = ("fine", "broken", "exempt", "not_judged", "clashes")


@dataclass(frozen=True)
class Judged:
    """Findings, and per case the day on which time may change them (for some cases: none)."""

    findings: pl.DataFrame
    due: pl.DataFrame


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

    # --- cases --------------------------------------------------------------------------------------------

    def cases(self, bucket: Bucket, keep: FactsStore, number: int, run: int) -> Judged:
        """Make, keep and judge the facts of subjects that need one case only."""
        frames, days = [], []
        for panel, parts in self.kept(bucket, keep, number, run):
            frames.append(self._found(panel, [panel.judged(*part) for part in parts.items()]))
            days += [self._days(panel, *part) for part in parts.items()]
        return Judged(_together(frames), earliest(days))

    def kept(
        self, bucket: Bucket, keep: FactsStore, number: int, run: int
    ) -> Iterator[tuple[Panel, dict[Sort, pl.DataFrame]]]:
        """Make and keep the facts of subjects that need one case only, subject by subject."""
        touched = bucket.records["cases"] if run > 1 else None
        for subject in self.subjects(BUCKET):
            panel = self._panel(subject)
            parts = panel.made(bucket)
            if subject.name in LOOSE:  # judged once, with the registers
                own = pl.col("case_id").is_not_null()
                parts = {sort: facts.filter(own) for sort, facts in parts.items()}
            keep.add(subject.name, number, run, parts, touched)
            yield panel, parts

    def stored(self, store: FactsStore, asked: Mapping[int, Cases]) -> dict[int, Judged]:
        """Judge the rules asked from the kept facts of these buckets: of all cases in one (None), or
        of some. The days are those of all rules.

        What they hold of one sort is judged at once: to put a rule to a frame costs as much as to
        judge ten thousand rows by it.
        """
        found: dict[int, list[pl.DataFrame]] = {number: [] for number in asked}
        days: dict[int, list[pl.DataFrame]] = {number: [] for number in asked}
        for subject in self.subjects(BUCKET):
            panel, whole = self._panel(subject), self._panel(subject, whole=True)
            kept = {number: store.kept(subject.name, number) for number in asked}
            parts = []
            for sort in {sort: None for one in kept.values() for sort in one.files}:
                columns = self._columns(sort, panel, whole)
                read = {n: kept[n].of(sort, columns, cases) for n, cases in asked.items()}
                frames = {number: frame for number, frame in read.items() if frame.height}
                if not frames:
                    continue
                facts = pl.concat(frames.values(), rechunk=True)
                numbers = pl.concat(
                    pl.repeat(number, frame.height, dtype=pl.Int32, eager=True)
                    for number, frame in frames.items()
                )
                parts.append(_placed(panel.judged(sort, facts), numbers))
                if self.dates:
                    for number, rows in _by_bucket(self._days(whole, sort, facts), numbers):
                        days[number].append(rows)
            for hits, rows in self._written(panel, parts):
                for number, own in _by_bucket(rows, hits.places):
                    found[number].append(own)
        return {n: Judged(_together([found[n]]), earliest(days[n])) for n in asked}

    def _columns(self, sort: Sort, panel: Panel, whole: Panel) -> list[str]:
        moving = [r for r in whole.rules_for(sort) if self.dates and moves(r)]
        return sorted({*panel.columns(sort), *facts_read(whole.subject, moving)})

    # --- what must be seen together -----------------------------------------------------------------------

    def across(
        self, snapshot: Snapshot, gathering: Gathering, keep: FactsStore, run: int
    ) -> tuple[pl.DataFrame, dict[str, str | None]]:
        """Make, keep and judge the facts of subjects across cases, gathered part by part, and of the
        registers. With the findings the day of each way on which time may change them."""
        frames: list[list[pl.DataFrame]] = []
        days: dict[str, str | None] = {}
        for way in self.ways:
            found: list[date] = []
            for number, bucket in enumerate(_gathered(way, snapshot, gathering)):
                for subject in self.subjects(way):
                    panel = self._panel(subject)
                    facts = build_facts(subject, bucket, facts_read(subject, panel.rules))
                    keep.add(f"{way}/{subject.name}", number, run, {(): facts})
                    frames.append(self._found(panel, [panel.judged((), facts)]))
                    found += self._first(panel, facts)
            days[way] = min(found).isoformat() if found else None
        return _together(frames), days

    def across_stored(
        self, store: FactsStore, ways: list[str]
    ) -> tuple[pl.DataFrame, dict[str, str | None]]:
        """Judge the rules asked again from the kept facts of these ways."""
        frames: list[list[pl.DataFrame]] = []
        days: dict[str, str | None] = {}
        for way in ways:
            found: list[date] = []
            for subject in self.subjects(way):
                panel, place = self._panel(subject), f"{way}/{subject.name}"
                whole = self._panel(subject, whole=True)
                for number in store.buckets(place):
                    for sort, facts in store.read(place, number, whole.columns):
                        frames.append(self._found(panel, [panel.judged(sort, facts)]))
                        found += self._first(whole, facts)
            days[way] = min(found).isoformat() if found else None
        return _together(frames), days

    # --- rules --------------------------------------------------------------------------------------------

    @property
    def ways(self) -> list[str]:
        """How subjects that are not of one case are brought together."""
        return sorted({kind_of(s) for s in self.book.subjects} - {BUCKET} | {REGISTERS})

    def subjects(self, way: str) -> list[Subject]:
        loose = LOOSE if way == REGISTERS else frozenset()
        return [s for s in self.book.subjects if kind_of(s) == way or s.name in loose]

    def rules_of(self, *ways: str) -> list[Rule]:
        """The rules on the subjects that are gathered in one of these ways."""
        subjects = [s for way in ways for s in self.subjects(way)]
        return [rule for s in subjects for rule in self.book.of_subject(s.name)]

    def _panel(self, subject: Subject, *, whole: bool = False) -> Panel:
        """The judges of a subject's rules: of those asked, or of all."""
        panels = self._whole if whole else self._asked
        if subject.name not in panels:
            rules = self.book.of_subject(subject.name)
            if self.rules is not None and not whole:
                rules = [rule for rule in rules if rule.id in self.rules]
            panels[subject.name] = Panel(subject, rules, self.context)
        return panels[subject.name]

    def _days(self, panel: Panel, sort: Sort, facts: pl.DataFrame) -> pl.DataFrame:
        """The case of each row and the day on which time may change a verdict about the row."""
        rules = panel.rules_for(sort) if self.dates else []
        due = next_due(rules, facts, self.context)
        return facts.select(KEY).with_columns(due.alias("due"))

    def _first(self, panel: Panel, facts: pl.DataFrame) -> list[date]:
        day = next_due(panel.rules if self.dates else [], facts, self.context).min()
        return [day] if isinstance(day, date) else []

    def _found(self, panel: Panel, parts: list[Evaluation]) -> list[pl.DataFrame]:
        return [rows for _, rows in self._written(panel, parts)]

    def _written(
        self, panel: Panel, parts: list[Evaluation]
    ) -> Iterator[tuple[Hits, pl.DataFrame]]:
        """The findings of each rule that was broken, beside the rows they were made of."""
        evaluation = together(parts)
        for tally in evaluation.tallies:
            counts = self.tallies.setdefault(tally.rule.id, dict.fromkeys(_COUNTS, 0))
            for name in counts:
                counts[name] += getattr(tally, name)
        yield from zip(evaluation.hits, panel.written(evaluation), strict=True)


def _gathered(way: str, snapshot: Snapshot, gathering: Gathering) -> Iterator[Bucket]:
    if way == REGISTERS:
        yield Bucket(Records.of(snapshot.registers))
    else:
        yield from gathering.gathered(way, snapshot.registers)


def _placed(evaluation: Evaluation, numbers: pl.Series) -> Evaluation:
    """``evaluation`` with the bucket of each hit as its place."""
    hits = [replace(hits, places=numbers[hits.places]) for hits in evaluation.hits]
    return Evaluation(evaluation.tallies, hits)


def _by_bucket(rows: pl.DataFrame, numbers: pl.Series) -> Iterator[tuple[int, pl.DataFrame]]:
    """``rows`` by the number of the bucket of each, of which equal ones mostly stand together."""
    runs = numbers.rle().struct.unnest()
    first = 0
    for count, number in runs.iter_rows():
        yield number, rows.slice(first, count)
        first += count


def _together(found: list[list[pl.DataFrame]]) -> pl.DataFrame:
    frames = [frame for frames in found for frame in frames]
    empty = {name: dtype for name, dtype in STORED.items() if name not in ("values", "run")}
    return pl.concat(frames) if frames else pl.DataFrame(schema=empty)
