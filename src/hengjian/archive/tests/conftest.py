"""A few small cases, and an archive in a folder of its own."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.archive import Archive, Batch, Receipt
from hengjian.standard.records import Records, schema_of
from hengjian.standard.tables import BY_NAME

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = schema_of(BY_NAME[table])
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def told(*cases: str, fine: int = 100, bodies: tuple[str, ...] = ("B1",)) -> Records:
    """Records of penalty cases with two events each, one document, and their bodies."""
    owners = [{"body_id": "B1", "case_id": case} for case in cases]
    return Records.of(
        {
            "bodies": frame(
                "bodies",
                [{"body_id": b, "name": b, "kind": "agency", "level": "county"} for b in bodies],
            ),
            "cases": frame(
                "cases",
                [o | {"kind": "penalty", "procedure": "ordinary", "fine": fine} for o in owners],
            ),
            "events": frame(
                "events",
                [
                    o | {"seq": seq, "activity": activity, "moment_day": day}
                    for o in owners
                    for seq, activity, day in (
                        (1, "decided", date(2026, 2, 3)),
                        (2, "filed", date(2026, 1, 5)),
                    )
                ],
            ),
            "documents": frame(
                "documents", [o | {"doc_no": "D1", "kind": "decision"} for o in owners]
            ),
        }
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.at(tmp_path / "archive", bucket_size=3)


@pytest.fixture
def accept(archive: Archive) -> Callable[..., Receipt]:
    def accepted(records: Records, source: str = "a.xlsx") -> Receipt:
        return archive.accept(Batch(records, source), at=NOON)

    return accepted


def fines(archive: Archive, up_to: int | None = None) -> dict[str, int]:
    """Case → fine of its current version, over all buckets."""
    snapshot = archive.snapshot(up_to)
    found: dict[str, int] = {}
    for bucket in snapshot.buckets:
        cases = snapshot.cases(bucket)
        found |= dict(zip(cases["case_id"], cases["fine"], strict=True))
    return found
