"""The sums of a rule's term, in words: how its last day was counted, day by day where days are left out.

Serves findings. The same period begins on the same day for many cases and in many runs, so what was
reckoned once is kept, for as long as its calendar lives and within bounds.
"""

from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from hengjian.content import say
from hengjian.content.speech import Language, language
from hengjian.facts.sheet import for_each
from hengjian.rules.expressions import Context
from hengjian.rules.parameters import Choice
from hengjian.rules.reckoning.logic import one
from hengjian.rules.reckoning.periods import position
from hengjian.rules.reckoning.rows import Rows
from hengjian.rules.rule import Rule
from hengjian.terms import Length, Stop, count
from hengjian.terms.calendar import Calendar
from hengjian.terms.period import Roll

_READ = ("term start", "term which", "term more", "term since", "term until")
MOST = 65_536
"""Sums that are kept of one calendar in one language: some thirty megabytes."""
_ROLLS: dict[str, Roll] = {"never": "no", "disputed": "perhaps", "always": "yes"}
_kept: WeakKeyDictionary[Calendar, dict[Language, dict[Any, str]]] = WeakKeyDictionary()

Stops = tuple[tuple[date, date], ...]


class Sums:
    """The sums of the term of one rule."""

    def __init__(self, rule: Rule, context: Context) -> None:
        self._rule, self._context, self._term = rule, context, rule.judgement.term
        if self._term is not None:
            self._roll = _ROLLS[self._term.due.parameter.roll]
            self._choices = [(choice, self._like(choice)) for choice in self._term.amount.choices]

    def read(self, rows: Rows) -> pl.DataFrame:
        """What the sums of these rows are reckoned from."""
        term = self._term
        if term is None:
            return pl.DataFrame()
        parts = (
            rows.value(term.start),
            position(term.amount, rows),
            rows.value(term.extended) if term.extended is not None else one(0, pl.Int64()),
            *(rows.value(stop) for stop in term.stops or ()),
        )
        return pl.DataFrame(
            for_each(part, rows.height).alias(name)
            for name, part in zip(_READ, parts, strict=False)
        )

    def __call__(self, made: pl.DataFrame) -> pl.Series:
        """The sum of each row, of what was `read`; none where the rule has no term."""
        if self._term is None:
            return pl.Series([None], dtype=pl.String)
        known = _kept.setdefault(self._context.calendar.calendar, {}).setdefault(language(), {})
        if len(known) > MOST:
            known.clear()
        as_of = self._context.as_of
        sums: list[str | None] = []
        columns = [made[name].to_list() for name in _READ if name in made.columns]
        for start, which, more, *spans in zip(*columns, strict=True):
            if start is None or which is None:
                sums.append(None)
                continue
            stops: Stops = ()
            if spans and spans[0]:
                stops = tuple((s, u or as_of) for s, u in zip(*spans, strict=True))
            choice, like = self._choices[which]
            key = (like, start, more or 0, stops)
            words = known.get(key)
            if words is None:
                words = known[key] = self._words(choice, start, more or 0, stops)
            sums.append(words)
        return pl.Series(sums, dtype=pl.String)

    def _like(self, choice: Choice) -> tuple[object, ...]:
        """What the sums of this choice share with those of others that say the same."""
        value = choice.value
        return (choice.law, choice.counting, value.value, value.unit, self._roll)

    def _words(self, choice: Choice, start: date, more: int, stops: Stops) -> str:
        value = choice.value
        due = count(
            start,
            Length(int(value.value) + more, value.unit or "day"),
            self._context.calendar.calendar,
            law=self._rule.content.law(choice.law) if choice.law else None,
            counting=choice.counting,
            stops=[Stop(since, until) for since, until in stops],
        )
        words = due.explain(self._roll)
        if more and value.value:  # else the record states the whole length
            words += say(f"（其中延长 {more}）", f" ({more} of it by extension)")
        return words
