"""When time alone can change what a rule says of a row: the first later day on which it may.

Serves the nightly run, which judges again only rows whose day has come. The day given is never later
than the true one; it may be too early, where a part of a condition moves that then does not matter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce

import polars as pl

from hengjian.facts.sheet import Sheet, for_each
from hengjian.rules import verdicts
from hengjian.rules.expressions import READINGS, AsOf, Compare, Context, Node
from hengjian.rules.judging import most_stops
from hengjian.rules.parameters import DueDate, HoursMissed, Missed
from hengjian.rules.reckoning.alike import Alike
from hengjian.rules.reckoning.logic import (
    FALSE,
    TRUE,
    both,
    certain,
    chosen,
    denied,
    either,
    maybe,
    one,
    settled,
)
from hengjian.rules.reckoning.nodes import least
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule

READ_THE_DAY: tuple[type[Node], ...] = (AsOf, Missed, HoursMissed, DueDate)
"""Every kind of node whose value depends on the day of the run; a test holds it complete."""


def moves(rule: Rule) -> bool:
    """Whether the day of the run enters what the rule says at all."""
    return any(_moves(part) for part in _told_by(rule))


def next_due(rules: Sequence[Rule], facts: pl.DataFrame | Sheet, context: Context) -> pl.Series:
    """For each row the first day after ``context.as_of`` on which any of ``rules`` may say something
    else of it than now; null where time alone changes nothing.

    A date that rests on a year not yet announced counts as it would provisionally be, because a term
    that plainly runs is judged by it.
    """
    return Dues(rules, context).of(facts)


class Dues:
    """The same for frame after frame; what is asked of the rows is worked out once."""

    def __init__(self, rules: Sequence[Rule], context: Context, alike: Alike | None = None) -> None:
        self._context = context
        self._alike = alike if alike is not None else Alike()
        self._moving = [_Moving(rule, self._alike) for rule in rules if moves(rule)]

    def of(self, facts: pl.DataFrame | Sheet) -> pl.Series:
        """For each row the first day on which time may change a verdict."""
        found = _NEVER
        if self._moving and facts.height:
            context = replace(self._context, most_stops=most_stops(facts))
            with Rows(facts, context, self._alike) as rows:
                for moving in self._moving:
                    found = least(found, moving.day(rows))
        return for_each(found, facts.height).alias("due")


_NEVER = one(None, pl.Date())


class _Moving:
    """One rule whose verdict time may change, with all that need not be worked out anew."""

    def __init__(self, rule: Rule, alike: Alike) -> None:
        told = list(_told_by(rule))
        self._open = _each_once((part for node in told for part in node.walk()), alike)
        self._turns = _each_once((part for node in told for part in _turning(node)), alike)
        applies = rule.judgement.applies
        self._applies = None if _moves(applies) else applies

    def day(self, rows: Rows) -> pl.Series:
        """The first day on which time may change what the rule says of each row."""
        open_ = self._still_open(rows)
        if open_ is FALSE:
            return _NEVER
        # Only the few rows that are open at all, because periods are dear to reckon.
        few = rows.are_few(open_)
        some = rows.only(open_) if few else rows
        provisional = some.read("plain", provisional=True)
        day = reduce(least, (_turn(node, provisional) for node in self._turns), _NEVER)
        if self._applies is not None:
            day = chosen(maybe(provisional.value(self._applies)), day, _NEVER)
        if not few:
            return chosen(open_, day, _NEVER)
        return day if day is _NEVER else rows.with_some(_NEVER, some, day)

    def _still_open(self, rows: Rows) -> pl.Series:
        """Whether time may change anything the rule says of a row, whenever that is."""
        open_ = FALSE
        for part in self._open:
            match part:
                case AsOf():
                    return TRUE
                case Missed(parts=(_, done, known)) | HoursMissed(parts=(_, _, _, done, known, _)):
                    open_ = either(open_, _awaited(done, known, rows))
                case DueDate(stops=(_, until)):
                    open_ = either(open_, _open_ended(until, rows))
        if self._applies is not None and open_ is not FALSE:
            return both(open_, maybe(rows.value(self._applies)))
        return open_


def _each_once(nodes: Iterator[Node], alike: Alike) -> list[Node]:
    """The nodes on which time hangs; of those that say the same only one."""
    return list({alike(n): n for n in nodes if isinstance(n, (*READ_THE_DAY, Compare))}.values())


def _awaited(done: Node, known: Node, rows: Rows) -> pl.Series:
    """Whether something has not happened yet and would be reported if it did."""
    waited_for = denied(settled(rows.stated(done)))
    if waited_for is FALSE:
        return FALSE
    return both(waited_for, certain(settled(rows.value(known) >= _today(rows))))


def _open_ended(until: Node, rows: Rows) -> pl.Series:
    """Whether one of the ends is still to come."""
    if rows.filled(until) is FALSE:
        return FALSE
    owners, ends = rows.elements(until)
    if not ends.has_nulls():
        return FALSE
    return rows.at(owners.filter(ends.is_null()))


def _today(rows: Rows) -> pl.Series:
    return one(rows.context.as_of, pl.Date())


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


def _turning(node: Node) -> Iterator[Node]:
    """The parts of ``node`` by whose turns its value may become another."""
    match node:
        case Compare(parts=(AsOf(), other)) | Compare(parts=(other, AsOf())) if not _moves(other):
            yield node
            return
        case AsOf() | Missed() | HoursMissed() | DueDate(stops=(_, _)):
            yield node
    for part in node.parts:
        yield from _turning(part)


def _turn(node: Node, rows: Rows) -> pl.Series:
    """The first later day on which ``node`` itself may say something else."""
    match node:
        case Missed():
            return _end_of_term(node, rows)
        case HoursMissed():
            return _end_of_hours(node, rows)
        case DueDate(stops=(_, until)):
            # An open stop ends today, and so moves the end of the term day by day.
            return chosen(_open_ended(until, rows), _tomorrow(rows), _NEVER)
        case Compare(parts=(AsOf(), other)) | Compare(parts=(other, AsOf())):
            days = (_day_of(day, rows) for day in _read(other, rows))
            return reduce(least, days)
    return _tomorrow(rows)


def _tomorrow(rows: Rows) -> pl.Series:
    return one(rows.context.as_of + timedelta(days=1), pl.Date())


def _day_of(day: pl.Series, rows: Rows) -> pl.Series:
    """The day after which a comparison of the run's date with ``day`` changes, and the one before."""
    today = _today(rows)
    then = chosen(settled(day == today), _tomorrow(rows), _NEVER)
    return chosen(settled(day > today), day, then)


