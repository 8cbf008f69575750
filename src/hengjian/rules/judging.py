"""Judges the rules of one subject on frames of facts: first which rows concern a rule, then these.

Serves the bulk run, the nightly run and the live check of one case alike. What rules share is
reckoned once for a frame; excuses and grades only where a rule is not plainly kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np
import polars as pl

from hengjian.facts.missing import lengths
from hengjian.facts.sheet import Sheet, for_each
from hengjian.rules import verdicts
from hengjian.rules.expressions import READINGS, Context, Reading
from hengjian.rules.parameters import DueDate
from hengjian.rules.reckoning.alike import Alike
from hengjian.rules.reckoning.logic import (
    FALSE,
    TRUE,
    UNKNOWN,
    both,
    certain,
    chosen,
    count,
    denied,
    either,
    known,
    maybe,
    one,
    settled,
)
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule
from hengjian.terms import Counting


@dataclass(frozen=True)
class Verdict:
    """What one rule says of a frame of facts.

    ``concerned``: how many rows it concerns, or may · ``fine``: how many of these it is plainly kept in
    · ``numbers``: a verdict number for each of the others · ``context``: by what their facts are read.
    """

    rule: Rule
    concerned: int
    fine: int
    numbers: pl.Series
    context: Context
    _facts: Sheet
    _rows: Rows
    _within: pl.Series
    _dues: "list[_Due]"
    _kept: tuple[Rows, pl.Series]

    @cached_property
    def places(self) -> pl.Series:
        """Where the rows that have a number stand in the frame, rising."""
        return self._rows.outermost(self._within)

    @property
    def of_every_row(self) -> pl.Series:
        """The verdict number of each row of the frame."""
        numbers = np.full(self._facts.height, verdicts.NOT_CONCERNED, dtype=np.uint8)
        rows, kept = self._kept
        fine = rows.numbered.filter(for_each(kept, rows.height))
        numbers[rows.outermost(fine).to_numpy()] = verdicts.FINE
        numbers[self.places.to_numpy()] = self.numbers.to_numpy()
        return pl.Series(numbers)

    def facts(self, where: pl.Series) -> pl.DataFrame:
        """What the rule and its findings read of the rows ``where``, the due dates beside it."""
        within = self._within.filter(where)
        read = sorted(self.rule.columns | set(self.rule.subject.named))
        facts = self._facts.select(read).at(self._rows.outermost(within)).frame()
        dues = [due.of(self._rows)[within].alias(due.name) for due in self._dues]
        return in_one_piece(facts.hstack(dues) if dues else facts)


class Judge:
    """The rules of one subject, ready to be put to frames of facts on one day."""

    def __init__(self, rules: Sequence[Rule], context: Context) -> None:
        self._context = context
        self._alike = Alike()
        self._known: dict[str, _Asked] = {}
        self._asked = [self._known.setdefault(rule.id, _Asked(rule)) for rule in rules]

    def only(self, rules: Sequence[Rule]) -> "Judge":
        """The same for some of the rules; what is known of each they share."""
        judge = Judge((), self._context)
        judge._alike = self._alike
        judge._asked = [self._known[rule.id] for rule in rules]
        return judge

    def verdicts(self, facts: pl.DataFrame | Sheet) -> Iterator[Verdict]:
        """The verdict of each rule on ``facts``, in the order of the rules."""
        sheet = Sheet.of(facts)
        context = replace(self._context, most_stops=most_stops(sheet))
        with Rows(sheet, context, self._alike) as rows:
            for asked in self._asked:
                yield asked.judged(rows, sheet)


def in_one_piece(facts: pl.DataFrame) -> pl.DataFrame:
    """``facts`` with each list in one piece: set operations on two lists need both in the same."""
    lists = [
        column.rechunk()
        for column in facts.iter_columns()
        if column.n_chunks() > 1 and column.dtype == pl.List
    ]
    return facts.with_columns(lists) if lists else facts


def most_stops(facts: pl.DataFrame | Sheet) -> int:
    """The largest number of clock stops that any row of ``facts`` has."""
    sheet = Sheet.of(facts)
    columns = [sheet.column(name) for name in sheet.columns if name.endswith("stops.since")]
    most = (lengths(stops).max() for stops in columns if stops.null_count() < len(stops))
    return max((count for count in most if isinstance(count, int)), default=0)


@dataclass(frozen=True)
class _Due:
    """A period by which a rule judges, in one reading, with the name of its column in findings."""

    name: str
    node: DueDate
    reading: Reading

    def of(self, rows: Rows) -> pl.Series:
        """The last day in each row."""
        return rows.read(self.reading)(self.node)

    def awaits_calendar(self, rows: Rows) -> pl.Series:
        """Where it has begun and nobody can tell its end, maybe for want of a year's days off."""
        if Counting.WORKING not in self.node.countings and self.node.parameter.roll == "never":
            return FALSE
        ended = rows.read(self.reading).stated(self.node)
        return both(denied(ended), rows.stated(self.node.start))


