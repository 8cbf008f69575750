"""Expressions of rules: small typed trees that become Polars expressions, words and explanations.

One tree serves the bulk run (compiled to Polars), the rule book (rendered as words) and `explain`
(each part with its value). Only the operations of this file exist, so a rule can do nothing but
compare facts. Logic is three-valued throughout: unknown stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from hengjian.content import say
from hengjian.facts import Column, Type

if TYPE_CHECKING:
    from hengjian.terms.columns import CalendarColumns

Reading = Literal["plain", "rolled"]
"""Terms are read twice: by their plain last day, and by the day to which it rolls over."""
READINGS: tuple[Reading, ...] = ("plain", "rolled")


class ExpressionError(Exception):
    """A rule is written wrongly: it compares things that cannot be compared."""


@dataclass(frozen=True)
class Context:
    """What an expression is compiled for: the run's date, its calendar and the reading of terms.

    ``most_stops``: the largest number of clock stops that any row of the frame has · ``currency``:
    how sums of money are called in messages · ``made``: columns that already hold the value of a
    node in a reading, by the node's identity.
    """

    as_of: date
    calendar: CalendarColumns
    timezone: str = "Asia/Shanghai"
    currency: str = ""
    reading: Reading = "plain"
    most_stops: int = 0
    made: Mapping[tuple[int, Reading], str] = field(default_factory=dict)

    def read(self, reading: Reading) -> Context:
        return replace(self, reading=reading)


class Node:
    """A typed expression. Build it with operators; ``&``, ``|`` and ``~`` are and, or and not."""

    type: Type
    parts: tuple[Node, ...] = ()

    def compile(self, context: Context) -> pl.Expr:
        raise NotImplementedError

    def words(self) -> str:
        raise NotImplementedError

    # --- walking -------------------------------------------------------------------------------------

    def walk(self) -> Iterator[Node]:
        """This node and all below it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def columns(self) -> dict[str, Column]:
        return {n.column.name: n.column for n in self.walk() if isinstance(n, Fact)}

    # --- operators -----------------------------------------------------------------------------------

    def __and__(self, other: Node) -> Node:
        return Logic("and", self, other)

    def __or__(self, other: Node) -> Node:
        return Logic("or", self, other)

    def __invert__(self) -> Node:
        return Not(self)

    def __eq__(self, other: object) -> Node:  # type: ignore[override]
        return Compare("==", self, node(other, self.type))

    def __ne__(self, other: object) -> Node:  # type: ignore[override]
        return Compare("!=", self, node(other, self.type))

    def __lt__(self, other: object) -> Node:
        return Compare("<", self, node(other, self.type))

    def __le__(self, other: object) -> Node:
        return Compare("<=", self, node(other, self.type))

    def __gt__(self, other: object) -> Node:
        return Compare(">", self, node(other, self.type))

    def __ge__(self, other: object) -> Node:
        return Compare(">=", self, node(other, self.type))

    __hash__ = object.__hash__

    def __add__(self, other: object) -> Node:
        return Arithmetic("+", self, node(other, _operand_type(self)))

    def __sub__(self, other: object) -> Node:
        return Arithmetic("-", self, node(other, _operand_type(self)))

    def __mul__(self, other: object) -> Node:
        return Arithmetic("*", self, node(other, Type.NUMBER))

    def __bool__(self) -> bool:
        raise ExpressionError("write & | ~ instead of and, or, not; an expression has no truth yet")

    def is_null(self) -> Node:
        return IsNull(self)

    def is_not_null(self) -> Node:
        return Not(IsNull(self))

    def is_in(self, *values: str) -> Node:
        return OneOf(self, values)

    def contains(self, value: str) -> Node:
        return Contains(self, (value,))

    def contains_any(self, *values: str) -> Node:
        return Contains(self, values)

    def or_else(self, other: object) -> Node:
        """This value, or ``other`` where this one is missing."""
        return Coalesce(self, node(other, self.type))

    def known_false(self) -> Node:
        """True where this is certainly false; false where true *or unknown*."""
        return Certain(self, False)

    def known_true(self) -> Node:
        """True where this is certainly true; false where false *or unknown*."""
        return Certain(self, True)


