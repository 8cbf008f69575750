"""Numbers for nodes: nodes that say the same have the same number, so that it is reckoned once.

Serves `Rows`. Alike are only nodes of the very same kind with the same own properties and parts; a
kind that is not listed here is like none but itself.
"""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any

from hengjian.facts import Type
from hengjian.rules import expressions as ex
from hengjian.rules import parameters as pa
from hengjian.rules.expressions import Node

_Own = Callable[[Any], tuple[Hashable, ...]]


def _nothing(_: Node) -> tuple[Hashable, ...]:
    return ()


def _chosen(node: pa.Chosen) -> tuple[Hashable, ...]:
    return id(node.parameter), tuple(node.keys)


def _due(node: pa.DueDate) -> tuple[Hashable, ...]:
    return *_chosen(node), node.extended is not None, node.stops is not None


OWN: dict[type[Node], _Own] = {
    ex.Fact: lambda node: (node.column.name, node.type),
    ex.Constant: lambda node: (type(node.value).__name__, repr(node.value), node.type),
    ex.AsOf: _nothing,
    ex.Logic: lambda node: (node.operator,),
    ex.Not: _nothing,
    ex.IsNull: _nothing,
    ex.Certain: lambda node: (node.value,),
    ex.Reported: _nothing,
    ex.Compare: lambda node: (node.operator,),
    ex.OneOf: lambda node: node.values,
    ex.Contains: lambda node: node.values,
    ex.Arithmetic: lambda node: (node.operator,),
    ex.After: lambda node: (node.amount, node.counting),
    ex.Days: _nothing,
    ex.Years: _nothing,
    ex.Coalesce: _nothing,
    ex.Extreme: lambda node: (node.which,),
    ex.Choose: _nothing,
    ex.Settled: _nothing,
    ex.DayOf: _nothing,
    ex.HourOf: _nothing,
    ex.Overlaps: _nothing,
    ex.Adds: _nothing,
    pa.ParameterValue: _chosen,
    pa.TermAmount: _chosen,
    pa.LaidDown: _chosen,
    pa.DueDate: _due,
    pa.Missed: _nothing,
    pa.HoursMissed: _nothing,
}
"""What tells nodes of one kind apart, beside their parts."""
_OF_A_TEXT = ex.Logic | ex.Not | ex.IsNull | ex.Certain | ex.Compare | ex.OneOf
"""Kinds of node that rest on nothing but their parts."""


class Alike:
    """The numbers of the nodes that were asked for, which it keeps."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.numbers: dict[int, int] = {}
        self._known: dict[tuple[Hashable, ...], int] = {}
        self._asked: list[Node] = []
        self._one_reading: list[bool] = []
        self._no_calendar: list[bool] = []
        self._facts: list[frozenset[tuple[str, Type]]] = []
        self._text: list[str | None] = []

    def __call__(self, node: Node) -> int:
        number = self.numbers.get(id(node))
        if number is None:
            with self._lock:  # buckets are judged side by side
                number = self._numbered(node)
                self._asked.append(node)  # it must live as long as it is known by its identity
                self.numbers[id(node)] = number
        return number

    def has_one_reading(self, number: int) -> bool:
        """Whether a roll-over of a last day certainly leaves the value as it is."""
        return self._one_reading[number]

    def asks_no_calendar(self, number: int) -> bool:
        """Whether the value certainly rests on no year's days off."""
        return self._no_calendar[number]

    def only_text(self, number: int) -> str | None:
        """The fact on which alone the value rests, where that is a text and the value is worked out of
        it."""
        return self._text[number]

    def _numbered(self, node: Node) -> int:
        parts = tuple(self(part) for part in node.parts)
        own = OWN.get(type(node))
        likeness: tuple[Hashable, ...] = (
            (id(node),) if own is None else (type(node).__qualname__, *own(node), parts)
        )
        number = self._known.setdefault(likeness, len(self._known))
        if number == len(self._one_reading):
            rolls = isinstance(node, pa.DueDate) and node.parameter.roll == "disputed"
            rolls = rolls or own is None or isinstance(node, pa.HoursMissed)
            self._one_reading.append(not rolls and all(self._one_reading[p] for p in parts))
            asks = own is None or isinstance(node, pa.DueDate | ex.After)
            self._no_calendar.append(not asks and all(self._no_calendar[p] for p in parts))
            self._facts.append(self._read_by(node, parts))
            self._text.append(self._text_of(node, number))
        return number

    def _read_by(self, node: Node, parts: tuple[int, ...]) -> frozenset[tuple[str, Type]]:
        """The facts that a node reads, with their types."""
        if isinstance(node, ex.Fact):
            return frozenset(((node.column.name, node.type),))
        return frozenset().union(*(self._facts[part] for part in parts))

    def _text_of(self, node: Node, number: int) -> str | None:
        facts = self._facts[number]
        if not isinstance(node, _OF_A_TEXT) or len(facts) != 1:
            return None
        ((name, type_),) = facts
        steady = self._one_reading[number] and self._no_calendar[number]
        return name if steady and type_ is Type.TEXT else None
