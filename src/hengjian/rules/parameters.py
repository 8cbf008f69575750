"""Parameters inside rules: a dated number or period of the law, looked up row by row.

One run holds cases of many years, so a value is chosen by the date that the rule names. A value that
nobody has read in a norm (*unverified*) is never used: the rule then does not judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from hengjian.content import Content, ContentError, models, say
from hengjian.content.citation import Citation
from hengjian.facts import Type
from hengjian.rules.expressions import (
    Context,
    ExpressionError,
    Node,
    Reported,
    node,
)
from hengjian.terms import Counting, counting_of
from hengjian.terms.columns import StopColumns

if TYPE_CHECKING:
    from hengjian.rules.reckoning.rows import Rows

_TYPES = {
    "money": Type.MONEY,
    "number": Type.NUMBER,
    "count": Type.INTEGER,
    "switch": Type.BOOLEAN,
}


@dataclass(frozen=True)
class Choice:
    """One value of a parameter, ready to be chosen; ``counting`` only for periods.

    An unverified value is chosen too where it is the one that fits, but it gives *unknown*.
    """

    value: models.Value
    counting: Counting | None
    law: str | None

    @property
    def usable(self) -> bool:
        return self.value.confidence != "unverified"


class Parameters:
    """The parameters of one content, checked against its laws."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def __getitem__(self, name: str) -> models.Parameter:
        found = self.content.parameters.get(name)
        if found is None:
            raise ContentError([say(f"没有参数 {name}", f"no parameter {name}")])
        return found

    def choices(self, name: str) -> list[Choice]:
        """The values of a parameter, the most specific and latest first."""
        parameter = self[name]
        ordered = sorted(
            parameter.values, key=lambda v: (len(v.when), v.from_ or date.min), reverse=True
        )
        return [self._choice(parameter, value) for value in ordered]

    def _choice(self, parameter: models.Parameter, value: models.Value) -> Choice:
        if parameter.kind != "term" or value.value is None:
            return Choice(value, None, None)
        cited = value.basis[0] if value.basis else parameter.law
        law = self.content.law(Citation.parse(cited).law) if cited else None
        counting = counting_of(int(value.value), value.unit or "day", law)
        return Choice(value, counting, law.id if law else None)


_INNER_QUOTES = str.maketrans("“”", "‘’")


def unverified(parameter: models.Parameter) -> str:
    """Why a rule does not judge for want of a number: nobody has entered it from a norm."""
    return say(f"没有已核实的参数：{parameter.label}", f"no verified value of [{parameter.id}]")


class Chosen(Node):
    """Base of nodes that choose a parameter's value by date and keys."""

    def __init__(
        self, parameters: Parameters, name: str, at: Node, keys: Mapping[str, Node]
    ) -> None:
        self.parameter = parameters[name]
        self.choices = parameters.choices(name)
        self.keys = dict(keys)
        self.parts = (at, *self.keys.values())
        asked = {key for value in self.parameter.values for key in value.when}
        if not asked <= self.keys.keys():
            missing = ", ".join(sorted(asked - self.keys.keys()))
            raise ExpressionError(f"parameter {name} depends on {missing}; the rule must give it")

    def named(self) -> str:
        """The parameter by its label, in quotation marks; those within it become single ones."""
        label = self.parameter.label.translate(_INNER_QUOTES)
        return say(f"“{label}”", f"[{self.parameter.id}]")

    @cached_property
    def fits(self) -> list[tuple[Node, Choice]]:
        """When each value is the one, if none before it is."""
        at = self.parts[0]
        found: list[tuple[Node, Choice]] = []
        for choice in self.choices:
            value, told = choice.value, at.is_not_null()
            if value.from_ is not None:
                told = told & (at >= value.from_)
            if value.until is not None:
                told = told & (at <= value.until)
            for key, wanted in value.when.items():
                options = [wanted] if isinstance(wanted, str) else list(wanted)
                told = told & self.keys[key].is_in(*options).known_true()
            found.append((told, choice))
        return found

    def chain(self, context: Context, of: Callable[[Choice], pl.Expr]) -> pl.Expr:
        """A when-chain over the choices; ``of`` gives the result of a usable one."""
        result: pl.Expr = pl.lit(None)
        for fits, choice in reversed(self.fits):
            chosen = of(choice) if choice.usable else pl.lit(None)
            result = pl.when(fits.compile(context)).then(chosen).otherwise(result)
        return result

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        """The date or key by which a value is chosen, else the value: nobody has entered one."""
        asked = {key for value in self.parameter.values for key in value.when}
        for part in (self.parts[0], *(self.keys[key] for key in sorted(asked))):
            unknown = where & rows(part).is_null()
            yield from part.gaps(rows, unknown)
            where = where & ~unknown
        yield unverified(self.parameter), where

    def amounts(self, context: Context) -> pl.Expr:
        """The chosen number of days, months or hours."""
        return self.chain(
            context, lambda choice: pl.lit(int(choice.value.value), dtype=pl.Int64)
        ).cast(pl.Int64)


