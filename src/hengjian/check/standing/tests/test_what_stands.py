"""Findings that stand: an update equals a full run, a dismissal survives it, new proof reopens it."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import Archive, Batch
from hengjian.check import check
from hengjian.check.standing import Standing, TriageState, making
from hengjian.check.standing.gathering import GATHERED, OF_A_CASE, kind_of
from hengjian.content import Content
from hengjian.facts import subjects_of
from hengjian.simulator import City, simulate
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission

CONTENT = Content()
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(900, 7, CONTENT)


@pytest.fixture(scope="module")
def records(city: City) -> Records:
    return Records.of(city.tables)


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    return Standing(Archive.at(tmp_path / "archive", bucket_size=250), CONTENT)


def part(records: Records, first: int, last: int) -> Records:
    """Some of the cases, with all registers."""
    cases = records["cases"].slice(first, last - first)
    keys = cases.select("body_id", "case_id")
    frames = dict(records.frames) | {"cases": cases}
    for name in ("events", "documents", "recordings"):
        frames[name] = records[name].join(keys, on=["body_id", "case_id"], how="semi")
    return Records.of(frames)


def accept(standing: Standing, records: Records) -> None:
    standing.archive.accept(Batch(records, "x"), at=NOON)


def told(findings: pl.DataFrame) -> set[tuple[str, str, str, str]]:
    columns = findings.select("rule", "occurrence", "severity", "says")
    return set(columns.iter_rows())


def test_every_subject_knows_which_cases_it_must_see_together() -> None:
    assert set(OF_A_CASE) <= set(subjects_of(CONTENT))
    across = {"case_pair", "matter_pair", "visit_pair", "act_pair", "like_case"}
    assert all(
        kind_of(subject) == GATHERED
        for name, subject in subjects_of(CONTENT).items()
        if name in across
    )
    assert kind_of(subjects_of(CONTENT)["case"]) == "bucket"


def test_a_full_run_over_buckets_finds_what_one_check_finds(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, records)
    changes = standing.recompute(city.as_of)
    whole = check(Submission(Path("x"), records, Problems()), CONTENT, as_of=city.as_of)
    assert told(standing.findings()) == told(whole.findings)
    assert changes.appeared.height == whole.findings.height
    about = standing.about()
    assert about is not None
    counted = {tally.rule.id: tally.broken for tally in whole.tallies}
    assert {rule: counts["broken"] for rule, counts in about.tallies.items()} == counted


def test_slices_of_a_bucket_may_hold_one_sort_of_case_or_several(
    standing: Standing, records: Records, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(standing, records)
    standing.recompute(city.as_of)
    found = told(standing.findings())
    monkeypatch.setattr(making, "SLICE", 83)  # three slices of many cases, the last one of one
    standing.recompute(city.as_of)
    assert told(standing.findings()) == found


def test_an_archive_without_cases_is_checked_and_then_takes_its_first(
    standing: Standing, records: Records, city: City
) -> None:
    assert standing.check(city.as_of).judged == 0
    accept(standing, part(records, 0, 0))
    standing.check(city.as_of)
    accept(standing, records)
    assert standing.check(city.as_of).judged == records.case_count
    found = told(standing.findings())
    standing.recompute(city.as_of)
    assert told(standing.findings()) == found


@pytest.mark.parametrize("name", ["案卷 库é#1?50%", "year=2026,*{a,b}", "file:x"])
def test_findings_stand_in_a_folder_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: Records, city: City, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    standing = Standing(Archive.at(Path(name), bucket_size=30), CONTENT)
    accept(standing, part(records, 0, 100))
    standing.recompute(city.as_of)
    accept(standing, part(records, 40, 45))
    standing.update(city.as_of)
    standing.rejudge(city.as_of)
    standing.triage.decide(
        standing.findings().head(1), TriageState.DISMISSED, reason="已核实", by="甲", at=NOON
    )
    again = Standing(Archive.open(tmp_path / name), CONTENT).findings()
    assert again.filter(state="dismissed").height == 1
    assert again.height == standing.findings().height > 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_recordings_are_judged_once_with_their_case_or_with_none(
    standing: Standing, records: Records, city: City
) -> None:
    films = records["recordings"].head(2)
    altered = films.with_columns(
        recording_id=pl.Series(["X1", "X2"]),
        case_id=pl.Series([films["case_id"][0], None]),
        sha256=pl.lit("a" * 64),
        checked_sha256=pl.lit("b" * 64),
    )
    more = pl.concat([records["recordings"], altered], how="diagonal")
    accept(standing, Records.of(dict(records.frames) | {"recordings": more}))
    standing.recompute(city.as_of)
    found = standing.findings().filter(rule="L04").filter(pl.col("occurrence").is_in(["X1", "X2"]))
    assert sorted(found.select("occurrence", "case_id").iter_rows()) == [
        ("X1", films["case_id"][0]),
        ("X2", None),
    ]


def test_updates_batch_by_batch_equal_a_full_run(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, part(records, 0, 400))
    standing.recompute(city.as_of)
    for first in range(400, 900, 170):
        accept(standing, part(records, first, min(900, first + 170)))
        standing.update(city.as_of)
    updated = told(standing.findings())
    standing.recompute(city.as_of)
    assert updated == told(standing.findings())


def test_a_corrected_case_loses_its_finding(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, records)
    standing.recompute(city.as_of)
    decided = records["events"].filter(activity="decided").select("body_id", "case_id")
    late = (
        standing.findings()
        .filter(rule="F08", nature="violation")
        .join(decided, on=["body_id", "case_id"], how="semi")
        .head(1)
    )
    key = late.select("body_id", "case_id")
    corrected = part(records, 0, 900)
    case = corrected["cases"].join(key, on=["body_id", "case_id"], how="semi")
    soon = corrected["events"].join(key, on=["body_id", "case_id"], how="semi")
    filed = soon.filter(activity="filed")["moment_day"][0]
    soon = soon.with_columns(
        pl.when(pl.col("activity") == "decided")
        .then(pl.lit(filed))
        .otherwise("moment_day")
        .alias("moment_day"),
        pl.when(pl.col("activity") == "decided").then(None).otherwise("moment").alias("moment"),
    )
    papers = (
        corrected["documents"]
        .join(key, on=["body_id", "case_id"], how="semi")
        .with_columns(
            pl.when(pl.col("kind") == "decision")
            .then(pl.lit(filed))
            .otherwise("dated_on")
            .alias("dated_on")
        )
    )
    accept(standing, Records.of({"cases": case, "events": soon, "documents": papers}))
    changes = standing.update(city.as_of)
    assert changes.judged == 1
    assert late["finding"][0] in changes.vanished["finding"]
    assert late["finding"][0] not in standing.findings()["finding"]


def test_a_dismissal_survives_a_run_and_new_proof_reopens_it(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, records)
    standing.recompute(city.as_of)
    decided = records["events"].filter(activity="decided").select("body_id", "case_id")
    chosen = (
        standing.findings()
        .filter(rule="F08", nature="violation")
        .join(decided, on=["body_id", "case_id"], how="semi")
        .head(1)
    )
    standing.triage.decide(
        chosen, TriageState.DISMISSED, reason="已核实有延期审批", by="甲", at=NOON
    )
    standing.recompute(city.as_of)

    def state() -> str:
        found = standing.findings().filter(finding=chosen["finding"][0])
        return str(found["state"][0])

    assert state() == "dismissed"
    key = chosen.select("body_id", "case_id")
    case = records["cases"].join(key, on=["body_id", "case_id"], how="semi")
    events = records["events"].join(key, on=["body_id", "case_id"], how="semi")
    papers = (
        records["documents"]
        .join(key, on=["body_id", "case_id"], how="semi")
        .with_columns(pl.col("dated_on").dt.offset_by("1d"))
    )
    later = events.with_columns(
        pl.when(pl.col("activity") == "decided")
        .then(pl.col("moment_day").dt.offset_by("1d"))
        .otherwise("moment_day")
        .alias("moment_day")
    )
    accept(standing, Records.of({"cases": case, "events": later, "documents": papers}))
    standing.update(city.as_of)
    assert state() == "reopened"


def test_a_dismissal_without_a_reason_is_refused(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, part(records, 0, 200))
    standing.recompute(city.as_of)
    with pytest.raises(ValueError, match="理由"):
        standing.triage.decide(
            standing.findings().head(1), TriageState.DISMISSED, reason=" ", by="甲", at=NOON
        )


def test_a_certificate_that_changes_moves_exactly_the_cases_of_its_officer(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, records)
    standing.recompute(city.as_of)
    officers = records["events"].filter(activity="inquired")["officers"].explode()
    officer = officers[0]
    withdrawn = (
        records["certificates"]
        .filter(officer_id=officer)
        .with_columns(withdrawn_on=pl.lit(date(2019, 1, 2)))
    )
    accept(standing, Records.of({"certificates": withdrawn}))
    named = (
        records["events"]
        .filter(pl.col("officers").list.contains(officer))
        .select("body_id", "case_id")
        .unique()
    )
    changes = standing.update(city.as_of)
    assert changes.judged == named.height
    touched = pl.concat([changes.appeared, changes.vanished, changes.changed])
    assert touched.filter(rule="B02").height > 0
    about_cases = (
        touched.filter(pl.col("case_id").is_not_null()).select("body_id", "case_id").unique()
    )
    assert about_cases.join(named, on=["body_id", "case_id"], how="anti").is_empty()


def test_nothing_stands_before_the_first_run(standing: Standing, city: City) -> None:
    assert standing.findings().is_empty()
    with pytest.raises(LookupError):
        standing.update(city.as_of)


def test_stored_facts_give_what_the_records_give_on_a_later_day(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, records)
    standing.recompute(city.as_of)
    later = date(2027, 3, 1)
    standing.rejudge(later)
    from_facts = standing.findings()
    standing.recompute(later)
    assert told(from_facts) == told(standing.findings())


def test_only_the_rules_that_use_a_changed_parameter_are_judged_again(
    standing: Standing, records: Records, city: City
) -> None:
    accept(standing, records)
    standing.recompute(city.as_of)
    stricter = CONTENT.with_values({"penalty.decision": 30})
    other = Standing(standing.archive, stricter)
    users = [rule.id for rule in other.book.executable if "penalty.decision" in rule.parameters]
    changes = other.rejudge(city.as_of, users)
    assert changes.appeared.height > 0
    assert set(changes.appeared["rule"]) <= set(users)
    assert changes.vanished.is_empty()
