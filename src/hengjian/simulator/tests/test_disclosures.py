"""What bodies make public by themselves: a clerk's look at the register, year by year."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate
from hengjian.simulator.tests.dossier import Law
from hengjian.terms import Calendar

BEFOREHAND = {"subjects", "powers", "basis", "procedure", "remedies"}


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(1_500, seed=11, every_way=True)


@pytest.fixture(scope="module")
def law(city: City) -> Law:
    return Law(Calendar.of(Content()), city.as_of)


@pytest.fixture(scope="module")
def years(city: City) -> list[tuple[str, int]]:
    """The bodies that report their disclosures, with the years in which they had a case."""
    covered = city.tables["coverage"].filter(table="disclosures")["body_id"]
    begun = (
        city.tables["events"].filter(seq=1).select("body_id", year=pl.col("moment_day").dt.year())
    )
    known = begun.filter(pl.col("body_id").is_in(covered.to_list())).unique().rows()
    return [(body, year) for body, year in known if year < city.as_of.year]


def broken(city: City, rule: str) -> set[str]:
    told = city.truth.filter(rule=rule, subject="body_year", verdict="breaks")["occurrence"]
    return {key for key in told if not key.endswith(str(city.as_of.year))}


def open_on(rows: list[dict[str, Any]], on: date) -> set[str]:
    return {
        row["kind"]
        for row in rows
        if row["published_on"] <= on and (row["withdrawn_on"] is None or row["withdrawn_on"] > on)
    }


@pytest.fixture(scope="module")
def rows(city: City) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in city.tables["disclosures"].iter_rows(named=True):
        found.setdefault(row["body_id"], []).append(row)
    return found


@pytest.fixture(scope="module")
def inspecting(city: City) -> set[tuple[str, int]]:
    """The bodies with the years in which they began an inspection."""
    visits = city.tables["cases"].filter(kind="inspection").select("body_id", "case_id")
    begun = city.tables["events"].filter(seq=1).join(visits, on=["body_id", "case_id"])
    return set(begun.select("body_id", pl.col("moment_day").dt.year()).iter_rows())


@pytest.mark.parametrize(("rule", "kinds"), [("G10", BEFOREHAND), ("F03", {"major_list"})])
def test_it_keeps_open_what_must_be_known_beforehand(
    rule: str,
    kinds: set[str],
    city: City,
    years: list[tuple[str, int]],
    rows: dict[str, list[dict[str, Any]]],
    inspecting: set[tuple[str, int]],
) -> None:
    """罚§39; 118号（四）（十二）: at the end of each year; what is drawn, where somebody inspects."""
    drawn = {"random_list"} if rule == "G10" else set()
    lacking = set()
    for body, year in years:
        wanted = kinds | drawn if (body, year) in inspecting else kinds
        if wanted - open_on(rows.get(body, []), date(year, 12, 28)):
            lacking.add(f"{body}/{year}")
    assert lacking
    assert lacking == broken(city, rule)


def test_it_publishes_the_figures_of_a_year_before_february(
    city: City, years: list[tuple[str, int]], rows: dict[str, list[dict[str, Any]]]
) -> None:
    """118号（六）: by the thirty-first of the next January."""
    late = set()
    for body, year in years:
        out = [r["published_on"] for r in rows.get(body, ()) if r["year"] == year
               and r["kind"] == "statistics"]  # fmt: skip
        in_time = any(on <= date(year + 1, 1, 31) for on in out)
        if not in_time:
            late.add(f"{body}/{year}")
    assert late
    assert late == broken(city, "G11")


def test_it_publishes_within_twenty_working_days(
    city: City, law: Law, rows: dict[str, list[dict[str, Any]]]
) -> None:
    """政府信息公开条例§26."""
    late = {
        f"{row['body_id']}/{row['kind']}/{row['published_on']}"
        for known in rows.values()
        for row in known
        if row["formed_on"] and row["published_on"] > law.working(row["formed_on"], 20)
    }
    told = city.truth.filter(rule="G13", verdict="breaks")["occurrence"]
    assert late
    assert late == set(told)
