"""Who acted, with what card, where and when; letters, norms and rolls: a clerk's second look."""

from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.simulator.tests.dossier import ZONE, Dossier, dossiers

MARKS = {code.code: set(code.marks) for code in Content().code_lists["activities"].codes}


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(2_000, seed=5, every_way=True)


@pytest.fixture(scope="module")
def read(city: City) -> list[Dossier]:
    return list(dossiers(city, Content()))


def broken(city: City, rule: str, subject: str) -> set[str]:
    told = city.truth.filter(rule=rule, subject=subject, verdict="breaks")["occurrence"]
    assert len(told), f"{rule} is not planted on {subject}"
    return set(told)


def test_it_shows_the_card_before_every_act(city: City, read: list[Dossier]) -> None:
    """罚§52, 55; 强§18(3); 118号（五）: the same day, and earlier; B04."""
    found = set()
    for dossier in read:
        shown = [e["moment"] for e in dossier.all("certificate_shown")]
        for event in dossier.events:
            if MARKS[event["activity"]] & {"two_officers", "needs_cert"}:
                on, at = event["moment_day"], event["moment"]
                if not any(s <= at and s.astimezone(ZONE).date() == on for s in shown):
                    found.add(f"{dossier.key}/{event['seq']}")
    assert found == broken(city, "B04", "act")


def test_it_sends_no_auxiliaries(city: City, read: list[Dossier]) -> None:
    """罚§42: B05; of visits 54号 says it since 2025, and that no outsiders come: K02."""
    kinds = dict(city.tables["officers"].select("officer_id", "kind").iter_rows())
    acting, visiting = set(), set()
    for dossier in read:
        outsider = dossier.body["kind"] in ("third_party", "coordination")
        for event in dossier.events:
            if not MARKS[event["activity"]] & {"two_officers", "needs_cert"}:
                continue
            helped = any(kinds[officer] == "auxiliary" for officer in event["officers"] or ())
            key = f"{dossier.key}/{event['seq']}"
            if event["activity"] == "inspected" and event["moment_day"].year >= 2025:
                if helped or outsider:
                    visiting.add(key)
            elif helped:
                acting.add(key)
    assert acting == broken(city, "B05", "act")
    assert visiting == broken(city, "K02", "act")


def test_it_sends_nobody_to_two_places_at_once(city: City, read: list[Dossier]) -> None:
    """罚§42: the same minute, or before the earlier act is over; B15."""
    days: dict[tuple[str, date], list[tuple[Dossier, dict[str, Any]]]] = {}
    for dossier in read:
        for event in dossier.events:
            if MARKS[event["activity"]] & {"two_officers", "needs_cert"}:
                for officer in event["officers"] or ():
                    days.setdefault((officer, event["moment_day"]), []).append((dossier, event))
    found = set()
    for (officer, _), acts in days.items():
        acts.sort(key=lambda act: (act[1]["moment"], act[0].case["case_id"]))
        for place, (early, first) in enumerate(acts):
            for late, second in acts[place + 1 :]:
                until = first["until"] or first["moment"]
                apart = second["moment"] > first["moment"] and second["moment"] >= until
                together = all(
                    early.case[name] == late.case[name] for name in ("party_id", "place_division")
                )
                if early is not late and not apart and not together:
                    found.add(f"{late.key}/{second['seq']}/{early.key}/{first['seq']}/{officer}")
    assert found == broken(city, "B15", "act_pair")


def test_it_leaves_a_matter_to_who_filed_first(city: City, read: list[Dossier]) -> None:
    """罚§25; 黑程§8, 10: unless designated, or let go of; A08."""
    matters: dict[tuple[str, str], list[Dossier]] = {}
    for dossier in read:
        if dossier.case["matter_id"] and dossier.day("filed"):
            key = dossier.case["party_id"], dossier.case["matter_id"]
            matters.setdefault(key, []).append(dossier)
    found = set()
    for among in matters.values():
        among.sort(key=lambda dossier: dossier.time("filed"))
        for early, late in pairwise(among):
            gone = late.case["result"] in ("case_withdrawn", "transferred")
            same = early.case["body_id"] == late.case["body_id"]
            if not (gone or same or "designated" in late.flags):
                found.add(f"{late.key}/{early.key}")
    assert found == broken(city, "A08", "matter_pair")


def test_it_entrusts_in_writing_and_in_public(city: City) -> None:
    """罚§20: A02."""
    rows = city.tables["delegations"].filter(route="entrusted")
    wanted = ("document", "scope", "valid_from", "valid_to", "published_on")
    lacking = rows.filter(pl.any_horizontal(pl.col(name).is_null() for name in wanted))
    found = {f"{item}/{to}" for item, to in lacking.select("item_id", "to_body").iter_rows()}
    assert found == broken(city, "A02", "delegation")


def test_it_publishes_norms_and_standards(city: City) -> None:
    """罚§5.3, 34; 黑裁§17: A13."""
    items = city.tables["items"].filter(kind="penalty")
    hidden = pl.col("basis_published_on").is_null() | (
        pl.col("discretion_made_on").is_not_null() & pl.col("discretion_published_on").is_null()
    )
    assert set(items.filter(hidden)["item_id"]) == broken(city, "A13", "item")
    assert (items["basis_published_on"] <= items["in_force_from"]).fill_null(True).all()


def test_it_finds_nothing_where_only_others_norms_speak(city: City) -> None:
    """外省规范和未核实的数字: nothing of theirs is a breach here."""
    told = city.truth.filter(
        pl.col("rule").is_in(["A11", "B03", "B10", "B12", "B13", "B14", "E06"])
    )
    assert set(told["verdict"]) == {"near_miss"}
    assert set(told["rule"]) == {"A11", "B03", "B10", "B12", "B13", "B14", "E06"}


def test_it_trains_and_examines_everybody_with_a_card(city: City) -> None:
    hours = city.tables["training"].filter(pl.col("hours") < 60)
    near = city.truth.filter(rule="B14")["occurrence"]
    assert {f"{officer}/{year}" for officer, year in hours.select("officer_id", "year").rows()} == (
        set(near)
    )
    officers = city.tables["officers"].filter(kind="enforcement")
    assert officers["exam_passed_on"].null_count() == 0
    assert set(officers["officer_id"]) <= set(city.tables["training"]["officer_id"])
