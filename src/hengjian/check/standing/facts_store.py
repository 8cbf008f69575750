"""Facts on disk, by subject, bucket and sort of case, so that a rule reads only its kinds of case.

Serves re-judging under other parameters, another calendar or a later day, for which the records need
not be read again. A run adds the facts of the cases it touched; the newest ones of a case count.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import Any

import polars as pl

from hengjian.check.standing.few_facts import (
    BUCKET,
    Few,
    Piece,
    few_in,
    let_go,
    touched_by,
    write_few,
)
from hengjian.check.standing.few_merged import newest_of, write_merged
from hengjian.check.standing.files import named_if_damaged, run_of, write_folder
from hengjian.check.standing.packed import SUFFIX, columns_in, packed, seal_of
from hengjian.facts.sheet import Sheet, below
from hengjian.rules.concerns import Sort

MERGE_FROM = 12
SHARED_AT_MOST = 100_000
"""Cases of many buckets whose facts later runs keep together, before they are put to their buckets'."""
_Kept = tuple[Piece, pl.DataFrame | None]
"""Facts, and the cases that later runs touched, whose facts among them count no longer."""
_SORTS, _FEW, _PLACE = "sorts.json", "few", "__place"


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
        write_few(self._few(subject), run, parts, touched)
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
            yield sort, kept.of(sort, columns(sort) if columns is not None else None, cases).frame()

    def kept(self, subject: str, bucket: int) -> "Kept":
        """What counts now of a bucket, before any of it is read."""
        pieces: dict[Sort, list[_Kept]] = {}
        held = self._later(subject, bucket, few_in(self._few(subject)))
        touched = touched_by(held, bucket)
        for few, later in zip(held, touched, strict=False):
            for sort, piece in few.pieces(bucket):
                pieces.setdefault(sort, []).append((piece, later))
        for sort, piece in self._whole(subject, bucket):
            pieces.setdefault(sort, []).append((piece, touched[-1]))
        return Kept(pieces)

    def has(self, subject: str, columns: Callable[[Sort], list[str]]) -> bool:
        """Whether these columns were kept, so that a rule that reads them can be judged."""
        whole = (self._whole(subject, bucket) for bucket in self.buckets(subject))
        few = (some.whole() for some in few_in(self._few(subject)))
        for sort, piece in chain.from_iterable(chain(whole, few)):
            with named_if_damaged(piece.file):
                if not set(columns(sort)) <= set(columns_in(piece.file)):
                    return False
        return True

    # --- tidying ------------------------------------------------------------------------------------------------

    def tidy(self) -> None:
        """Let go of what counts no longer, and put together what many runs kept. Safe at every step: what
        is put together stands for all before it as soon as it is there; what a killed process left is
        looked at when something is added there again."""
        for subject in {subject for subject, _ in self.made | self.grown}:
            folder = self._few(subject)
            put = {bucket for name, bucket in self.made if name == subject}
            if any(name == subject for name, _ in self.grown):
                put |= self._put_together(subject, few_in(folder))
            for bucket in put:
                for run in self._runs(subject, bucket)[1:]:
                    rmtree(run)
            held = few_in(folder)
            let_go(folder, [few for few, cases in self._counting(subject, held) if cases])
        self.made.clear()
        self.grown.clear()

    def _put_together(self, subject: str, held: list[Few]) -> set[int]:
        """Put to a bucket's facts what many runs kept of it alone, or much that several buckets share;
        merge many runs about several buckets. Gives the buckets whose facts were written as a whole."""
        cases = self._counting(subject, held)
        alone = Counter(bucket for few, own in cases if not few.several for bucket in own)
        put = {bucket for bucket, runs in alone.items() if runs >= MERGE_FROM}
        runs = Counter(bucket for few, own in cases if few.several for bucket in own)
        many = max(runs.values(), default=0) >= MERGE_FROM
        newest = []
        if many or _largest([own for few, own in cases if few.several], put) != put:
            newest = [(few, own) for few, own in newest_of(cases) if few.several]
            left = [Counter(own[BUCKET].to_list()) for _, own in newest]
            put = _largest([sum(left, Counter())] if many else left, put)
        for bucket in sorted(put):
            parts = dict(self.read(subject, bucket))
            _written(self._place(subject, bucket) / f"{held[0].run:08d}", parts)
        if many:
            newest = [(few, own.filter(~own[BUCKET].is_in(list(put)))) for few, own in newest]
            if any(own.height for _, own in newest):
                write_merged(self._few(subject), newest)
        return put

    def _counting(self, subject: str, held: list[Few]) -> list[tuple[Few, dict[int, int]]]:
        """With each, by bucket: how many cases it is about; without buckets made as a whole since."""
        last = {
            bucket: self._last(subject, bucket) for bucket in {b for few in held for b in few.cases}
        }
        return [
            (few, {b: height for b, (_, height) in few.cases.items() if few.run > last[b]})
            for few in held
        ]

    # --- where it lies ------------------------------------------------------------------------------------------

    def buckets(self, subject: str) -> list[int]:
        whole = {int(path.name) for path in (self.folder / subject).glob("[0-9]*")}
        few = few_in(self._few(subject))
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

    def _few(self, subject: str) -> Path:
        return self.folder / subject / _FEW

    def _place(self, subject: str, bucket: int) -> Path:
        return self.folder / subject / f"{bucket:06d}"


