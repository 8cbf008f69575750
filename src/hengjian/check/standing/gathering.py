"""What cases give to subjects across cases: narrow copies on disk, found again by group.

Serves checks of archives too large to be seen at once. A subject of one case is judged bucket by
bucket; one across cases group by group: all cases of a party, all acts of an officer on one day. When
cases change, only groups to which they give other rows than before are read and judged anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

import numpy as np
import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.files import (
    named_if_damaged,
    read,
    read_together,
    run_of,
    write,
    write_folder,
)
from hengjian.check.standing.imprints import (
    CASE,
    Imprints,
    Numbers,
    groups_that_differ,
    imprints_of,
    laid_out,
)
from hengjian.check.standing.touched import TOUCHED, Touched, numbered
from hengjian.check.standing.whereabouts import Whereabouts
from hengjian.facts import GROUP, Bucket, Subject

BUCKET, GATHERED, REGISTERS = "bucket", "gathered", "registers"
OF_A_CASE = frozenset({"case", "act", "recording"})
"""Subjects whose rows rest on one case and on registers."""
LOOSE = frozenset({"recording"})
"""Subjects of a case whose rows may also belong to none; such rows stand among the registers."""
MERGE_FROM = 12
ROWS_AT_ONCE = 10_000
"""Rows of a copy that lie in one group of a file; a group without any row asked for is not read."""
_IMPRINTS = "given.imprints"
_KEYS = dict.fromkeys(KEY, pl.String())
_RANGE = 2**64
Name = TypeVar("Name")


def kind_of(subject: Subject) -> str:
    """Whether a subject is judged with its bucket, gathered by groups, or from registers alone."""
    if subject.name in OF_A_CASE:
        return BUCKET
    return REGISTERS if subject.gathered is None else GATHERED


def given_by(bucket: Bucket, subjects: Iterable[Subject]) -> dict[str, pl.DataFrame]:
    """What the cases of a bucket give to each of these gathered subjects, with groups."""
    given = {}
    for subject in subjects:
        if subject.gathered is not None:
            rows = subject.gathered.gives(bucket)
            numbers = numbered(rows)[CASE]
            given[subject.name] = rows.with_columns(subject.gathered.groups(rows), numbers)
    return given


def joined(parts: Sequence[Mapping[Name, pl.DataFrame]]) -> dict[Name, pl.DataFrame]:
    """What several parts hold by the same names, one below the other."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: pl.concat(part[name] for part in parts if name in part) for name in names}


@dataclass(frozen=True)
class _Held:
    """A file of copies, which of its rows are wanted, and how many runs are newer than it."""

    file: Path
    wanted: pl.Expr
    newer: int = 0


@dataclass(frozen=True)
class Told:
    """The numbers of cases by the file that tells what counts of them: ``first``: bucket → cases that no
    later run touched · ``later``: run, counted from the newest → those that it touched last."""

    first: dict[int, Numbers]
    later: dict[int, Numbers]