def _end_of_term(node: Missed, rows: Rows) -> pl.Series:
    due, done, known = node.parts
    open_ = both(both(rows.stated(due), rows.stated(known)), denied(rows.stated(done)))
    if open_ is FALSE:
        return _NEVER
    # Told missed once the term has run out, or unknown again once reports end before that.
    until = rows.value(known)
    turns = (_later(least(day, until), rows) for day in _read(due, rows))
    return chosen(open_, reduce(least, turns), _NEVER)


def _read(node: Node, rows: Rows) -> list[pl.Series]:
    """The value in both readings of a last day, where they may differ."""
    readings = READINGS if verdicts.has_two_readings(node) else READINGS[:1]
    return [rows.read(reading).value(node) for reading in readings]


def _end_of_hours(node: HoursMissed, rows: Rows) -> pl.Series:
    start_at, start_on, done_at, done_on, known, hours = node.parts
    told = either(rows.stated(done_on), both(rows.stated(done_at), rows.stated(start_at)))
    if told is TRUE:
        return _NEVER
    days = ((rows.value(hours) + _PART_OF_A_DAY) // _HOURS_OF_A_DAY).cast(pl.Int32)
    last = (rows.value(start_on).cast(pl.Int32) + days).cast(pl.Date)
    turns = least(_later(last, rows), _later(rows.value(known), rows))
    return chosen(denied(told), turns, _NEVER)


_PART_OF_A_DAY, _HOURS_OF_A_DAY = (one(number, pl.Int64()) for number in (23, 24))
_A_DAY = one(1, pl.Int32())


def _later(last: pl.Series, rows: Rows) -> pl.Series:
    """The day after ``last``, if that is still to come."""
    after = (last.cast(pl.Int32) + _A_DAY).cast(pl.Date)
    return chosen(settled(last >= _today(rows)), after, _NEVER)
