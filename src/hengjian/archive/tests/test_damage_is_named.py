"""What is broken is named, and its batch can be imported again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hengjian.archive import Archive, ArchiveError, DamagedError, Receipt
from hengjian.archive.tests.conftest import fines, told

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


@pytest.mark.parametrize("table", ["keys", "batches", "registers/bodies"])
def test_whatever_table_lost_a_file_all_is_there_after_a_new_import(
    archive: Archive, accept: Accept, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    with monkeypatch.context() as patch:  # an import that was killed leaves keys that do not count
        patch.setattr(Archive, "_write_registers", _killed)
        with pytest.raises(KeyboardInterrupt):
            accept(told("C1"), source="一月.xlsx")
    accept(told("C1"), source="一月.xlsx")
    accept(told("C2"), source="二月.xlsx")
    for file in (archive.layout.root / table).rglob("*.parquet"):
        file.write_bytes(b"x")
    damage = archive.damage()
    assert {item.file.rpartition("/")[0] for item in damage} == {table}
    again = archive.give_up(damage)
    assert (
        again
        == {
            "keys": [],
            "batches": ["第 1 批（没有回执，来源不明）"],  # the killed one
            "registers/bodies": ["一月.xlsx", "二月.xlsx"],
        }[table]
    )
    for case, source in (("C1", "一月.xlsx"), ("C2", "二月.xlsx")):
        assert accept(told(case), source=source).again == (source not in again)
    assert archive.damage() == []
    assert fines(archive) == {"C1": 100, "C2": 100}
    snapshot = archive.snapshot()
    assert snapshot.locate(snapshot.keys())["bucket"].to_list() == [0, 0]
    assert snapshot.registers["bodies"].height == 1


def _killed(*arguments: object) -> int:
    raise KeyboardInterrupt
