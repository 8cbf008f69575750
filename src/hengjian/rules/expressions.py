"""Expressions of rules: small typed trees that become Polars expressions, words and explanations.

One tree serves the bulk run (compiled to Polars), the rule book (rendered as words) and `explain`
(each part with its value). Only the operations of this file exist, so a rule can do nothing but
compare facts. Logic is three-valued throughout: unknown stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from hengjian.content import say
from hengjian.content.speech import language
from hengjian.facts import Column, Type
from hengjian.terms import Counting

if TYPE_CHECKING:
    from hengjian.rules.reckoning.rows import Rows
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

    @property
    def joined(self) -> bool:
        """Whether the words are joined clauses, so that they need brackets inside others."""
        return False

    def clause(self) -> str:
        """The words as a part of others."""
        return _in_brackets(self.words()) if self.joined else self.words()

    def denied(self) -> str:
        """The words of the opposite."""
        words = self.words()  # once: conditions may lie deep inside one another
        inner = _in_brackets(words) if self.joined else words
        return say(f"并非：{inner}", f"not {_in_brackets(words)}")

    # --- what is unknown -----------------------------------------------------------------------------

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        """What is missing in the rows ``where`` this node is unknown: a label, and in which of them.

        Only what this node was unknown for: a missing fact beside a false one has not mattered.
        """
        for part in self.parts:
            unknown = where & rows(part).is_null()
            if unknown.any():
                yield from part.gaps(rows, unknown)

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

    def denied(self) -> str:
        for found, opposite in _DENIALS:
            if found.search(self.column.label):
                return say(found.sub(opposite, self.column.label, 1), f"not {self.column.name}")
        return super().denied()

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        yield say(missing_label(self.column), self.column.name), where


_DENIALS = tuple(
    (re.compile(found), opposite)
    for found, opposite in (
        ("^有(?!.*的案件$)", "没有"),
        ("^举行过", "没有举行过"),
        ("^已(?!决定回避)", "未"),
        ("^(?=写明|持有)", "未"),
        ("填写了", "没有填写"),
        ("(?=载明“)", "没有"),
        ("^(?=情形“)", "没有"),
        ("(?=有音像记录$)", "没"),
        ("当事人在场$", "当事人不在场"),
        ("(?=在(?:下放委托)?名录中$|在本机关区划内$)", "不"),
        ("^活动之前已", "活动之前没有"),
        ("公布了", "没有公布"),
        ("(?=列入过)", "没有"),
        ("(?<!不)相同$", "不相同"),
    )
)
"""How a yes/no fact's label is turned into its opposite; the first pattern found counts."""


def missing_label(column: Column) -> str:
    """What is missing where a fact is unknown, in Chinese: of a yes/no fact, *whether* it is so."""
    if column.name.endswith("known_until"):
        return column.label.removesuffix("报送至") + "的报送范围"
    if column.type is Type.BOOLEAN and column.label.startswith(("有", "已", "举行过", "填写了")):
        return f"是否{column.label}"
    return column.label


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
        if isinstance(self.value, bool):
            return say("是", "yes") if self.value else say("否", "no")
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
        return joint.join(part.clause() for part in self.parts)

    @property
    def joined(self) -> bool:
        return True


