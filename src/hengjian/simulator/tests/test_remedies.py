"""Outcomes, tickets, recordings and visits: a clerk's second look at the rest of the registers."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.simulator.tests.dossier import Dossier, Law, dossiers
from hengjian.terms import Calendar
from hengjian.terms.period import corresponding_day

REFERENCE_ONLY = ("K15", "K16", "L03", "L05", "L06", "L08", "M05", "M11")
"""Rules that only another province, or nobody, laid down: never a breach here."""


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(1_500, seed=11, every_way=True)


@pytest.fixture(scope="module")
def read(city: City) -> list[Dossier]:
    return list(dossiers(city, Content()))


@pytest.fixture(scope="module")
def law(city: City) -> Law:
    return Law(Calendar.of(Content()), city.as_of)


def broken(city: City, rule: str, subject: str) -> set[str]:
    told = city.truth.filter(rule=rule, subject=subject, verdict="breaks")["occurrence"]
    assert len(told), f"{rule} is not planted on {subject}"
    return set(told)


@pytest.mark.parametrize("rule", REFERENCE_ONLY)
def test_it_breaks_nothing_that_only_others_ask(rule: str, city: City) -> None:
    verdicts = city.truth.filter(rule=rule)["verdict"]
    assert set(verdicts) == {"near_miss"}


def test_it_answers_opinions_in_sixty_days(city: City, law: Law) -> None:
    """复§76; what a court suggests is no such opinion."""
    found = {
        row["outcome_id"]
        for row in city.tables["outcomes"].filter(kind="reconsideration").iter_rows(named=True)
        if row["opinion_received_on"]
        and law.over(law.plain(row["opinion_received_on"], 60), row["opinion_answered_on"])
    }
    assert found == broken(city, "M02", "outcome")


def test_it_sends_its_heads_to_court(city: City) -> None:
    """诉§3, 解释§128, 129."""
    found = set()
    for row in city.tables["outcomes"].filter(kind="lawsuit").iter_rows(named=True):
        if row["hearing_on"] is None or row["hearing_on"] > city.as_of or row["leader_present"]:
            continue
        if not row["staff_present"] or (row["major"] and not row["absence_explained"]):
            found.add(row["outcome_id"])
    assert found == broken(city, "M04", "outcome")


def test_it_performs_what_was_decided(city: City, law: Law) -> None:
    """复§77, 诉§96."""
    found = {
        row["outcome_id"]
        for row in city.tables["outcomes"].iter_rows(named=True)
        if row["perform_by"] and law.over(row["perform_by"], row["performed_on"])
    }
    assert found == broken(city, "M06", "outcome")


def tickets(city: City, *kinds: str) -> list[dict[str, Any]]:
    return city.tables["tickets"].filter(pl.col("kind").is_in(kinds)).to_dicts()


def test_it_takes_up_complaints_and_reports_in_time(city: City, law: Law) -> None:
    """投诉举报办法§14, 31, 市监程序§18; of market supervision only."""
    sectors = dict(city.tables["bodies"].select("body_id", "sector").iter_rows())
    found = set()
    for row in tickets(city, "complaint", "report"):
        if sectors[row["body_id"]] != "market":
            continue
        since = row["received_day"]
        if row["kind"] == "complaint":
            late = law.over(law.working(since, 7), row["accepted_day"])
        else:
            term = 15 + (row["extended_days"] or 0)
            late = law.over(law.working(since, term), row["verified_day"])
            if row["real_name"] and row["verified_day"]:
                late |= law.over(law.working(row["verified_day"], 5), row["told_day"])
        if late:
            found.add(row["ticket_id"])
    assert found == broken(city, "M08", "ticket")


def test_it_does_its_duty_in_two_months(city: City, law: Law) -> None:
    """诉§47."""
    found = {
        row["ticket_id"]
        for row in tickets(city, "duty")
        if law.over(law.months(row["received_day"], 2), row["closed_day"])
    }
    assert found == broken(city, "M09", "ticket")


def test_it_closes_petitions_in_time(city: City, law: Law) -> None:
    """信访条例§22, 23, 34, in force since 2022-05-01."""
    found = set()
    for row in tickets(city, "petition"):
        if row["received_day"] < date(2022, 5, 1):
            continue
        accepted = row["accepted_day"]
        late = law.over(law.plain(row["received_day"], 15), accepted)
        if accepted:
            days = 60 + (row["extended_days"] or 0)
            late |= law.over(law.plain(accepted, days), row["closed_day"])
        if late:
            found.add(row["ticket_id"])
    assert found == broken(city, "M10", "ticket")


def test_it_orders_the_steps_of_every_ticket(city: City) -> None:
    steps = ("received", "dispatched", "accepted", "verified", "told", "answered", "closed")
    for row in city.tables["tickets"].iter_rows(named=True):
        done = [row[step] for step in steps if row[step] is not None]
        assert done == sorted(done), row["ticket_id"]
        assert done[-1].date() <= city.as_of


def test_it_alters_and_deletes_no_recording(city: City) -> None:
    """118号（九）, 罚§47."""
    films = city.tables["recordings"]
    altered = pl.col("checked_sha256").is_not_null() & (
        pl.col("checked_sha256") != pl.col("sha256")
    )
    found = films.filter(altered | pl.col("deleted_on").is_not_null())["recording_id"]
    assert set(found) == broken(city, "L04", "recording")
    held = films.filter(pl.col("checked_sha256").is_not_null())
    assert 0.2 < held.height / films.height < 0.6


def visits(read: list[Dossier]) -> dict[str, list[Dossier]]:
    found: dict[str, list[Dossier]] = {}
    for dossier in read:
        if dossier.case["kind"] == "inspection" and dossier.day("inspected"):
            found.setdefault(dossier.case["party_id"], []).append(dossier)
    for mine in found.values():
        mine.sort(key=lambda d: d.time("inspected"))
    return found


def by_year(read: list[Dossier]) -> dict[str, list[Dossier]]:
    found: dict[str, list[Dossier]] = {}
    for party, mine in visits(read).items():
        for d in mine:
            key = f"{d.case['body_id']}/{party}/{d.day('inspected').year}"
            found.setdefault(key, []).append(d)
    return found


def test_it_comes_once_where_no_cap_was_published(city: City, read: list[Dossier]) -> None:
    """1999年规定§6, 16."""
    found = {
        key
        for key, mine in by_year(read).items()
        if mine[0].item["yearly_cap"] is None
        and sum(d.case["inspection_kind"] != "individual" for d in mine) > 1
    }
    assert found == broken(city, "K05", "enterprise_year")


def test_it_calls_no_number_of_complaints_too_many(city: City, read: list[Dossier]) -> None:
    """司法部解答: visits upon complaints may be too many, but no norm says from which number on."""
    found = {
        key
        for key, mine in by_year(read).items()
        if sum(d.case["inspection_kind"] == "individual" for d in mine) > 6
    }
    near = city.truth.filter(rule="K15", subject="enterprise_year", verdict="near_miss")
    assert found
    assert found <= set(near["occurrence"])


def test_it_joins_visits_that_lie_close(city: City, read: list[Dossier]) -> None:
    """54号, 营商§54; within a week, and neither joint nor upon a complaint."""
    found = set()
    for mine in visits(read).values():
        for earlier, later in pairwise(mine):
            if later.day("inspected") - earlier.day("inspected") > timedelta(7):
                continue
            joint = "joint_enforcement" in earlier.flags & later.flags
            if not joint and later.case["inspection_kind"] != "individual":
                found.add(f"{later.key}/{earlier.key}")
    assert found == broken(city, "K06", "visit_pair")


def test_it_plans_the_inspections_of_each_year(city: City, read: list[Dossier]) -> None:
    """黑程§42.1."""
    plans = city.tables["disclosures"].filter(kind="inspection_plan")
    made = set(plans.select("body_id", "year").iter_rows())
    subjects = set(city.tables["bodies"].filter(pl.col("qualified_from").is_not_null())["body_id"])
    needed = {
        (d.case["body_id"], d.day("inspected").year)
        for mine in visits(read).values()
        for d in mine
        if d.case["body_id"] in subjects
    }
    missing = {f"{body}/{year}" for body, year in needed - made}
    assert missing == broken(city, "K11", "body_year")
    assert plans.filter(pl.col("published_on").dt.year() != pl.col("year")).is_empty()


@pytest.mark.parametrize(
    ("how", "since", "until", "days"),
    [
        ("冻结后恰第三个工作日", "measure_taken", "measure_served", 3),
        ("联合办理的许可恰第四十五个工作日", "accepted", "decided", 45),
        ("联合办理的许可经本级政府负责人批准延长，恰第六十个", "accepted", "decided", 60),
        ("下级机关恰第二十个工作日", "accepted", "passed_up", 20),
        ("受理后恰第五个工作日指派", "accepted", "test_assigned", 5),
        ("承诺十个工作日，恰第十个", "accepted", "decided", 10),
        ("申请听证后恰第二十个工作日", "hearing_requested", "hearing_held", 20),
        ("举行听证前恰七个工作日通知申请人", "hearing_notified", "hearing_held", 7),
        ("准予许可决定恰第七个工作日", "decided", "published", 7),
        ("代履行前恰三个工作日", "demand_served", "substituted", 3),
    ],
)
def test_it_keeps_terms_to_the_very_last_day(
    how: str, since: str, until: str, days: int, city: City, read: list[Dossier], law: Law
) -> None:
    keys = set(city.truth.filter(pl.col("how").str.starts_with(how))["occurrence"])
    planted = [d for d in read if d.key in keys]
    assert planted
    for dossier in planted:
        assert dossier.day(until) == law.working(dossier.day(since), days)


def test_it_takes_money_on_the_first_lawful_day(city: City, read: list[Dossier]) -> None:
    """强§46.1: more than thirty days; a day off may push it further."""
    keys = set(
        city.truth.filter(pl.col("how").str.starts_with("加处滞纳金满三十日后"))["occurrence"]
    )
    planted = [d for d in read if d.key in keys]
    assert planted
    for dossier in planted:
        passed: timedelta = dossier.day("enforced") - dossier.day("surcharged")
        assert 31 <= passed.days <= 39


def test_it_waits_for_the_remedies_before_it_pulls_down(city: City, read: list[Dossier]) -> None:
    """强§44, 诉§46."""
    keys = set(
        city.truth.filter(pl.col("how").str.starts_with("复议和诉讼期限届满后"))["occurrence"]
    )
    planted = [d for d in read if d.key in keys]
    assert planted
    for dossier in planted:
        over: date = corresponding_day(dossier.day("served"), 6)
        assert over < dossier.day("enforced") <= over + timedelta(12)
