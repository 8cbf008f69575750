"""A column by its distinct values: what is reckoned of a value is reckoned once, not once a row.

Serves makers of facts whose columns repeat few values over many rows: names of bodies, division
codes, lists of what a document states.
"""

from collections.abc import Callable

import polars as pl

_BETWEEN = "\x1f"


class Distinct:
    """``values``: each distinct value once · ``codes``: for each row which of them, null where none."""

    def __init__(self, column: pl.Series) -> None:
        keys = column.list.join(_BETWEEN) if column.dtype == pl.List(pl.String) else column
        named = keys.cast(pl.Categorical(pl.Categories.random()))
        self.codes: pl.Series = named.to_physical()
        # The first row of each value, in the order of the codes.
        first = (
            pl.DataFrame({"code": self.codes})
            .with_row_index("at")
            .drop_nulls()
            .unique("code", keep="first")
            .sort("code")["at"]
        )
        self.values: pl.Series = column[first]

    def each(self, reckon: Callable[[pl.Series], pl.Series]) -> pl.Series:
        """For each row what ``reckon`` makes of its value; null where the row has none."""
        return reckon(self.values)[self.codes]

    def told(self, expression: pl.Expr) -> pl.Series:
        """The same of an expression over the column ``value``."""
        return self.each(
            lambda values: pl.DataFrame({"value": values}).select(expression).to_series()
        )
