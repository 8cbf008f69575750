"""Which cases later runs touched, and which run touched each of them last.

Serves what meets across cases. What a case gave counts as the newest run says that touched it; of rows
from a hundred files each is asked for by the number of its case, where a join would look through all
cases anew for each file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.files import read
from hengjian.check.standing.imprints import CASE

TOUCHED = "touched.parquet"
SMALL = 1_000_000
"""Bytes up to which what a run touched is held from one check to the next."""
Runs = npt.NDArray[np.int64]


def numbered(keys: pl.DataFrame) -> pl.DataFrame:
    """Keys of cases with a number of each, by which it is found sooner than by its key."""
    return keys.select(*KEY, pl.struct(KEY).hash().alias(CASE))


@dataclass(frozen=True)
class Touched:
    """``cases``: of ``runs`` runs, in the order of their numbers, which two may share by chance · ``last``:
    which run touched each last; they are counted from the newest, which is 0."""

    cases: pl.DataFrame
    last: Runs
    runs: int

    @classmethod
    def by(cls, runs: Sequence[Path]) -> "Touched":
        """What these runs touched, the newest first."""
        return cls.of([_of_run(run / TOUCHED) for run in runs])

    @classmethod
    def of(cls, touched: Sequence[pl.DataFrame]) -> "Touched":
        """The same, of the numbered keys of each run."""
        cases = pl.concat([_NONE, *touched])
        runs = np.repeat(np.arange(len(touched)), [own.height for own in touched])
        order = np.argsort(cases[CASE].to_numpy(), kind="stable")
        cases, runs = cases[order], runs[order]
        older = np.zeros(cases.height, dtype=np.bool_)
        older[1:] = _same(cases[1:], cases[:-1])
        return cls(cases.filter(~pl.Series(older)), runs[~older], len(touched))

    def last_of(self, rows: pl.DataFrame) -> Runs:
        """For each of these rows, with keys and numbers, the run that touched its case last; ``runs``
        where none did."""
        found = np.full(rows.height, self.runs, dtype=np.int64)
        held, own = self.cases[CASE].to_numpy(), rows[CASE].to_numpy()
        if not len(held):
            return found
        at = np.searchsorted(held, own)
        perhaps = np.flatnonzero(held[np.minimum(at, len(held) - 1)] == own)
        while len(perhaps):
            same = _same(rows[perhaps], self.cases[at[perhaps]])
            found[perhaps[same]] = self.last[at[perhaps[same]]]
            perhaps = perhaps[~same]
            at[perhaps] += 1  # another case with the same number
            perhaps = perhaps[at[perhaps] < len(held)]
            perhaps = perhaps[held[at[perhaps]] == own[perhaps]]
        return found


_NONE = pl.DataFrame(schema={**dict.fromkeys(KEY, pl.String()), CASE: pl.UInt64()})


def _same(some: pl.DataFrame, others: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows have the number and the key of those beside them."""
    alike = [(some[name] == others[name]).to_numpy() for name in (CASE, *KEY)]
    told: npt.NDArray[np.bool_] = np.logical_and.reduce(alike)
    return told


def _of_run(file: Path) -> pl.DataFrame:
    told = file.stat()
    return _held(file, told.st_mtime_ns) if told.st_size <= SMALL else numbered(read(file))


@lru_cache(maxsize=32)
def _held(file: Path, moment: int) -> pl.DataFrame:
    """``moment``: when it was written, which tells it from another of its name."""
    return numbered(read(file))
