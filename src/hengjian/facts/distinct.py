"""A column by its distinct values: what is reckoned of a value is reckoned once, not once a row.

Serves makers of facts whose columns repeat few values over many rows: names of bodies, division
codes, lists of what a document states.
"""

from collections.abc import Callable, Hashable
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.missing import FEW, filled, stated, throughout

Numbers = NDArray[np.uint32]


class Distinct:
    """``values``: each distinct value once · ``codes``: for each row which of them, null where none ·
    ``numbers``: the same as plain numbers, one past the last for none."""

    def __init__(self, column: pl.Series) -> None:
        self.codes: pl.Series = _codes(column)
        count = int(str(self.codes.max())) + 1 if self.codes.null_count() < len(column) else 0
        self.numbers: Numbers = filled(self.codes, count).to_numpy()
        first = np.empty(count + 1, dtype=np.uint32)
        first[self.numbers[::-1]] = np.arange(len(column), dtype=np.uint32)[::-1]
        self.values: pl.Series = column[pl.Series(first[:count])]

    def each(self, reckon: Callable[[pl.Series], pl.Series]) -> pl.Series:
        """For each row what ``reckon`` makes of its value; null where the row has none."""
        return reckon(self.values)[self.codes]

    # --- of lists -----------------------------------------------------------------------------------------

    def listing(self, item: str) -> pl.Series:
        """Whether each row's list holds ``item``; false where it has no list."""
        holding = self._listing.get(item)
        if holding is None:
            return throughout(False, pl.Boolean, len(self.numbers))
        held = np.zeros(len(self.values) + 1, dtype=bool)
        held[holding] = True
        return pl.Series(held[self.numbers])

    @cached_property
    def _listing(self) -> dict[str, list[int]]:
        """Item → which of the values hold it."""
        found: dict[str, list[int]] = {}
        for number, items in enumerate(self.values.to_list()):
            for item in items:
                found.setdefault(item, []).append(number)
        return found


def _codes(column: pl.Series) -> pl.Series:
    lists = column.dtype == pl.List(pl.String)
    if len(column) <= FEW:
        return _of_few(column, lists)
    return _of_lists(column) if lists else _of_names(column)


def _of_few(column: pl.Series, lists: bool) -> pl.Series:
    known: dict[Hashable, int] = {}
    values = column.to_list()
    if lists:
        values = [None if value is None else tuple(value) for value in values]
    codes = [None if value is None else known.setdefault(value, len(known)) for value in values]
    return pl.Series(codes, dtype=pl.UInt32)


def _of_names(column: pl.Series) -> pl.Series:
    named = column.cast(pl.Categorical(pl.Categories.random()))
    return named.to_physical().cast(pl.UInt32)


def _of_lists(column: pl.Series) -> pl.Series:
    """Lists are told apart by the sum of 64-bit numbers of what they hold, whatever its order: to write
    out what each holds took three times as long."""
    lengths, there = filled(column.list.len(), 0).to_numpy(), stated(column)
    ends = np.cumsum(lengths, dtype=np.int64)
    held = column.explode(empty_as_null=False, keep_nulls=False).hash().to_numpy()
    sums = np.zeros(len(held) + 1, dtype=np.uint64)
    np.cumsum(held, out=sums[1:])
    marks = sums[ends] - sums[ends - lengths]
    different = pl.Series(marks).filter(there).unique().sort().to_numpy()
    codes = pl.Series(np.searchsorted(different, marks).astype(np.uint32))
    return codes if there.all() else codes.set(~there, None)