def _operand_type(left: Node) -> Type:
    return Type.INTEGER if left.type is Type.DATE else left.type


def node(value: object, type_: Type) -> Node:
    """``value`` as a node: a node as it is, a plain value as a constant of ``type_``."""
    if isinstance(value, Node):
        return value
    if isinstance(value, int | float | str | bool | date | Decimal):
        return Constant(value, type_)
    raise ExpressionError(f"cannot use {value!r} in a rule")


# --- leaves -------------------------------------------------------------------------------------------


class Fact(Node):
    """A column of the subject's fact row."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.type = column.type

    def compile(self, context: Context) -> pl.Expr:
        return pl.col(self.column.name)

    def words(self) -> str:
        return say(self.column.label, self.column.name)


class Constant(Node):
    """A fixed value. Money constants are whole units; numbers of law belong into parameters."""

    def __init__(self, value: int | float | str | bool | date | Decimal, type_: Type) -> None:
        self.value = value
        self.type = type_

    def compile(self, context: Context) -> pl.Expr:
        value: Any = self.value
        if self.type is Type.MONEY:
            return pl.lit(int(Decimal(str(value)) * 100), dtype=pl.Int64)
        if self.type in (Type.CODES, Type.DATES):
            raise ExpressionError("a list has no constant")
        return pl.lit(value, dtype=self.type.dtype)

    def words(self) -> str:
        return str(self.value)


class AsOf(Node):
    """The date of the run."""

    type = Type.DATE

    def compile(self, context: Context) -> pl.Expr:
        return pl.lit(context.as_of)

    def words(self) -> str:
        return say("检查截至日", "the run's date")


# --- logic --------------------------------------------------------------------------------------------


class Logic(Node):
    type = Type.BOOLEAN

    def __init__(self, operator: Literal["and", "or"], *parts: Node) -> None:
        flat: list[Node] = []
        for part in parts:
            _expect(part, Type.BOOLEAN)
            same = isinstance(part, Logic) and part.operator == operator
            flat.extend(part.parts if same else (part,))
        self.operator: Literal["and", "or"] = operator
        self.parts = tuple(flat)

    def compile(self, context: Context) -> pl.Expr:
        compiled = [part.compile(context) for part in self.parts]
        result = compiled[0]
        for expression in compiled[1:]:
            result = result & expression if self.operator == "and" else result | expression
        return result

    def words(self) -> str:
        joint = say("，并且", " and ") if self.operator == "and" else say("，或者", " or ")
        return joint.join(
            f"（{part.words()}）" if isinstance(part, Logic) else part.words()
            for part in self.parts
        )


class Not(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        _expect(part, Type.BOOLEAN)
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        return ~self.parts[0].compile(context)

    def words(self) -> str:
        part = self.parts[0]
        if isinstance(part, IsNull):
            return say(f"{part.parts[0].words()}有记载", f"{part.parts[0].words()} is stated")
        if isinstance(part, Fact) and part.column.label.startswith("有"):
            return say(f"没有{part.column.label[1:]}", f"not {part.column.name}")
        words = f"（{part.words()}）" if isinstance(part, Logic) else part.words()
        return say(f"并非：{words}", f"not ({part.words()})")


class IsNull(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        return self.parts[0].compile(context).is_null()

    def words(self) -> str:
        return say(f"{self.parts[0].words()}没有记载", f"{self.parts[0].words()} is not stated")


class Certain(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node, value: bool) -> None:
        _expect(part, Type.BOOLEAN)
        self.parts = (part,)
        self.value = value

    def compile(self, context: Context) -> pl.Expr:
        compiled = self.parts[0].compile(context)
        return (compiled if self.value else ~compiled).fill_null(False)

    def words(self) -> str:
        part = self.parts[0] if self.value else Not(self.parts[0])
        return say(f"可以确定{part.words()}", f"certainly {part.words()}")


_DATE_WORDS = {
    "==": ("即为", "is"),
    "!=": ("不是", "is not"),
    "<": ("早于", "is before"),
    "<=": ("不晚于", "is not after"),
    ">": ("晚于", "is after"),
    ">=": ("不早于", "is not before"),
}
_NUMBER_WORDS = {
    "==": ("等于", "equals"),
    "!=": ("不等于", "differs from"),
    "<": ("少于", "is less than"),
    "<=": ("不超过", "is at most"),
    ">": ("超过", "exceeds"),
    ">=": ("达到", "is at least"),
}


class Reported(Node):
    """True where a yes/no fact is known either way, unknown otherwise; never false.

    Joined by *and* to a breach it keeps the breach from being stated where an excuse may simply not
    have been reported.
    """

    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        _expect(part, Type.BOOLEAN)
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        return pl.when(self.parts[0].compile(context).is_not_null()).then(True)

    def words(self) -> str:
        return say(f"已报送是否{self.parts[0].words()}", f"{self.parts[0].words()} is reported")


class Compare(Node):
    type = Type.BOOLEAN

    def __init__(self, operator: str, left: Node, right: Node) -> None:
        if not _comparable(left.type, right.type):
            raise ExpressionError(
                f"cannot compare {left.type.value} {left.words()} with "
                f"{right.type.value} {right.words()}"
            )
        self.operator = operator
        self.parts = (left, right)

    def compile(self, context: Context) -> pl.Expr:
        left, right = (part.compile(context) for part in self.parts)
        match self.operator:
            case "==":
                return left == right
            case "!=":
                return left != right
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
        return left >= right

    def words(self) -> str:
        left, right = self.parts
        table = _DATE_WORDS if left.type in (Type.DATE, Type.MOMENT) else _NUMBER_WORDS
        if isinstance(right, Constant) and left.type is Type.TEXT:
            shown = code_label(left, str(right.value))
            return say(
                f"{left.words()}{'为' if self.operator == '==' else '不是'}“{shown}”",
                f"{left.words()} {'is' if self.operator == '==' else 'is not'} {right.value}",
            )
        zh, en = table[self.operator]
        return say(f"{left.words()}{zh}{right.words()}", f"{left.words()} {en} {right.words()}")


class OneOf(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node, values: Sequence[str]) -> None:
        _expect(part, Type.TEXT)
        self.parts = (part,)
        self.values = tuple(values)

    def compile(self, context: Context) -> pl.Expr:
        return self.parts[0].compile(context).is_in(list(self.values))

    def words(self) -> str:
        shown = "、".join(code_label(self.parts[0], value) for value in self.values)
        return say(f"{self.parts[0].words()}属于“{shown}”", f"{self.parts[0].words()} in {shown}")


class Contains(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node, values: Sequence[str]) -> None:
        _expect(part, Type.CODES)
        self.parts = (part,)
        self.values = tuple(values)

    def compile(self, context: Context) -> pl.Expr:
        listed = self.parts[0].compile(context)
        result = listed.list.contains(self.values[0])
        for value in self.values[1:]:
            result = result | listed.list.contains(value)
        return result

    def words(self) -> str:
        shown = "、".join(code_label(self.parts[0], value) for value in self.values)
        some = say("之一", " (any)") if len(self.values) > 1 else ""
        return say(
            f"{self.parts[0].words()}包括“{shown}”{some}",
            f"{self.parts[0].words()} contains {shown}{some}",
        )


# --- values -------------------------------------------------------------------------------------------


class Arithmetic(Node):
    """Sums of one kind; a date plus days; a sum of money or a number times a number."""

    def __init__(self, operator: Literal["+", "-", "*"], left: Node, right: Node) -> None:
        kinds = (left.type, right.type)
        type_: Type
        if operator == "*":
            allowed = left.type in (Type.MONEY, Type.NUMBER, Type.INTEGER) and right.type in (
                Type.NUMBER,
                Type.INTEGER,
            )
            type_ = left.type if left.type is Type.MONEY else Type.NUMBER
        elif left.type is Type.DATE and right.type is Type.INTEGER:
            allowed, type_ = True, Type.DATE
        else:
            allowed = kinds[0] is kinds[1] and kinds[0] in (
                Type.MONEY,
                Type.NUMBER,
                Type.INTEGER,
            )
            type_ = left.type
        if not allowed:
            raise ExpressionError(f"cannot write {kinds[0].value} {operator} {kinds[1].value}")
        self.operator = operator
        self.type = type_
        self.parts = (left, right)

    def compile(self, context: Context) -> pl.Expr:
        left, right = (part.compile(context) for part in self.parts)
        if self.type is Type.DATE:
            days = left.cast(pl.Int32)
            moved = (
                days + right.cast(pl.Int32) if self.operator == "+" else days - right.cast(pl.Int32)
            )
            return moved.cast(pl.Date)
        match self.operator:
            case "+":
                return left + right
            case "-":
                return left - right
        product = left * right
        return product.round().cast(pl.Int64) if self.type is Type.MONEY else product

    def words(self) -> str:
        left, right = self.parts
        sign = {"+": "加", "-": "减", "*": "乘以"}[self.operator]
        return say(
            f"{left.words()}{sign}{right.words()}",
            f"{left.words()} {self.operator} {right.words()}",
        )


class Days(Node):
    """Calendar days from one date to another, the first not counted."""

    type = Type.INTEGER

    def __init__(self, since: Node, until: Node) -> None:
        _expect(since, Type.DATE)
        _expect(until, Type.DATE)
        self.parts = (since, until)

    def compile(self, context: Context) -> pl.Expr:
        since, until = (part.compile(context) for part in self.parts)
        return (until.cast(pl.Int32) - since.cast(pl.Int32)).cast(pl.Int64)

    def words(self) -> str:
        since, until = (part.words() for part in self.parts)
        return say(f"{since}至{until}的日数", f"days from {since} to {until}")


class Years(Node):
    """Completed years from one date to another, as in a person's age."""

    type = Type.INTEGER

    def __init__(self, since: Node, until: Node) -> None:
        _expect(since, Type.DATE)
        _expect(until, Type.DATE)
        self.parts = (since, until)

    def compile(self, context: Context) -> pl.Expr:
        since, until = (part.compile(context) for part in self.parts)
        born = since.dt.month().cast(pl.Int32) * 100 + since.dt.day().cast(pl.Int32)
        now = until.dt.month().cast(pl.Int32) * 100 + until.dt.day().cast(pl.Int32)
        return (
            until.dt.year().cast(pl.Int64)
            - since.dt.year().cast(pl.Int64)
            - (now < born).cast(pl.Int64)
        )

    def words(self) -> str:
        since, until = (part.words() for part in self.parts)
        return say(f"{since}至{until}的周年数", f"completed years from {since} to {until}")


