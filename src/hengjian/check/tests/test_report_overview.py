"""The figures of a report: they add up, and silence is never reported as success."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from hengjian.check.report import summary
from hengjian.check.report.lines import Counts
from hengjian.check.report.overview import Overview
from hengjian.check.report.wording import verdict_sentence
from hengjian.check.run import Run, held_back
from hengjian.check.tests.conftest import judged
from hengjian.content import Content
from hengjian.rules import findings as found
from hengjian.rules.engine import Tally
from hengjian.rules.rule import Nature


def _without_rows(run: Run) -> Run:
    tallies = [Tally(tally.rule) for tally in run.tallies]
    return replace(run, tallies=tallies, findings=found.empty())


def test_it_adds_up_the_same_in_every_direction(run: Run) -> None:
    figures = summary(run)
    assert figures["findings"] == run.findings.height == 400
    assert sum(figures["by_severity"].values()) == 400
    assert sum(figures["by_nature"].values()) == 400
    assert figures["leads"] == figures["by_nature"]["violation"]
    for group in ("by_rule", "by_body"):
        assert sum(entry["findings"] for entry in figures[group].values()) == 400
        assert sum(entry["leads"] for entry in figures[group].values()) == figures["leads"]
    view = Overview.of(run)
    assert sum(counts.findings for _, counts in view.months) + view.undated.findings == 400


def test_its_summary_is_plain_json(run: Run) -> None:
    again = json.loads(json.dumps(summary(run), ensure_ascii=False))
    assert again["as_of"] == "2025-12-31"
    assert again["cases"] == 1200
    assert again["refused_rows"] == 37
    switched_off = len(run.book.rules) - len(run.book.executable)
    assert again["rules"] == again["rules_run"] + switched_off + 1
    assert again["simulated"] is True


def test_it_counts_every_body_of_the_register(run: Run) -> None:
    bodies = summary(run)["by_body"]
    assert len(bodies) == run.records["bodies"].height
    cases = dict(run.records["cases"].group_by("body_id").len().iter_rows())
    assert {body: entry["cases"] for body, entry in bodies.items()} == {
        body: cases.get(body, 0) for body in bodies
    }


def test_it_sets_leads_about_cases_against_the_cases(judged_run: Run) -> None:
    (line,) = Overview.of(judged_run).bodies
    assert line.cases == 6
    assert line.counts.leads == 3
    assert line.case_leads == 2
    assert line.per_hundred == pytest.approx(33.3)


def test_it_warns_where_no_row_was_looked_at(run: Run) -> None:
    view = Overview.of(_without_rows(run))
    assert any("没有结论" in warning for warning in view.warnings)
    assert "没有结论" in verdict_sentence(view)
    assert "未发现" not in verdict_sentence(view)


def test_it_limits_a_clean_result_to_what_was_judged(run: Run) -> None:
    view = Overview.of(replace(run, findings=found.empty()))
    assert "在已判断的范围内未发现违法线索" in verdict_sentence(view)
    assert "因资料不全未作判断" in verdict_sentence(view)


def test_it_names_refused_rows_and_idle_rules_among_the_warnings(run: Run) -> None:
    met = [tally for tally in run.tallies if tally.concerned]
    idle = [Tally(met[0].rule, rows=5), Tally(met[1].rule, rows=5), *met[2:]]
    warnings = " ".join(Overview.of(replace(run, tallies=idle)).warnings)
    assert "37 行数据未予受理" in warnings
    assert "2 条规则没有遇到可适用的记录" in warnings.split("。")[0]
    assert "没有遇到" not in " ".join(Overview.of(replace(run, tallies=met)).warnings)


def test_it_counts_a_violation_graded_as_a_note_among_the_hints(
    with_findings: Callable[..., Run], run: Run
) -> None:
    before, after = Overview.of(run), Overview.of(with_findings(severity="N", nature="violation"))
    assert after.of_nature(Nature.HINT) == before.of_nature(Nature.HINT) + 1
    assert after.counts.leads == before.counts.leads - 1


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (date(2024, 1, 31), date(2024, 4, 1), ["2024-01", "2024-02", "2024-03", "2024-04"]),
        (date(2019, 3, 1), date(2025, 2, 1), ["2019-03", "2022-01", "2025-02"]),
        (date(2012, 12, 1), date(2024, 2, 1), ["2012-Q4", "2013-Q1", "2024-Q1"]),
        (date(1999, 5, 1), date(2024, 2, 1), ["1999", "2000", "2024"]),
    ],
)
def test_it_shows_time_without_gaps(run: Run, first: date, last: date, periods: list[str]) -> None:
    dated = run.findings.filter(
        pl.col("rule").is_in([id_ for id_, rule in run.book.rules.items() if rule.declaration.at])
    )
    two = dated.head(2).with_columns(pl.Series("on", [first, last]))
    labels = [label for label, _ in Overview.of(replace(run, findings=two)).months]
    assert [label for label in labels if label in periods] == periods
    assert labels[0] == periods[0]
    assert labels[-1] == periods[-1]
    assert len(labels) <= 72


def test_it_puts_what_has_no_date_of_its_own_into_no_month(run: Run) -> None:
    standing = [rule.id for rule in run.book.rules.values() if rule.declaration.at is None]
    states = run.findings.filter(pl.col("rule").is_in(standing)).height
    view = Overview.of(run)
    assert view.undated.findings == states > 0
    assert sum(counts.findings for _, counts in view.months) == 400 - states


def test_it_shows_no_month_outside_the_time_of_the_records(content: Content) -> None:
    told = {
        "item": {"kind": "penalty", "name": "占道经营的处罚"},
        "delegation": {
            "route": "entrusted",
            "document": "委〔2024〕1号",
            "valid_from": "2024-01-01",
        },
        "events": ["filed 2024-03-01", "decided 2024-12-30"],
    }
    view = Overview.of(judged(content, told, {"A02", "F08"}))
    assert dict(view.findings.select("rule", "on").iter_rows()) == {
        "A02": None,
        "F08": date(2024, 3, 1),
    }
    assert [label for label, _ in view.months] == ["2024-03"]
    assert view.undated.leads == 1


@pytest.mark.parametrize(
    ("on", "dated"),
    [
        (date(2023, 2, 28), False),
        (date(2023, 3, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_its_months_begin_a_year_before_the_first_record_and_end_with_the_check(
    judged_run: Run, on: date, dated: bool
) -> None:
    events = judged_run.records["events"].with_columns(moment_day=pl.lit(date(2024, 3, 1)))
    records = replace(judged_run.records, frames={**judged_run.records.frames, "events": events})
    submission = replace(judged_run.submission, records=records)
    one = judged_run.findings.head(1).with_columns(on=pl.lit(on))
    view = Overview.of(replace(judged_run, submission=submission, findings=one))
    assert bool(view.months) is dated
    assert view.undated.findings == (not dated)


def test_it_puts_the_gravest_cases_first(run: Run) -> None:
    cases = Overview.of(run).worst_cases(5)
    assert [case.counts.order[:3] for case in cases] == sorted(c.counts.order[:3] for c in cases)
    assert all(
        len({(row["body_id"], row["case_id"]) for row in case.findings}) == 1 for case in cases
    )


def test_it_keeps_leads_and_hints_apart() -> None:
    counts = Counts()
    for severity, nature in (("F", "violation"), ("N", "disputed"), ("S", "conflict")):
        counts.add(severity, nature, 2)
    assert (counts.fatal, counts.serious, counts.other) == (2, 0, 4)
    assert (counts.leads, counts.findings) == (2, 6)


def test_a_run_that_judged_nothing_warns_of_itself(content: Content) -> None:
    told = {"item": {"kind": "permit"}, "cases": [{"kind": "permit", "events": []}]}
    run = judged(content, told, {"F08"})
    assert run.records.case_count == 1
    assert run.rows_looked_at == 0
    assert any("本次检查没有结论" in warning for warning in run.warnings)
    assert len(Overview.of(run).warnings) == len(set(Overview.of(run).warnings))


def test_it_tells_of_cases_held_back_once_and_counts_them(run: Run) -> None:
    first, *others = run.submission.sources
    sources = [replace(first, faulty=12), *others]
    held = replace(run.submission, held_back=5, sources=sources)
    told = replace(run, submission=held, warnings=[*run.warnings, held_back(held)])
    warnings = [w for w in Overview.of(told).warnings if "整案退回" in w]
    assert warnings == [
        "37 行数据未予受理，其中有错的 12 行；5 件案件因此整案退回，没有一条规则判断它们；原因和改法见附录。"
    ]
    counted = summary(told)
    assert (counted["refused_rows"], counted["faulty_rows"], counted["held_back_cases"]) == (
        37,
        12,
        5,
    )
