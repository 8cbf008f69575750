"""Entries of registers by keys of several fields, found by numbers that are reckoned of the keys.

Serves makers of facts. The numbers of a register are reckoned and put in order once for all buckets;
a join would look through the whole register anew for each of them.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.missing import certainly, filled
from hengjian.facts.places import Places, Rows

Marks = NDArray[np.uint64]


class Keyed:
    """``entries``: what a register says, with one row for each key ``on``."""

    def __init__(self, entries: pl.DataFrame, on: tuple[str, ...]) -> None:
        self.entries, self._keys = entries, entries.select(on)
        marks = _marks(self._keys)
        order = np.argsort(marks)
        self._marks, self._rows = marks[order], order.astype(np.int32)
        self._alike = bool((self._marks[1:] == self._marks[:-1]).any())
        # Marks are spread evenly, so their first bits tell almost where each stands.
        bits = len(marks).bit_length() + 2
        self._shift = np.uint64(64 - bits)
        firsts = np.arange(2**bits, dtype=np.uint64) << self._shift
        self._starts = np.searchsorted(self._marks, firsts).astype(np.int32)
        self._steps = int(np.diff(self._starts, append=len(marks)).max())

    def places(self, rows: pl.DataFrame) -> Places:
        """For the key that each of these rows has the row of its entry."""
        if self._keys.is_empty():
            return Places(np.full(rows.height, -1, dtype=np.int32))
        asked = pl.DataFrame([rows[name] for name in self._keys.columns])
        return Places(self._joined(asked) if self._alike else self._met(asked))

    def _met(self, asked: pl.DataFrame) -> Rows:
        """The rows of the entries with these marks, where the key is the same, too."""
        marks, last = _marks(asked), np.int32(len(self._marks) - 1)
        at = np.minimum(self._starts[marks >> self._shift], last)
        for _ in range(self._steps):
            at = np.minimum(at + (self._marks[at] < marks), last)
        perhaps = np.flatnonzero(self._marks[at] == marks)
        rows = self._rows[at[perhaps]]
        met, own = self._keys[pl.Series(rows)], asked[pl.Series(perhaps)]
        same = [certainly(one == other) for one, other in zip(met, own, strict=True)]
        found = np.full(asked.height, -1, dtype=np.int32)
        found[perhaps] = np.where(np.logical_and.reduce(same), rows, np.int32(-1))
        return found

    def _joined(self, asked: pl.DataFrame) -> Rows:
        """The same where two keys have one mark by chance."""
        entries = self._keys.with_row_index("__at")
        found = asked.join(entries, on=asked.columns, how="left", maintain_order="left")["__at"]
        return filled(found.cast(pl.Int32), -1).to_numpy()


def _marks(keys: pl.DataFrame) -> Marks:
    return keys.hash_rows().to_numpy()
