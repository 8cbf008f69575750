"""Values of facts as a person reads them, and the sentences they stand in, for whole columns.

Serves findings and explanations. Columns of one kind are written together, whatever rules they are of,
and nothing is planned: a book has two hundred rules, and most of them find a few rows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain
from operator import and_
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from arro3.core import Array, ChunkedArray, list_array

from hengjian.content import say
from hengjian.content.speech import Language, language, speaking
from hengjian.facts import Type
from hengjian.facts.sheet import for_each
from hengjian.rules.expressions import Context
from hengjian.standard.wording import pieces, places

NOT_STATED = "（无记载）"
_ASIDE = re.compile("(（[^（）]*）)")
_CENTS = pl.Series([f".{cents:02d}" for cents in range(100)])

Name = TypeVar("Name")
Places = npt.NDArray[np.uint32]


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
    """The values as texts, by the same names; missing ones as （无记载）."""
    texts: dict[Name, pl.Series] = {}
    alike: dict[tuple[object, ...], list[Name]] = {}
    for name, way in ways.items():
        labels = id(way.labels) if way.labels else None
        kind = (way.type, way.manner, labels, way.personal, values[name].dtype)
        alike.setdefault(kind, []).append(name)
    for names in alike.values():
        together = pl.concat([values[name] for name in names], rechunk=True)
        told, begun = shown_value(together, ways[names[0]]), 0
        for name in names:
            texts[name] = told.slice(begun, len(values[name]))
            begun += len(values[name])
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


def listed(
    columns: Sequence[Sequence[pl.Series]],
    heights: Sequence[int],
    before: Sequence[Sequence[str]] = (),
) -> pl.Series:
    """For each row the list of what the columns say there, leaving out what is missing; of several
    groups of columns, each of so many rows. ``before``: what stands before each of a group's columns.

    They are laid one after the other and then put in the order of the rows: to join them to lists
    value by value takes ten times as long.
    """
    widths = [len(group) for group in columns]
    told = pl.concat(
        [pl.Series(dtype=pl.String), *(column for group in columns for column in group)]
    )
    told = told[pl.Series(_row_by_row(widths, heights))]
    lengths = np.repeat(widths, heights)
    if before:
        words = pl.Series([*chain.from_iterable(before)], dtype=pl.String)
        told = words[pl.Series(_over_and_over(widths, heights))] + told
    if told.null_count():
        rows = np.repeat(np.arange(len(lengths)), lengths)
        lengths = np.bincount(rows[told.is_not_null().to_numpy()], minlength=len(lengths))
        told = told.drop_nulls()
    ends = np.cumsum(lengths, dtype=np.int32)
    made = list_array(Array(np.append(np.int32(0), ends)), ChunkedArray(told).combine_chunks())
    return pl.Series(made)


def _row_by_row(widths: Sequence[int], heights: Sequence[int]) -> Places:
    """Where the values of groups of columns that lie one after the other stand, row by row."""
    found, begun = [np.empty(0, dtype=np.uint32)], 0
    for width, height in zip(widths, heights, strict=True):
        places = np.arange(begun, begun + width * height, dtype=np.uint32)
        found.append(places.reshape(width, height).T.ravel())
        begun += width * height
    return np.concatenate(found)


def _over_and_over(widths: Sequence[int], heights: Sequence[int]) -> Places:
    """The numbers of each group's columns, once for each of its rows."""
    found, begun = [np.empty(0, dtype=np.uint32)], 0
    for width, height in zip(widths, heights, strict=True):
        found.append(np.tile(np.arange(begun, begun + width, dtype=np.uint32), height))
        begun += width
    return np.concatenate(found)


# --- sentences ------------------------------------------------------------------------------------------


def lacking(texts: Mapping[str, pl.Series]) -> frozenset[str]:
    """Which of these say in some row that nothing is stated, be it in words of their own."""
    return frozenset(
        name
        for name, text in texts.items()
        if any(NOT_STATED in told for told in text.to_list() if told is not None)
    )


@dataclass(frozen=True)
class Filling:
    """The values of sentences by their names, and which of them `lacking` tells."""

    texts: Mapping[str, pl.Series]
    lack: frozenset[str]


def sentences(
    templates: Sequence[str], fillings: Sequence[Filling], heights: Sequence[int]
) -> pl.Series:
    """What several templates say in each of so many rows."""
    columns, before, lacks = list[list[pl.Series]](), list[list[str]](), False
    for template, filling, height in zip(templates, fillings, heights, strict=True):
        parts = pieces(template)
        words, values = parts[::2], [filling.texts[name] for name in parts[1::2]]
        if not _plain(template, filling.lack):
            words, values = ["", ""], [for_each(_sentence(template, filling), height)]
            lacks = True
        columns.append([*values, for_each(same(""), height)])
        before.append(words)
    told = listed(columns, heights, before).list.join("")
    # For all at once: to plan it for each takes longer than the rows of most.
    return told.str.replace_all(f" *{NOT_STATED} *", NOT_STATED) if lacks else told


def _plain(template: str, lack: frozenset[str]) -> bool:
    """Whether nothing in it says in any row that nothing is stated."""
    return lack.isdisjoint(places(template)) and NOT_STATED not in template


def _sentence(template: str, filling: Filling) -> pl.Series:
    """The template with its values, with blanks around what is not stated. An aside in brackets is left
    out where none of its values is stated; a single one that is not stated needs no brackets of its own
    there.

    A template that names no value gives one row.
    """
    texts, lack = filling.texts, filling.lack
    parts: list[str | pl.Series] = []
    for piece in _ASIDE.split(template):
        named = places(piece)
        if lack.isdisjoint(named) or not _ASIDE.match(piece):
            parts += _parts(piece, texts)
        else:
            parts.append(_aside(piece, {name: texts[name] for name in named}))
    return _joined(parts)


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
