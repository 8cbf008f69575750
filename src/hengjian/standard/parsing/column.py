"""A column on its way from what was written to what it means, and the faults found on the way.

Serves the readers of single kinds, which see each distinct text of a column once, however many rows
have it. It knows no kind of value itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

SAMPLE = 1_000
"""So many values tell whether equal ones stand together."""


@dataclass(frozen=True)
class Fault:
    """Why a value is refused, and what to do about it."""

    reason: str
    remedy: str


@dataclass
class Parsed:
    """A typed column; ``faults`` maps each bad raw value to its fault; ``bad`` marks its rows, of which
    there are none without a fault.

    ``day``: for moments, the local date, which is known even where the hour is not · ``distinct``: the
    values that there are, where they were read one by one.
    """

    values: pl.Series
    bad: pl.Series
    faults: dict[str, Fault]
    day: pl.Series | None = None
    distinct: pl.Series | None = None


Reader = Callable[[pl.Series], Parsed]


def by_distinct(read: Reader, written: pl.Series) -> Parsed:
    """``read`` each distinct text of a column once: there are few of them, and many rows."""
    few = _mostly_empty(written)
    coded = (written.drop_nulls() if few else written).cast(pl.Categorical(pl.Categories.random()))
    places = coded.to_physical().rechunk()
    count = 0 if (last := places.max()) is None else int(str(last)) + 1
    numbers = pl.int_range(count, dtype=pl.UInt32, eager=True)
    parsed = read(numbers.cat.to(coded.dtype).cast(pl.String))
    return _spread(parsed, _at_filled(written, places) if few else places)


def filled_only(read: Reader, written: pl.Series) -> Parsed:
    """``read`` only the rows that hold something, where that is worth while.

    Of a large file they come in pieces, over which all later work is slower.
    """
    if not _mostly_empty(written):
        return read(written.rechunk())
    filled = written.drop_nulls().rechunk()
    numbers = pl.int_range(len(filled), dtype=pl.UInt32, eager=True)
    return _spread(read(filled), _at_filled(written, numbers))


def _mostly_empty(written: pl.Series) -> bool:
    return written.null_count() >= len(written) / 2


def _at_filled(written: pl.Series, places: pl.Series) -> pl.Series:
    """``places`` in the rows that hold something, one after the other; null in the others."""
    none = pl.Series([None], dtype=places.dtype).new_from_index(0, len(written))
    return none.scatter(written.is_not_null().arg_true(), places)


def _spread(parsed: Parsed, places: pl.Series) -> Parsed:
    """What was read once, in all rows; ``places``: what of it each row has, null for none."""
    bad = parsed.bad.gather(places).fill_null(False) if parsed.faults else none_bad(places)
    day = None if parsed.day is None else parsed.day.gather(places)
    return Parsed(parsed.values.gather(places), bad, parsed.faults, day, parsed.values)


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
    blank = texts == ""
    return texts.set(blank, None) if blank.any() else texts


def plain_texts(written: pl.Series) -> pl.Series:
    """As `texts_of`; where a value mostly stands in many rows one after another, as the number of a case
    does, it is looked at in one of them, and all are taken as they are if none has space around it."""
    if not _in_runs(written.head(SAMPLE)):
        return texts_of(written)
    heads = written.filter(written.ne_missing(written.shift(1)))
    plain = texts_of(heads)
    return written if plain.equals(heads) else texts_of(written)


def _in_runs(values: pl.Series) -> bool:
    return values.ne_missing(values.shift(1)).sum() < len(values) / 4


def none_bad(values: pl.Series) -> pl.Series:
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(values))
