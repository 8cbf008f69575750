"""Night by night only cases whose day has come are judged again, and the findings are all the same."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, Batch
from hengjian.check import check
from hengjian.check.standing import Standing
from hengjian.check.standing.findings_store import digested
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.simulator import simulate
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission

CONTENT = Content()
BOOK = Book.load(CONTENT)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FIRST = date(2026, 3, 2)
NIGHTS = (1, 2, 10, 40, 310)


@pytest.fixture(scope="module")
def records() -> Records:
    """A city as it was known on the first day: many of its cases are still open."""
    city = simulate(500, 3, CONTENT, every_way=True)
    known = city.tables["events"].filter(pl.col("moment_day") <= FIRST)
    return Records.of({**city.tables, "events": known})


@pytest.fixture
def standing(tmp_path: Path, records: Records) -> Standing:
    made = Standing(Archive.at(tmp_path / "archive", bucket_size=300), CONTENT, BOOK)
    made.archive.accept(Batch(records, "x"), at=NOON)
    made.check(FIRST)
    return made


def proofs(findings: pl.DataFrame) -> set[tuple[str, str]]:
    return set(digested(findings, 0).select("finding", "values").iter_rows())


def judged_anew(records: Records, day: date) -> set[tuple[str, str]]:
    submission = Submission(Path("x"), records, Problems())
    return proofs(check(submission, CONTENT, as_of=day, book=BOOK).findings)


def test_night_by_night_the_findings_are_those_of_a_full_run(
    standing: Standing, records: Records
) -> None:
    appeared = judged = 0
    for night in NIGHTS:
        day = FIRST + timedelta(days=night)
        before = proofs(standing.findings())
        changes = standing.check(day)
        now = proofs(standing.findings())
        assert now == judged_anew(records, day)
        assert {name for name, _ in now - before} == {
            *changes.appeared["finding"], *changes.changed["finding"]
        }  # fmt: skip
        appeared += changes.appeared.height
        judged += changes.judged
    assert appeared > 20
    assert 0 < judged < records.case_count * len(NIGHTS) / 4


def test_a_night_without_a_day_that_has_come_judges_nothing(standing: Standing) -> None:
    standing.check(FIRST + timedelta(days=310))
    about = standing.about()
    assert about is not None
    due = standing.state.due(about)
    first = min(day for bucket in due.buckets() for day in due.days(bucket)["due"])
    quiet = first - timedelta(days=1)
    assert quiet >= about.day
    changes = standing.check(quiet)
    assert (changes.judged, changes.together.height) == (0, 0)


def test_an_earlier_day_is_judged_from_what_was_kept(standing: Standing, records: Records) -> None:
    standing.check(FIRST + timedelta(days=200))
    standing.check(FIRST)
    assert proofs(standing.findings()) == judged_anew(records, FIRST)
    standing.check(FIRST + timedelta(days=40))
    assert proofs(standing.findings()) == judged_anew(records, FIRST + timedelta(days=40))


def test_a_batch_and_a_night_at_once_tell_what_both_changed(
    standing: Standing, records: Records
) -> None:
    before = standing.findings()
    key = before.filter(pl.col("case_id").is_not_null()).head(1).select("body_id", "case_id")
    part = {
        name: records[name].join(key, on=["body_id", "case_id"], how="semi")
        for name in ("cases", "events", "documents")
    }
    part["cases"] = part["cases"].with_columns(pl.col("fine").fill_null(0) + 7_000_000)
    standing.archive.accept(Batch(Records.of(part), "corrected"), at=NOON)
    day = FIRST + timedelta(days=40)
    changes = standing.check(day)
    after = standing.findings()
    assert set(changes.appeared["finding"]) == set(after["finding"]) - set(before["finding"])
    assert set(changes.vanished["finding"]) == set(before["finding"]) - set(after["finding"])
    cases = pl.concat([
        records["cases"].join(key, on=["body_id", "case_id"], how="anti"), part["cases"]
    ])  # fmt: skip
    whole = Records.of({**records.frames, "cases": cases})
    assert proofs(after) == judged_anew(whole, day)


def test_a_case_that_was_corrected_keeps_no_acts_of_its_former_version(
    standing: Standing, records: Records
) -> None:
    """Its facts are read back on an earlier day: acts that are no longer there must not return."""
    acts = standing.findings().filter(subject="act").select("body_id", "case_id").head(1)
    assert acts.height == 1
    part = {"cases": records["cases"].join(acts, on=["body_id", "case_id"], how="semi")}
    standing.archive.accept(Batch(Records.of(part), "without its events"), at=NOON)
    standing.check(FIRST)
    standing.check(FIRST - timedelta(days=1))
    left = standing.findings().join(acts, on=["body_id", "case_id"], how="semi")
    assert left.filter(subject="act").is_empty()
