"""Acts, people, items, years and outcomes: a clerk's second look at what is not a single case."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.simulator.tests.dossier import Dossier, Law, dossiers
from hengjian.terms import Calendar
from hengjian.terms.period import corresponding_day

SETTABLE = {
    "law": None,
    "admin_regulation": {"detention"},
    "local_regulation": {"detention", "revoke_licence"},
}
BY_RULES = {"warning", "criticism", "fine"}


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


@pytest.fixture(scope="module")
def cards(city: City) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for card in city.tables["certificates"].iter_rows(named=True):
        found.setdefault(card["officer_id"], []).append(card)
    return found


def valid(cards: list[dict[str, Any]], on: date) -> bool:
    """罚§42: in its term, not suspended, not withdrawn."""
    for card in cards:
        in_term = card["valid_from"] <= on <= card["valid_to"]
        since, until = card["suspended_from"], card["suspended_to"]
        suspended = since is not None and since <= on and (until is None or on <= until)
        gone = card["withdrawn_on"] is not None and card["withdrawn_on"] <= on
        if in_term and not suspended and not gone:
            return True
    return False


def test_it_sends_two_qualified_officers_to_every_act(
    city: City, read: list[Dossier], cards: dict[str, list[dict[str, Any]]]
) -> None:
    """罚§42; B01 and B02, and K14 where an enterprise is visited; auxiliaries are B05's alone."""
    marks = {code.code: code.marks for code in Content().code_lists["activities"].codes}
    kinds = dict(city.tables["officers"].select("officer_id", "kind").iter_rows())
    alone, visiting, without_card = set(), set(), set()
    for dossier in read:
        for event in dossier.events:
            key = f"{dossier.key}/{event['seq']}"
            team, on = event["officers"] or [], event["moment_day"]
            held = [p for p in team if valid(cards.get(p, []), on)]
            good = [p for p in held if kinds[p] == "enforcement"]
            if "two_officers" in marks[event["activity"]] and len(set(good)) < 2:
                (visiting if event["activity"] == "inspected" else alone).add(key)
            officers = [p for p in team if kinds[p] != "auxiliary"]
            if "needs_cert" in marks[event["activity"]] and not set(officers) <= set(held):
                without_card.add(key)
    assert alone == broken(city, "B01", "act")
    assert visiting == broken(city, "K14", "act")
    assert without_card == broken(city, "B02", "act")


def test_it_lets_nobody_review_or_preside_over_his_own_case(
    city: City, read: list[Dossier]
) -> None:
    """罚§58, 64(4), 许§48(3), 118号（十四）; B09 and F05."""
    doing = {"inquired", "site_examined", "investigation_ended", "accepted", "verified_on_site"}
    presiding, reviewing = set(), set()
    for dossier in read:
        did = {p for e in dossier.events if e["activity"] in doing for p in e["officers"] or ()}
        for event in dossier.events:
            if event["activity"] == "legally_reviewed" and did & set(event["officers"]):
                reviewing.add(dossier.key)
            if event["activity"] == "hearing_held" and did & set(event["officers"]):
                presiding.add(dossier.key)
    assert presiding == broken(city, "B09", "case")
    assert reviewing == broken(city, "F05", "case")


def test_it_fines_one_act_once(city: City, read: list[Dossier]) -> None:
    """罚§29: the same matter, or the same party, item and day; F16."""
    fined = [d for d in read if d.case["fine"] and d.case["result"] == "penalised"]
    seen: dict[tuple[Any, ...], Dossier] = {}
    pairs = set()
    fined.sort(key=lambda d: d.day("decided") or d.day("decided_on_spot") or date.max)
    for dossier in fined:
        case = dossier.case
        marks = [(case["party_id"], case["item_id"], case["violation_on"])]
        if case["matter_id"]:
            marks.append((case["party_id"], case["matter_id"]))
        earlier = next((seen[mark] for mark in marks if mark in seen), None)
        if earlier:
            pairs.add(f"{dossier.key}/{earlier.key}")
        seen |= dict.fromkeys(marks, dossier)
    assert pairs == broken(city, "F16", "case_pair")


