"""Facts on disk, by subject, bucket and sort of case, so that a rule reads only its kinds of case.

Serves re-judging under other parameters, another calendar or a later day, for which the records need
not be read again. A run adds the facts of the cases it touched; the newest ones of a case count.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import polars as pl

from hengjian.check.standing.files import named_if_damaged, read, write_folder
from hengjian.rules.concerns import Sort

MERGE_FROM = 12
_File = tuple[Path, pl.DataFrame | None]
"""A file of facts, and the cases that later runs touched, whose facts in it count no longer."""
_SORTS, _TOUCHED = "sorts.json", "touched.parquet"


@dataclass(frozen=True)
class FactsStore:
    """``folder`` holds one folder a subject and bucket; in it one folder a run, with one file for
    each sort of case, a list of these, and what the run touched: cases, or groups of cases."""

    folder: Path

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
            with named_if_damaged(run / _SORTS):
                sorts = json.loads((run / _SORTS).read_text(encoding="utf-8"))
            for number, sort in enumerate(sorts):
                file = run / f"{number:03d}.parquet"
                files.setdefault(tuple(sort), []).append((file, later))
            if not (run / _TOUCHED).exists():  # the whole bucket: nothing before it counts
                break
            touched = read(run / _TOUCHED)
            later = touched if later is None else pl.concat([later, touched]).unique()
        return Kept(files)

    def has(self, subject: str, columns: Callable[[Sort], list[str]]) -> bool:
        """Whether these columns were kept, so that a rule that reads them can be judged."""
        for bucket in self.buckets(subject):
            for run in self._runs(subject, bucket):
                with named_if_damaged(run / _SORTS):
                    sorts = json.loads((run / _SORTS).read_text(encoding="utf-8"))
                    for number, sort in enumerate(sorts):
                        kept = pl.read_parquet_schema(run / f"{number:03d}.parquet")
                        if not set(columns(tuple(sort))) <= set(kept):
                            return False
        return True

    def tidy(self) -> None:
        """Let go of runs that count no longer, and make one run of many. Safe at every step: what a
        merged run holds stands for all before it as soon as it is there."""
        for place in sorted({path.parent.parent for path in self.folder.rglob(_SORTS)}):
            subject = place.parent.relative_to(self.folder).as_posix()
            self._tidied(subject, int(place.name))

    def _tidied(self, subject: str, bucket: int) -> None:
        runs = self._runs(subject, bucket)
        whole = next((n for n, run in enumerate(runs) if not (run / _TOUCHED).exists()), len(runs))
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
        frames = [_left(file, columns, since, cases) for file, since in found]
        return pl.concat(frames) if frames else pl.DataFrame()


def _written(place: Path, parts: Mapping[Sort, pl.DataFrame], touched: pl.DataFrame | None) -> None:
    frames = {f"{number:03d}.parquet": frame for number, frame in enumerate(parts.values())}
    if touched is not None:
        frames[_TOUCHED] = touched
    write_folder(place, frames, sorts=json.dumps(list(parts)))


def _left(
    file: Path, columns: list[str] | None, later: pl.DataFrame | None, cases: pl.DataFrame | None
) -> pl.DataFrame:
    """The rows of a file that no later run touched, and which are asked for."""
    if later is None and cases is None:
        return read(file, columns)
    named = {name for frame in (later, cases) if frame is not None for name in frame.columns}
    rows = read(file, None if columns is None else sorted({*named, *columns}))
    if cases is not None:
        rows = rows.join(cases, on=cases.columns, how="semi", maintain_order="left")
    if later is not None:
        rows = rows.join(later, on=later.columns, how="anti", maintain_order="left")
    return rows if columns is None else rows.select(columns)
