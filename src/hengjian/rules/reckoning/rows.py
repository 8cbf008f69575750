"""The facts of some rows, on which nodes are reckoned one by one; each once.

Serves judging and what is told of rows that cannot be judged. A part of the rows takes over what is
known of all; a node of a kind that nobody listed is reckoned by its compiled expression.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar
from weakref import WeakSet

import numpy as np
import polars as pl

from hengjian.facts import Type
from hengjian.facts.missing import filled, lengths
from hengjian.facts.sheet import Plain, Sheet, for_each
from hengjian.rules.expressions import Context, Node, Reading
from hengjian.rules.reckoning import nodes, periods
from hengjian.rules.reckoning.alike import Alike
from hengjian.rules.reckoning.logic import certain, count, one, settled, stated

_RECKONED = {**nodes.RECKONED, **periods.RECKONED}


_T = TypeVar("_T")
SMALL = 5_000
"""Rows up to which it does not pay to take some of them apart."""
FEW = 6
"""Rows are taken apart where they are less than one in so many."""


class Rows:
    """Some rows in one reading of terms and by one calendar."""

    def __init__(
        self, facts: pl.DataFrame | Sheet, context: Context, alike: Alike | None = None
    ) -> None:
        self.context, self.alike = context, alike if alike is not None else Alike()
        self.height, self.provisional = facts.height, False
        self._facts, self._numbers = Sheet.of(facts), self.alike.numbers
        self._all: Rows | None = None
        self._places = pl.Series(dtype=pl.UInt32)
        self._read_otherwise: Rows | None = None
        self._others: dict[tuple[Reading, bool], Rows] = {}
        self._columns: dict[int, pl.Series] = {}  # by what holds it: columns may say the same
        self._known: dict[int, pl.Series] = {}
        self._stated: dict[int, pl.Series] = {}
        self._filled: dict[int, pl.Series] = {}
        self._elements: dict[int, tuple[pl.Series, pl.Series]] = {}
        self._made: dict[Hashable, Any] = {}
        self._texts: dict[int, _Few | None] = {}
        self._parts: dict[int, Rows] = {}
        self._taken: WeakSet[Rows] = WeakSet()

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of what was reckoned: parts and their whole hold each other, so that nobody else would
        before a collection of garbage, and hundreds of megabytes may hang in them."""
        for rows in (*self._others.values(), *self._taken):
            rows.__exit__()
        self._others.clear()
        self._parts.clear()
        for known in (
            self._columns, self._known, self._stated, self._filled, self._elements, self._made,
            self._texts,
        ):  # fmt: skip
            known.clear()

    @property
    def _plain(self) -> "Rows":
        """The same rows as the rules read them first."""
        return self if self._read_otherwise is None else self._read_otherwise

    def __call__(self, node: Node) -> pl.Series:
        """The value of ``node`` in each row."""
        return for_each(self.value(node), self.height)

    def value(self, node: Node) -> pl.Series:
        """The value of ``node`` in each row, or a single one that all rows have."""
        number = self._numbers.get(id(node))
        if number is None:
            number = self.alike(node)
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = self._found(node, number)
        return found

    def _found(self, node: Node, number: int) -> pl.Series:
        if self._read_otherwise is not None and (same := self._same(number)) is not self:
            return same.value(node)
        if self._all is not None and (value := self._all._known.get(number)) is not None:
            return self._of_all(value)
        text = self.alike.only_text(number)
        if text is not None and (few := self._few(text)) is not None:
            return few.each(node)
        reckon = _RECKONED.get(type(node))
        if reckon is not None:
            return reckon(node, self)
        value = self.reckoned(node.compile(self.context))
        return settled(value) if node.type is Type.BOOLEAN else value

    def stated(self, node: Node) -> pl.Series:
        """In which rows ``node`` has a value."""
        number = self.alike(node)
        if number not in self._stated:
            self._stated[number] = stated(self.value(node), node.type)
        return self._stated[number]

    def filled(self, node: Node) -> pl.Series:
        """In which rows the list that ``node`` has holds anything."""
        number = self.alike(node)
        if number not in self._filled:
            length = lengths(self.value(node))
            self._filled[number] = certain(settled(length > one(0, pl.UInt32())))
        return self._filled[number]

    def elements(self, node: Node) -> tuple[pl.Series, pl.Series]:
        """What is in the lists that ``node`` has in the rows: the row of each, and the thing itself."""
        number = self.alike(node)
        if number not in self._elements:
            lists = for_each(self.value(node), self.height)
            held = filled(lengths(lists), 0).to_numpy()
            owners = pl.Series(np.repeat(np.arange(self.height, dtype=np.uint32), held))
            inside = lists.explode(empty_as_null=False, keep_nulls=False)
            self._elements[number] = owners, inside
        return self._elements[number]

    # --- facts ---------------------------------------------------------------------------------------

    def column(self, name: str) -> pl.Series:
        """A fact of each row, or the one that all rows have, in one piece."""
        known, held = self._plain._columns, id(self._facts.held[name])
        found = known.get(held)
        if found is None:
            found = self._gathered(name)
            if found.n_chunks() > 1:
                found = found.rechunk()
            known[held] = found
        return found

    def _gathered(self, name: str) -> pl.Series:
        if self._all is None:
            return self._facts.column(name)
        return self._of_all(self._all.column(name))

    def _of_all(self, value: pl.Series) -> pl.Series:
        return value if len(value) == 1 else value[self._places]

    def _few(self, name: str) -> "_Few | None":
        """The texts of a fact, where they are few."""
        held = id(self._facts.held[name])
        if held not in self._texts:
            self._texts[held] = self._texts_of(name)
        return self._texts[held]

    def _texts_of(self, name: str) -> "_Few | None":
        if self._all is not None:
            few = self._all._few(name)
            return None if few is None else _Few(few.rows, few.numbers[self._places])
        numbered = self._facts.numbered(name)
        if numbered is None:
            return None
        texts, numbers = numbered.texts, numbered.numbers.cast(pl.UInt32)
        if numbers.has_nulls():
            texts, numbers = texts.extend_constant(None, 1), numbers.fill_null(len(texts))
        listed = Sheet(len(texts), {name: Plain(texts)})
        return _Few(Rows(listed, self.context, self.alike), numbers)

    def has(self, name: str) -> bool:
        return name in self._facts.held

    def reckoned(self, expression: pl.Expr) -> pl.Series:
        """An expression over the facts, for each row."""
        names = dict.fromkeys(expression.meta.root_names())
        columns = (for_each(self.column(name), self.height).alias(name) for name in names)
        frame = pl.DataFrame([self.numbered.alias("a row of its own"), *columns])
        return frame.with_columns(expression.alias("value of a node"))["value of a node"]

    def once(self, key: Hashable, made: Callable[[], _T]) -> _T:
        """What is made of the rows once, by its name."""
        if key not in self._made:
            self._made[key] = made()
        found: _T = self._made[key]
        return found

    def at(self, places: pl.Series) -> pl.Series:
        """True in the rows at these places."""
        told = np.zeros(self.height, dtype=np.bool_)
        told[places.to_numpy()] = True
        return settled(pl.Series(told))

    # --- some of them --------------------------------------------------------------------------------

    @cached_property
    def numbered(self) -> pl.Series:
        """The number of each row."""
        return pl.int_range(self.height, dtype=pl.UInt32, eager=True)

    @property
    def places(self) -> pl.Series:
        """The place of each row among all."""
        return self.numbered if self._all is None else self._places

    def only(self, told: pl.Series) -> "Rows":
        """The rows of which something is true."""
        if self._read_otherwise is not None:
            return self._plain.only(told).read(self.context.reading, provisional=self.provisional)
        some = Rows(self._facts, self.context, self.alike)
        some._all, some._places = self, self.numbered.filter(for_each(told, self.height))
        some.height = len(some._places)
        self._taken.add(some)
        return some

    def are_few(self, told: pl.Series) -> bool:
        """Whether it pays to take the rows apart of which something is true."""
        return self.height > SMALL and count(told, self.height) * FEW < self.height

    def with_some(self, value: pl.Series, some: "Rows", other: pl.Series) -> pl.Series:
        """A value of each row, and of some of them another one."""
        whole = for_each(value, self.height).clone()
        return whole.scatter(some.places, for_each(other, some.height))

    def part(self, node: Node, told: pl.Series) -> "Rows":
        """The rows that a node concerns, the same for all that ask for it."""
        number = self.alike(node)
        if number not in self._parts:
            self._parts[number] = self.only(told)
        return self._parts[number]

    def outermost(self, places: pl.Series) -> pl.Series:
        """Where these of the rows stand in the frame of facts."""
        return places if self._all is None else self._all.outermost(self._places[places])

    # --- read otherwise ------------------------------------------------------------------------------

    def read(self, reading: Reading, *, provisional: bool | None = None) -> "Rows":
        """The same rows in another reading, or by a calendar that trusts years not yet announced."""
        plain = self._plain
        if provisional is None:
            provisional = self.provisional
        if not provisional and reading == plain.context.reading:
            return plain
        key = (reading, provisional)
        if key not in plain._others:
            plain._others[key] = plain._read(reading, provisional)
        return plain._others[key]

    def _read(self, reading: Reading, provisional: bool) -> "Rows":
        context = replace(self.context, reading=reading)
        if provisional:
            context = replace(context, calendar=context.calendar.provisional, made={})
        other = Rows(self._facts, context, self.alike)
        other._read_otherwise, other.provisional = self, provisional
        other.height, other._places = self.height, self._places
        if self._all is not None:
            other._all = self._all.read(reading, provisional=provisional)
        return other

    def _same(self, number: int) -> "Rows":
        """The reading and calendar nearest to the plain ones in which the value is no other."""
        plain = self._plain
        reading = self.context.reading
        provisional = self.provisional
        if self.alike.has_one_reading(number):
            reading = plain.context.reading
        if self.alike.asks_no_calendar(number):
            provisional = False
        return plain.read(reading, provisional=provisional)


class _Few:
    """The texts that a fact has, as ``rows``, and for each row the number of its own."""

    def __init__(self, rows: Rows, numbers: pl.Series) -> None:
        self.rows, self.numbers = rows, numbers

    def each(self, node: Node) -> pl.Series:
        """The value in each row of a node that rests on the fact alone."""
        value = self.rows.value(node)
        if len(value) == 1:
            return value
        return settled(value[self.numbers])
