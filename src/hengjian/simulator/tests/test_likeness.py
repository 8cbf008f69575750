"""Decisions beside each other: sums of like cases, and the numbers that papers bear."""

from statistics import quantiles

import polars as pl
import pytest

from hengjian.simulator import City, simulate


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(6_000, seed=11, every_way=True)


def told(city: City, rule: str) -> set[str]:
    subjects = ["like_case", "numbered_decision"]
    breaks = city.truth.filter(pl.col("subject").is_in(subjects), rule=rule, verdict="breaks")
    return set(breaks["occurrence"])


def test_it_fines_like_cases_alike(city: City) -> None:
    """黑裁§8(6): beside twenty others or more, none lies far from them, each inside its tier.

    Far is half as much again as the middle one, and three times the middle half's width beyond it.
    """
    tiers = {
        (item, tier): (low, high)
        for item, tier, low, high in city.tables["discretion"]
        .select("item_id", "tier", "fine_min", "fine_max")
        .iter_rows()
    }
    cases = city.tables["cases"].drop_nulls("tier").filter(pl.col("fine") > 0)
    far = set()
    for like in cases.partition_by("item_id", "tier", "party_kind"):
        if like.height <= 20:
            continue
        quarter, middle, three = quantiles(like["fine"].to_list(), n=4, method="inclusive")
        reach = 3 * (three - quarter)
        for row in like.iter_rows(named=True):
            fine, (low, high) = row["fine"], tiers[row["item_id"], row["tier"]]
            above = fine > middle * 1.5 and fine > three + reach
            below = fine * 1.5 < middle and fine < quarter - reach
            if low <= fine <= high and (above or below):
                far.add(f"{row['body_id']}/{row['case_id']}")
    assert far
    assert far == told(city, "F15")


def test_it_numbers_decisions_in_the_order_of_their_days(city: City) -> None:
    """罚§59(6): each number once, and no later number with an earlier date."""
    papers = (
        city.tables["documents"]
        .filter(pl.col("kind").is_in(["decision", "on_spot_decision"]))
        .select("body_id", "case_id", "dated_on")
    )
    numbered = (
        city.tables["cases"]
        .join(papers, on=["body_id", "case_id"])
        .drop_nulls("decision_no")
        .with_columns(
            year=pl.col("decision_no").str.extract(r"〔(\d+)〕"),
            n=pl.col("decision_no").str.extract(r"(\d+)号").cast(pl.Int64),
            twice=pl.len().over("body_id", "decision_no") > 1,
        )
        .sort("body_id", "year", "n", "dated_on")
        .with_columns(before=pl.col("dated_on").cum_max().over("body_id", "year"))
    )
    odd = numbered.filter(pl.col("twice") | (pl.col("dated_on") < pl.col("before")))
    found = {f"{body}/{case}" for body, case in odd.select("body_id", "case_id").iter_rows()}
    assert found
    assert found == told(city, "F23")
