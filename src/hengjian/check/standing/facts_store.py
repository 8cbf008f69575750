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

from hengjian.check.standing.few_facts import Few, Piece, few_in, write_few
from hengjian.check.standing.files import named_if_damaged, run_of, write_folder
from hengjian.check.standing.packed import SUFFIX, columns_in, packed, seal_of
from hengjian.rules.concerns import Sort

MERGE_FROM = 12
SHARED_AT_MOST = 100_000
"""Cases of many buckets whose facts later runs keep together, before they are put to their buckets'."""
_Kept = tuple[Piece, pl.DataFrame | None]
"""Facts, and the cases that later runs touched, whose facts among them count no longer."""
_SORTS, _FEW = "sorts.json", "few"


@dataclass(frozen=True)
class FactsStore:
    """``folder`` holds a folder for each subject; in it one for each bucket, with all its facts as some
    run made them, a file for each sort of case; and what later runs made of some cases (or groups).

    ``made``, ``grown``: subject and bucket of what was made as a whole, or added to, since the last
    tidying.
    """

    folder: Path
    made: set[tuple[str, int]] = field(default_factory=set, compare=False)
    grown: set[tuple[str, int]] = field(default_factory=set, compare=False)

    def add(self, subject: str, bucket: int, run: int, parts: Mapping[Sort, pl.DataFrame]) -> None:
        """Keep all facts of a bucket, by sort."""
        _written(self._place(subject, bucket) / f"{run:08d}", parts)
        self.made.add((subject, bucket))

    def add_few(
        self,
        subject: str,
        run: int,
        parts: Mapping[Sort, pl.DataFrame],
        touched: Mapping[int, pl.DataFrame],
    ) -> None:
        """Add facts by sort; ``touched``: bucket → the keys of the cases, or the groups, that they are
        the facts of."""
        write_few(self.folder / subject / _FEW, run, parts, touched)
        self.grown.update((subject, bucket) for bucket in touched)

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
        pieces: dict[Sort, list[_Kept]] = {}
        later: pl.DataFrame | None = None
        held = few_in(self.folder / subject / _FEW)
        for few in self._later(subject, bucket, held):
            for sort, piece in few.pieces(bucket):
                pieces.setdefault(sort, []).append((piece, later))
            touched = few.touched(bucket)
            later = touched if later is None else pl.concat([later, touched]).unique()
        for sort, piece in self._whole(subject, bucket):
            pieces.setdefault(sort, []).append((piece, later))
        return Kept(pieces)

    def has(self, subject: str, columns: Callable[[Sort], list[str]]) -> bool:
        """Whether these columns were kept, so that a rule that reads them can be judged."""
        for bucket in self.buckets(subject):
            for sort, piece in self._whole(subject, bucket):
                with named_if_damaged(piece.file):
                    if not set(columns(sort)) <= set(columns_in(piece.file)):
                        return False
        for few in few_in(self.folder / subject / _FEW):
            for sort, file in few.files():
                with named_if_damaged(file):
                    if not set(columns(sort)) <= set(columns_in(file)):
                        return False
        return True

    def tidy(self) -> None:
        """Let go of what counts no longer, and put to a bucket's facts what many runs kept of them. Safe
        at every step: the facts of a bucket stand for all before them as soon as they are there; what a
        killed process left is looked at when something is added there again."""
        for subject in {subject for subject, _ in self.made | self.grown}:
            held = few_in(self.folder / subject / _FEW)
            made = {bucket for name, bucket in self.made if name == subject}
            grown = {bucket for name, bucket in self.grown if name == subject}
            many = [bucket for bucket in grown - made if self._many(subject, bucket, held)]
            for bucket in many:
                parts = dict(self.read(subject, bucket))
                _written(self._place(subject, bucket) / f"{held[0].run:08d}", parts)
            for bucket in made.union(many):
                for run in self._runs(subject, bucket)[1:]:
                    rmtree(run)
            for few in held if made or many else []:
                if all(few.run <= self._last(subject, bucket) for bucket in few.cases):
                    rmtree(few.place)
        self.made.clear()
        self.grown.clear()

    def _many(self, subject: str, bucket: int, held: list[Few]) -> bool:
        """Whether so much was made of some of a bucket that all of it is better put together."""
        about = [few for few in held if bucket in few.cases]
        if len(about) < MERGE_FROM and sum(few.shared for few in about) <= SHARED_AT_MOST:
            return False
        later = self._later(subject, bucket, about)
        return len(later) >= MERGE_FROM or sum(few.shared for few in later) > SHARED_AT_MOST

    def buckets(self, subject: str) -> list[int]:
        whole = {int(path.name) for path in (self.folder / subject).glob("[0-9]*")}
        few = few_in(self.folder / subject / _FEW)
        return sorted(whole.union(*(one.cases for one in few)))

    def _later(self, subject: str, bucket: int, held: list[Few]) -> list[Few]:
        """What runs made of some of a bucket since all of it was made, the newest first."""
        last = self._last(subject, bucket)
        return [few for few in held if bucket in few.cases and few.run > last]

    def _last(self, subject: str, bucket: int) -> int:
        """The run that made all facts of a bucket; 0: none did."""
        return max(map(run_of, self._runs(subject, bucket)), default=0)

    def _whole(self, subject: str, bucket: int) -> list[tuple[Sort, Piece]]:
        """Where all facts of a bucket are, as they were made last."""
        for run in self._runs(subject, bucket)[:1]:
            with named_if_damaged(run / _SORTS):
                told: list[Any] = json.loads((run / _SORTS).read_text(encoding="utf-8"))
            return [
                (tuple(sort), Piece(run / f"{number:03d}{SUFFIX}", tuple(seal)))
                for number, (sort, seal) in enumerate(told)
            ]
        return []

    def _runs(self, subject: str, bucket: int) -> list[Path]:
        """The runs that made all facts of a bucket, the newest first."""
        return sorted(self._place(subject, bucket).glob("[0-9]*"), reverse=True)

    def _place(self, subject: str, bucket: int) -> Path:
        return self.folder / subject / f"{bucket:06d}"


@dataclass(frozen=True)
class Kept:
    """Where the facts of each sort in a bucket are, the newest first."""

    files: dict[Sort, list[_Kept]]

    def of(
        self, sort: Sort, columns: list[str] | None = None, cases: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """The facts of one sort that count now; without any column where the bucket has none."""
        found = reversed(self.files.get(sort, []))
        frames = [_left(*piece, columns, cases) for piece in found]
        return pl.concat(frames) if frames else pl.DataFrame()


def _written(place: Path, parts: Mapping[Sort, pl.DataFrame]) -> None:
    contents = {f"{n:03d}{SUFFIX}": packed(frame) for n, frame in enumerate(parts.values())}
    seals = [seal_of(content) for content in contents.values()]
    write_folder(place, contents, sorts=json.dumps([*zip(parts, seals, strict=True)]))


def _left(
    piece: Piece,
    later: pl.DataFrame | None,
    columns: list[str] | None,
    cases: pl.DataFrame | None,
) -> pl.DataFrame:
    """The rows of a piece that no later run touched, and which are asked for."""
    if later is None and cases is None:
        return piece.read(columns)
    named = {name for frame in (later, cases) if frame is not None for name in frame.columns}
    rows = piece.read(None if columns is None else sorted({*named, *columns}))
    if cases is not None:
        rows = rows.join(cases, on=cases.columns, how="semi", maintain_order="left")
    if later is not None:
        rows = rows.join(later, on=later.columns, how="anti", maintain_order="left")
    return rows if columns is None else rows.select(columns)