class Coalesce(Node):
    def __init__(self, *parts: Node) -> None:
        for part in parts[1:]:
            _expect(part, parts[0].type)
        self.type = parts[0].type
        self.parts = parts

    def compile(self, context: Context) -> pl.Expr:
        return pl.coalesce(*(part.compile(context) for part in self.parts))

    def words(self) -> str:
        first, *rest = (part.words() for part in self.parts)
        others = say("、", ", ").join(rest)
        return say(f"{first}（没有记载的，取{others}）", f"{first} (else {others})")


class Extreme(Node):
    """The least or the greatest of several values; missing values are passed over."""

    def __init__(self, which: Literal["least", "greatest"], *parts: Node) -> None:
        for part in parts[1:]:
            _expect(part, parts[0].type)
        self.which = which
        self.type = parts[0].type
        self.parts = parts

    def compile(self, context: Context) -> pl.Expr:
        compiled = [part.compile(context) for part in self.parts]
        if self.which == "least":
            return pl.min_horizontal(*compiled)
        return pl.max_horizontal(*compiled)

    def words(self) -> str:
        joined = say("、", ", ").join(part.words() for part in self.parts)
        if self.which == "least":
            return say(f"{joined}中的最小者", f"the least of {joined}")
        return say(f"{joined}中的最大者", f"the greatest of {joined}")