class ParameterValue(Chosen):
    """A parameter that is a sum of money, a number or a switch."""

    def __init__(
        self, parameters: Parameters, name: str, at: Node, keys: Mapping[str, Node]
    ) -> None:
        super().__init__(parameters, name, at, keys)
        if self.parameter.kind not in _TYPES:
            raise ExpressionError(f"{name} is a {self.parameter.kind}, not a plain value")
        self.type = _TYPES[self.parameter.kind]

    def compile(self, context: Context) -> pl.Expr:
        return self.chain(
            context, lambda choice: node(choice.value.value, self.type).compile(context)
        ).cast(self.type.dtype)

    def words(self) -> str:
        words = self.named()
        return words + say("为“是”", " is set") if self.type is Type.BOOLEAN else words

    def denied(self) -> str:
        return self.named() + say("为“否”", " is not set")


class TermAmount(Chosen):
    """The length of a period in its own unit."""

    type = Type.INTEGER

    def compile(self, context: Context) -> pl.Expr:
        return self.amounts(context)

    def words(self) -> str:
        return self.named()


class DueDate(Chosen):
    """The last day of a period, in the reading of the context."""

    type = Type.DATE

    def __init__(
        self,
        parameters: Parameters,
        name: str,
        at: Node,
        keys: Mapping[str, Node],
        start: Node,
        extended: Node | None,
        stops: tuple[Node, Node] | None,
    ) -> None:
        super().__init__(parameters, name, at, keys)
        self.start, self.extended, self.stops = start, extended, stops
        self.parts = (
            *self.parts,
            start,
            *((extended,) if extended is not None else ()),
            *(stops or ()),
        )

    def compile(self, context: Context) -> pl.Expr:
        made = context.made.get((id(self), context.reading))
        if made is not None:
            return pl.col(made)
        start = self.start.compile(context)
        more = self.extended.compile(context) if self.extended is not None else pl.lit(0)
        stops = None
        if self.stops is not None and context.most_stops:
            since, until = (part.compile(context) for part in self.stops)
            open_end = pl.lit(context.as_of)
            until = until.list.eval(pl.element().fill_null(open_end))
            stops = StopColumns(since, until, context.most_stops)
        amount = self.amounts(context) + more
        ends = {
            counting: context.calendar.due(start, amount, counting, stops)
            for counting in self.countings
        }
        result = self._by_counting(context, ends).cast(pl.Date)
        rolls = self.parameter.roll == "always" or (
            self.parameter.roll == "disputed" and context.reading == "rolled"
        )
        return context.calendar.rolled(result) if rolls else result

    @cached_property
    def countings(self) -> list[Counting]:
        """The ways of counting that the choices use, each once."""
        return list(dict.fromkeys(choice.counting for choice in self.choices if choice.counting))

    def _by_counting(self, context: Context, ends: Mapping[Counting, pl.Expr]) -> pl.Expr:
        """The end by the chosen way of counting. Values are many and ways are few: chosen among the
        values, each end would be reckoned once per value."""
        if len(ends) == 1:  # and it is unknown where no value is chosen, for want of an amount
            return ends[self.countings[0]]
        places = {counting: place for place, counting in enumerate(self.countings)}
        chosen = self.chain(
            context, lambda choice: pl.lit(places[choice.counting or Counting.CALENDAR])
        )
        result: pl.Expr = pl.lit(None)
        for counting, end in ends.items():
            result = pl.when(chosen == places[counting]).then(end).otherwise(result)
        return result

    def words(self) -> str:
        return say(
            f"{self.start.clause()}起算的{self.named()}届满日",
            f"end of {self.named()} from {self.start.clause()}",
        )

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        amount = rows.reckoned(self.amounts(rows.context))
        yield from super().gaps(rows, where & amount.is_null())
        counted = where & amount.is_not_null()
        reckoned = (self.start, *((self.extended,) if self.extended is not None else ()))
        for part in (*reckoned, *(self.stops or ())):
            unknown = counted & rows(part).is_null()
            yield from part.gaps(rows, unknown)
            counted = counted & ~unknown
        yield say("有关年度的放假安排", "the days off of a year still to be announced"), counted


class LaidDown(Chosen):
    """Whether any norm lays this parameter down for the row: false where none does, unknown where
    the only value is one that nobody has verified."""

    type = Type.BOOLEAN

    def compile(self, context: Context) -> pl.Expr:
        at = self.parts[0].compile(context)
        result: pl.Expr = pl.lit(False)
        for fits, choice in reversed(self.fits):
            known = pl.lit(True) if choice.usable else pl.lit(None, dtype=pl.Boolean)
            result = pl.when(fits.compile(context)).then(known).otherwise(result)
        return pl.when(at.is_not_null()).then(result)

    def words(self) -> str:
        return say(f"{self.named()}有规定", f"{self.named()} is laid down")

    def denied(self) -> str:
        return say(f"{self.named()}没有规定", f"{self.named()} is not laid down")


