"""How the nodes of `expressions` are reckoned on facts at hand.

Serves `Rows`: for each kind of node a function that gives its value in each row, or a single one for
all rows. It holds no meaning of its own: tests hold each against the compiled expression.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any

import polars as pl

from hengjian.facts import Type
from hengjian.rules import expressions as ex
from hengjian.rules.expressions import MOST_DAYS, Node
from hengjian.rules.reckoning.logic import (
    FALSE,
    LISTS,
    TRUE,
    UNKNOWN,
    both,
    certain,
    chosen,
    denied,
    either,
    one,
    settled,
    stated,
)

if TYPE_CHECKING:
    from hengjian.rules.reckoning.rows import Rows

MOST_COMPARED = 6
"""Up to so many values, to compare with one after the other is cheaper than to look among them."""
_COMPARED = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_WHOLE = (Type.DATE, Type.MOMENT, Type.INTEGER, Type.MONEY)


def nothing(type_: Type) -> pl.Series:
    return one(None, type_.dtype)


def fixed(value: Any, type_: Type) -> pl.Series:
    """A constant of a rule, or a parameter's value, for all rows."""
    if type_ is Type.MONEY:
        value = int(Decimal(str(value)) * 100)
    made = one(value, type_.dtype)
    return settled(made) if type_ is Type.BOOLEAN else made


def _fact(node: ex.Fact, rows: Rows) -> pl.Series:
    column = rows.column(node.column.name)
    return settled(column) if node.type is Type.BOOLEAN else column


def _constant(node: ex.Constant, rows: Rows) -> pl.Series:
    if node.type in LISTS:
        return rows.reckoned(node.compile(rows.context))  # refused there
    return fixed(node.value, node.type)


def _as_of(node: ex.AsOf, rows: Rows) -> pl.Series:
    return one(rows.context.as_of, pl.Date())


# --- logic --------------------------------------------------------------------------------------------


def _logic(node: ex.Logic, rows: Rows) -> pl.Series:
    join, decisive = (both, FALSE) if node.operator == "and" else (either, TRUE)
    result = rows.value(node.parts[0])
    for part in node.parts[1:]:
        if result is decisive:
            return result
        result = join(result, rows.value(part))
    return result


def _not(node: ex.Not, rows: Rows) -> pl.Series:
    return denied(rows.value(node.parts[0]))


def _is_null(node: ex.IsNull, rows: Rows) -> pl.Series:
    return denied(settled(rows.stated(node.parts[0])))


def _certain(node: ex.Certain, rows: Rows) -> pl.Series:
    part = rows.value(node.parts[0])
    return certain(part if node.value else denied(part))


def _reported(node: ex.Reported, rows: Rows) -> pl.Series:
    part = rows.value(node.parts[0])
    return either(part, denied(part))


def _compare(node: ex.Compare, rows: Rows) -> pl.Series:
    if node.parts[0].type in LISTS:
        return settled(rows.reckoned(node.compile(rows.context)))
    left, right = (rows.value(part) for part in node.parts)
    return settled(_COMPARED[node.operator](left, right))


def _one_of(node: ex.OneOf, rows: Rows) -> pl.Series:
    part = rows.value(node.parts[0])
    if not 0 < len(node.values) <= MOST_COMPARED:
        return settled(part.is_in(list(node.values)))
    told = FALSE
    for value in node.values:
        told = either(told, settled(part == one(value, pl.String())))
    return told


def _contains(node: ex.Contains, rows: Rows) -> pl.Series:
    part = node.parts[0]
    held = rows.stated(part)
    if held is FALSE:
        return UNKNOWN
    owners, elements = rows.elements(part)
    told = FALSE
    for value in node.values:
        having = owners.filter(elements == one(value, pl.String()))
        if len(having):
            told = either(told, rows.at(having))
    return told if held is TRUE else chosen(held, told, UNKNOWN)


def _overlaps(node: ex.Overlaps, rows: Rows) -> pl.Series:
    left, right = node.parts
    return _lists_compared(node, rows, both(rows.filled(left), rows.filled(right)))


def _adds(node: ex.Adds, rows: Rows) -> pl.Series:
    return _lists_compared(node, rows, rows.filled(node.parts[0]))


def _lists_compared(node: Node, rows: Rows, filled: pl.Series) -> pl.Series:
    """Two lists of each row compared, which is dear: only where they hold something to compare."""
    there = both(*(settled(rows.stated(part)) for part in node.parts))
    told = FALSE
    if filled is not FALSE and there is not FALSE:
        some = rows.only(both(filled, there))
        told = settled(rows.with_some(FALSE, some, some.reckoned(node.compile(rows.context))))
    return settled(chosen(there, told, UNKNOWN))


