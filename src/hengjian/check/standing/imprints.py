"""What each case gave to groups, in short: three numbers a row, found by the number of its case.

What cases give to all subjects lies together: to look one case up is then one step and not one a subject.

Serves updates: a case that changed seldom changes all that it gives, and a group to which it gives what
it gave before says what it said. A number may be of two rows by chance; groups are judged by rows.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.check.standing.files import named_if_damaged
from hengjian.facts import GROUP

CASE, ROW = "case", "row"
SCHEMA = dict.fromkeys((CASE, GROUP, ROW), pl.UInt64())
_BLOCK = 128
"""Rows that are looked at together whether they are as they were written."""
_SUBJECT = np.uint64(0xFFFF)
"""The lowest bits of what a row says tell of which subject it is."""
_WEIGHTS = np.array([1, 3, 5], dtype=np.uint64)
Numbers = npt.NDArray[np.uint64]


def imprints_of(given: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Of each row that is given to any of these subjects its case, its group, and a number of all that it
    says and of its subject."""
    parts = [pl.DataFrame(schema=SCHEMA)]
    for subject, rows in given.items():
        says = rows.drop(CASE, GROUP).hash_rows().to_numpy() & ~_SUBJECT | _mark(subject)
        parts.append(pl.DataFrame([rows[CASE], rows[GROUP], pl.Series(ROW, says)]))
    return pl.concat(parts)


def _mark(subject: str) -> np.uint64:
    """Two subjects may have the same by chance: then a group of either is looked at of both."""
    return np.uint64(zlib.crc32(subject.encode())) & _SUBJECT


def laid_out(imprints: pl.DataFrame) -> bytes:
    """What a file of imprints holds: the cases in order, then the groups, then the rows; a sum for each
    block of them; last how many there are."""
    height = imprints.height
    whole = np.zeros((3, -(-height // _BLOCK) * _BLOCK), dtype=np.uint64)
    whole[:, :height] = _by_number(imprints)
    told = [*whole[:, :height], _sums(whole), np.array([height], dtype=np.uint64)]
    return np.concatenate(told).astype("<u8", copy=False).tobytes()


def _by_number(imprints: pl.DataFrame) -> Numbers:
    order = np.argsort(imprints[CASE].to_numpy())
    return np.stack([imprints[name].to_numpy()[order] for name in SCHEMA])


def _sums(rows: Numbers) -> Numbers:
    """The sum of each block of whole blocks."""
    own = rows.reshape(3, -1, _BLOCK).sum(axis=2, dtype=np.uint64)
    sums: Numbers = (own * _WEIGHTS[:, None]).sum(axis=0, dtype=np.uint64)
    return sums


@dataclass(frozen=True)
class Imprints:
    """A file of imprints. Only what is near to the cases asked for is read, and looked at for damage."""

    file: Path

    def of(self, cases: Numbers) -> Numbers:
        """The imprints of these cases, whose numbers are in order; as three rows."""
        with named_if_damaged(self.file):
            rows, sums = self._mapped()
            held = rows[0]
            first = np.searchsorted(held, cases)
            counts = np.searchsorted(held, cases, side="right") - first
            starts = np.repeat(first - np.cumsum(counts) + counts, counts)
            at = starts + np.arange(counts.sum())
            self._looked_at(rows, sums, np.concatenate([first, at]))
        found: Numbers = rows[:, at]
        return found

    def _mapped(self) -> tuple[Numbers, Numbers]:
        """The rows, and the sums of their blocks."""
        with self.file.open("rb") as file:
            held = mmap(file.fileno(), 0, access=ACCESS_READ)
        whole = np.frombuffer(held, dtype="<u8")  # a plain array: `memmap` is slow to take parts of
        height = int(whole[-1])
        if len(whole) != 3 * height + -(-height // _BLOCK) + 1:
            raise ValueError(f"{self.file} is not as it was written")
        return whole[: 3 * height].reshape(3, height), whole[3 * height : -1]

    def _looked_at(self, rows: Numbers, sums: Numbers, places: npt.NDArray[np.int64]) -> None:
        """Raises ValueError where a block in which one of these places is was written otherwise."""
        blocks = np.unique(places // _BLOCK)
        blocks = blocks[blocks < len(sums)]
        at = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
        there = at < rows.shape[1]
        held = rows[:, np.where(there, at, 0)]
        held[:, ~there] = 0
        if not np.array_equal(_sums(held), sums[blocks]):
            raise ValueError(f"{self.file} is not as it was written")


def groups_that_differ(
    before: Sequence[Numbers], now: pl.DataFrame, subjects: Sequence[str]
) -> dict[str, pl.Series]:
    """The groups of each subject to which these cases gave other rows before than now, or more or fewer
    of them."""
    was = np.concatenate([np.empty((3, 0), dtype=np.uint64), *before], axis=1)
    columns = {
        name: np.concatenate([now[name].to_numpy(), own])
        for name, own in zip(SCHEMA, was, strict=True)
    }
    times = np.repeat(np.array([1, -1]), [now.height, was.shape[1]])
    told = pl.DataFrame({**columns, "times": times})
    balance = told.group_by(list(SCHEMA)).agg(pl.col("times").sum())
    other = balance.filter(pl.col("times") != 0)
    marks = other[ROW].to_numpy() & _SUBJECT
    return {
        subject: other[GROUP].filter(pl.Series(marks == _mark(subject))).unique()
        for subject in subjects
    }