@dataclass(frozen=True)
class Kept:
    """Where the facts of each sort in a bucket are, the newest first."""

    files: dict[Sort, list[_Kept]]

    def of(
        self, sort: Sort, columns: list[str] | None = None, cases: pl.DataFrame | None = None
    ) -> Sheet:
        """The facts of one sort that count now; without any column where the bucket has none."""
        found = reversed(self.files.get(sort, []))
        sheets = [_left(*piece, columns, cases) for piece in found]
        return below(sheets) if sheets else Sheet(0, {})


def _largest(shared: Sequence[Mapping[int, int]], put: set[int]) -> set[int]:
    """The buckets to be put together so that no other shares too many cases; those of which most is
    kept, for to write one takes as long for a few. ``put``: those that are put together anyway."""
    gone = set(put)
    while True:
        left = [{b: own for b, own in cases.items() if b not in gone} for cases in shared]
        beside, most = Counter[int](), Counter[int]()
        for cases in left:
            beside.update(dict.fromkeys(cases, sum(cases.values())))
            most.update(cases)
        crowded = [bucket for bucket in most if beside[bucket] > SHARED_AT_MOST]
        if not crowded:
            return gone
        gone.add(max(crowded, key=lambda bucket: most[bucket]))


def _written(place: Path, parts: Mapping[Sort, pl.DataFrame]) -> None:
    contents = {f"{n:03d}{SUFFIX}": packed(frame) for n, frame in enumerate(parts.values())}
    seals = [seal_of(content) for content in contents.values()]
    write_folder(place, contents, sorts=json.dumps([*zip(parts, seals, strict=True)]))


def _left(
    piece: Piece,
    later: pl.DataFrame | None,
    columns: list[str] | None,
    cases: pl.DataFrame | None,
) -> Sheet:
    """The rows of a piece that no later run touched, and which are asked for."""
    if later is None and cases is None:
        return piece.read(columns)
    named = {name for frame in (later, cases) if frame is not None for name in frame.columns}
    rows = piece.read(None if columns is None else sorted({*named, *columns}))
    left = rows.frame(sorted(named)).with_row_index(_PLACE)
    if cases is not None:
        left = left.join(cases, on=cases.columns, how="semi", maintain_order="left")
    if later is not None:
        left = left.join(later, on=later.columns, how="anti", maintain_order="left")
    return (rows if columns is None else rows.select(columns)).at(left[_PLACE])
