"""Facts on disk, by subject, bucket and sort of case, so that a rule reads only its kinds of case.

Serves re-judging under other parameters, another calendar or a later day, for which the records need
not be read again. A run adds the facts of the cases it touched; the newest ones of a case count.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import Any

import polars as pl

from hengjian.check.standing.files import named_if_damaged, write_folder
from hengjian.check.standing.packed import SUFFIX, Seal, columns_in, packed, seal_of, unpacked
from hengjian.rules.concerns import Sort

MERGE_FROM = 12
_File = tuple[Path, Seal, pl.DataFrame | None]
"""A file of facts, and the cases that later runs touched, whose facts in it count no longer."""
_SORTS, _TOUCHED = "sorts.json", f"touched{SUFFIX}"


@dataclass(frozen=True)
class FactsStore:
    """``folder`` holds one folder a subject and bucket; in it one folder a run, with one file for
    each sort of case, a list of these, and what the run touched: cases, or groups of cases.

    ``grown``: subject and bucket of what was added since the last tidying.
    """

    folder: Path
    grown: set[tuple[str, int]] = field(default_factory=set, compare=False)

    def add(
        self,
        subject: str,
        bucket: int,
        run: int,
        parts: Mapping[Sort, pl.DataFrame],
        touched: pl.DataFrame | None = None,
    ) -> None:
        """Add facts by sort; ``touched``: the keys of the cases, or the groups, that they are the facts
        of, if not of all."""
        _written(self._place(subject, bucket) / f"{run:08d}", parts, touched)
        self.grown.add((subject, bucket))

    def drop(self, bucket: int) -> None:
        """Let go of all facts of a bucket of cases."""
        for place in self.folder.glob(f"*/{bucket:06d}"):
            rmtree(place)

    def read(
        self,
        subject: str,
        bucket: int,
        columns: Callable[[Sort], list[str]] | None = None,
        cases: pl.DataFrame | None = None,
    ) -> Iterator[tuple[Sort, pl.DataFrame]]:
        """The facts of a bucket that count now, sort by sort; ``columns``: which of a sort, else all;
        ``cases``: only of these."""
        kept = self.kept(subject, bucket)
        for sort in kept.files:
            yield sort, kept.of(sort, columns(sort) if columns is not None else None, cases)

    def kept(self, subject: str, bucket: int) -> "Kept":
        """What counts now of a bucket, before any of it is read."""
        runs = self._runs(subject, bucket)
        files: dict[Sort, list[_File]] = {}
        later: pl.DataFrame | None = None
        for run in runs:
            told = _told(run)
            for number, (sort, seal) in enumerate(told["sorts"]):
                file = run / f"{number:03d}{SUFFIX}"
                files.setdefault(tuple(sort), []).append((file, tuple(seal), later))
            if told["touched"] is None:  # the whole bucket: nothing before it counts
                break
            touched = _unpacked(run / _TOUCHED, tuple(told["touched"]))
            later = touched if later is None else pl.concat([later, touched]).unique()
        return Kept(files)

    def has(self, subject: str, columns: Callable[[Sort], list[str]]) -> bool:
        """Whether these columns were kept, so that a rule that reads them can be judged."""
        for bucket in self.buckets(subject):
            for run in self._runs(subject, bucket):
                for number, (sort, _) in enumerate(_told(run)["sorts"]):
                    file = run / f"{number:03d}{SUFFIX}"
                    with named_if_damaged(file):
                        kept = columns_in(file)
                    if not set(columns(tuple(sort))) <= set(kept):
                        return False
        return True

    def tidy(self) -> None:
        """Let go of runs that count no longer, and make one run of many, where facts were added. Safe
        at every step: what a merged run holds stands for all before it as soon as it is there; what a
        killed process left is looked at when something is added there again."""
        while self.grown:
            self._tidied(*self.grown.pop())

    def _tidied(self, subject: str, bucket: int) -> None:
        runs = self._runs(subject, bucket)
        whole = next((n for n, run in enumerate(runs) if _told(run)["touched"] is None), len(runs))
        for run in runs[whole + 1 :]:
            rmtree(run)
        if whole >= MERGE_FROM:
            parts = dict(self.read(subject, bucket))
            _written(runs[0].with_name(f"{runs[0].name}~"), parts, None)
            for run in runs[: whole + 1]:
                rmtree(run)

    def buckets(self, subject: str) -> list[int]:
        return sorted(int(path.name) for path in (self.folder / subject).glob("*"))

    def _runs(self, subject: str, bucket: int) -> list[Path]:
        """The runs about a bucket, the newest first."""
        return sorted(self._place(subject, bucket).glob("[0-9]*"), reverse=True)

    def _place(self, subject: str, bucket: int) -> Path:
        return self.folder / subject / f"{bucket:06d}"


@dataclass(frozen=True)
class Kept:
    """The files that hold the facts of each sort in a bucket, the newest first."""

    files: dict[Sort, list[_File]]

    def of(
        self, sort: Sort, columns: list[str] | None = None, cases: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """The facts of one sort that count now; without any column where the bucket has none."""
        found = reversed(self.files.get(sort, []))
        frames = [_left(*file, columns, cases) for file in found]
        return pl.concat(frames) if frames else pl.DataFrame()


def _written(place: Path, parts: Mapping[Sort, pl.DataFrame], touched: pl.DataFrame | None) -> None:
    contents = {f"{n:03d}{SUFFIX}": packed(frame) for n, frame in enumerate(parts.values())}
    told: dict[str, Any] = {
        "sorts": [
            (sort, seal_of(content)) for sort, content in zip(parts, contents.values(), strict=True)
        ],
        "touched": None,
    }
    if touched is not None:
        contents[_TOUCHED] = packed(touched)
        told["touched"] = seal_of(contents[_TOUCHED])
    write_folder(place, contents, sorts=json.dumps(told))


def _told(run: Path) -> dict[str, Any]:
    """What a run says of its files: ``sorts``: sort and seal of each · ``touched``: the seal of the list
    of what it touched, None where that was the whole bucket."""
    with named_if_damaged(run / _SORTS):
        told: dict[str, Any] = json.loads((run / _SORTS).read_text(encoding="utf-8"))
    return told


def _unpacked(file: Path, seal: Seal, columns: list[str] | None = None) -> pl.DataFrame:
    with named_if_damaged(file):
        return unpacked(file, seal, columns)


def _left(
    file: Path,
    seal: Seal,
    later: pl.DataFrame | None,
    columns: list[str] | None,
    cases: pl.DataFrame | None,
) -> pl.DataFrame:
    """The rows of a file that no later run touched, and which are asked for."""
    if later is None and cases is None:
        return _unpacked(file, seal, columns)
    named = {name for frame in (later, cases) if frame is not None for name in frame.columns}
    rows = _unpacked(file, seal, None if columns is None else sorted({*named, *columns}))
    if cases is not None:
        rows = rows.join(cases, on=cases.columns, how="semi", maintain_order="left")
    if later is not None:
        rows = rows.join(later, on=later.columns, how="anti", maintain_order="left")
    return rows if columns is None else rows.select(columns)
