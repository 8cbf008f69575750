"""A process that imports or checks and is killed (SIGKILL) as it reaches a point of its work.

A point is every moment at which something on the disk changes: a file half written, a file about to
take its place or to be removed, a commit about to be made or just made.
"""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

import polars as pl

from hengjian.archive import Archive, Batch, tables
from hengjian.check.standing import Standing, state
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.standard.records import Records
from hengjian.standard.tables import TABLES

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
RULES = frozenset({"F08", "C01", "B01", "B02", "G06", "G12", "H11", "J18", "K11", "A05", "F05"})
_MODULES = ("hengjian.check.standing.tests.killing_ready",)


class _Points:
    """Counts points and dies at one of them (0: at none)."""

    def __init__(self, die_at: int) -> None:
        self.count, self.die_at = 0, die_at

    def reached(self, spoil: Callable[[], Any] | None = None) -> None:
        self.count += 1
        if self.count == self.die_at:
            if spoil is not None:
                spoil()
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Reach a point wherever something on the disk changes."""
        replace, unlink, rmtree = Path.replace, Path.unlink, shutil.rmtree
        parquet, commit = pl.DataFrame.write_parquet, tables._commit_files

        def before(real: Callable[..., Any]) -> Callable[..., Any]:
            def told(*arguments: Any, **options: Any) -> Any:
                self.reached()
                return real(*arguments, **options)

            return told

        def halfway(frame: pl.DataFrame, file: Path | IO[bytes], **options: Any) -> None:
            parquet(frame, file, **options)
            if isinstance(file, Path):  # else it is not on the disk yet
                self.reached(lambda: os.truncate(file, file.stat().st_size // 2))

        def committing(*arguments: Any, **options: Any) -> None:
            self.reached()
            commit(*arguments, **options)
            self.reached()

        Path.replace, Path.unlink = before(replace), before(unlink)  # type: ignore[method-assign]
        pl.DataFrame.write_parquet = halfway  # type: ignore[method-assign, assignment]
        tables._commit_files = committing
        os.link, os.fsync = before(os.link), before(os.fsync)
        state.rmtree = before(rmtree)  # type: ignore[attr-defined]


def saved(records: Records, folder: Path) -> Path:
    """Records as files that the process reads."""
    folder.mkdir(parents=True)
    for table in TABLES:
        records[table.name].write_parquet(folder / f"{table.name}.parquet")
    return folder


def importing(root: Path, batch: Path) -> None:
    Archive.at(root, bucket_size=60).accept(read(batch), at=NOON)


def importing_and_checking(root: Path, batches: tuple[Path, ...], day: date) -> None:
    rules = book()
    archive = Archive.at(root, bucket_size=60)
    with Standing(archive, rules.content, rules).growing(day) as growth:
        for batch in batches:
            archive.accept(read(batch), at=NOON, beside=growth.take)
        growth.check(None)


def read(batch: Path) -> Batch:
    frames = {
        table.name: pl.read_parquet(batch / f"{table.name}.parquet", glob=False) for table in TABLES
    }
    return Batch(Records.of(frames), batch.name)


def standing(root: Path) -> Standing:
    rules = book()
    return Standing(Archive.open(root), rules.content, rules)


@cache
def book() -> Book:
    return Book.load(Content()).limited_to(RULES)


def checking(root: Path, day: date, full: bool = False) -> None:
    standing(root).check(day, full=full)


def killed(work: Callable[..., None], *arguments: Any, at: int) -> tuple[bool, int]:
    """Do ``work`` in a process that dies at a point. Whether it died, and how many points it has if
    it did not."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_MODULES))
    near, far = context.Pipe(duplex=False)
    process = context.Process(target=_told, args=(work, arguments, at, far))
    process.start()
    far.close()
    process.join(60)
    died = process.exitcode == -signal.SIGKILL
    assert died or process.exitcode == 0, process.exitcode
    return died, 0 if died else near.recv()


def _told(work: Callable[..., None], arguments: tuple[Any, ...], at: int, to: Any) -> None:
    points = _Points(at)
    points.watch()
    work(*arguments)
    to.send(points.count)
