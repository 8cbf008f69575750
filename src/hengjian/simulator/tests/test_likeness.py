"""Decisions beside each other: sums of like cases, and the numbers that papers bear."""

from statistics import median

import polars as pl
import pytest

from hengjian.simulator import City, simulate


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(6_000, seed=11)


def told(city: City, rule: str) -> set[str]:
    subjects = ["like_case", "numbered_decision"]
    breaks = city.truth.filter(pl.col("subject").is_in(subjects), rule=rule, verdict="breaks")
    return set(breaks["occurrence"])


def test_it_fines_like_cases_alike(city: City) -> None:
    """黑裁§8(6): where there are many of one body, item and tier, none lies far from the rest.

    Far is twice what chance alone brings among a few thousand sums.
    """
    cases = city.tables["cases"].drop_nulls("tier").filter(pl.col("fine") > 0)
    far = set()
    for like in cases.partition_by("body_id", "item_id", "tier"):
        fines = sorted(like["fine"].to_list())
        if len(fines) < 15:
            continue
        middle = median(fines)
        spread = median(abs(fine - middle) for fine in fines)
        for row in like.iter_rows(named=True):
            if abs(row["fine"] - middle) > 16 * max(spread, 1):
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
