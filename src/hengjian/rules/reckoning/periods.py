"""How the law's dated numbers and its periods are reckoned on facts at hand.

Serves `Rows`, as `nodes` does. Clock stops are few and dear: what they lengthen is reckoned only for
the rows that have any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from hengjian.facts import Type
from hengjian.facts.missing import lengths
from hengjian.rules import parameters as pa
from hengjian.rules.expressions import Node
from hengjian.rules.reckoning.logic import (
    FALSE,
    TRUE,
    UNKNOWN,
    both,
    chosen,
    one,
    settled,
    stated,
)
from hengjian.rules.reckoning.nodes import fixed, nothing
from hengjian.terms import Counting
from hengjian.terms.columns import Span

if TYPE_CHECKING:
    from hengjian.rules.reckoning.rows import Rows


def _chain(
    node: pa.Chosen, rows: Rows, of: Callable[[pa.Choice], pl.Series], otherwise: pl.Series
) -> pl.Series:
    """What ``of`` gives of the choice of each row; ``otherwise`` where there is none."""
    found: list[tuple[pl.Series, pl.Series]] = []
    for fits, choice in node.fits:
        told = rows.value(fits)
        if told is not FALSE:
            found.append((told, of(choice)))
        if told is TRUE:
            break
    for told, value in reversed(found):
        otherwise = chosen(told, value, otherwise)
    return otherwise


def _value(node: pa.ParameterValue, rows: Rows) -> pl.Series:
    none = nothing(node.type)
    return _chain(node, rows, lambda c: fixed(c.value.value, node.type) if c.usable else none, none)


def _amount(node: pa.Chosen, rows: Rows) -> pl.Series:
    none = nothing(Type.INTEGER)
    return _chain(
        node, rows, lambda c: one(int(c.value.value), pl.Int64()) if c.usable else none, none
    )


def position(node: pa.Chosen, rows: Rows) -> pl.Series:
    """Which of the node's `choices` is chosen: tells law and unit to an explanation."""
    none = nothing(Type.INTEGER)
    places = {id(choice): place for place, choice in enumerate(node.choices)}
    return _chain(node, rows, lambda c: one(places[id(c)], pl.Int64()) if c.usable else none, none)


def _laid_down(node: pa.LaidDown, rows: Rows) -> pl.Series:
    told = _chain(node, rows, lambda choice: TRUE if choice.usable else UNKNOWN, FALSE)
    return settled(chosen(rows.stated(node.parts[0]), told, UNKNOWN))


def _due(node: pa.DueDate, rows: Rows) -> pl.Series:
    """The last day; of the few rows whose clock was stopped, anew."""
    made = rows.context.made.get((id(node), rows.context.reading))
    if made is not None and rows.has(made):
        return rows.column(made)
    due = _last_day(node, rows, ())
    if node.stops is None or not rows.context.most_stops:
        return due
    stopped = rows.filled(node.stops[0])
    if stopped is FALSE:
        return due
    some = rows.part(node.stops[0], stopped)
    since, until = node.stops
    key = ("stops", rows.alike(since), rows.alike(until))
    spans = some.once(key, lambda: _spans(some.value(since), some.value(until), rows))
    return rows.with_some(due, some, _last_day(node, some, spans))


def _spans(since: pl.Series, until: pl.Series, rows: Rows) -> Sequence[Span]:
    """The first, second, … stop of each row; one that is open lasts until the day of the run."""
    most = lengths(since).max()
    as_of = one(rows.context.as_of, pl.Date())
    return [
        (begun, chosen(stated(ended, Type.DATE), ended, as_of))
        for begun, ended in (
            (since.list.get(i, null_on_oob=True), until.list.get(i, null_on_oob=True))
            for i in range(most if isinstance(most, int) else 0)
        )
    ]


