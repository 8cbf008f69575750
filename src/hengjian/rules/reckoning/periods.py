"""How the law's dated numbers and its periods are reckoned on facts at hand.

Serves `Rows`, as `nodes` does. Clock stops are few and dear: only the rows that have any are reckoned
by the expression that folds them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from hengjian.facts import Type
from hengjian.rules import parameters as pa
from hengjian.rules.expressions import Node
from hengjian.rules.force import InForce
from hengjian.rules.reckoning.logic import (
    FALSE,
    TRUE,
    UNKNOWN,
    both,
    certain,
    chosen,
    either,
    for_each,
    one,
    settled,
    stated,
)
from hengjian.rules.reckoning.nodes import among, fixed, nothing
from hengjian.terms import Counting

if TYPE_CHECKING:
    from hengjian.rules.reckoning.rows import Rows


def _chain(
    node: pa.Chosen, rows: Rows, of: Callable[[pa.Choice], pl.Series], otherwise: pl.Series
) -> pl.Series:
    """What ``of`` gives of the choice of each row; ``otherwise`` where there is none."""
    at = rows.value(node.parts[0])
    found: list[tuple[pl.Series, pl.Series]] = []
    for choice in node.choices:
        told = _fits(node, rows, at, choice)
        if told is not FALSE:
            found.append((told, of(choice)))
        if told is TRUE:
            break
    for told, value in reversed(found):
        otherwise = chosen(told, value, otherwise)
    return otherwise


def _fits(node: pa.Chosen, rows: Rows, at: pl.Series, choice: pa.Choice) -> pl.Series:
    """Whether a value holds at the date and for the keys of each row."""
    value = choice.value
    told = stated(at)
    if value.from_ is not None:
        told = both(told, settled(at >= one(value.from_, pl.Date())))
    if value.until is not None:
        told = both(told, settled(at <= one(value.until, pl.Date())))
    for key, wanted in value.when.items():
        if told is FALSE:
            break
        options = [wanted] if isinstance(wanted, str) else list(wanted)
        told = both(told, certain(settled(among(rows.value(node.keys[key]), options))))
    return certain(told)


def _value(node: pa.ParameterValue, rows: Rows) -> pl.Series:
    none = nothing(node.type)
    return _chain(node, rows, lambda c: fixed(c.value.value, node.type) if c.usable else none, none)


def _amount(node: pa.Chosen, rows: Rows) -> pl.Series:
    none = nothing(Type.INTEGER)
    return _chain(
        node, rows, lambda c: one(int(c.value.value), pl.Int64()) if c.usable else none, none
    )


def _laid_down(node: pa.LaidDown, rows: Rows) -> pl.Series:
    told = _chain(node, rows, lambda choice: TRUE if choice.usable else UNKNOWN, FALSE)
    return chosen(stated(rows.value(node.parts[0])), told, UNKNOWN)


def _due(node: pa.DueDate, rows: Rows) -> pl.Series:
    """The last day; of the few rows whose clock was stopped, anew."""
    made = rows.context.made.get((id(node), rows.context.reading))
    if made is not None and rows.has(made):
        return rows.column(made)
    due = _run_through(node, rows)
    if node.stops is None or not rows.context.most_stops:
        return due
    stopped = _stopped(node.stops[0], rows)
    if stopped is FALSE:
        return due
    some = rows if stopped is TRUE else rows.only(stopped)
    anew = some.reckoned(node.compile(replace(rows.context, made={})))
    if some is rows:
        return anew
    return for_each(due, rows.height).clone().scatter(some.places, anew)


def _stopped(since: Node, rows: Rows) -> pl.Series:
    listed = rows.value(since)
    if listed.null_count() == len(listed):
        return FALSE
    return certain(settled(listed.list.len() > 0))


def _run_through(node: pa.DueDate, rows: Rows) -> pl.Series:
    """The last day of a period whose clock never stopped."""
    calendar = rows.context.calendar
    start, amount = rows.value(node.start), _amount(node, rows)
    if node.extended is not None:
        amount = amount + rows.value(node.extended)
    none = nothing(Type.DATE)
    if (
        len(node.countings) == 1
    ):  # and it is unknown where no value is chosen, for want of an amount
        result = calendar.due_of(start, amount, node.countings[0])
    else:
        result = none
        for counting in node.countings:
            told = _chain(node, rows, partial(_counts_by, counting), FALSE)
            if told is not FALSE:
                result = chosen(told, calendar.due_of(start, amount, counting), result)
    rolls = node.parameter.roll == "always" or (
        node.parameter.roll == "disputed" and rows.context.reading == "rolled"
    )
    return calendar.rolled_of(result) if rolls else result


def _counts_by(counting: Counting, choice: pa.Choice) -> pl.Series:
    return TRUE if choice.usable and (choice.counting or Counting.CALENDAR) is counting else FALSE


def _missed(node: pa.Missed, rows: Rows) -> pl.Series:
    due, done = (rows.value(part) for part in node.parts[:2])
    begun = stated(due)
    if begun is FALSE:
        return UNKNOWN
    happened = stated(done)
    told = settled(done > due)
    if happened is not TRUE:
        told = chosen(happened, told, _still_open(due, rows.value(node.parts[2]), rows))
    return chosen(begun, told, UNKNOWN)


def _still_open(due: pl.Series, known: pl.Series, rows: Rows) -> pl.Series:
    """Whether a period ran out in which nothing happened, as far as reports reach."""
    as_of = one(rows.context.as_of, pl.Date())
    late = both(settled(known > due), settled(as_of > due))
    return chosen(late, TRUE, chosen(settled(known >= as_of), FALSE, UNKNOWN))


def _hours_missed(node: pa.HoursMissed, rows: Rows) -> pl.Series:
    _, start_on, _, _, _, hours = node.parts
    if both(stated(rows.value(hours)), stated(rows.value(start_on))) is FALSE:
        return UNKNOWN
    return rows.reckoned(node.compile(rows.context))


def _in_force(node: InForce, rows: Rows) -> pl.Series:
    at = rows.value(node.parts[0])
    told = FALSE
    for since, until in node.spans:
        inside = settled(at >= one(since, pl.Date()))
        if until is not None:
            inside = both(inside, settled(at <= one(until, pl.Date())))
        told = either(told, inside)
    return told


RECKONED: dict[type[Node], Callable[[Any, Rows], pl.Series]] = {
    pa.ParameterValue: _value,
    pa.TermAmount: _amount,
    pa.LaidDown: _laid_down,
    pa.DueDate: _due,
    pa.Missed: _missed,
    pa.HoursMissed: _hours_missed,
    InForce: _in_force,
}
"""As `nodes.RECKONED`."""