# --- values -------------------------------------------------------------------------------------------


def _coalesce(node: ex.Coalesce, rows: Rows) -> pl.Series:
    result, there = rows.value(node.parts[0]), rows.stated(node.parts[0])
    for part in node.parts[1:]:
        if there is TRUE:
            return result
        result = chosen(there, result, rows.value(part))
        there = stated(result, node.type)
    return settled(result) if node.type is Type.BOOLEAN else result


def _extreme(node: ex.Extreme, rows: Rows) -> pl.Series:
    if node.type not in _WHOLE:
        return rows.reckoned(node.compile(rows.context))
    compared = le if node.which == "least" else ge
    values = [rows.value(part) for part in node.parts]
    result = values[0]
    for value in values[1:]:
        result = _nearer(result, value, compared)
    return result


def least(left: pl.Series, right: pl.Series) -> pl.Series:
    """The lesser of two, or the one that there is."""
    return _nearer(left, right, le)


def _nearer(
    left: pl.Series, right: pl.Series, compared: Callable[[pl.Series, pl.Series], pl.Series]
) -> pl.Series:
    found = left.zip_with(compared(left, right), right)
    if right.has_nulls():
        found = left.zip_with(denied(stated(right, Type.DATE)), found)
    return found


def _choose(node: ex.Choose, rows: Rows) -> pl.Series:
    condition = rows.value(node.parts[0])
    if condition is UNKNOWN:
        return UNKNOWN if node.type is Type.BOOLEAN else nothing(node.type)
    if condition is TRUE:
        return rows.value(node.parts[1])
    if condition is FALSE:
        return rows.value(node.parts[2])
    then, otherwise = (rows.value(part) for part in node.parts[1:])
    if condition.has_nulls():
        otherwise = otherwise.zip_with(denied(condition), nothing(node.type))
    result = then.zip_with(condition, otherwise)
    return settled(result) if node.type is Type.BOOLEAN else result


def _settled(node: ex.Settled, rows: Rows) -> pl.Series:
    yes, no = node.parts
    told = rows.value(yes)
    if told is TRUE:
        return TRUE
    return settled(chosen(told, TRUE, chosen(rows.value(no), FALSE, UNKNOWN)))


def _arithmetic(node: ex.Arithmetic, rows: Rows) -> pl.Series:
    left, right = (rows.value(part) for part in node.parts)
    if node.type is Type.DATE:
        return _moved(node, left, right)
    if node.operator == "+":
        return left + right
    if node.operator == "-":
        return left - right
    product = left.cast(pl.Float64) * right
    if node.type is not Type.MONEY:
        return product
    return product.round().cast(pl.Int64, strict=False)


def _moved(node: ex.Arithmetic, left: pl.Series, right: pl.Series) -> pl.Series:
    if not isinstance(node.parts[1], ex.Constant):
        least_days, most_days = one(-MOST_DAYS, pl.Int64()), one(MOST_DAYS, pl.Int64())
        within = both(settled(right >= least_days), settled(right <= most_days))
        right = chosen(within, right, nothing(Type.INTEGER))
    days, more = left.cast(pl.Int32), right.cast(pl.Int32)
    return (days + more if node.operator == "+" else days - more).cast(pl.Date)


def _after(node: ex.After, rows: Rows) -> pl.Series:
    since = rows.value(node.parts[0])
    calendar = rows.context.calendar
    return calendar.due_of(since, one(node.amount, pl.Int64()), node.counting)


def _days(node: ex.Days, rows: Rows) -> pl.Series:
    since, until = (rows.value(part) for part in node.parts)
    return (until.cast(pl.Int32) - since.cast(pl.Int32)).cast(pl.Int64)


def _day_of(node: ex.DayOf, rows: Rows) -> pl.Series:
    return settled(rows.context.calendar.statutory_of(rows.value(node.parts[0])))


RECKONED: dict[type[Node], Callable[[Any, Rows], pl.Series]] = {
    ex.Fact: _fact,
    ex.Constant: _constant,
    ex.AsOf: _as_of,
    ex.Logic: _logic,
    ex.Not: _not,
    ex.IsNull: _is_null,
    ex.Certain: _certain,
    ex.Reported: _reported,
    ex.Compare: _compare,
    ex.OneOf: _one_of,
    ex.Contains: _contains,
    ex.Overlaps: _overlaps,
    ex.Adds: _adds,
    ex.Coalesce: _coalesce,
    ex.Extreme: _extreme,
    ex.Choose: _choose,
    ex.Settled: _settled,
    ex.Arithmetic: _arithmetic,
    ex.After: _after,
    ex.Days: _days,
    ex.DayOf: _day_of,
}
"""Kinds of node that are reckoned without an expression; all others by theirs."""