class Choose(Node):
    """``then`` where ``condition`` is true, ``otherwise`` where it is false, unknown if unknown."""

    def __init__(self, condition: Node, then: Node, otherwise: Node) -> None:
        _expect(condition, Type.BOOLEAN)
        _expect(otherwise, then.type)
        self.type = then.type
        self.parts = (condition, then, otherwise)

    def compile(self, context: Context) -> pl.Expr:
        condition, then, otherwise = (part.compile(context) for part in self.parts)
        return pl.when(condition).then(then).when(~condition).then(otherwise)

    def words(self) -> str:
        condition, then, otherwise = (part.words() for part in self.parts)
        return say(
            f"{condition}的取{then}，否则取{otherwise}", f"{then} if {condition}, else {otherwise}"
        )


class Settled(Node):
    """True where ``yes`` is true, false where ``no`` is true, unknown where neither is."""

    type = Type.BOOLEAN

    def __init__(self, yes: Node, no: Node) -> None:
        _expect(yes, Type.BOOLEAN)
        _expect(no, Type.BOOLEAN)
        self.parts = (yes, no)

    def compile(self, context: Context) -> pl.Expr:
        yes, no = (part.compile(context) for part in self.parts)
        return pl.when(yes).then(True).when(no).then(False)

    def words(self) -> str:
        return self.parts[0].words()