class Not(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        _expect(part, Type.BOOLEAN)
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        return ~self.parts[0].compile(context)

    def words(self) -> str:
        return self.parts[0].denied()

    def denied(self) -> str:
        return self.parts[0].words()

    @property
    def joined(self) -> bool:
        return False


class IsNull(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        return self.parts[0].compile(context).is_null()

    def words(self) -> str:
        if several := self._several():
            return say(f"{several}都没有记载", f"none of {several} is stated")
        part = self.parts[0].clause()
        return say(f"{part}没有记载", f"{part} is not stated")

    def denied(self) -> str:
        if several := self._several():
            return say(f"{several}至少有一项有记载", f"one of {several} is stated")
        part = self.parts[0].clause()
        return say(f"{part}有记载", f"{part} is stated")

    def _several(self) -> str | None:
        """The values of a choice among several, which is null only where all of them are."""
        part = self.parts[0]
        if not isinstance(part, Coalesce | Extreme):
            return None
        values = part.in_turn() if isinstance(part, Coalesce) else part.parts
        return say("、", ", ").join(value.clause() for value in values)


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
        return say(f"可以确定{part.clause()}", f"certainly {part.clause()}")

    def denied(self) -> str:
        part = self.parts[0] if self.value else Not(self.parts[0])
        return say(f"不能确定{part.clause()}", f"not certainly {part.clause()}")


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
        part = self.parts[0].clause()
        return say(f"已报送是否{part}", f"{part} is reported")


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
            shown, first = code_label(left, str(right.value)), left.clause()
            return say(
                f"{first}{'为' if self.operator == '==' else '不是'}“{shown}”",
                f"{first} {'is' if self.operator == '==' else 'is not'} {right.value}",
            )
        zh, en = table[self.operator]
        first, second = left.clause(), right.clause()
        return say(f"{first}{zh}{second}", f"{first} {en} {second}")

    def denied(self) -> str:
        return Compare(_OPPOSITES[self.operator], *self.parts).words()


_OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class OneOf(Node):
    type = Type.BOOLEAN

    def __init__(self, part: Node, values: Sequence[str]) -> None:
        _expect(part, Type.TEXT)
        self.parts = (part,)
        self.values = tuple(values)

    def compile(self, context: Context) -> pl.Expr:
        return self.parts[0].compile(context).is_in(list(self.values))

    def words(self) -> str:
        return self._said(say("属于", " in "))

    def denied(self) -> str:
        return self._said(say("不属于", " not in "))

    def _said(self, verb: str) -> str:
        shown = "、".join(code_label(self.parts[0], value) for value in self.values)
        return self.parts[0].clause() + verb + say(f"“{shown}”", shown)


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
        part = self.parts[0].clause()
        return say(f"{part}包括“{shown}”{some}", f"{part} contains {shown}{some}")

    def denied(self) -> str:
        shown = "、".join(code_label(self.parts[0], value) for value in self.values)
        none = say("中的任何一项", " (none)") if len(self.values) > 1 else ""
        part = self.parts[0].clause()
        return say(f"{part}不包括“{shown}”{none}", f"{part} does not contain {shown}{none}")


# --- values -------------------------------------------------------------------------------------------


MOST_DAYS = 100_000
"""A date moves by at most so many days at once."""


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
            if not isinstance(self.parts[1], Constant):
                # An absurd number of days gives no date, rather than one that nobody can print.
                right = pl.when(right.is_between(-MOST_DAYS, MOST_DAYS)).then(right)
            days, more = left.cast(pl.Int32), right.cast(pl.Int32)
            return (days + more if self.operator == "+" else days - more).cast(pl.Date)
        match self.operator:
            case "+":
                return left + right
            case "-":
                return left - right
        product = left.cast(pl.Float64) * right
        if self.type is not Type.MONEY:
            return product
        return product.round().cast(pl.Int64, strict=False)  # none where it is past all numbers

    def words(self) -> str:
        left, right = (self._operand(part) for part in self.parts)
        sign = {"+": "加", "-": "减", "*": "乘以"}[self.operator]
        unit = "日" if self.type is Type.DATE and isinstance(self.parts[1], Constant) else ""
        return say(f"{left}{sign}{right}{unit}", f"{left} {self.operator} {right}")

    def _operand(self, part: Node) -> str:
        """A sum inside a sum in brackets, apart from a chain of one operation read from the left."""
        chained = isinstance(part, Arithmetic) and part.operator == self.operator
        inner = isinstance(part, Arithmetic | Days | Years | Extreme)
        if inner and not (chained and part is self.parts[0]):
            return _in_brackets(part.words())
        return part.clause()


class After(Node):
    """The day so many working days, months or years after a date, or months or years before it."""

    type = Type.DATE

    def __init__(self, since: Node, amount: int, counting: Counting) -> None:
        _expect(since, Type.DATE)
        self.parts = (since,)
        self.amount = amount
        self.counting = counting

    def compile(self, context: Context) -> pl.Expr:
        since = self.parts[0].compile(context)
        due = context.calendar.due(since, pl.lit(self.amount), self.counting).cast(pl.Date)
        return due if self.columns else due.first()  # one day for all rows, as a constant is

    def words(self) -> str:
        zh, en = {
            Counting.WORKING: ("个工作日", "working days"),
            Counting.MONTHS: ("个月", "months"),
            Counting.YEARS: ("年", "years"),
        }[self.counting]
        side = say("之后", "after") if self.amount >= 0 else say("之前", "before")
        since, length = self.parts[0].clause(), abs(self.amount)
        return say(f"{since}{side} {length} {zh}", f"{length} {en} {side} {since}")


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
        since, until = (
            _in_brackets(part.words()) if isinstance(part, Extreme) else part.clause()
            for part in self.parts
        )
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
        since, until = (part.clause() for part in self.parts)
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
        first, *rest = self.in_turn()
        if self.type is Type.BOOLEAN:
            told = first.clause()
            if language() != "zh":
                return f"{told} (where unknown, {', '.join(part.clause() for part in rest)})"
            return f"{told}（不明的{''.join(f'，{_taken(part)}' for part in rest)}）"
        words, told = [part.clause() for part in rest], first.clause()
        take = say("取" if len(words) == 1 else "依次取", "else ")
        others = take + say("、", ", else ").join(words)
        return say(f"{told}（没有记载的，{others}）", f"{told} ({others})")

    def denied(self) -> str:
        return say(f"并非：（{self.words()}）", f"not ({self.words()})")

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        """What any of the values would need; hours only where days would not do as well."""
        by_days = [p for p in self.parts if all(n.type is not Type.MOMENT for n in p.parts)]
        for part in by_days or self.parts:
            yield from part.gaps(rows, where)

    def in_turn(self) -> list[Node]:
        """The values in turn; one that is itself such a choice is told as a part of this one."""
        return [
            inner
            for part in self.parts
            for inner in (part.in_turn() if isinstance(part, Coalesce) else (part,))
        ]


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
        joined = say("、", ", ").join(part.clause() for part in self.parts)
        dates = self.type in (Type.DATE, Type.MOMENT)
        least, greatest = ("最早的一日", "最晚的一日") if dates else ("最小的", "最大的")
        if self.which == "least":
            return say(f"{joined}中{least}", f"the least of {joined}")
        return say(f"{joined}中{greatest}", f"the greatest of {joined}")


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
        condition, then, otherwise = self.parts
        told = condition.clause()
        if language() != "zh":
            return f"{then.clause()} if {told}, else {otherwise.clause()}"
        return f"{told}的，{_taken(then)}；其他的，{_taken(otherwise)}"

    @property
    def joined(self) -> bool:
        return True

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        condition, then, otherwise = self.parts
        holds = rows(condition)
        for part, taken in (
            (condition, holds.is_null()),
            (then, holds.fill_null(False)),
            (otherwise, (~holds).fill_null(False)),
        ):
            if (where & taken).any():
                yield from part.gaps(rows, where & taken)


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

    @property
    def joined(self) -> bool:
        return self.parts[0].joined

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        """What its parts need, and the facts for want of which neither of them holds."""
        told = where & False
        for label, rows_told in (*super().gaps(rows, where), *self._unstated(rows, where)):
            told = told | rows_told
            yield label, rows_told
        rest = where & ~told
        if rest.any():
            yield from ((label, rest) for label in self._between())

    def _unstated(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        for part in self.walk():
            if isinstance(part, IsNull):
                value = part.parts[0]
                yield from value.gaps(rows, where & rows(value).is_null())

    def _between(self) -> list[str]:
        """What keeps a row between yes and no: counts of what is unclear, which only one reads."""
        yes, no = (part.columns for part in self.parts)
        only = [column for name, column in {**yes, **no}.items() if (name in yes) != (name in no)]
        counts = [column for column in only if column.type is Type.INTEGER]
        nothing = say("足以判断的记载", "records that decide it")
        behind = [say(f"“{c.label}”的具体情况", f"what {c.name} stands for") for c in counts]
        return behind or [nothing]


class DayOf(Node):
    """What a date is in the calendar: a statutory holiday (强§43 means only those)."""

    type = Type.BOOLEAN

    def __init__(self, part: Node) -> None:
        _expect(part, Type.DATE)
        self.parts = (part,)

    def compile(self, context: Context) -> pl.Expr:
        told = context.calendar.is_statutory(self.parts[0].compile(context))
        return told if self.columns else told.first()  # one answer for all rows, as a constant is

    def words(self) -> str:
        part = self.parts[0].clause()
        return say(f"{part}是法定节日", f"{part} is a holiday")

    def denied(self) -> str:
        part = self.parts[0].clause()
        return say(f"{part}不是法定节日", f"{part} is no holiday")


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
        part = self.parts[0].clause()
        return say(f"{part}的钟点", f"hour of {part}")


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
        left, right = (part.clause() for part in self.parts)
        return say(f"{left}与{right}有相同者", f"{left} and {right} overlap")

    def denied(self) -> str:
        left, right = (part.clause() for part in self.parts)
        return say(f"{left}与{right}没有相同者", f"{left} and {right} do not overlap")


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
        left, right = (part.clause() for part in self.parts)
        return say(f"{left}有{right}之外者", f"{left} has more than {right}")

    def denied(self) -> str:
        left, right = (part.clause() for part in self.parts)
        return say(f"{left}没有{right}之外者", f"{left} has no more than {right}")


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


def _in_brackets(words: str) -> str:
    return say(f"（{words}）", f"({words})")


def _taken(part: Node) -> str:
    """What is taken where a choice falls on ``part``, in Chinese."""
    if part.type is not Type.BOOLEAN:
        return f"取{part.clause()}"
    return f"视为{part.words()}" if isinstance(part, Constant) else f"看：{part.clause()}"


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