@dataclass(frozen=True)
class Gathering:
    """One folder a run. The first run has a file for each subject and bucket; each later one a file a
    subject, and the keys of the cases that it touched: these count in no earlier run.

    ``parts``: in how many steps all groups are gone through · runs after ``newest`` do not count.
    """

    folder: Path
    parts: int
    newest: int

    # --- writing --------------------------------------------------------------------------------------------

    def spread(self, given: Mapping[str, pl.DataFrame], bucket: int) -> None:
        """Keep what a whole bucket gave, in the first run of a generation."""
        for subject, rows in given.items():
            write(rows.sort(GROUP), self._first(subject, bucket), rows_at_once=ROWS_AT_ONCE)
        write(laid_out(imprints_of(given)), self._first_imprints(bucket))

    def add(self, given: Mapping[str, pl.DataFrame], touched: pl.DataFrame, run: int) -> None:
        """Keep what the cases gave that a later run touched."""
        self._write_later(f"{run:08d}", given, touched.select(KEY))

    def merge(self) -> None:
        """Make one run of many later ones. Safe at every step: the merged run stands for all before it
        as soon as it is there."""
        runs = self._later
        if len(runs) < MERGE_FROM:
            return
        names = sorted({file.name for run in runs for file in run.glob("*.parquet")} - {TOUCHED})
        subjects = [name.removesuffix(".parquet") for name in names]
        given = {subject: pl.concat(self._of_later(subject)) for subject in subjects}
        touched = pl.concat(read(run / TOUCHED) for run in runs).unique(maintain_order=True)
        self._write_later(f"{run_of(runs[0]):08d}~", given, touched)
        for run in runs:
            rmtree(run)

    def _write_later(
        self, name: str, given: Mapping[str, pl.DataFrame], touched: pl.DataFrame
    ) -> None:
        files: dict[str, pl.DataFrame | bytes] = {TOUCHED: touched}
        for subject, rows in given.items():
            files[f"{subject}.parquet"] = rows.sort(GROUP)
        files[_IMPRINTS] = laid_out(imprints_of(given))
        write_folder(self.folder / name, files)

    # --- reading --------------------------------------------------------------------------------------------

    def told_by(self, touched: Mapping[int, pl.DataFrame]) -> "Told":
        """Where what counts of these cases of several buckets was given."""
        cases = numbered(pl.concat([pl.DataFrame(schema=_KEYS), *touched.values()]))
        numbers, last = cases[CASE].to_numpy(), self._touched.last_of(cases)
        runs = range(len(self._later))
        later = {run: np.unique(numbers[last == run]) for run in runs}
        ends = np.cumsum([keys.height for keys in touched.values()])
        left = zip(np.split(numbers, ends[:-1]), np.split(last, ends[:-1]), strict=True)
        first = {
            bucket: np.unique(own[run == len(runs)])
            for bucket, (own, run) in zip(touched, left, strict=False)
        }
        return Told(first, later)

    def changed(self, given: Mapping[str, pl.DataFrame], told: "Told") -> dict[str, pl.Series]:
        """The groups of each subject to which cases give other rows now, ``given``, than they did, or did
        and give none."""
        files = [(self._first_imprints(bucket), own) for bucket, own in told.first.items()]
        files += [(self._later[run] / _IMPRINTS, own) for run, own in told.later.items()]
        before = [Imprints(file).of(asked) for file, asked in files if len(asked) and file.exists()]
        return groups_that_differ(before, imprints_of(given), [*given])

    def copies(self, subject: str, groups: pl.Series) -> pl.DataFrame:
        """What was given to these groups and still counts."""
        places = self._whereabouts(subject)
        first = self._firsts(subject)
        if places.noted:
            there = places.of(groups)
            held = [_Held(first[bucket], _among(own)) for bucket, own in there.items()]
            held = held or [_Held(file, pl.lit(False)) for file in [*first.values()][:1]]
        else:
            held = [_Held(file, _among(groups)) for file in first.values()]
        return pl.concat(self._counting(subject, held, _among(groups))).drop(CASE)

    def every(self, subject: str, part: int) -> pl.DataFrame:
        """All that was given to groups of one part and still counts. The first run goes through all
        parts one after the other, and notes where their groups are."""
        first, wanted = self._firsts(subject), self.within(part)
        found = self._counting(subject, [_Held(file, wanted) for file in first.values()], wanted)
        if self.newest == 1:
            groups = {bucket: rows[GROUP] for bucket, rows in zip(first, found, strict=True)}
            self._whereabouts(subject).note(groups, part, self.parts)
        return pl.concat(found).drop(CASE)

    def within(self, part: int) -> pl.Expr:
        """Whether a group is in one of the parts."""
        least, end = (_RANGE * number // self.parts for number in (part, part + 1))
        return pl.col(GROUP).is_between(
            pl.lit(least, dtype=pl.UInt64), pl.lit(end - 1, dtype=pl.UInt64)
        )

    def in_parts(self, groups: pl.Series) -> dict[int, pl.DataFrame]:
        """Part → those of these groups that are in it, where there are any."""
        ends = [_RANGE * number // self.parts for number in range(1, self.parts)]
        which = np.searchsorted(np.array(ends, dtype=np.uint64), groups.to_numpy(), side="right")
        placed = groups.to_frame(GROUP).with_columns(part=which)
        parts = placed.partition_by("part", as_dict=True, include_key=False)
        return {int(str(part)): own for (part,), own in sorted(parts.items())}

    def _counting(self, subject: str, first: "list[_Held]", wanted: pl.Expr) -> list[pl.DataFrame]:
        """What counts of these files of the first run, and of what later ones gave, file by file."""
        all_later = [replace(held, newer=len(self._later)) for held in first]
        return self._left([*all_later, *self._in_later(subject, wanted)])

    def _of_later(self, subject: str) -> list[pl.DataFrame]:
        """What later runs hold, of each case the newest."""
        return self._left(self._in_later(subject, pl.lit(True)))

    def _in_later(self, subject: str, wanted: pl.Expr) -> "list[_Held]":
        """The files of later runs, the newest first."""
        files = [(run / f"{subject}.parquet", newer) for newer, run in enumerate(self._later)]
        return [_Held(file, wanted, newer) for file, newer in files if file.exists()]

    def _left(self, held: "list[_Held]") -> list[pl.DataFrame]:
        """The rows of each file without cases that one of so many newest runs touched."""
        found = self._rows([(one.file, one.wanted) for one in held])
        return [self._without(rows, one.newer) for rows, one in zip(found, held, strict=True)]

    def _without(self, rows: pl.DataFrame, newer: int) -> pl.DataFrame:
        left = self._touched.last_of(rows) >= newer
        return rows if left.all() else rows[np.flatnonzero(left)]

    def _rows(self, asked: list[tuple[Path, pl.Expr]]) -> list[pl.DataFrame]:
        """The rows of each file of which this holds."""
        with named_if_damaged(self.folder):
            files = [pl.scan_parquet(file, glob=False).filter(wanted) for file, wanted in asked]
            return read_together(files)

    def _firsts(self, subject: str) -> dict[int, Path]:
        """Bucket → what it gave in the first run."""
        files = sorted(self._first_run.glob(f"{subject}-*.parquet"))
        return {int(file.stem.rpartition("-")[2]): file for file in files}

    def _whereabouts(self, subject: str) -> Whereabouts:
        return Whereabouts(self._first_run / f"{subject}.groups")

    def _first(self, subject: str, bucket: int) -> Path:
        return self._first_run / f"{subject}-{bucket:06d}.parquet"

    @property
    def _first_run(self) -> Path:
        return self.folder / f"{1:08d}"

    def _first_imprints(self, bucket: int) -> Path:
        return self._first_run / f"{bucket:06d}-{_IMPRINTS}"

    @cached_property
    def _touched(self) -> Touched:
        return Touched.by(self._later)

    @cached_property
    def _later(self) -> list[Path]:
        """The later runs that count, the newest first."""
        runs = sorted(self.folder.glob("[0-9]*"), reverse=True)
        counting = [run for run in runs if 1 < run_of(run) <= self.newest]
        merged = next((n for n, run in enumerate(counting) if run.name.endswith("~")), None)
        return counting if merged is None else counting[: merged + 1]


def _among(groups: pl.Series) -> pl.Expr:
    within = pl.col(GROUP).is_between(groups.min(), groups.max())
    return within & pl.col(GROUP).is_in(groups.implode())