class Missed(Node):
    """Whether a period ran out before its act was done; an open one is judged at the run's date.

    Unknown where the body may simply not have reported the act yet.
    """

    type = Type.BOOLEAN

    def __init__(self, due: Node, done: Node, known_until: Node) -> None:
        self.parts = (due, done, known_until)

    def compile(self, context: Context) -> pl.Expr:
        due, done, known = (part.compile(context) for part in self.parts)
        as_of = pl.lit(context.as_of)
        return (
            pl.when(due.is_null())
            .then(None)
            .when(done.is_not_null())
            .then(done > due)
            .when(known.is_not_null() & (pl.min_horizontal(known, as_of) > due))
            .then(True)
            .when(known >= as_of)
            .then(False)
            .otherwise(None)
        )

    def words(self) -> str:
        due, done, _ = self.parts
        return say(
            f"{done.clause()}晚于{due.clause()}，或者过了该日仍未发生",
            f"{done.clause()} after the {due.clause()}, or still open then",
        )

    @property
    def joined(self) -> bool:
        return True

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        due, done, known = self.parts
        undated = where & rows(due).is_null()
        yield from due.gaps(rows, undated)
        # The term is known, the act is not: it may yet be reported.
        open_ = where & rows(due).is_not_null() & rows(done).is_null()
        yield from done.gaps(rows, open_)
        yield from known.gaps(rows, open_)


class HoursMissed(Node):
    """Whether a period of hours ran out. Where only dates are known, only what they prove."""

    type = Type.BOOLEAN

    def __init__(
        self, hours: TermAmount, start: tuple[Node, Node], done: tuple[Node, Node], known: Node
    ) -> None:
        self.hours = hours
        self.parts = (*start, *done, known, hours)

    def compile(self, context: Context) -> pl.Expr:
        start_at, start_on, done_at, done_on, known, hours = (
            part.compile(context) for part in self.parts
        )
        limit = start_at + pl.duration(hours=hours)
        if context.reading == "rolled":
            begun = start_at.dt.truncate("1h")
            limit = begun + pl.duration(hours=hours + (begun != start_at).cast(pl.Int64))
        days = (done_on.cast(pl.Int32) - start_on.cast(pl.Int32)).cast(pl.Int64)
        open_days = pl.lit(context.as_of).cast(pl.Int32).cast(pl.Int64) - start_on.cast(
            pl.Int32
        ).cast(pl.Int64)
        return (
            pl.when(hours.is_null() | start_on.is_null())
            .then(None)
            .when(done_at.is_not_null() & start_at.is_not_null())
            .then(done_at > limit)
            .when(done_on.is_not_null())
            .then(
                pl.when((days - 1) * 24 >= hours)
                .then(True)
                .when((days + 1) * 24 <= hours)
                .then(False)
            )
            .when((known >= pl.lit(context.as_of)) & ((open_days - 1) * 24 >= hours))
            .then(True)
            .otherwise(None)
        )

    def words(self) -> str:
        start_at, _, done_at, *_ = self.parts
        return say(
            f"{done_at.clause()}超过{start_at.clause()}起的{self.hours.words()}，或者逾期仍未发生",
            f"{done_at.clause()} later than {self.hours.words()} after {start_at.clause()}",
        )

    @property
    def joined(self) -> bool:
        return True

    def gaps(self, rows: Rows, where: pl.Series) -> Iterator[tuple[str, pl.Series]]:
        start_at, start_on, done_at, done_on, known, hours = self.parts
        untold = where & (rows(hours).is_null() | rows(start_on).is_null())
        for part in (hours, start_on):
            yield from part.gaps(rows, untold & rows(part).is_null())
        told = where & ~untold
        for part in (start_at, done_at):  # the days alone prove neither
            yield from part.gaps(rows, told & rows(done_on).is_not_null() & rows(part).is_null())
        for part in (done_on, known):
            yield from part.gaps(rows, told & rows(done_on).is_null())


class Term:
    """A period of one row: its due date, and whether it was missed.

    ``excuses``: whether extensions and stops are reported at all.
    """

    def __init__(
        self,
        parameters: Parameters,
        name: str,
        *,
        start: Node,
        at: Node,
        keys: Mapping[str, Node],
        extended: Node | None,
        stops: tuple[Node, Node] | None,
        excuses: tuple[Node, ...] = (),
    ) -> None:
        self.name = name
        self.start, self.extended, self.stops = start, extended, stops
        self.excuses = excuses
        self.due = DueDate(parameters, name, at, keys, start, extended, stops)
        self.amount = TermAmount(parameters, name, at, keys)
        self.laid_down = LaidDown(parameters, name, at, keys)

    def missed(self, done: Node, known_until: Node) -> Node:
        """``done`` later than the due date, or not done although it would have been reported.

        Unknown where the term was missed but an extension or a stop may not have been reported.
        """
        missed: Node = Missed(self.due, done, known_until)
        for excuse in self.excuses:
            missed = missed & Reported(excuse)
        return missed
