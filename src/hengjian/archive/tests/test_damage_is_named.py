"""What is broken is named, and its batch can be imported again; a full disk loses nothing."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveError, Batch, DamagedError, Receipt
from hengjian.archive.tests.conftest import NOON, fines, told

Accept = Callable[..., Receipt]


def _files(archive: Archive) -> list[Path]:
    return sorted(archive.layout.cases.rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)


@pytest.mark.parametrize("how", ["missing", "cut short", "overwritten"])
def test_a_damaged_file_is_named_and_its_batch_can_come_again(
    archive: Archive, accept: Accept, how: str
) -> None:
    accept(told("C1"), source="一月.xlsx")
    accept(told("C2"), source="二月.xlsx")
    victim = _files(archive)[1]
    match how:
        case "missing":
            victim.unlink()
        case "cut short":
            victim.write_bytes(victim.read_bytes()[:60])
        case _:
            victim.write_bytes(b"\0" * victim.stat().st_size)
    with pytest.raises(DamagedError) as caught:
        archive.snapshot().versions(0)
    assert victim.name in caught.value.message
    damage = archive.damage()
    assert [(Path(item.file).name, item.batches) for item in damage] == [(victim.name, (2,))]
    assert archive.give_up(damage) == ["二月.xlsx"]
    assert fines(archive) == {"C1": 100}
    receipt = accept(told("C2"), source="二月.xlsx")
    assert not receipt.again
    assert fines(archive) == {"C1": 100, "C2": 100}
    assert archive.damage() == []


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="不是空文件夹"):
        Archive.at(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_without_an_archive_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="不是案卷库"):
        Archive.open(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
    )
    if not mounted:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_loses_nothing_that_was_accepted(small_disk: Path) -> None:
    archive = Archive.at(small_disk / "archive", bucket_size=1000)
    archive.accept(Batch(told("C1"), "first"), at=NOON)
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * 2_600_000)
    large = told(*(f"L{n}" for n in range(400)))
    noise = pl.Series("fact", [os.urandom(900).hex() for _ in range(400)])
    large = type(large).of({**large.frames, "cases": large["cases"].with_columns(noise)})
    with pytest.raises(ArchiveError, match="磁盘已满"):
        archive.accept(Batch(large, "large"), at=NOON)
    assert fines(archive) == {"C1": 100}
    filler.unlink()
    assert archive.accept(Batch(large, "large"), at=NOON).new == 400
    assert len(fines(archive)) == 401
