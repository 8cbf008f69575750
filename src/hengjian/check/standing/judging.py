"""Judging for the standing check: cases bucket by bucket, and what must be seen together way by way.

Serves its runs. It keeps facts as it makes them and says when time alone may change a verdict; it
decides neither what is judged nor what then stands.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.due_store import earliest
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import STORED
from hengjian.check.standing.gathering import BUCKET, GATHERED, LOOSE, REGISTERS, kind_of
from hengjian.facts import Bucket, Subject
from hengjian.rules.concerns import Sort
from hengjian.rules.engine import Evaluation, facts_read, together
from hengjian.rules.expressions import Context
from hengjian.rules.loading import Book
from hengjian.rules.next_due import moves, next_due
from hengjian.rules.panel import Panel
from hengjian.rules.rule import Rule

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
        touched = bucket.cases.select(KEY) if run > 1 else None
        for subject in self.subjects(BUCKET):
            panel = self.panel(subject)
            parts = panel.made(bucket)
            if subject.name in LOOSE:  # judged once, with the registers
                own = pl.col("case_id").is_not_null()
                parts = {sort: facts.filter(own) for sort, facts in parts.items()}
            keep.add(subject.name, number, run, parts, touched)
            frames.append(self.found(panel, [panel.judged(*part) for part in parts.items()]))
            days += [self._days(panel, *part) for part in parts.items()]
        return Judged(together_found(frames), earliest(days))

    def stored(self, store: FactsStore, number: int, cases: pl.DataFrame | None = None) -> Judged:
        """Judge the rules asked from kept facts, of all cases in a bucket or of some. The days are
        those of all rules."""
        frames, days = [], []
        for subject in self.subjects(BUCKET):
            panel, whole = self.panel(subject), self.panel(subject, whole=True)

            def columns(sort: Sort, panel: Panel = panel, whole: Panel = whole) -> list[str]:
                moving = [r for r in whole.rules_for(sort) if self.dates and moves(r)]
                return sorted({*panel.columns(sort), *facts_read(whole.subject, moving)})

            parts = []
            for sort, facts in store.read(subject.name, number, columns, cases):
                parts.append(panel.judged(sort, facts))
                days.append(self._days(whole, sort, facts))
            frames.append(self.found(panel, parts))
        return Judged(together_found(frames), earliest(days))

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

    def _days(self, panel: Panel, sort: Sort, facts: pl.DataFrame) -> pl.DataFrame:
        """The case of each row and the day on which time may change a verdict about the row."""
        rules = panel.rules_for(sort) if self.dates else []
        due = next_due(rules, facts, self.context)
        return facts.select(KEY).with_columns(due.alias("due"))

    def first_day(self, panel: Panel, facts: pl.DataFrame) -> date | None:
        """The first day on which time may change a verdict about any of these rows."""
        day = next_due(panel.rules if self.dates else [], facts, self.context).min()
        return day if isinstance(day, date) else None

    def found(self, panel: Panel, parts: list[Evaluation]) -> list[pl.DataFrame]:
        """The findings of what was judged, which is counted."""
        evaluation = together(parts)
        for tally in evaluation.tallies:
            counts = self.tallies.setdefault(tally.rule.id, dict.fromkeys(_COUNTS, 0))
            for name in counts:
                counts[name] += getattr(tally, name)
        return panel.written(evaluation)


def together_found(found: list[list[pl.DataFrame]]) -> pl.DataFrame:
    frames = [frame for frames in found for frame in frames]
    empty = {name: dtype for name, dtype in STORED.items() if name not in ("values", "run")}
    return pl.concat(frames) if frames else pl.DataFrame(schema=empty)
