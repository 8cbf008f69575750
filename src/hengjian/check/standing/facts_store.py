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

from hengjian.rules.concerns import Sort

KEY = ("body_id", "case_id")
_SORTS, _TOUCHED = "sorts.json", "touched.parquet"


@dataclass(frozen=True)
class FactsStore:
    """``folder`` holds one folder a subject and bucket; in it one folder a run, with one file for
    each sort of case, a list of these, and the keys of the cases that the run touched."""

    folder: Path

    def add(
        self,
        subject: str,
        bucket: int,
        run: int,
        parts: Mapping[Sort, pl.DataFrame],
        touched: pl.DataFrame | None = None,
    ) -> None:
        """Add facts by sort; ``touched``: the cases they are the facts of, if not of all."""
        place = self._place(subject, bucket)
        new = place / f".{run:08d}.new"
        if new.exists():
            rmtree(new)
        new.mkdir(parents=True)
        for number, frame in enumerate(parts.values()):
            frame.write_parquet(new / f"{number:03d}.parquet", compression="lz4")
        if touched is not None:
            touched.select(KEY).write_parquet(new / _TOUCHED)
        (new / _SORTS).write_text(json.dumps(list(parts)), encoding="utf-8")
        old = place / f"{run:08d}"
        if old.exists():  # of a run that was killed before it counted
            rmtree(old)
        new.rename(old)

    def read(
        self, subject: str, bucket: int, columns: Callable[[Sort], list[str]]
    ) -> Iterator[tuple[Sort, pl.DataFrame]]:
        """The facts of a bucket that count now, sort by sort; ``columns``: which of a sort."""
        runs = sorted(self._place(subject, bucket).glob("[0-9]*"), reverse=True)
        files: dict[Sort, list[tuple[Path, pl.DataFrame | None]]] = {}
        later: pl.DataFrame | None = None
        for run in runs:
            sorts = json.loads((run / _SORTS).read_text(encoding="utf-8"))
            for number, sort in enumerate(sorts):
                file = run / f"{number:03d}.parquet"
                files.setdefault(tuple(sort), []).append((file, later))
            if not (run / _TOUCHED).exists():  # the whole bucket: nothing before it counts
                break
            touched = pl.read_parquet(run / _TOUCHED, glob=False)
            later = touched if later is None else pl.concat([later, touched]).unique()
        for sort, found in files.items():
            wanted = columns(sort)
            frames = [_left(file, wanted, since) for file, since in reversed(found)]
            yield sort, pl.concat(frames)

    def buckets(self, subject: str) -> list[int]:
        return sorted(int(path.name) for path in (self.folder / subject).glob("*"))

    def _place(self, subject: str, bucket: int) -> Path:
        return self.folder / subject / f"{bucket:06d}"


def _left(file: Path, columns: list[str], later: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of a file whose cases no later run touched."""
    if later is None:
        return pl.read_parquet(file, columns=columns, glob=False)
    read = pl.read_parquet(file, columns=sorted({*KEY, *columns}), glob=False)
    return read.join(later, on=list(KEY), how="anti", maintain_order="left").select(columns)
