"""Facts of some cases of many buckets, as one later run made them: a file for each sort of case.

Serves the store of facts. A file for a few rows of each bucket would hold little but the names of five
hundred columns; what several buckets share is read once for all of them, as long as it is small.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.check.standing.files import named_if_damaged, placed, run_of, write_folder
from hengjian.check.standing.packed import SUFFIX, Seal, packed, seal_of, unpacked
from hengjian.facts.keyed import Keyed
from hengjian.facts.sheet import Sheet
from hengjian.rules.concerns import Sort

HELD_AT_MOST = 100_000_000
"""Bytes of files that several buckets share which are kept between two buckets."""
_TOLD, _TOUCHED = "sorts.json", f"touched{SUFFIX}"
Spans = dict[int, tuple[int, int]]
"""Bucket → where its rows begin and how many they are."""
BUCKET = "__bucket"


@dataclass(frozen=True)
class Piece:
    """Rows of a packed file; ``span``: only these, of a file that buckets share."""

    file: Path
    seal: Seal
    span: tuple[int, int] | None = None
    shared: bool = False

    def read(self, columns: list[str] | None = None) -> Sheet:
        """Raises DamagedError where the file is not as it was written."""
        with named_if_damaged(self.file):
            if self.span is None:
                return unpacked(self.file, self.seal, columns)
            names = None if columns is None else tuple(columns)
            whole = (_HELD.of if self.shared else unpacked)(self.file, self.seal, names)
        return whole.span(*self.span)


@dataclass(frozen=True)
class Few:
    """What one run, or several that were merged, kept of some ``cases`` (or groups), all in ``place``."""

    place: Path
    sorts: list[tuple[Sort, Seal, Spans]]
    seal: Seal
    cases: Spans

    @property
    def run(self) -> int:
        return run_of(self.place)

    @property
    def merged(self) -> bool:
        """Whether it stands for all that is about several buckets and not newer."""
        return self.place.name.endswith("~")

    @property
    def several(self) -> bool:
        """Whether it is about several buckets."""
        return len(self.cases) > 1

    def whole(self) -> list[tuple[Sort, Piece]]:
        """The files of all buckets; of a sort there may be several."""
        return [
            (sort, Piece(self.place / _name(number), seal))
            for number, (sort, seal, _) in enumerate(self.sorts)
        ]

    def keys(self) -> pl.DataFrame:
        """The cases (or groups) that it is about, with their buckets."""
        spans = sorted(self.cases.items(), key=lambda span: span[1])
        heights = [height for _, (_, height) in spans]
        buckets = np.repeat(np.array([bucket for bucket, _ in spans], dtype=np.int32), heights)
        keys = Piece(self.place / _TOUCHED, self.seal).read().frame()
        return keys.with_columns(pl.Series(BUCKET, buckets))

    def pieces(self, bucket: int) -> list[tuple[Sort, Piece]]:
        """Where the facts of a bucket are, by sort."""
        return [
            (sort, self._piece(_name(number), seal, spans[bucket]))
            for number, (sort, seal, spans) in enumerate(self.sorts)
            if bucket in spans
        ]

    def touched(self, bucket: int) -> pl.DataFrame:
        """The cases (or groups) of a bucket that it is about."""
        return self._piece(_TOUCHED, self.seal, self.cases[bucket]).read().frame()

    def _piece(self, name: str, seal: Seal, span: tuple[int, int]) -> Piece:
        return Piece(self.place / name, seal, span, self.several)


def write_few(
    folder: Path, run: int, parts: Mapping[Sort, pl.DataFrame], touched: Mapping[int, pl.DataFrame]
) -> None:
    """Keep facts by sort; ``touched``: bucket → the keys of what they are the facts of."""
    place = folder / f"{min(touched):06d}-{run:08d}"
    write_place(place, parts.items(), placed(touched, BUCKET))


def write_place(
    place: Path, parts: Iterable[tuple[Sort, pl.DataFrame]], keys: pl.DataFrame
) -> None:
    """Keep facts, a file for each part; ``keys``: of what they are, with buckets, bucket by bucket."""
    contents: dict[str, pl.DataFrame | bytes] = {}
    sorts: list[tuple[Sort, Seal, Spans]] = []
    buckets = by_key(keys)
    for number, (sort, facts) in enumerate(parts):
        rows, spans = by_bucket(facts, buckets)
        contents[_name(number)] = content = packed(rows)
        sorts.append((sort, seal_of(content), spans))
    contents[_TOUCHED] = content = packed(keys.drop(BUCKET))
    told = {"sorts": sorts, "touched": seal_of(content), "cases": _spans(keys[BUCKET].to_numpy())}
    write_folder(place, contents, sorts=json.dumps(told))


def _name(number: int) -> str:
    return f"{number:03d}{SUFFIX}"


def by_key(keys: pl.DataFrame) -> Keyed:
    """Cases (or groups) with their buckets, to be found by their keys."""
    return Keyed(keys, tuple(keys.columns[:-1]))


def by_bucket(facts: pl.DataFrame, keys: Keyed) -> tuple[pl.DataFrame, Spans]:
    """The facts of these cases bucket by bucket, and where each bucket's are."""
    at = keys.places(facts).at
    if (at < 0).any():
        raise ValueError("facts of cases that nobody asked for")
    buckets = keys.entries[BUCKET].to_numpy()[at]
    if (np.diff(buckets) < 0).any():
        order = np.argsort(buckets, kind="stable")
        facts, buckets = facts[order], buckets[order]
    return facts, _spans(buckets)


