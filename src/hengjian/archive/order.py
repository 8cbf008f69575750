"""Puts the rows of many cases into order by moving whole runs of them, which is much less than sorting.

Serves the nesting of cases and the hash of a batch. Systems hand over the rows of a case together and
mostly in the order of their numbers and times; only cases of which that is not so are sorted. It
changes no row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

OWNER = ("body_id", "case_id")

Whole = npt.NDArray[np.int64]
Placing = Callable[[pl.DataFrame], pl.Series]
"""For cases (body_id and case_id) the place of each, null for one whose rows are to be left out."""


@dataclass(frozen=True)
class Order:
    """``rows``: which rows there are, in order (None: all, as they stand) · ``places``: of their cases."""

    rows: pl.Series | None
    places: Whole

    def of(self, values: pl.Series) -> pl.Series:
        return values if self.rows is None else values.gather(self.rows)


def owners_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The case of each run of rows, of which there are far fewer than rows."""
    return rows.select(OWNER).filter(_another(OWNER))


def ordered(rows: pl.DataFrame, placing: Placing, by: Sequence[str]) -> Order:
    """The rows by the place of their case, and within a case by the columns ``by``, nulls first."""
    starts = rows.select(_another(OWNER).arg_true()).to_series()
    placed = placing(rows.select(OWNER)[starts])
    first = starts.to_numpy().astype(np.int64)
    lengths = np.diff(first, append=rows.height)
    known = placed.is_not_null().to_numpy()
    place = placed.fill_null(0).to_numpy().astype(np.int64)
    if known.all() and (place[1:] >= place[:-1]).all():
        order = Order(None, np.repeat(place, lengths))
    else:
        runs = np.flatnonzero(known)
        runs = runs[np.argsort(place[runs], kind="stable")]
        moved = _rows_of(first[runs], lengths[runs])
        order = Order(pl.Series(moved.astype(np.uint32)), np.repeat(place[runs], lengths[runs]))
        within = np.delete(np.arange(rows.height), first)
        if (np.diff(place[runs]) > 0).all() and not _lower(rows.select(by), within).size:
            return order  # each case in one run, and no run out of order
    return _sorted_within(rows.select(by), order)


def _another(columns: Sequence[str]) -> pl.Expr:
    """Whether a row differs from the one before in one of the columns; the first row always does."""
    differs = pl.any_horizontal(pl.col(n).ne_missing(pl.col(n).shift(1)) for n in columns)
    return differs | (pl.int_range(pl.len()) == 0)


def _rows_of(starts: Whole, lengths: Whole) -> Whole:
    """The rows of these runs, one run after the other."""
    ends = np.cumsum(lengths)
    return np.repeat(starts - ends + lengths, lengths) + np.arange(lengths.sum())


def _sorted_within(keys: pl.DataFrame, order: Order) -> Order:
    """The same order, with the rows of each case sorted where they do not stand in order."""
    keys = keys if order.rows is None else keys[order.rows]
    wrong = _lower(keys, np.flatnonzero(order.places[1:] == order.places[:-1]) + 1)
    if not wrong.size:
        return order
    cases = np.zeros(order.places[-1] + 1, dtype=bool)
    cases[order.places[wrong]] = True
    at = np.flatnonzero(cases[order.places])
    mixed = keys[at].with_columns(pl.Series("__place", order.places[at]))
    turned = mixed.select(pl.arg_sort_by("__place", *keys.columns)).to_series().to_numpy()
    rows = np.arange(keys.height) if order.rows is None else order.rows.to_numpy().copy()
    rows[at] = rows[at][turned]
    return Order(pl.Series(rows.astype(np.uint32)), order.places)


def _lower(keys: pl.DataFrame, at: Whole) -> Whole:
    """Which of the rows ``at`` these places come before the one above by the columns of ``keys``, nulls
    first. A column is looked at only where those before it are alike."""
    found = []
    for column in keys:
        whole = 2 * at.size > len(column)  # to pick the rows would take longer
        now = column.slice(1) if whole else column.gather(at)
        before = column.slice(0, len(column) - 1) if whole else column.gather(at - 1)
        less, alike = now < before, now == before
        if column.null_count():
            less = less.fill_null(now.is_null() & before.is_not_null())
            alike = now.eq_missing(before)
        picked = at - 1 if whole else slice(None)
        found.append(at[less.to_numpy()[picked]])
        at = at[alike.to_numpy()[picked]]
    return np.concatenate(found)
