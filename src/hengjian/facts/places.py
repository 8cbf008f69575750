"""For each row of one table where it finds its own in another: an event, a document, an entry.

Serves makers of facts. Most columns are about few cases of a bucket, so what most rows do not have is
neither looked for nor copied.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.missing import nothing, throughout

Rows = NDArray[np.int32]
NOWHERE: Rows = np.empty(0, dtype=np.int32)
_RARE = 3
"""What fewer than one row in so many has is fetched for these alone."""
_SCATTERED = (pl.Date, pl.Datetime("us", "UTC"), pl.Int64, pl.Boolean)


@dataclass(eq=False)
class Places:
    """``at``: for each row a position in the other table; below zero where it has none there."""

    at: Rows

    @classmethod
    def last_of(cls, positions: Rows, owners: Rows, height: int) -> "Places":
        """For each of ``height`` rows the last of ``positions`` that it owns."""
        at = np.full(height, -1, dtype=np.int32)
        at[owners] = positions
        return cls(at)

    @cached_property
    def none(self) -> bool:
        """Whether no row has any."""
        return not bool(self._has.any())

    @cached_property
    def there(self) -> pl.Series:
        """Whether each row has one."""
        if self.none:
            return throughout(False, pl.Boolean, len(self.at))
        return pl.Series(self._has)

    def of(self, values: pl.Series) -> pl.Series:
        """The values there, null for rows without."""
        if self.none:
            return nothing(values.dtype, len(self.at))
        if values.dtype not in _SCATTERED:
            return values[self._index]
        return self.spread(values[self.asked])

    @property
    def asked(self) -> pl.Series:
        """The positions that `spread` wants the values of: where few rows have one those of these,
        else of all, null where none."""
        return self._index if self._few is None else self._few[1]

    def spread(self, values: pl.Series) -> pl.Series:
        """What stands at the positions `asked`, at the rows that it is for; null at others."""
        if self._few is None:
            return values
        return nothing(values.dtype, len(self.at)).clone().scatter(self._few[0], values)

    @cached_property
    def _has(self) -> NDArray[np.bool_]:
        return self.at >= 0

    @cached_property
    def _index(self) -> pl.Series:
        # What is below zero does not fit into an unsigned number and so becomes null.
        return pl.Series(self.at).cast(pl.UInt32, strict=False)

    @cached_property
    def _few(self) -> tuple[pl.Series, pl.Series] | None:
        """Which rows have one, and which; None where many have."""
        owners = np.flatnonzero(self._has)
        if len(owners) * _RARE >= len(self.at):
            return None
        return pl.Series(owners.astype(np.uint32)), pl.Series(self.at[owners].astype(np.uint32))
