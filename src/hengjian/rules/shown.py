"""Values of facts as a person reads them, and the sentences they stand in, for whole columns.

Serves findings and explanations. Columns of one kind are written together and nothing is planned: a
book has two hundred rules, and most of them find a few rows.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import and_
from typing import TypeVar

import numpy as np
import polars as pl

from hengjian.content import say
from hengjian.content.speech import Language, language, speaking
from hengjian.facts import Type
from hengjian.rules.expressions import Context
from hengjian.standard.wording import pieces, places

NOT_STATED = "（无记载）"
_ASIDE = re.compile("(（[^（）]*）)")
_ALIKE = (Type.DATE, Type.BOOLEAN, Type.INTEGER, Type.NUMBER, Type.MONEY, Type.MOMENT)
"""Types whose values are told alike whatever column they stand in."""
_CENTS = pl.Series([f".{cents:02d}" for cents in range(100)])

Name = TypeVar("Name")


@lru_cache(maxsize=4096)
def same(text: str | None) -> pl.Series:
    """One row with a text that is the same wherever it stands."""
    return pl.Series([text], dtype=pl.String)


@dataclass(frozen=True, eq=False)
class Manner:
    """What a language says where a value itself says nothing, and in which zone moments are told."""

    timezone: str
    currency: str
    nothing: str
    yes: str
    no: str
    comma: str
    no_codes: str
    no_dates: str
    hidden: str

    @classmethod
    def of(cls, context: Context) -> "Manner":
        """As the reader's language has it."""
        return _manner(context.timezone, context.currency, language())

    @classmethod
    def chinese(cls, context: Context, currency: str) -> "Manner":
        """For sentences that are Chinese in whatever language a report is."""
        return _manner(context.timezone, currency, "zh")


@lru_cache(maxsize=64)
def _manner(timezone: str, currency: str, spoken: Language) -> Manner:
    with speaking(spoken):
        return Manner(
            timezone,
            currency,
            nothing=say(NOT_STATED, "(not stated)"),
            yes=say("是", "yes"),
            no=say("否", "no"),
            comma=say("、", ", "),
            no_codes=say("（空）", "(none)"),
            no_dates=say("（无）", "(none)"),
            hidden=say("（已隐去）", "(masked)"),
        )


@dataclass(frozen=True)
class Way:
    """How a column is told: its type, how its language speaks, and what its codes are called.

    ``personal``: only the last four signs are shown, enough to tell two parties apart.
    """

    type: Type
    manner: Manner
    labels: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False


def shown(values: Mapping[Name, pl.Series], ways: Mapping[Name, Way]) -> dict[Name, pl.Series]:
    """The values as texts, by the same names; missing ones as （无记载）. All are of one length."""
    texts: dict[Name, pl.Series] = {}
    alike: dict[tuple[Type, Manner, pl.DataType], list[Name]] = {}
    for name, way in ways.items():
        if way.type in _ALIKE and not way.personal:
            alike.setdefault((way.type, way.manner, values[name].dtype), []).append(name)
        else:
            texts[name] = shown_value(values[name], way)
    for names in alike.values():
        together = pl.concat([values[name] for name in names], rechunk=True)
        told, rows = shown_value(together, ways[names[0]]), len(together) // len(names)
        for place, name in enumerate(names):
            texts[name] = told.slice(place * rows, rows)
    return texts


def shown_value(value: pl.Series, way: Way) -> pl.Series:
    """A value as a person reads it; missing ones as （无记载）."""
    manner = way.manner
    match way.type:
        case Type.MONEY:
            text = _money(value, manner.currency)
        case Type.MOMENT:
            text = value.dt.convert_time_zone(manner.timezone).dt.to_string("%Y-%m-%d %H:%M")
        case Type.BOOLEAN:
            text = same(manner.yes).zip_with(value, same(manner.no))
            if value.null_count():
                text = text.zip_with(_known(value), same(None))
        case Type.CODES:
            text = _codes(value, way)
        case Type.DATES:
            text = value.list.eval(pl.element().dt.to_string("%Y-%m-%d")).list.join(manner.comma)
            text = same(manner.no_dates).zip_with(text == "", text)
        case Type.TEXT if way.labels:
            called = way.labels.get
            text = pl.Series([called(code, code) for code in value.to_list()], dtype=pl.String)
        case Type.NUMBER:
            text = value.round(2).cast(pl.String)
        case _:
            text = value.cast(pl.String)
    if text.null_count():
        text = text.zip_with(_known(text), same(manner.nothing))
    return _masked(text, manner) if way.personal else text


def _known(value: pl.Series) -> pl.Series:
    """True where there is a value; `is_not_null` is planned as a query, a comparison is not."""
    return value == value


