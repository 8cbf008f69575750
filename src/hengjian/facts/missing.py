"""What columns do not say, asked and filled in at once.

Serves makers of facts. Polars plans a query for most of what a column is asked about missing values;
of a single case, or of few, the planning takes longer than all that is reckoned. What is here gives the
same values without a query.
"""

from collections.abc import Iterable
from functools import lru_cache, reduce
from typing import Any

import polars as pl

TRUE, FALSE = pl.Series([True]), pl.Series([False])
FEW = 100
"""Rows up to which it takes less to go through them one by one than to have a query planned."""


@lru_cache(maxsize=64, typed=True)
def throughout(value: Any, dtype: Any, height: int) -> pl.Series:
    """A column that says the same in all of ``height`` rows, the same one for all who ask: not to be
    written to."""
    return pl.Series([value], dtype=dtype).new_from_index(0, height)


def nothing(dtype: Any, height: int) -> pl.Series:
    """A column without any value; as `throughout`."""
    return throughout(None, dtype, height)


def stated(values: pl.Series) -> pl.Series:
    """In which rows there is a value."""
    missing, height = values.null_count(), len(values)
    if not missing or missing == height:
        return throughout(not missing, pl.Boolean, height)
    if values.dtype.is_nested():
        return values.is_not_null()
    return TRUE.zip_with(values == values, FALSE)


def certainly(told: pl.Series) -> pl.Series:
    """True in the rows where it is true; false where it is false or not known."""
    return TRUE.zip_with(told, FALSE) if told.has_nulls() else told


def filled(values: pl.Series, otherwise: Any) -> pl.Series:
    """The values, and ``otherwise`` in rows without; of plain values, not of lists."""
    if not values.has_nulls():
        return values
    return values.zip_with(stated(values), pl.Series([otherwise], dtype=values.dtype))


def lengths(lists: pl.Series) -> pl.Series:
    """How much each list holds; missing where there is none."""
    if len(lists) > FEW:
        return lists.list.len()
    told = [None if held is None else len(held) for held in lists.to_list()]
    return pl.Series(told, dtype=pl.UInt32)


def known_to_be(true: pl.Series, known: pl.Series) -> pl.Series:
    """True in the rows where ``true``; false in others where it is ``known``, else missing. Neither has
    missing values."""
    return true.zip_with(true | known, nothing(pl.Boolean, len(true)))


def first_stated(columns: Iterable[pl.Series]) -> pl.Series:
    """In each row the value of the first of these columns that has one."""
    return reduce(lambda found, other: found.zip_with(stated(found), other), columns)


def least(columns: Iterable[pl.Series]) -> pl.Series:
    """In each row the least value of these columns, if any has one."""
    return reduce(_lesser, columns)


def _lesser(one: pl.Series, other: pl.Series) -> pl.Series:
    return one.zip_with(certainly(one <= other) | ~stated(other), other)
