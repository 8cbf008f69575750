"""Finds for each field of the standard the reader of its kind.

Serves validation with one column at a time. Columns may be read beside one another: a parser keeps
nothing of what it has read.
"""

from collections.abc import Mapping

import polars as pl

from hengjian.content import models
from hengjian.standard.fields import Field, Kind
from hengjian.standard.parsing.codes import Codes, read_ids
from hengjian.standard.parsing.column import (
    Parsed,
    as_text,
    by_distinct,
    filled_only,
    none_bad,
    one_by_one,
    plain_texts,
    texts_of,
)
from hengjian.standard.parsing.days import Clock
from hengjian.standard.parsing.hashes import read_hashes
from hengjian.standard.parsing.numbers import read_money, read_number, read_plain_integers
from hengjian.standard.parsing.single import parse_boolean
from hengjian.standard.records import DTYPES


class Parser:
    """Parses columns under one content's code lists and time zone."""

    def __init__(self, code_lists: Mapping[str, models.CodeList], timezone: str) -> None:
        self._codes = Codes(code_lists)
        self._clock = Clock(timezone)

    def parse(self, field: Field, raw: pl.Series) -> Parsed:
        """``raw`` (strings, or typed as the file had it) as a column of ``field``."""
        if raw.null_count() == len(raw):
            return _nothing(field, raw)
        # Of a large file it comes in pieces, over which all later work is slower; they are put together
        # where they are shortest.
        typed = self._typed(field, raw)
        if typed is not None:
            return typed
        match field.kind:
            case Kind.ID | Kind.TEXT | Kind.USCC:
                texts = plain_texts(raw.rechunk()) if raw.dtype == pl.String else texts_of(raw)
                return Parsed(texts, none_bad(texts), {})
            case Kind.HASH:
                return read_hashes(raw.rechunk())
            case Kind.MOMENT:
                return filled_only(self._clock.read_moments, raw)
            case Kind.INTEGER if raw.dtype == pl.String:
                if (plain := read_plain_integers(raw)) is not None:
                    return plain
        written = raw if raw.dtype == pl.String else as_text(raw)
        return by_distinct(lambda distinct: self._distinct(field, distinct), written)

    def _typed(self, field: Field, raw: pl.Series) -> Parsed | None:
        """A column whose file holds days as days or numbers as numbers."""
        if raw.dtype != pl.String:
            raw = raw.rechunk()
        if raw.dtype == pl.Date or isinstance(raw.dtype, pl.Datetime):
            if field.kind is Kind.DATE:
                return self._clock.days_of(raw)
            if field.kind is Kind.MOMENT:
                return self._clock.moments_of(raw)
        if raw.dtype.is_numeric() and field.kind in (Kind.MONEY, Kind.INTEGER, Kind.NUMBER):
            return self._distinct(field, raw)
        return None

    def _distinct(self, field: Field, written: pl.Series) -> Parsed:
        match field.kind:
            case Kind.CODE:
                return self._codes.read_one(field, written)
            case Kind.CODES:
                return self._codes.read_several(field, written)
            case Kind.IDS:
                return read_ids(written)
            case Kind.DATE:
                return self._clock.read_days(written)
            case Kind.MONEY:
                return read_money(written)
            case Kind.INTEGER | Kind.NUMBER:
                return read_number(field, written)
        return one_by_one(texts_of(written), parse_boolean, DTYPES[field.kind])


def _nothing(field: Field, raw: pl.Series) -> Parsed:
    """A column without any value, of which there are many."""
    empty = pl.Series([None], dtype=DTYPES[field.kind]).new_from_index(0, len(raw))
    day = pl.Series([None], dtype=pl.Date).new_from_index(0, len(raw))
    return Parsed(empty, none_bad(raw), {}, day if field.kind is Kind.MOMENT else None)