def _spans(buckets: NDArray[np.int32]) -> Spans:
    """Where the rows of each bucket are, which stand together."""
    edges = [0, *(np.flatnonzero(np.diff(buckets)) + 1).tolist(), len(buckets)]
    return {
        int(buckets[first]): (first, end - first) for first, end in pairwise(edges) if end > first
    }


def few_in(folder: Path) -> list[Few]:
    """What later runs kept and no merged one stands for, the newest first."""
    found = [_told(place, place.stat().st_mtime_ns) for place in folder.glob("[0-9]*")]
    found.sort(key=lambda few: (few.run, few.merged), reverse=True)
    merged = next((few for few in found if few.merged), None)
    if merged is None:
        return found
    return [few for few in found if few is merged or few.run > merged.run or not few.several]


def let_go(folder: Path, counting: Iterable[Few]) -> None:
    """Remove whatever is not among what counts; what is half removed is no longer looked at."""
    for place in {*folder.glob("[0-9]*")} - {few.place for few in counting}:
        rmtree(place.replace(place.with_name(f".{place.name}.new")))


def touched_by(held: Sequence[Few], bucket: int) -> list[pl.DataFrame | None]:
    """The cases (or groups) of a bucket that none, one, two … of these are about."""
    own = (few.touched(bucket) for few in held)
    return [None, *accumulate(own, lambda known, more: pl.concat([known, more]).unique())]


@lru_cache(maxsize=256)
def _told(place: Path, moment: int) -> Few:
    """``moment``: when the folder was last written in, which tells it from another of its name."""
    with named_if_damaged(place / _TOLD):
        told: dict[str, Any] = json.loads((place / _TOLD).read_text(encoding="utf-8"))
        return Few(
            place,
            [(tuple(sort), tuple(seal), _read(spans)) for sort, seal, spans in told["sorts"]],
            tuple(told["touched"]),
            _read(told["cases"]),
        )


def _read(spans: Mapping[str, list[int]]) -> Spans:
    return {int(bucket): (first, height) for bucket, (first, height) in spans.items()}


class _Held:
    """Files that several buckets share, as they were read last."""

    def __init__(self) -> None:
        self._sheets: OrderedDict[tuple[Any, ...], Sheet] = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def of(self, file: Path, seal: Seal, columns: tuple[str, ...] | None) -> Sheet:
        key = (file, seal, columns)
        with self._lock:
            if key in self._sheets:
                self._sheets.move_to_end(key)
                return self._sheets[key]
        rows = unpacked(file, seal, columns)
        with self._lock:
            self._sheets[key] = rows
            self._bytes += rows.size
            while self._bytes > HELD_AT_MOST:
                self._bytes -= self._sheets.popitem(last=False)[1].size
        return rows


_HELD = _Held()
