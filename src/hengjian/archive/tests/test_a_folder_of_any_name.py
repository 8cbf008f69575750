"""An archive works in a folder of any name, or says at once that the name will not do."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveError, Batch, DamagedError, Receipt, place, tables
from hengjian.archive.layout import REGISTERS
from hengjian.archive.tests.conftest import NOON, fines, told

Accept = Callable[..., Receipt]
NAMES = (
    "案卷库", "带 空格", "é", "a#b", "a?b", "50%", "100%完成", "year=2026", "a:b", "a+b", "a&b'\"c",
    "~x", "*", "{a,b}", "<x>", "😀", " 前后 ", "..x", "file:x", "C&A;",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parent", ["plain", "中文 上级#1"])
@pytest.mark.parametrize("relative", [True, False], ids=["relative", "absolute"])
def test_every_use_of_an_archive_works_in_a_folder_of_this_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, parent: str, relative: bool
) -> None:
    above = tmp_path / parent
    above.mkdir()
    monkeypatch.chdir(above)
    root = Path(name) if relative else above / name
    archive = Archive.at(root, bucket_size=2)
    archive.accept(Batch(told("C1", "C2", "C3"), "一月"), at=NOON)
    archive.accept(Batch(told("C1", fine=7), "二月"), at=NOON)
    archive = Archive.open(root)
    assert fines(archive) == {"C1": 7, "C2": 100, "C3": 100}
    assert archive.compact(min_files=2) == [0]
    assert archive.clean(keep=timedelta(0)) > 0
    assert archive.let_go(before=NOON + timedelta(days=1)) == 1
    assert archive.snapshot().changed_since(1)["case_id"].to_list() == ["C1"]
    assert archive.damage() == []
    victim = next((root / "cases").glob("bucket=1/*.parquet"))
    victim.unlink()
    damage = archive.damage()
    assert [root / item.file for item in damage] == [victim]
    assert archive.give_up(damage) == ["一月"]
    assert fines(archive) == {"C1": 7, "C2": 100}
    assert sorted(path.name for path in above.iterdir()) == [name]


@pytest.mark.parametrize("name", ["a[1]", "a]", "a^b", "a|b", "a\\b", "a\nb", "a%20b"])
def test_a_name_that_tables_cannot_be_found_by_is_refused_before_anything_is_made(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ArchiveError, match="路径中不能有"):
        Archive.at(tmp_path / name / "archive")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ArchiveError, match="不是文件夹"):
        Archive.at(tmp_path / "a.txt")
    with pytest.raises(ArchiveError, match="不是案卷库"):
        Archive.open(tmp_path / "a.txt")
    with pytest.raises(ArchiveError, match="路径中有一段是文件"):
        Archive.at(tmp_path / "a.txt" / "archive")


@pytest.mark.parametrize("there", [True, False], ids=["empty folder", "no folder"])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left"), RuntimeError(), KeyboardInterrupt()]
)
def test_a_creation_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, error: BaseException
) -> None:
    root = tmp_path / "new" / "archive"
    if there:
        root.mkdir(parents=True)
    made: list[Path] = []
    real = tables.create

    def failing(path: Path, *schema: object) -> None:
        if len(made) == 4:
            raise error
        made.append(path)
        real(path, *schema)  # type: ignore[arg-type]

    monkeypatch.setattr("hengjian.archive.tables.create", failing)
    with pytest.raises(ArchiveError if isinstance(error, OSError) else type(error)):
        Archive.at(root)
    assert len(made) == 4
    assert list((root if there else tmp_path).iterdir()) == []
    monkeypatch.undo()
    assert fines(Archive.at(root)) == {}


def test_the_parts_of_a_creation_that_was_killed_are_taken_over(tmp_path: Path) -> None:
    whole = Archive.at(tmp_path / "archive")
    whole.layout.about.unlink()
    assert {path.name for path in whole.layout.root.iterdir()} <= set(place.PARTS)
    assert fines(Archive.at(tmp_path / "archive")) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, archive: Archive) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveError, match="没有权限"):
        Archive.at(tmp_path / "other")


# --- damage beyond the cases ------------------------------------------------------------------------------


def _spoil(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


@pytest.mark.parametrize("table", ["cases", "keys", "batches", "registers/bodies"])
def test_a_table_that_cannot_be_opened_is_reported_and_left_alone(
    archive: Archive, accept: Accept, table: str
) -> None:
    accept(told("C1"))
    for log in (archive.layout.root / table / "_delta_log").iterdir():
        _spoil(log)
    damage = archive.damage()
    assert [(item.file, item.table) for item in damage] == [(f"{table}/_delta_log", True)]
    with pytest.raises(ArchiveError, match=f"无法打开：{table}/_delta_log.*备份"):
        archive.give_up(damage)
    with pytest.raises(DamagedError):
        archive.snapshot().registers, archive.snapshot().buckets, archive.snapshot().versions(0)
    assert archive.damage() == damage


def test_lost_keys_are_put_back_from_the_cases(archive: Archive, accept: Accept) -> None:
    accept(told("C1", "C2", "C3", "C4"))
    accept(told("C5", "C1", fine=5))
    before = fines(archive)
    for file in archive.layout.keys.glob("*.parquet"):
        _spoil(file)
    damage = archive.damage()
    assert sorted(item.batches for item in damage) == [(1,), (2,)]
    assert archive.give_up(damage) == []
    assert fines(archive) == before
    assert archive.damage() == []
    again = accept(told("C2", "C6"))
    assert (again.new, again.changed) == (1, 1)


def test_lost_batches_are_put_back_from_their_receipts(archive: Archive, accept: Accept) -> None:
    accept(told("C1"), source="一月")
    accept(told("C2"), source="二月")
    before = archive.snapshot().batches
    for file in archive.layout.batches.glob("*.parquet"):
        _spoil(file)
    (archive.layout.receipts / "000002.json").unlink()
    damage = archive.damage()
    assert archive.give_up(damage) == ["第 2 批（没有回执，来源不明）"]
    assert archive.snapshot().batches.equals(before.filter(pl.col("seq") == 1))
    assert accept(told("C1")).again
    accept(told("C2"))
    assert fines(archive) == {"C1": 100, "C2": 100}


def test_a_damaged_register_is_named_and_its_batch_can_come_again(
    archive: Archive, accept: Accept
) -> None:
    accept(told("C1", bodies=("B1",)), source="一月")
    accept(told("C2", bodies=("B1", "B2")), source="二月")
    files = sorted(archive.layout.register("bodies").glob("*.parquet"), key=os.path.getmtime)
    _spoil(files[1])
    damage = archive.damage()
    assert [(item.file, item.batches) for item in damage] == [
        (f"registers/bodies/{files[1].name}", (2,))
    ]
    assert archive.give_up(damage) == ["二月"]
    assert archive.snapshot().registers["bodies"]["body_id"].to_list() == ["B1"]
    assert not accept(told("C2", bodies=("B1", "B2"))).again
    assert archive.snapshot().registers["bodies"]["body_id"].to_list() == ["B1", "B2"]
    assert {table.name for table in REGISTERS} >= {"bodies"}
