"""In which buckets the groups of a subject have copies, so that few of a hundred files need be opened.

Serves what meets across cases. It is noted by the first run of a generation, whose copies stay as they
are; it may name a bucket too many, never one too few.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.check.standing.files import named_if_damaged

Numbers = npt.NDArray[np.uint64]
_BUCKET = np.uint64(0xFFFF)
"""The lowest bits of a group make room for the bucket; what is left of them still tells groups apart."""
_AT_ONCE = 1 << 24


@dataclass(frozen=True)
class Whereabouts:
    """``file`` holds, in order, a number for each group and bucket in which it has copies; then the sum
    of all bytes before."""

    file: Path

    @property
    def noted(self) -> bool:
        return self.file.exists()

    def note(self, held: Mapping[int, pl.Series], part: int, parts: int) -> None:
        """Note the groups, in order, that have copies in each bucket, part after part of all groups;
        they count once the last part is noted."""
        nothing = np.empty(0, dtype=np.uint64)
        found = [_once(_upper(groups) | np.uint64(bucket)) for bucket, groups in held.items()]
        numbers = _once(np.sort(np.concatenate([nothing, *found])))
        new = self.file.with_name(f".{self.file.name}.new")
        with new.open("ab" if part else "wb") as file:
            file.write(numbers.astype("<u8", copy=False).data)
        if part == parts - 1:
            whole = _sum_of(new, new.stat().st_size)
            with new.open("ab") as file:
                file.write(np.uint64(whole).astype("<u8").tobytes())
            new.replace(self.file)

    def of(self, groups: pl.Series) -> dict[int, pl.Series]:
        """Bucket → those of these groups that have copies there."""
        asked = groups.unique().sort()
        numbers, wanted = self._numbers(), _upper(asked)
        first = np.searchsorted(numbers, wanted)
        counts = np.searchsorted(numbers, wanted | _BUCKET, side="right") - first
        starts = np.repeat(first - np.cumsum(counts) + counts, counts)
        buckets = (numbers[starts + np.arange(counts.sum())] & _BUCKET).astype(np.int64)
        there = pl.DataFrame(
            {"bucket": buckets, "group": asked[np.repeat(np.arange(len(asked)), counts)]}
        )
        parts = there.partition_by("bucket", as_dict=True, include_key=False)
        return {int(str(bucket)): own["group"] for (bucket,), own in sorted(parts.items())}

    def _numbers(self) -> Numbers:
        with named_if_damaged(self.file):
            told = self.file.stat()
            if not _whole(self.file, told.st_ino, told.st_mtime_ns, told.st_size):
                raise ValueError(f"{self.file} is not as it was written")
            return np.memmap(self.file, dtype="<u8", mode="r")[:-1]


def _upper(groups: pl.Series) -> Numbers:
    return groups.to_numpy() & ~_BUCKET


def _once(ordered: Numbers) -> Numbers:
    """Each number once."""
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if ordered.size else ordered


@lru_cache(maxsize=64)
def _whole(file: Path, *state: int) -> bool:
    """Whether a file has the sum that it should; looked at once as long as it is the same file."""
    size = file.stat().st_size
    if size < 8 or size % 8:
        return False
    with file.open("rb") as content:
        content.seek(size - 8)
        told = int.from_bytes(content.read(8), "little")
    return _sum_of(file, size - 8) == told


def _sum_of(file: Path, size: int) -> int:
    """The sum of the first so many bytes."""
    whole, left = 0, size
    with file.open("rb") as content:
        while left:
            part = content.read(min(left, _AT_ONCE))
            whole, left = zlib.crc32(part, whole), left - len(part)
    return whole
