"""Who is named where: the persons of each event as plain numbers.

Serves makers of facts about officers, of whom most events name a few and the whole bucket some
thousand. It tells persons apart by their number and judges none.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.distinct import Distinct
from hengjian.facts.missing import filled, lengths
from hengjian.facts.places import Rows

Numbers = NDArray[np.int64]


class Named:
    """``people``: each person once, in order of the numbers that stand for them."""

    def __init__(self, lists: pl.Series) -> None:
        """``lists``: whom each event names, if anybody."""
        held = filled(lengths(lists), 0).to_numpy().astype(np.int64)
        self._ends = np.cumsum(held)
        self._starts = self._ends - held
        flat = Distinct(lists.explode(empty_as_null=False, keep_nulls=False))
        order = flat.values.arg_sort().to_numpy()
        self.people = flat.values[order]
        ranks = np.full(len(order) + 1, -1, dtype=np.int64)
        ranks[order] = np.arange(len(order))
        self._flat = ranks[flat.numbers]

    def by(self, events: Rows) -> tuple[Numbers, Numbers]:
        """The persons whom these events name: beside each the place of its event among them."""
        starts, counts = self._starts[events], (self._ends - self._starts)[events]
        ends = np.cumsum(counts)
        found = self._flat[np.repeat(starts - ends + counts, counts) + np.arange(counts.sum())]
        which = np.repeat(np.arange(len(events)), counts)
        return which[found >= 0], found[found >= 0]

    def once(self, owners: Numbers | Rows, people: Numbers) -> tuple[Numbers, Numbers]:
        """The same, in the order of the owners and each person once with each of them."""
        count = max(1, len(self.people))
        keys = np.sort(owners.astype(np.int64) * count + people)
        keys = keys[np.diff(keys, prepend=-1) != 0]
        return keys // count, keys % count
