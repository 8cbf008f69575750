"""Commits that add files are written without the library, and read by it as its own."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.archive import commits, tables
from hengjian.archive.errors import ArchiveBusyError

COLUMNS: dict[str, pl.DataType] = {"name": pl.String(), "bucket": pl.Int32(), "batch": pl.Int64()}


def rows(number: int, *buckets: int) -> pl.DataFrame:
    told = [
        {"name": f"甲{number}", "bucket": bucket, "batch": number} for bucket in buckets or (0,)
    ]
    return pl.DataFrame(told, schema=COLUMNS)


def numbers(path: Path) -> list[int]:
    return sorted(tables.collected(tables.scan(path), path)["batch"])


@pytest.fixture(params=["in parts", "whole"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "table"
    tables.create(path, COLUMNS, ["bucket"] if request.param == "in parts" else None)
    return path


def test_the_library_reads_what_was_added(table: Path) -> None:
    tables.append(table, rows(1, 0, 1), {"batch": "1"})
    tables.append(table, rows(2), {"batch": "2"})
    opened = tables.opened(table)
    assert opened.version() == 2
    assert [told.get("batch") for told in opened.history()] == ["2", "1", None]
    assert sorted(pl.scan_delta(opened).collect()["batch"]) == [1, 1, 2]


def test_what_is_known_of_a_table_is_what_its_log_says(table: Path) -> None:
    for number in range(1, 4):
        tables.append(table, rows(number, 0, 1))
        tables.scan(table)  # so that it is known
        known, said = tables._now(table), tables._State.of(tables.opened(table), table.resolve())
        assert known.mark == said.mark
        assert known.schema == said.schema
        columns = [n for n in said.held.columns if not n.startswith("null_count")]
        same = (
            known.held.select(columns).sort("path").equals(said.held.select(columns).sort("path"))
        )
        assert same
    assert numbers(table) == [1, 1, 2, 2, 3, 3]


def test_a_long_log_is_summed_up(table: Path) -> None:
    for number in range(1, tables.SUMMED_UP + 3):
        tables.append(table, rows(number))
    assert (table / commits.FOLDER / "_last_checkpoint").exists()
    assert commits.file_of(table, 1).exists()
    for old in range(tables.SUMMED_UP):
        commits.file_of(table, old).unlink()
    tables._KNOWN.clear()
    assert numbers(table) == list(range(1, tables.SUMMED_UP + 3))


def test_rows_are_kept_though_their_log_cannot_be_summed_up(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path) -> Any:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(tables, "SUMMED_UP", 1)
        patch.setattr(tables, "opened", failing)
        tables._KNOWN[table.resolve()] = tables._State.of(
            tables.DeltaTable(tables.address(table)), table.resolve()
        )
        tables.append(table, rows(1))
    assert numbers(table) == [1]


def test_of_two_that_add_at_once_neither_is_lost(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = commits.add

    def late(path: Path, version: int, *others: Any) -> None:
        monkeypatch.setattr(commits, "add", add)
        tables.append(table, rows(7))  # of another process, as it were
        add(path, version, *others)

    monkeypatch.setattr(commits, "add", late)
    tables.append(table, rows(8))
    assert numbers(table) == [7, 8]
    assert tables.opened(table).version() == 2


def test_of_two_that_read_the_same_state_one_goes_on(table: Path) -> None:
    read = tables.opened(table)
    tables.append_after(read, table, rows(1), 1)
    with pytest.raises(ArchiveBusyError):
        tables.append_after(read, table, rows(2), 2)
    assert numbers(table) == [1]
    assert not [*(table / commits.FOLDER).glob(".*.new")]


def test_what_the_library_rewrote_in_between_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "cases"
    tables.create(path, COLUMNS, ["bucket"])
    tables.append(path, rows(1))
    tables.append(path, rows(2))
    tables.rewrite(path, 0, lambda held: held.filter(pl.col("batch") == 2))
    tables.append(path, rows(3))
    assert numbers(path) == [2, 3]
    assert tables.files(tables.opened(path)).height == 2