def _money(value: pl.Series, currency: str) -> pl.Series:
    below = value < 0
    amount = value.abs() if below.any() else value
    text = (amount // 100).cast(pl.String) + _CENTS[(amount % 100).cast(pl.UInt32)]
    if amount is not value:
        text = ("-" + text).zip_with(below, text)
    return text + f" {currency}" if currency else text


def _codes(value: pl.Series, way: Way) -> pl.Series:
    """Lists of codes, of which many are the same."""
    known: dict[tuple[str | None, ...], str] = {}
    texts: list[str | None] = []
    for codes in value.to_list():
        key = None if codes is None else tuple(codes)
        if key is not None and key not in known:
            called = [way.labels.get(code, code) for code in key if code is not None]
            known[key] = way.manner.comma.join(called) or way.manner.no_codes
        texts.append(None if key is None else known[key])
    return pl.Series(texts, dtype=pl.String)


def _masked(text: pl.Series, manner: Manner) -> pl.Series:
    """A personal value in a finding: only its last four signs."""
    long = text.str.len_chars() > 8
    return ("…" + text.str.tail(4)).zip_with(long, same(manner.hidden))


def listed(columns: Sequence[pl.Series], rows: int, before: pl.Series | None = None) -> pl.Series:
    """For each row the list of what the columns say there; ``before``: what stands before each.

    They are laid one after the other and then put in the order of the rows: to join them to lists
    value by value takes ten times as long.
    """
    if not columns:
        return pl.Series([[]], dtype=pl.List(pl.String)).new_from_index(0, rows)
    count = len(columns)
    places = np.arange(count * rows, dtype=np.uint32).reshape(count, rows).T.ravel()
    told = pl.concat(columns)[pl.Series(places)]
    if before is not None:
        told = before[pl.Series(np.tile(np.arange(count, dtype=np.uint32), rows))] + told
    return told.reshape((rows, count)).cast(pl.List(pl.String))


# --- sentences ------------------------------------------------------------------------------------------


def lacking(texts: Mapping[str, pl.Series], free: Collection[str] = ()) -> frozenset[str]:
    """Which of these say in some row that nothing is stated. All are of one length.

    ``free``: those whose own words might hold as much; the others say it and nothing else.
    """
    found = {
        name for name in free if any(NOT_STATED in (text or "") for text in texts[name].to_list())
    }
    others = [name for name in texts if name not in free]
    if others:
        flat = pl.concat([texts[name] for name in others])
        where = flat == NOT_STATED
        if where.any():
            rows = len(flat) // len(others)
            for place, name in enumerate(others):
                if where.slice(place * rows, rows).any():
                    found.add(name)
    return frozenset(found)


def sentence(
    template: str, texts: Mapping[str, pl.Series], lack: frozenset[str] | None = None
) -> pl.Series:
    """The template with its values. An aside in brackets is left out where none of its values is
    stated; a single one that is not stated needs no brackets of its own there.

    ``lack``: the values of which `lacking` tells. A template that names no value gives one row.
    """
    lack = lacking(texts, texts.keys()) if lack is None else lack
    parts: list[str | pl.Series] = []
    for piece in _ASIDE.split(template):
        named = places(piece)
        if lack.isdisjoint(named) or not _ASIDE.match(piece):
            parts += _parts(piece, texts)
        else:
            parts.append(_aside(piece, {name: texts[name] for name in named}))
    text = _joined(parts)
    if lack.isdisjoint(places(template)) and NOT_STATED not in template:
        return text
    return text.str.replace_all(f" *{NOT_STATED} *", NOT_STATED)


def _aside(piece: str, texts: Mapping[str, pl.Series]) -> pl.Series:
    nothing = {name: text == NOT_STATED for name, text in texts.items()}
    bare = same(NOT_STATED[1:-1])
    stated = {name: bare.zip_with(nothing[name], text) for name, text in texts.items()}
    return same("").zip_with(reduce(and_, nothing.values()), _joined(_parts(piece, stated)))


def _parts(piece: str, texts: Mapping[str, pl.Series]) -> list[str | pl.Series]:
    return [texts[part] if place % 2 else part for place, part in enumerate(pieces(piece))]


def _joined(parts: Iterable[str | pl.Series]) -> pl.Series:
    """The parts one after the other; those that are the same for all rows are put together first."""
    made: pl.Series | None = None
    words = ""
    for part in parts:
        if isinstance(part, str):
            words += part
            continue
        part = same(words) + part if words else part
        made, words = part if made is None else made + part, ""
    if made is None:
        return same(words)
    return made + same(words) if words else made
