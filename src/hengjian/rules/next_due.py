"""When time alone can change what a rule says of a row: the first later day on which it may.

Serves the nightly run, which judges again only rows whose day has come. The day given is never later
than the true one; it may be too early, where a part of a condition moves that then does not matter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import polars as pl

from hengjian.rules import verdicts
from hengjian.rules.expressions import READINGS, AsOf, Compare, Context, Node
from hengjian.rules.judging import in_one_piece, most_stops
from hengjian.rules.parameters import DueDate, HoursMissed, Missed
from hengjian.rules.rule import Rule

READ_THE_DAY: tuple[type[Node], ...] = (AsOf, Missed, HoursMissed, DueDate)
"""Every kind of node whose value depends on the day of the run; a test holds it complete."""


def moves(rule: Rule) -> bool:
    """Whether the day of the run enters what the rule says at all."""
    return any(_moves(part) for part in _told_by(rule))


def next_due(rules: Sequence[Rule], facts: pl.DataFrame, context: Context) -> pl.Series:
    """For each row the first day after ``context.as_of`` on which any of ``rules`` may say something
    else of it than now; null where time alone changes nothing.

    A date that rests on a year not yet announced counts as it would provisionally be, because a term
    that plainly runs is judged by it.
    """
    return Dues(rules, context).of(facts)


class Dues:
    """The same for frame after frame; what is asked of the rows is worked out once."""

    def __init__(self, rules: Sequence[Rule], context: Context) -> None:
        self._context = context
        self._provisional = replace(context, calendar=context.calendar.provisional)
        self._open = {rule.id: _open(rule, context) for rule in rules if moves(rule)}
        self._moving = [rule for rule in rules if rule.id in self._open]
        self._days: dict[tuple[str, int], pl.Expr] = {}

    def of(self, facts: pl.DataFrame) -> pl.Series:
        """For each row the first day on which time may change a verdict."""
        found = pl.repeat(None, facts.height, dtype=pl.Date, eager=True).alias("due")
        if not self._moving or facts.is_empty():
            return found
        # First the few rows that are open at all, because periods are dear to reckon.
        flags = facts.lazy().select(open_.alias(id_) for id_, open_ in self._open.items()).collect()
        open_ = {rule.id: flags[rule.id].arg_true() for rule in self._moving}
        asked = [rule for rule in self._moving if len(open_[rule.id])]
        days = pl.collect_all([self._of_rows(rule, facts, open_[rule.id]) for rule in asked])
        for rule, day in zip(asked, days, strict=True):
            rows = open_[rule.id]
            least = pl.DataFrame([found[rows], day.to_series().alias("day")]).min_horizontal()
            found = found.scatter(rows, least)
        return found

    def _of_rows(self, rule: Rule, facts: pl.DataFrame, rows: pl.Series) -> pl.LazyFrame:
        own = in_one_piece(facts.select(sorted(rule.columns))[rows])
        key = (rule.id, most_stops(own))
        if key not in self._days:
            day = _of_rule(rule, replace(self._provisional, most_stops=key[1]))
            self._days[key] = pl.lit(None, dtype=pl.Date) if day is None else day
        return own.lazy().with_columns(self._days[key].alias("__day")).select("__day")


def _open(rule: Rule, context: Context) -> pl.Expr:
    """Whether time may change anything the rule says of a row, whenever that is."""
    parts = [part for told in _told_by(rule) for part in told.walk()]
    found: list[pl.Expr] = []
    for part in parts:
        match part:
            case AsOf():
                return pl.repeat(True, pl.len())
            case Missed(parts=(_, done, known)):
                found.append(_awaited(done.compile(context), known.compile(context), context))
            case HoursMissed(parts=(_, _, _, done_on, known, _)):
                day = done_on.compile(context)
                found.append(_awaited(day, known.compile(context), context))
            case DueDate(stops=(_, until)):
                found.append(_open_ended(until, context))
    open_ = pl.any_horizontal(found)
    applies = rule.judgement.applies
    return open_ if _moves(applies) else open_ & applies.compile(context).fill_null(True)


def _awaited(done: pl.Expr, known: pl.Expr, context: Context) -> pl.Expr:
    """Whether something has not happened yet and would be reported if it did."""
    return done.is_null() & (known >= pl.lit(context.as_of)).fill_null(False)


def _open_ended(until: Node, context: Context) -> pl.Expr:
    return until.compile(context).list.eval(pl.element().is_null()).list.any().fill_null(False)


def _told_by(rule: Rule) -> Iterator[Node]:
    """Everything that a verdict or a finding of the rule is made of."""
    judgement = rule.judgement
    yield rule.at
    yield judgement.applies
    yield from verdicts.judging_conditions(rule)
    yield from judgement.shows.values()
    if judgement.term is not None:
        yield judgement.term.due


def _moves(node: Node) -> bool:
    return any(
        isinstance(part, DueDate) and part.stops is not None
        if isinstance(part, DueDate)
        else isinstance(part, READ_THE_DAY)
        for part in node.walk()
    )


def _of_rule(rule: Rule, context: Context) -> pl.Expr | None:
    day = _first(_next(part, context) for part in _told_by(rule) if _moves(part))
    applies = rule.judgement.applies
    if day is None or _moves(applies):
        return day
    return pl.when(applies.compile(context).fill_null(True)).then(day)


def _next(node: Node, context: Context) -> pl.Expr | None:
    """The first later day on which the value of ``node`` may be another; None: never."""
    if not _moves(node):
        return None
    tomorrow = pl.lit(context.as_of + timedelta(days=1))
    own: pl.Expr
    match node:
        case AsOf():
            return tomorrow
        case Missed():
            due, done, known = node.parts
            # Told missed once the term has run out, or unknown again once reports end before that.
            until = known.compile(context)
            turns = [_later(pl.min_horizontal(day, until), context) for day in _read(due, context)]
            told = due.compile(context).is_not_null() & until.is_not_null()
            own = pl.when(told & done.compile(context).is_null()).then(pl.min_horizontal(turns))
            return _first([own, *(_next(part, context) for part in node.parts)])
        case HoursMissed():
            own = _hours(node, context)
            return _first([own, *(_next(part, context) for part in node.parts)])
        case DueDate(stops=(_, until)):
            # An open stop ends today, and so moves the end of the term day by day.
            own = pl.when(_open_ended(until, context)).then(tomorrow)
            return _first([own, *(_next(part, context) for part in node.parts)])
        case Compare(parts=(AsOf(), other)) | Compare(parts=(other, AsOf())) if not _moves(other):
            today = pl.lit(context.as_of)
            return _first(
                pl.when(day > today).then(day).when(day == today).then(tomorrow)
                for day in _read(other, context)
            )
    return _first(_next(part, context) for part in node.parts)


def _read(node: Node, context: Context) -> list[pl.Expr]:
    """The value in both readings of a last day, where they may differ."""
    readings = READINGS if verdicts.has_two_readings(node) else READINGS[:1]
    return [node.compile(context.read(reading)) for reading in readings]


def _hours(node: HoursMissed, context: Context) -> pl.Expr:
    start_at, start_on, done_at, done_on, known, hours = (
        part.compile(context) for part in node.parts
    )
    settled = done_on.is_not_null() | (done_at.is_not_null() & start_at.is_not_null())
    last = start_on.cast(pl.Int32) + ((hours + 23) // 24).cast(pl.Int32)
    turns = [_later(last.cast(pl.Date), context), _later(known, context)]
    return pl.when(~settled).then(pl.min_horizontal(turns))


def _later(last: pl.Expr, context: Context) -> pl.Expr:
    """The day after ``last``, if that is still to come."""
    coming = last >= pl.lit(context.as_of)
    return pl.when(coming).then((last.cast(pl.Int32) + 1).cast(pl.Date))


def _first(days: "list[pl.Expr | None] | Iterator[pl.Expr | None]") -> pl.Expr | None:
    found = [day for day in days if day is not None]
    return pl.min_horizontal(found) if found else None
