"""Three-valued logic on columns: a Series has one value for each row, or a single one for all.

Serves the reckoning of nodes. A yes/no that is the same in all rows is one of three fixed Series, so
that what it settles need not be reckoned.
"""

from functools import lru_cache
from typing import Any

import polars as pl

from hengjian.facts import Type
from hengjian.facts.missing import certainly

LISTS = (Type.CODES, Type.DATES)
TRUE = pl.Series([True])
FALSE = pl.Series([False])
UNKNOWN = pl.Series([None], dtype=pl.Boolean)


@lru_cache(maxsize=4096, typed=True)
def one(value: Any, dtype: Any) -> pl.Series:
    """A value for all rows."""
    return pl.Series([value], dtype=dtype)


def settled(told: pl.Series) -> pl.Series:
    """A yes/no as one of the three fixed Series, where it is the same in all rows."""
    if told is TRUE or told is FALSE or told is UNKNOWN:
        return told
    unknown = told.null_count()
    if unknown:
        return UNKNOWN if unknown == len(told) else told
    if not told.any():
        return FALSE
    return TRUE if told.all() else told


def both(one: pl.Series, other: pl.Series) -> pl.Series:
    if one is FALSE or other is FALSE:
        return FALSE
    if one is TRUE:
        return other
    return one if other is TRUE else settled(one & other)


def either(one: pl.Series, other: pl.Series) -> pl.Series:
    if one is TRUE or other is TRUE:
        return TRUE
    if one is FALSE:
        return other
    return one if other is FALSE else settled(one | other)


def denied(told: pl.Series) -> pl.Series:
    if told is TRUE:
        return FALSE
    if told is FALSE:
        return TRUE
    return told if told is UNKNOWN else ~told


def certain(told: pl.Series) -> pl.Series:
    """True where it is true; false where it is false or unknown."""
    if told is UNKNOWN:
        return FALSE
    return settled(certainly(told)) if told.has_nulls() else told


def known(told: pl.Series) -> pl.Series:
    """Where a yes/no is one or the other."""
    if told is UNKNOWN:
        return FALSE
    return TRUE.zip_with(told | ~told, FALSE) if told.has_nulls() else TRUE


def maybe(told: pl.Series) -> pl.Series:
    """True where it is true or unknown."""
    return denied(certain(denied(told)))


def stated(value: pl.Series, type_: Type) -> pl.Series:
    """Where there is a value."""
    if type_ is Type.BOOLEAN:
        return known(value)
    unknown = value.null_count()
    if not unknown:
        return TRUE
    if unknown == len(value):
        return FALSE
    if type_ is Type.TEXT or type_ in LISTS:
        return value.is_not_null()
    return TRUE.zip_with(value == value, FALSE)  # cheaper than to plan a query


def chosen(told: pl.Series, then: pl.Series, otherwise: pl.Series) -> pl.Series:
    """``then`` where it is true, ``otherwise`` where it is false or unknown."""
    if told is TRUE:
        return then
    if told is FALSE or told is UNKNOWN:
        return otherwise
    return then.zip_with(told, otherwise)


def count(told: pl.Series, rows: int) -> int:
    """In how many of so many rows it is true."""
    if told is TRUE:
        return rows
    return 0 if told is FALSE or told is UNKNOWN else int(told.sum() or 0)
