"""A disk that is full at whatever write: it is told plainly, and nothing that was accepted is lost."""

import errno
import itertools
import multiprocessing
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveError, Batch, Receipt, tables
from hengjian.archive.data_file import write_data
from hengjian.archive.tests.conftest import NOON, fines, told
from hengjian.standard.records import Records

DISK = 3 << 20
Accept = Callable[..., Receipt]


def large(count: int = 400, size: int = 900) -> Records:
    """Cases whose texts do not compress."""
    records = told(*(f"L{n}" for n in range(count)))
    noise = pl.Series("fact", [os.urandom(size).hex() for _ in range(count)])
    return Records.of({**records.frames, "cases": records["cases"].with_columns(noise)})


def _filling(patch: pytest.MonkeyPatch, at: int) -> None:
    """From the write ``at`` on nothing can be written."""
    count = itertools.count(1)

    def full(real: Callable[..., Any]) -> Callable[..., Any]:
        def written(*arguments: Any, **options: Any) -> Any:
            if next(count) >= at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments, **options)

        return written

    patch.setattr(pl.DataFrame, "write_parquet", full(pl.DataFrame.write_parquet))
    patch.setattr(tables, "_commit_files", full(tables._commit_files))
    patch.setattr(os, "fsync", full(os.fsync))
    patch.setattr(Path, "write_text", full(Path.write_text))


def test_whatever_write_fails_the_batch_is_refused_plainly_and_can_come_again(
    archive: Archive, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(told("C1"))
    batch = told("C1", "C2", fine=5, bodies=("B1", "B2"))
    for at in itertools.count(1):
        with monkeypatch.context() as patch:
            _filling(patch, at)
            try:
                receipt = accept(batch)
                break
            except ArchiveError as error:
                said = error.message + error.remedy
        assert "磁盘已满" in said
        assert "清出空间" in said
        if "已受理" in said:
            assert accept(batch).again
        else:
            assert fines(archive) == {"C1": 100}
    assert at > 8
    assert receipt.again
    assert fines(archive) == {"C1": 5, "C2": 5}
    assert archive.snapshot().versions(0).height == 3


def _limited(root: Path, to: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        Archive.open(root).accept(Batch(large(2, 300_000), "large"), at=NOON)
        to.send("accepted")
    except ArchiveError as error:
        to.send(error.message)


def test_a_file_that_may_not_grow_is_told_as_a_full_disk(archive: Archive, accept: Accept) -> None:
    """The system itself refuses the write, as it does on a disk or a quota that is full."""
    accept(told("C1"))
    context = multiprocessing.get_context("forkserver")
    near, far = context.Pipe(duplex=False)
    process = context.Process(target=_limited, args=(archive.layout.root, far))
    process.start()
    assert near.poll(30)
    assert "磁盘已满" in near.recv()
    process.join(30)
    assert fines(archive) == {"C1": 100}
    assert archive.damage() == []
    assert accept(large(2, 300_000)).new == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
    )
    if not mounted:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_wherever_a_file_meets_the_end_of_the_disk_the_system_says_why(small_disk: Path) -> None:
    """In some parts of a file Polars itself only says that it could not go on."""
    rows = large(100)["cases"].with_columns(pl.lit("").alias(f"c{n}") for n in range(30))
    file, filler = small_disk / "rows.parquet", small_disk / "filler"
    write_data(rows, file, rows_at_once=25)
    needed = file.stat().st_size
    for room in range(4096, needed, 4096):
        file.unlink(missing_ok=True)
        filler.write_bytes(bytes(DISK - room))
        with pytest.raises(OSError, match="No space left"):
            write_data(rows, file, rows_at_once=25)


def test_a_full_disk_loses_nothing_that_was_accepted(small_disk: Path) -> None:
    archive = Archive.at(small_disk / "archive", bucket_size=1000)
    archive.accept(Batch(told("C1"), "first"), at=NOON)
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * 2_600_000)
    batch = Batch(large(), "large")
    with pytest.raises(ArchiveError, match="磁盘已满"):
        archive.accept(batch, at=NOON)
    assert fines(archive) == {"C1": 100}
    filler.unlink()
    assert archive.accept(batch, at=NOON).new == 400
    assert len(fines(archive)) == 401
