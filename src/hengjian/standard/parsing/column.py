"""A column on its way from what was written to what it means, and the faults found on the way.

Serves the readers of single kinds, which see each distinct text of a column once, however many rows
have it. It knows no kind of value itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Fault:
    """Why a value is refused, and what to do about it."""

    reason: str
    remedy: str


@dataclass
class Parsed:
    """A typed column; ``faults`` maps each bad raw value to its fault; ``bad`` marks its rows.

    ``day``: for moments, the local date, which is known even where the hour is not.
    """

    values: pl.Series
    bad: pl.Series
    faults: dict[str, Fault]
    day: pl.Series | None = None


Reader = Callable[[pl.Series], Parsed]


def by_distinct(read: Reader, written: pl.Series) -> Parsed:
    """``read`` each distinct text of a column once: there are few of them, and many rows."""
    coded = written.drop_nulls().cast(pl.Categorical(pl.Categories.random()))
    places, found = coded.to_physical(), coded.unique()
    parsed = read(found.gather(found.to_physical().arg_sort()).cast(pl.String))
    return _spread(parsed, places, written)


def filled_only(read: Reader, written: pl.Series) -> Parsed:
    """``read`` only the rows that hold something, where that is worth while."""
    if written.null_count() < len(written) / 2:
        return read(written)
    filled = written.drop_nulls()
    return _spread(read(filled), pl.int_range(len(filled), dtype=pl.UInt32, eager=True), written)


def _spread(parsed: Parsed, places: pl.Series, written: pl.Series) -> Parsed:
    """What was read once, in all rows of ``written``; ``places``: what of it each filled row has."""
    if written.null_count():
        none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(written))
        places = none.scatter(written.is_not_null().arg_true(), places)
    bad = parsed.bad.gather(places).fill_null(False) if parsed.faults else none_bad(written)
    day = None if parsed.day is None else parsed.day.gather(places)
    return Parsed(parsed.values.gather(places), bad, parsed.faults, day)


def one_by_one(written: pl.Series, parse: Callable[[str], object], dtype: pl.DataType) -> Parsed:
    """Read distinct texts by a plain function."""
    results = [None if text is None else parse(text) for text in written]
    faults = {
        text: result
        for text, result in zip(written, results, strict=True)
        if isinstance(result, Fault)
    }
    values = [None if isinstance(result, Fault) else result for result in results]
    bad = pl.Series([isinstance(result, Fault) for result in results], dtype=pl.Boolean)
    return Parsed(pl.Series(values, dtype=dtype), bad, faults)


def as_text(raw: pl.Series) -> pl.Series:
    """A column as the texts by which its faults are named; lists joined by semicolons."""
    if isinstance(raw.dtype, pl.List):
        return raw.cast(pl.List(pl.String)).list.join(";")
    return texts_of(raw)


def texts_of(raw: pl.Series) -> pl.Series:
    """Strings without surrounding space; blank ones are null."""
    texts = raw if raw.dtype == pl.String else raw.cast(pl.String)
    texts = texts.str.strip_chars()
    return texts.set(texts == "", None)


def none_bad(values: pl.Series) -> pl.Series:
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(values))
