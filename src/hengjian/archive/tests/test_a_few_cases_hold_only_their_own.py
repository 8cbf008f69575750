"""Whoever reads a few cases of many holds these cases' texts in memory and no others'."""

from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, Batch, Snapshot
from hengjian.archive.nesting import KEY
from hengjian.archive.tests.conftest import NOON, told
from hengjian.standard.records import Records

LONG = "延期办理的理由在附卷的请示中写明，经负责人批准。" * 2
HELD = 50_000
"""Bytes: a few times what six cases hold, and a fortieth of what all hold."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Six thousand cases in two buckets, each with a note of its own."""
    folder: Path = tmp_path_factory.mktemp("many")
    records = told(*(f"C{number:04d}" for number in range(6000)))
    noted = records["events"].with_columns(note=pl.concat_str(pl.lit(LONG), "case_id"))
    frames = {name: records[name] for name in ("bodies", "cases", "documents")}
    archive = Archive.at(folder / "archive", bucket_size=3000)
    archive.accept(Batch(Records.of({**frames, "events": noted}), "a.xlsx"), at=NOON)
    return archive.snapshot()


def _held(rows: pl.DataFrame) -> int:
    """Bytes of all that rows hold on to."""
    into = BytesIO()
    rows.write_ipc_stream(into)
    return into.tell()


def test_they_hold_what_is_theirs(snapshot: Snapshot) -> None:
    rows = snapshot.cases_of(snapshot.keys().gather_every(1000))
    assert rows.height == 6
    assert _held(rows) < HELD
    assert _held(snapshot.cases(0)) > 20 * HELD


def test_they_are_as_they_stand_among_all(snapshot: Snapshot) -> None:
    bucket = snapshot.cases(0)
    keys = bucket.select(KEY).gather_every(900)
    few = snapshot.cases_of(keys)
    assert few.equals(bucket.join(keys, on=list(KEY), how="semi", maintain_order="left"))
    assert few.schema == bucket.schema