def test_it_visits_no_enterprise_more_often_than_the_cap(city: City, read: list[Dossier]) -> None:
    """54号: daily and special visits count, unless ordered from above; K04."""
    visits: dict[str, int] = {}
    caps: dict[str, int] = {}
    for dossier in read:
        on = dossier.day("inspected")
        if on is None or dossier.case["inspection_kind"] == "individual":
            continue
        key = f"{dossier.case['body_id']}/{dossier.case['party_id']}/{on.year}"
        visits[key] = visits.get(key, 0) + ("by_superior" not in dossier.flags)
        caps[key] = dossier.item["yearly_cap"] or 1_000
    assert {key for key, count in visits.items() if count > caps[key]} == broken(
        city, "K04", "enterprise_year"
    )


def test_it_has_a_twentieth_of_reviewers_everywhere(city: City) -> None:
    """118号（十一）: at least 5 %, whether or not the reviewers are counted in; B08."""
    people = city.tables["officers"].with_columns(
        pl.col("employed_to").fill_null(pl.lit(date(2100, 1, 1)))
    )
    short = set()
    for year in range(2021, 2027):
        there = people.filter(
            pl.col("employed_from") <= date(year, 1, 1), pl.col("employed_to") > date(year, 1, 1)
        )
        count = there.group_by("body_id").agg(
            reviewers=(pl.col("kind") == "reviewer").sum(),
            enforcers=(pl.col("kind") == "enforcement").sum(),
        )
        few = pl.col("reviewers") * 20 < pl.col("enforcers")
        few_counted_in = pl.col("reviewers") * 19 < pl.col("enforcers")
        assert count.filter(few).height == count.filter(few_counted_in).height
        short |= {f"{body}/{year}" for body in count.filter(few)["body_id"]}
    assert short == broken(city, "B08", "body_year")


def test_it_employs_qualified_reviewers(city: City) -> None:
    """罚§58.2, since the law asks for it; B07."""
    people = city.tables["officers"].filter(
        pl.col("kind") == "reviewer",
        ~pl.col("legal_qualification"),
        pl.col("reviewer_since") >= date(2018, 1, 1),
    )
    assert set(people["officer_id"]) == broken(city, "B07", "officer")


def test_it_sets_only_penalties_that_the_norm_may_set(city: City) -> None:
    """罚§10–14, 16; A10."""
    found = set()
    for item in city.tables["items"].filter(kind="penalty").iter_rows(named=True):
        kinds, level = set(item["penalty_kinds"]), item["basis_level"]
        if level == "normative":
            found.add(item["item_id"])
        elif item["higher_norm"] is None:
            forbidden = (
                kinds - BY_RULES if level.endswith("_rule") else kinds & (SETTABLE[level] or set())
            )
            if forbidden:
                found.add(item["item_id"])
    assert found == broken(city, "A10", "item")


def test_it_makes_standards_in_half_a_year(city: City) -> None:
    """黑裁§16: six months for new norms, a year from 2019-01-28 for old ones; L07."""
    found = set()
    for item in city.tables["items"].filter(discretion_required=True).iter_rows(named=True):
        since = item["in_force_from"]
        due = date(2020, 1, 28) if since < date(2019, 1, 28) else corresponding_day(since, 6)
        if (item["discretion_made_on"] or city.as_of) > due:
            found.add(item["item_id"])
    assert found == broken(city, "L07", "item")


def test_it_evaluates_what_was_handed_down_every_year(city: City) -> None:
    """罚§24: powers handed to townships, while they last; A05."""
    found = set()
    for row in city.tables["delegations"].filter(route="empowered").iter_rows(named=True):
        last = row["last_evaluated_on"] or row["valid_from"]
        ended = row["valid_to"] is not None and row["valid_to"] < city.as_of
        if not ended and corresponding_day(last, 12) < city.as_of:
            found.add(f"{row['item_id']}/{row['to_body']}")
    assert found == broken(city, "A05", "delegation")