class DayOf(Node):
    """What a date is in the calendar: a statutory holiday (强§43 means only those)."""

    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        _expect(part, Type.DATE)
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        return context.calendar.is_statutory(self.parts[0].compile(context))

    def words(self) -> str:
        return say(f"{self.parts[0].words()}是法定节日", f"{self.parts[0].words()} is a holiday")


class HourOf(Node):
    """The local hour of a moment, 0 to 23."""

    type = Type.INTEGER

    def __init__(self, part: Node) -> None:
        _expect(part, Type.MOMENT)
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        local = self.parts[0].compile(context).dt.convert_time_zone(context.timezone)
        return local.dt.hour().cast(pl.Int64)

    def words(self) -> str:
        return say(f"{self.parts[0].words()}的钟点", f"hour of {self.parts[0].words()}")


class Overlaps(Node):
    """Whether two lists share an element."""

    type = Type.BOOLEAN

    def __init__(self, left: Node, right: Node) -> None:
        _expect(left, Type.CODES)
        _expect(right, Type.CODES)
        self.parts = (left, right)

    def compile(self, context: Context) -> pl.Expr:
        left, right = (part.compile(context) for part in self.parts)
        return left.list.set_intersection(right).list.len() > 0

    def words(self) -> str:
        left, right = (part.words() for part in self.parts)
        return say(f"{left}与{right}有相同者", f"{left} and {right} overlap")


class Adds(Node):
    """Whether the first list holds an element that the second one lacks."""

    type = Type.BOOLEAN

    def __init__(self, left: Node, right: Node) -> None:
        _expect(left, Type.CODES)
        _expect(right, Type.CODES)
        self.parts = (left, right)

    def compile(self, context: Context) -> pl.Expr:
        left, right = (part.compile(context) for part in self.parts)
        return left.list.set_difference(right).list.len() > 0

    def words(self) -> str:
        left, right = (part.words() for part in self.parts)
        return say(f"{left}有{right}之外者", f"{left} has more than {right}")


# --- shorthands ---------------------------------------------------------------------------------------


def days(since: Node, until: Node) -> Node:
    return Days(since, until)


def years(since: Node, until: Node) -> Node:
    return Years(since, until)


def least(*parts: Node) -> Node:
    return Extreme("least", *parts)


def greatest(*parts: Node) -> Node:
    return Extreme("greatest", *parts)


def choose(condition: Node, then: Node, otherwise: object) -> Node:
    return Choose(condition, then, node(otherwise, then.type))


def settled(yes: Node, no: Node) -> Node:
    return Settled(yes, no)


def is_statutory_holiday(on: Node) -> Node:
    return DayOf(on)


def hour_of(moment: Node) -> Node:
    return HourOf(moment)


def overlaps(left: Node, right: Node) -> Node:
    return Overlaps(left, right)


def adds(left: Node, right: Node) -> Node:
    return Adds(left, right)


def code_label(part: Node, value: str) -> str:
    """The Chinese label of a code, where the column names its code list."""
    if isinstance(part, Fact):
        return part.column.labels.get(value, value)
    return value


def _expect(part: Node, type_: Type) -> None:
    if part.type is not type_:
        raise ExpressionError(f"{part.words()} is {part.type.value}, wanted {type_.value}")


def _comparable(left: Type, right: Type) -> bool:
    numbers = {Type.INTEGER, Type.NUMBER}
    return left is right or {left, right} <= numbers
