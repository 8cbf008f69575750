"""Prints an expression in the language of custom rules: read again, it is the same expression.

Serves the editor, the record of what was enabled, and whoever wants a rule of the book as a pattern.
An expression that the language cannot say is refused.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengjian.content import say
from hengjian.content.speech import language
from hengjian.facts import Type
from hengjian.rules.custom.vocabulary import Vocabulary
from hengjian.rules.custom.words import BY_MEANING, UNITS
from hengjian.rules.expressions import (
    Adds,
    After,
    Arithmetic,
    AsOf,
    Certain,
    Choose,
    Coalesce,
    Compare,
    Constant,
    Contains,
    DayOf,
    Days,
    ExpressionError,
    Extreme,
    Fact,
    HourOf,
    IsNull,
    Logic,
    Node,
    Not,
    OneOf,
    Overlaps,
    Years,
)
from hengjian.rules.parameters import Missed
from hengjian.terms import Counting

_CALLS: dict[type[Node], str] = {
    Days: "days",
    Years: "years",
    Coalesce: "coalesce",
    Choose: "choose",
    DayOf: "holiday",
    HourOf: "hour",
    Overlaps: "overlaps",
    Adds: "adds",
}
_UNIT_OF = {Counting.WORKING: "working_day", Counting.MONTHS: "month", Counting.YEARS: "year"}
_LOOSE = (Logic, Not, Compare, IsNull, OneOf, Contains)


def printed(node: Node, vocabulary: Vocabulary) -> str:
    """``node`` as text, in the reader's language. Raises ExpressionError for what cannot be said."""
    return _Printer(vocabulary)(node)


class _Printer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, node: Node) -> str:
        if (call := self._called(node)) is not None:
            return call
        match node:
            case Fact():
                return self._field(node)
            case Constant():
                return self._constant(node)
            case AsOf():
                return _word("today")
            case Logic():
                joint = f" {_word(node.operator)} "
                return joint.join(self._inside(part, (Logic,)) for part in node.parts)
            case Not(parts=(IsNull(parts=(part,)),)):
                return f"{self._inside(part, _LOOSE)} {_word('filled')}"
            case Not(parts=(part,)):
                return f"{_word('not')} {self._inside(part, _LOOSE)}"
            case IsNull(parts=(part,)):
                return f"{self._inside(part, _LOOSE)} {_word('empty')}"
            case Compare(parts=(left, right)):
                shown = self._beside(right, left), self._beside(left, right)
                return f"{shown[1]} {_word(node.operator)} {shown[0]}"
            case OneOf(parts=(part,)):
                return f"{self._operand(part)} {_word('in')} {self._options(node.values, part)}"
            case Contains(parts=(part,)):
                return f"{self._operand(part)} {_word('has')} {self._options(node.values, part)}"
            case Arithmetic():
                return self._arithmetic(node)
            case After(parts=(day,)):
                sign = "+" if node.amount >= 0 else "-"
                unit = say(*UNITS[_UNIT_OF[node.counting]])
                return f"{self._operand(day, first=True)} {sign} {abs(node.amount)} {unit}"
        raise ExpressionError(
            say("这一条件不能用自定规则的语言写出", "the language of custom rules cannot say this")
        )

    def _called(self, node: Node) -> str | None:
        match node:
            case Missed(parts=(due, done, _)):
                return self._call("overdue", (done, due))
            case Extreme():
                return self._call(node.which, node.parts)
            case Certain(value=True):
                return self._call("certain", node.parts)
        name = _CALLS.get(type(node))
        return self._call(name, node.parts) if name is not None else None

    def _call(self, meaning: str, parts: Sequence[Node]) -> str:
        return f"{_word(meaning)}({', '.join(self(part) for part in parts)})"

    def _field(self, node: Fact) -> str:
        column = node.column
        return say(self._vocabulary.label(column), column.name)

    # --- constants ----------------------------------------------------------------------------------

    def _constant(self, node: Constant) -> str:
        value = node.value
        if isinstance(value, bool):
            return _word("true" if value else "false")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return _quoted(value)
        if node.type is Type.MONEY:
            return f"{Decimal(str(value)):f} {say(*UNITS['yuan'])}"
        if node.type is Type.NUMBER:
            text = f"{Decimal(repr(float(value))):f}"
            return text if "." in text else f"{text}.0"
        return str(int(value))

    def _beside(self, node: Node, other: Node) -> str:
        """One side of a comparison: a code by its label, money without its unit."""
        if isinstance(node, Constant) and isinstance(other, Fact):
            if isinstance(node.value, str):
                return _quoted(self._label(node.value, other))
            if node.type is Type.MONEY:
                return f"{Decimal(str(node.value)):f}"
        return self._inside(node, _LOOSE)

    def _label(self, code: str, owner: Node) -> str:
        labels = owner.column.labels if isinstance(owner, Fact) else {}
        if language() != "zh" or list(labels.values()).count(labels.get(code, "")) != 1:
            return code
        return labels[code]

    def _options(self, values: Sequence[str], owner: Node) -> str:
        shown = (_quoted(self._label(value, owner)) for value in values)
        return "{" + say("、", ", ").join(shown) + "}"

    # --- brackets -----------------------------------------------------------------------------------

    def _inside(self, node: Node, loose: tuple[type[Node], ...]) -> str:
        return f"({self(node)})" if isinstance(node, loose) else self(node)

    def _operand(self, node: Node, *, first: bool = False) -> str:
        """A part of a test or of a sum; ``first``: the left part of a sum, which needs no brackets."""
        loose = _LOOSE if first else (*_LOOSE, Arithmetic, After)
        return self._inside(node, loose)

    def _arithmetic(self, node: Arithmetic) -> str:
        left, right = node.parts
        if node.operator == "*":
            return f"{self._operand(left)} * {self._operand(right)}"
        shown = self._operand(right)
        if node.type is Type.DATE and isinstance(right, Constant):
            shown = f"{shown} {say(*UNITS['day'])}"
        return f"{self._operand(left, first=True)} {node.operator} {shown}"


def _word(meaning: str) -> str:
    spelling = BY_MEANING[meaning]
    return say(spelling.zh[0], spelling.en[0])


def _quoted(text: str) -> str:
    for opening, closing in (("“", "”"), ('"', '"'), ("「", "」"), ("'", "'")):
        if closing not in text:
            return f"{opening}{text}{closing}"
    raise ExpressionError(say("文字里的引号太多", "too many kinds of quotation marks in a text"))
