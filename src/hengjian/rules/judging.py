"""Judges the rules of one subject on frames of facts: first which rows concern a rule, then these.

Serves the bulk run, the nightly run and the live check of one case alike. Most rules concern few
rows, so only their conditions of application are reckoned for all; expressions are compiled once and
serve every further frame.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_

import polars as pl

from hengjian.rules import verdicts
from hengjian.rules.expressions import READINGS, Context, Reading
from hengjian.rules.parameters import DueDate
from hengjian.rules.rule import Rule
from hengjian.terms import Counting

SMALL = 1_000
"""Rows up to which planning a query costs more than it saves."""
AT_ONCE = 16
"""Rules that are judged side by side; each holds a copy of the rows that concern it."""
_NUMBER = "the verdict"


@dataclass(frozen=True)
class Verdict:
    """What one rule says of the rows that concern it, or may.

    ``rows``: their places in the frame, rising · ``numbers``: a verdict number for each · ``context``:
    by what their facts are read.
    """

    rule: Rule
    rows: pl.Series
    numbers: pl.Series
    context: Context
    _all: pl.DataFrame
    _dues: pl.DataFrame

    def facts(self, where: pl.Series) -> pl.DataFrame:
        """What the rule and its findings read of the rows ``where``, the due dates beside it."""
        read = self._all.select(sorted(self.rule.columns | set(self.rule.subject.named)))
        return in_one_piece(read[self.rows.filter(where)].hstack(self._dues.filter(where)))


class Judge:
    """The rules of one subject, ready to be put to frames of facts on one day."""

    def __init__(self, rules: Sequence[Rule], context: Context) -> None:
        self._context = context
        self._rules = list(rules)
        self._plans: dict[tuple[int, bool], dict[str, _Plan]] = {}

    def verdicts(self, facts: pl.DataFrame) -> Iterator[Verdict]:
        """The verdict of each rule on ``facts``, in the order of the rules."""
        facts = in_one_piece(facts)
        most = most_stops(facts)
        plans = [self._plan(rule, most) for rule in self._rules]
        # Lazily where there is much to reckon: rules share conditions, and Polars finds them.
        asked = [plan.applies for plan in plans]
        small = facts.height < SMALL
        applies = facts.select(asked) if small else facts.lazy().select(asked).collect()
        for first in range(0, len(plans), AT_ONCE):
            yield from self._judged(plans[first : first + AT_ONCE], facts, applies, most)

    def _plan(self, rule: Rule, stops: int, *, provisional: bool = False) -> "_Plan":
        made = self._plans.setdefault((stops, provisional), {})
        if rule.id not in made:
            context = replace(self._context, most_stops=stops)
            if provisional:
                context = replace(context, calendar=context.calendar.provisional)
            made[rule.id] = _Plan(rule, context)
        return made[rule.id]

    def _judged(
        self, plans: list["_Plan"], facts: pl.DataFrame, applies: pl.DataFrame, most: int
    ) -> Iterator[Verdict]:
        concerned = {
            plan.rule.id: applies[plan.rule.id].fill_null(True).arg_true() for plan in plans
        }
        own = {
            plan.rule.id: _asked(plan, facts, applies[plan.rule.id], concerned[plan.rule.id])
            for plan in plans
            if len(concerned[plan.rule.id])
        }
        free = [self._plan(plan.rule, 0).reckoned(own[plan.rule.id])
                for plan in plans if plan.rule.id in own]  # fmt: skip
        found = dict(zip(own, pl.collect_all(free), strict=True))
        for plan in plans:
            id_ = plan.rule.id
            if id_ in own:
                exact = self._settled(plan, own[id_], self._stopped(plan, own[id_], found[id_]))
            else:
                exact = pl.DataFrame(schema={_NUMBER: pl.UInt8})
            yield Verdict(
                plan.rule, concerned[id_], exact[_NUMBER], plan.context, facts, exact.drop(_NUMBER)
            )

    def _stopped(self, plan: "_Plan", asked: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
        """Reckons the few rows anew whose clock was stopped; the others need no such sums."""
        if not plan.stops or not plan.context.most_stops or not found.height:
            return found
        rows = asked.select(
            pl.any_horizontal(pl.col(name).list.len() > 0 for name in plan.stops)
        ).to_series()
        return _again(found, plan, asked, rows.arg_true())

    def _settled(self, plan: "_Plan", asked: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
        """Judges what is open only because a date rests on an unannounced year, where it cannot
        matter.

        A term that has plainly not run out yet is *fine* whatever next year's notice says; only a
        breach may not rest on a provisional date.
        """
        if plan.awaits_calendar is None:
            return found
        open_ = found[_NUMBER] == verdicts.NOT_JUDGED
        if not open_.any():
            return found
        dues = found.drop(_NUMBER)
        rows = asked.hstack(dues).select(plan.awaits_calendar).to_series()
        rows = (open_ & rows).arg_true()
        if rows.is_empty():
            return found
        provisional = self._plan(plan.rule, plan.context.most_stops, provisional=True)
        again = provisional.reckoned(in_one_piece(asked[rows])).collect()[_NUMBER]
        fine = rows.filter(again == verdicts.FINE)
        return found.with_columns(found[_NUMBER].scatter(fine, verdicts.FINE))


def in_one_piece(facts: pl.DataFrame) -> pl.DataFrame:
    """``facts`` with each list in one piece: set operations on two lists need both in the same."""
    return facts.with_columns(
        column.rechunk()
        for column in facts.iter_columns()
        if column.n_chunks() > 1 and column.dtype == pl.List
    )


def most_stops(facts: pl.DataFrame) -> int:
    """The largest number of clock stops that any row of ``facts`` has."""
    names = [name for name in facts.columns if name.endswith("stops.since")]
    most = facts.select(pl.col(name).list.len().max() for name in names)
    return max((int(count or 0) for count in (most.row(0) if names else ())), default=0)


class _Plan:
    """One rule compiled in one context."""

    def __init__(self, rule: Rule, context: Context) -> None:
        self.rule = rule
        self._bare = context
        self._dues = verdicts.due_dates(rule)
        self._read = [
            (f"due {place} {reading}", due, reading)
            for place, due in enumerate(self._dues)
            for reading in _readings(due)
        ]
        made = {(id(due), reading): name for name, due, reading in self._read}
        for due in self._dues:
            made.setdefault((id(due), "rolled"), made[id(due), "plain"])
        self.context = replace(context, made=made)

    @cached_property
    def columns(self) -> list[str]:
        """The facts that decide whether the rule is broken."""
        conditions = verdicts.judging_conditions(self.rule)
        return sorted({name for node in conditions for name in node.columns})

    @cached_property
    def applies(self) -> pl.Expr:
        """Whether the rule concerns a row, named by the rule."""
        return verdicts.applies(self.rule, self._bare).alias(self.rule.id)

    @cached_property
    def stops(self) -> list[str]:
        """The facts that hold the clock stops the rule's periods reckon with."""
        listed = [due.stops[0] for due in self._dues if due.stops is not None]
        return sorted({name for node in listed for name in node.columns})

    @cached_property
    def awaits_calendar(self) -> pl.Expr | None:
        """Where a period has begun whose end nobody can tell, for want of a year's days off; None
        where no period of the rule asks the calendar."""
        if not verdicts.counts_days(self.rule):
            return None
        unknown = [
            pl.col(name).is_null() & due.start.compile(self.context).is_not_null()
            for name, due, _ in self._read
            if Counting.WORKING in due.countings or due.parameter.roll != "never"
        ]
        return reduce(or_, unknown) if unknown else None

    def reckoned(self, rows: pl.DataFrame) -> pl.LazyFrame:
        """``rows`` with the due dates and the verdict number."""
        conditions = [part.alias(name) for name, part in self._parts.items()]
        dues = [name for name, _, _ in self._read]
        return (
            rows.lazy()
            .with_columns(self._due_columns)
            .with_columns(conditions)
            .select(*dues, self._verdict)
        )

    @cached_property
    def _due_columns(self) -> list[pl.Expr]:
        return [
            due.compile(self._bare.read(reading)).alias(name) for name, due, reading in self._read
        ]

    @cached_property
    def _parts(self) -> dict[str, pl.Expr]:
        return verdicts.parts(self.rule, self.context)

    @cached_property
    def _verdict(self) -> pl.Expr:
        return verdicts.verdict(self.rule).alias(_NUMBER)


def _readings(due: DueDate) -> tuple[Reading, ...]:
    return READINGS if due.parameter.roll == "disputed" else READINGS[:1]


def _asked(plan: _Plan, facts: pl.DataFrame, applies: pl.Series, rows: pl.Series) -> pl.DataFrame:
    """What a rule's conditions read of the rows that concern it, and whether it applies to each."""
    asked = facts.select(plan.columns)
    own = asked if len(rows) == facts.height else in_one_piece(asked[rows])
    known = applies.null_count() == 0
    certain = pl.repeat(True, len(rows), dtype=pl.Boolean, eager=True) if known else applies[rows]
    return own.with_columns(certain.alias(verdicts.applied(plan.rule)))


def _again(found: pl.DataFrame, plan: _Plan, asked: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """``found`` with what ``plan`` reckons of some rows in place of what stands there."""
    if rows.is_empty():
        return found
    new = plan.reckoned(in_one_piece(asked[rows])).collect()
    return found.with_columns(found[name].scatter(rows, new[name]) for name in found.columns)
