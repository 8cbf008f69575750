"""A run holds signs of what it changed; the findings themselves are read as they stood and stand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hengjian.archive import Archive, Batch
from hengjian.check.standing import Changes, Standing
from hengjian.check.standing.findings_store import SIGNS, FindingsStore
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.simulator import simulate
from hengjian.standard.records import Records

CONTENT = Content()
BOOK = Book.load(CONTENT)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FIRST = date(2026, 3, 2)


@pytest.fixture(scope="module")
def records() -> Records:
    city = simulate(400, 3, CONTENT, every_way=True)
    known = city.tables["events"].filter(pl.col("moment_day") <= FIRST)
    return Records.of({**city.tables, "events": known})


@pytest.fixture
def standing(tmp_path: Path, records: Records) -> Standing:
    made = Standing(Archive.at(tmp_path / "archive", bucket_size=150), CONTENT, BOOK)
    made.archive.accept(Batch(records, "x"), at=NOON)
    return made


def all_of(standing: Standing) -> pl.DataFrame:
    about = standing.about()
    assert about is not None
    return standing.state.findings(about).all()


def corrected(standing: Standing, records: Records) -> None:
    """Takes in a tenth of the cases anew, with other fines and without their events."""
    cases = records["cases"].gather_every(10)
    fines = cases.with_columns(pl.col("fine").fill_null(0) + 7_000_000)
    keys = fines.select("body_id", "case_id")
    papers = records["documents"].join(keys, on=keys.columns, how="semi")
    standing.archive.accept(
        Batch(Records.of({"cases": fines, "documents": papers}), "corrected"), at=NOON
    )


def told_rightly(changes: Changes, before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Holds what is read of the changes against all that stood and stands."""
    beside = after.join(before.select("finding", was="values"), on="finding")
    differ = beside.filter(pl.col("was") != pl.col("values")).drop("was")
    expected = {
        "appeared": after.join(before, on="finding", how="anti"),
        "vanished": before.join(after, on="finding", how="anti"),
        "changed": differ,
    }
    for kind, rows in expected.items():
        read = getattr(changes, kind)
        assert_frame_equal(read.sort("finding"), rows.sort("finding"))
        assert changes.together.filter(change=kind).height == rows.height


def test_everything_appears_in_a_first_run(standing: Standing) -> None:
    changes = standing.recompute(FIRST)
    assert changes.new.schema == pl.Schema(SIGNS)
    told_rightly(changes, all_of(standing).clear(), all_of(standing))
    assert f"{all_of(standing).height:,}" in changes.words()


def test_a_batch_and_many_nights_tell_each_finding_they_changed(
    standing: Standing, records: Records
) -> None:
    standing.check(FIRST)
    before = all_of(standing)
    corrected(standing, records)
    changes = standing.check(FIRST + timedelta(days=40))
    told_rightly(changes, before, all_of(standing))
    assert min(changes.new.height, changes.gone.height, changes.other.height) > 0


def test_a_full_run_tells_what_it_changed_of_a_generation_that_is_gone(
    standing: Standing, records: Records
) -> None:
    standing.check(FIRST)
    before = all_of(standing)
    corrected(standing, records)
    changes = standing.recompute(FIRST + timedelta(days=40))
    told_rightly(changes, before, all_of(standing))
    assert changes.gone.height > 0


def test_what_vanished_is_kept_until_the_next_check(standing: Standing, records: Records) -> None:
    standing.check(FIRST)
    corrected(standing, records)
    changes = standing.check(FIRST)
    assert changes.vanished.height == changes.gone.height > 0
    standing.check(FIRST)
    assert changes.vanished.is_empty()
    assert changes.gone.height > 0


def test_only_the_columns_asked_are_read(standing: Standing) -> None:
    standing.check(FIRST)
    some = standing.findings(["finding", "rule"])
    assert "says" not in some.columns
    assert_frame_equal(some, standing.findings().select(some.columns))


def test_a_finding_is_read_from_whatever_bucket_it_moved_to(
    standing: Standing, tmp_path: Path
) -> None:
    standing.check(FIRST)
    rows = all_of(standing).head(4)
    store = FindingsStore(tmp_path / "found", 1)
    store.add(3, 1, rows.head(2))
    store.add(5, 1, rows.tail(2))
    signs = pl.concat([store.signs(3), store.signs(5).with_columns(bucket=pl.lit(3, pl.Int32))])
    assert_frame_equal(pl.concat(store.some(signs)), rows)
    assert list(store.some(signs.clear())) == []