def test_it_acts_only_on_what_was_handed_down(city: City, read: list[Dossier]) -> None:
    """罚§20, 23, 24; A03 and A04."""
    handed = {
        (row["item_id"], row["to_body"]): row
        for row in city.tables["delegations"].iter_rows(named=True)
    }
    bodies = {row["body_id"]: row for row in city.tables["bodies"].iter_rows(named=True)}
    found: dict[str, set[str]] = {"township": set(), "entrusted": set()}
    for dossier in read:
        kind = dossier.body["kind"]
        if kind not in found:
            continue
        row = handed.get((dossier.case["item_id"], dossier.case["body_id"]))
        on = dossier.day("decided") or dossier.day("decided_on_spot")
        if on is None:
            continue
        if row is None or not row["valid_from"] <= on <= (row["valid_to"] or on):
            found[kind].add(dossier.key)
            continue
        giver = bodies[row["from_body"]]
        wrong = giver["level"] == "city" if kind == "township" else giver["kind"] == "entrusted"
        if wrong:
            found[kind].add(dossier.key)
    assert found["township"] == broken(city, "A04", "case")
    assert found["entrusted"] == broken(city, "A03", "case")


@pytest.mark.parametrize(("rule", "kind"), [("M01", "reconsideration"), ("M03", "lawsuit")])
def test_it_answers_reconsiderations_and_suits_in_time(
    rule: str, kind: str, city: City, law: Law
) -> None:
    """复§48, 54, 88 (before 2024 ten plain days); 诉§67."""
    found = set()
    for row in city.tables["outcomes"].filter(kind=kind).iter_rows(named=True):
        received = row["copy_received_on"]
        if kind == "lawsuit":
            due = law.plain(received, 15)
        elif received.year >= 2024:
            due = law.working(received, 5 if row["procedure"] == "simple" else 10)
        else:
            due = law.plain(received, 10)
        if law.over(due, row["answered_on"]):
            found.add(row["outcome_id"])
    assert found == broken(city, rule, "outcome")


@pytest.mark.parametrize(
    ("how", "since", "until", "days", "working"),
    [
        ("立案后恰第九十日", "filed", "decided", 90, False),
        ("先行登记保存第七个工作日", "preserved", "preservation_handled", 7, True),
        ("告知听证权利后第六个工作日", "hearing_told", "decided", 6, True),
        ("举行听证前恰七个工作日", "hearing_notified", "hearing_held", 7, True),
        ("决定作出后第七个工作日送达", "decided", "served", 7, True),
        ("查封扣押恰第三十日", "measure_taken", "measure_handled", 30, False),
        ("查封扣押一直没有处理", "measure_taken", "measure_handled", None, False),
        ("收到申请后第五个工作日", "applied", "supplement_told", 5, True),
        ("受理后恰第二十个工作日", "accepted", "decided", 20, True),
        ("决定后恰第十个工作日", "decided", "licence_issued", 10, True),
        ("市场监管：恰第十五个工作日立案", "clue_received", "filed", 15, True),
        ("市场监管：恰第十五个工作日决定不予", "clue_received", "not_filed", 15, True),
        ("农业：恰第七个工作日立案", "clue_received", "filed", 7, True),
        ("住建：恰第十五日立案", "clue_received", "filed", 15, False),
        ("自然资源：恰第十个工作日立案", "clue_received", "filed", 10, True),
        ("情况紧急先行启动，恰二十四小时", "filed", "filing_approved", 1, False),
        ("农业处罚案件送审后第五日", "review_sent", "legally_reviewed", 5, False),
        ("第三日决定移送", "crime_reported", "crime_decided", 3, False),
        (
            "接到不予立案通知书后第三日",
            "police_not_filed",
            "police_reconsideration_asked",
            3,
            False,
        ),
        ("接到立案通知书后第三日", "police_filed", "goods_handed_over", 3, False),
        ("当场处罚第二个工作日报", "decided_on_spot", "filed_back", 2, True),
        ("直接送达未成后公告", "dispatched", "served", 30, False),
        ("处罚决定被撤销，第三个工作日", "decision_changed", "unpublished", 3, True),
        ("收到决定书后第十五日", "served", "paid", 15, False),
    ],
)
def test_it_plants_near_misses_on_the_very_last_day(
    how: str,
    since: str,
    until: str,
    days: int | None,
    working: bool,
    city: City,
    read: list[Dossier],
    law: Law,
) -> None:
    keys = set(city.truth.filter(pl.col("how").str.starts_with(how))["occurrence"])
    planted = [dossier for dossier in read if dossier.key in keys]
    assert planted
    for dossier in planted:
        start, end = dossier.day(since), dossier.day(until)
        assert start is not None
        if days is None:
            assert end is None
        elif working:
            assert end == law.working(start, days)
        else:
            assert end is not None
            assert (end - start).days == days