def _last_day(node: pa.DueDate, rows: Rows, stops: Sequence[Span]) -> pl.Series:
    calendar = rows.context.calendar
    start, amount = rows.value(node.start), _amount(node, rows)
    if node.extended is not None:
        amount = amount + rows.value(node.extended)
    if (
        len(node.countings) == 1
    ):  # and it is unknown where no value is chosen, for want of an amount
        result = calendar.due_of(start, amount, node.countings[0], stops)
    else:
        result = nothing(Type.DATE)
        for counting in node.countings:
            told = _chain(node, rows, partial(_counts_by, counting), FALSE)
            if told is not FALSE:
                result = chosen(told, calendar.due_of(start, amount, counting, stops), result)
    rolls = node.parameter.roll == "always" or (
        node.parameter.roll == "disputed" and rows.context.reading == "rolled"
    )
    return calendar.rolled_of(result) if rolls else result


def _counts_by(counting: Counting, choice: pa.Choice) -> pl.Series:
    return TRUE if choice.usable and (choice.counting or Counting.CALENDAR) is counting else FALSE


def _missed(node: pa.Missed, rows: Rows) -> pl.Series:
    due, done, known = node.parts
    begun, happened = rows.stated(due), rows.stated(done)
    if begun is FALSE:
        return UNKNOWN
    last = rows.value(due)
    told = UNKNOWN if happened is FALSE else settled(rows.value(done) > last)
    if happened is not TRUE:
        told = chosen(happened, told, _still_open(last, rows.value(known), rows))
    return settled(chosen(begun, told, UNKNOWN))


def _still_open(due: pl.Series, known: pl.Series, rows: Rows) -> pl.Series:
    """Whether a period ran out in which nothing happened, as far as reports reach."""
    as_of = one(rows.context.as_of, pl.Date())
    late = both(settled(known > due), settled(as_of > due))
    return chosen(late, TRUE, chosen(settled(known >= as_of), FALSE, UNKNOWN))


def _hours_missed(node: pa.HoursMissed, rows: Rows) -> pl.Series:
    start_at, start_on, done_at, done_on, known, hours = node.parts
    begun = both(rows.stated(hours), rows.stated(start_on))
    if begun is FALSE:
        return UNKNOWN
    as_of = one(rows.context.as_of, pl.Date())
    limit, day = rows.value(hours), rows.value(start_on)
    late = both(settled(rows.value(known) >= as_of), _days_exceed(day, as_of, limit))
    told = chosen(late, TRUE, UNKNOWN)
    if rows.stated(done_on) is not FALSE:
        done = rows.value(done_on)
        soon = settled((_days(day, done) + _ONE) * _HOURS <= limit)
        by_days = chosen(_days_exceed(day, done, limit), TRUE, chosen(soon, FALSE, UNKNOWN))
        told = chosen(rows.stated(done_on), by_days, told)
    exact = both(rows.stated(done_at), rows.stated(start_at))
    if exact is not FALSE:
        ended = _hours_later(rows.value(start_at), limit, rows)
        told = chosen(exact, settled(rows.value(done_at) > ended), told)
    return settled(chosen(begun, told, UNKNOWN))


_ONE, _HOURS, _HOUR = (one(number, pl.Int64()) for number in (1, 24, 3_600_000_000))


def _days(since: pl.Series, until: pl.Series) -> pl.Series:
    return (until.cast(pl.Int32) - since.cast(pl.Int32)).cast(pl.Int64)


def _days_exceed(since: pl.Series, until: pl.Series, hours: pl.Series) -> pl.Series:
    """Whether the days alone prove that so many hours went by."""
    return settled((_days(since, until) - _ONE) * _HOURS >= hours)


def _hours_later(start: pl.Series, hours: pl.Series, rows: Rows) -> pl.Series:
    if rows.context.reading == "rolled":  # the hour that has begun does not count
        begun = start.dt.truncate("1h")
        hours = hours + (begun != start).cast(pl.Int64)
        start = begun
    return start + (hours * _HOUR).cast(pl.Duration("us"))


RECKONED: dict[type[Node], Callable[[Any, Rows], pl.Series]] = {
    pa.ParameterValue: _value,
    pa.TermAmount: _amount,
    pa.LaidDown: _laid_down,
    pa.DueDate: _due,
    pa.Missed: _missed,
    pa.HoursMissed: _hours_missed,
}
"""As `nodes.RECKONED`."""
