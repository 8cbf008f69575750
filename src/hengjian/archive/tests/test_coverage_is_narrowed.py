"""Rows were refused: what the archive was told to be complete no longer is, for that table and body."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from hengjian.archive import Archive, Batch, Receipt
from hengjian.archive.coverage import narrowing
from hengjian.archive.tests.conftest import NOON, frame, told
from hengjian.standard.gaps import Gap
from hengjian.standard.records import Records

Accept = Callable[..., Receipt]


def row(
    body: str, table: str, since: date | None = date(2021, 7, 15), to: date | None = None
) -> dict[str, object]:
    return {
        "body_id": body, "table": table, "name": "*", "covered_from": since, "covered_to": to
    }  # fmt: skip


def held(coverage: pl.DataFrame) -> set[tuple[str, str]]:
    """Body and table of each row that covers anything."""
    covers = ~(pl.col("covered_to") < pl.col("covered_from").fill_null(date(1870, 1, 1)))
    return set(coverage.filter(covers.fill_null(True)).select("body_id", "table").iter_rows())


@pytest.mark.parametrize("since", [date(2021, 7, 15), None], ids=["dated", "since ever"])
def test_only_the_table_of_that_body_is_taken_away(
    archive: Archive, accept: Accept, since: date | None
) -> None:
    coverage = frame("coverage", [row("*", "certificates", since), row("B1", "officers", since)])
    wide = told("C1", bodies=("B1", "B2"))
    accept(Records.of({**wide.frames, "coverage": coverage}))
    gap = (Gap("certificates", "B1", 1),)
    archive.accept(Batch(told("C2"), "with a refused row", 1, gap), at=NOON)
    now = archive.snapshot().registers["coverage"]
    assert held(now) == {("B2", "certificates"), ("B1", "officers")}
    accept(Records.of({"coverage": coverage}))
    assert ("*", "certificates") in held(archive.snapshot().registers["coverage"])


def test_mended_rows_by_themselves_take_nothing_away() -> None:
    stored = frame("coverage", [row("*", "certificates")])
    assert narrowing(stored, stored.clear(), [Gap("certificates", None, 0)], ["B1"]).is_empty()


def test_what_the_batch_declares_itself_is_left_as_it_says() -> None:
    stored = frame("coverage", [row("B1", "certificates")])
    gaps = [Gap("certificates", "B1", 1)]
    assert narrowing(stored, stored, gaps, ["B1"]).is_empty()
    assert narrowing(stored, stored.clear(), gaps, ["B1"]).height == 1