class _Asked:
    """One rule, with all that need not be worked out anew for each frame."""

    def __init__(self, rule: Rule) -> None:
        judgement = rule.judgement
        self.rule = rule
        self._concerning = verdicts.concerning(rule)
        self._breaks = judgement.breaks
        self._exceptions = list(judgement.exceptions.values())
        self._grades = [grade.when for grade in judgement.grades]
        self._two_readings = verdicts.has_two_readings(judgement.breaks)
        self._counts_days = verdicts.counts_days(rule)
        self._dues = [
            _Due(f"due {place} {reading}", due, reading)
            for place, due in enumerate(verdicts.due_dates(rule))
            for reading in _readings(due)
        ]
        self._contexts: dict[int, Context] = {}

    def judged(self, rows: Rows, facts: Sheet) -> Verdict:
        scope = self._scope(rows)
        concerned = maybe(scope.value(self._concerning))
        kept = concerned
        if concerned is not FALSE:
            kept = both(concerned, certain(denied(self._broken(scope))))
        others = both(concerned, denied(kept))
        left = count(others, scope.height)
        some = scope
        if left and scope.are_few(others):
            some, others = scope.only(others), TRUE
        numbers, within = _NONE
        if left:
            within = some.numbered.filter(for_each(others, some.height))
            numbers = self._numbers(some, others)
        return Verdict(
            self.rule,
            count(concerned, scope.height),
            count(kept, scope.height),
            numbers,
            self._context(rows.context),
            facts,
            some,
            within,
            self._dues,
            (scope, kept),
        )

    def _scope(self, rows: Rows) -> Rows:
        """The rows that the rule concerns, or may, where these are few; else all."""
        told = rows.value(self._concerning)
        if len(told) == 1:
            return rows
        concerned = maybe(told)
        return rows.part(self._concerning, concerned) if rows.are_few(concerned) else rows

    def _context(self, context: Context) -> Context:
        """What the findings are read by: with the columns that hold the ends of periods."""
        stops = context.most_stops
        if stops not in self._contexts:
            made = {(id(due.node), due.reading): due.name for due in self._dues}
            for due in self._dues:
                made.setdefault((id(due.node), "rolled"), made[id(due.node), "plain"])
            self._contexts[stops] = replace(context, made=made)
        return self._contexts[stops]

    # --- the verdict --------------------------------------------------------------------------------------

    def _broken(self, rows: Rows) -> pl.Series:
        """Whether the rule is broken in either reading; unknown where one of them is."""
        plain = rows.value(self._breaks)
        if not self._two_readings:
            return plain
        rolled = rows.read("rolled").value(self._breaks)
        sure = both(known(plain), known(rolled))
        return settled(chosen(sure, either(plain, rolled), UNKNOWN))

    def _numbers(self, rows: Rows, others: pl.Series) -> pl.Series:
        """The verdict numbers of the rows ``others``, in none of which the rule is plainly kept."""
        numbers = for_each(self._number(rows), rows.height)
        open_ = both(others, settled(numbers == one(verdicts.NOT_JUDGED, pl.UInt8())))
        fine = self._fine_anyway(rows, open_)
        if fine is not None:
            numbers = numbers.clone().scatter(fine, verdicts.FINE)
        return numbers.filter(for_each(others, rows.height))

    def _number(self, rows: Rows) -> pl.Series:
        """The verdict number of each row, leaving aside that the rule may be kept."""
        number = _number(verdicts.BREAKS)
        for i, grade in reversed(list(enumerate(self._grades))):
            number = chosen(rows.value(grade), _number(verdicts.BREAKS + 2 + i), number)
        if self._two_readings:
            plain, rolled = (rows.read(r).value(self._breaks) for r in READINGS)
            number = chosen(settled(plain != rolled), _number(verdicts.BREAKS + 1), number)
        exceptions = [rows.value(exception) for exception in self._exceptions]
        sure = both(known(rows.value(self._concerning)), known(self._broken(rows)))
        sure = reduce(both, (known(told) for told in exceptions), sure)
        number = chosen(sure, number, _number(verdicts.NOT_JUDGED))
        for i, told in reversed(list(enumerate(exceptions))):
            number = chosen(told, _number(verdicts.EXEMPT + i), number)
        if not self.rule.judgement.ordered:
            number = chosen(_two_of(exceptions), _number(verdicts.CLASH), number)
        return number

    def _fine_anyway(self, rows: Rows, open_: pl.Series) -> pl.Series | None:
        """Which rows are open only because a date rests on an unannounced year, where it cannot
        matter.

        A term that has plainly not run out yet is *fine* whatever next year's notice says; only a
        breach may not rest on a provisional date.
        """
        if open_ is FALSE or not self._counts_days:
            return None
        waiting = reduce(either, (due.awaits_calendar(rows) for due in self._dues), FALSE)
        waiting = both(open_, waiting)
        if waiting is FALSE:
            return None
        some = rows.only(waiting)
        fine = certain(denied(self._broken(some.read("plain", provisional=True))))
        return some.places.filter(for_each(fine, some.height))


_NONE = pl.Series(dtype=pl.UInt8), pl.Series(dtype=pl.UInt32)


def _readings(due: DueDate) -> tuple[Reading, ...]:
    return READINGS if due.parameter.roll == "disputed" else READINGS[:1]


def _number(number: int) -> pl.Series:
    return one(number, pl.UInt8())


def _two_of(told: Sequence[pl.Series]) -> pl.Series:
    """Whether more than one of them is true."""
    some, more = FALSE, FALSE
    for each in told:
        true = certain(each)
        more = either(more, both(some, true))
        some = either(some, true)
    return more
