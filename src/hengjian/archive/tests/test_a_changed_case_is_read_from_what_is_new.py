"""Of a case that changed only what later batches wrote is read, however much was written before."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, Batch, DamagedError
from hengjian.archive.tests.conftest import told

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two cases, one of them corrected; the file of their first versions can no longer be read."""
    made = Archive.at(tmp_path / "archive")
    made.accept(Batch(told("C1", "C2", fine=100), "first"), at=NOON)
    (first,) = made.layout.cases.rglob("*.parquet")
    made.accept(Batch(told("C1", fine=900), "second"), at=NOON)
    first.write_bytes(b"x")
    return made


def keys(archive: Archive, *cases: str) -> pl.DataFrame:
    return archive.snapshot().keys().filter(pl.col("case_id").is_in(cases))


def test_a_corrected_case_is_read_without_its_first_version(archive: Archive) -> None:
    found = archive.snapshot().newest({0: keys(archive, "C1")}, since=1)
    assert found.select("case_id", "batch").rows() == [("C1", 2)]
    assert archive.snapshot().changed_since(1)["case_id"].to_list() == ["C1"]


def test_a_case_that_did_not_change_is_read_from_where_it_is(archive: Archive) -> None:
    with pytest.raises(DamagedError):
        archive.snapshot().newest({0: keys(archive, "C1", "C2")}, since=1)
