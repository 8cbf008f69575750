"""Whom the cases concern: enterprises, small businesses and citizens that do not exist.

Serves the cases with a party each. A party meets the city again in other kinds of cases and, under
inspection, in other years; it is never punished twice on one item unless a plant wants that.
"""

import numpy as np
import polars as pl

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints, year_of
from hengjian.simulator.events import chosen

KINDS = ("citizen", "individual_business", "organization")
_LETTERS = ("R", "G", "Q")
_EVERY_OTHER = 500_000
"""Enterprises of odd and of even years: nobody is visited in December and again in January."""

_TRADES = ("商贸", "食品", "运输", "建材", "农资", "餐饮", "物流", "机电")


def running(groups: Ints) -> Ints:
    """1, 2, 3 … within each group, in the order of places."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    places = np.arange(len(groups))
    starts = np.where(np.diff(ordered, prepend=ordered[:1] - 1) != 0, places, 0)
    found = np.empty(len(groups), dtype=np.int64)
    found[order] = places - np.maximum.accumulate(starts) + 1
    return found


def cast(b: Batch) -> None:
    """Kind, county and number of each case's party."""
    registry, body = b.registry, b.value["body"]
    counties = len(registry.recipe.counties)
    own = registry.body_county[body]
    somewhere = b.rng.integers(0, counties, b.size)
    b.value["county"] = np.where(own < 0, somewhere, own)
    if b.story == "inspection":
        b.value["party_kind"] = np.full(b.size, 2)
    elif "party_kind" not in b.value:
        names = registry.item_party[b.value["item"]]
        found = np.select([names == name for name in KINDS], range(len(KINDS)), len(KINDS) - 1)
        b.value["party_kind"] = found.astype(np.int64)


def number(b: Batch, chunk: int) -> None:
    """Number the parties within county, kind and, for inspections, year."""
    year = (
        year_of(b.day["inspected"]) if b.story == "inspection" else np.zeros(b.size, dtype=np.int64)
    )
    group = (b.value["county"] * 8 + b.value["party_kind"]) * 4096 + year
    found = running(group) + year % 2 * _EVERY_OTHER + chunk * 1_000_000
    of = b.value.get("party_of", np.arange(b.size))
    b.value["party"] = found[of]
    b.value["party_kind"] = b.value["party_kind"][of]
    b.value["county_of_party"] = b.value["county"][of]


def columns(b: Batch) -> dict[str, pl.Series]:
    """The party's columns of the table of cases."""
    registry = b.registry
    kind, county = b.value["party_kind"], b.value["county_of_party"]
    serial = pl.Series(b.value["party"]).cast(pl.String).str.zfill(7)
    places = [place.short for place in registry.recipe.counties]
    frame = pl.DataFrame(
        {
            "letter": chosen(list(_LETTERS), kind, pl.String()),
            "county": pl.Series(county + 1).cast(pl.String),
            "serial": serial,
            "place": chosen(places, county, pl.String()),
            "trade": chosen(list(_TRADES), b.value["party"] % len(_TRADES), pl.String()),
            "kind": pl.Series(kind),
        }
    )
    name = (
        pl.when(pl.col("kind") == 0)
        .then(pl.concat_str(pl.lit("模拟个人"), "county", "serial"))
        .when(pl.col("kind") == 1)
        .then(pl.concat_str("place", pl.lit("模拟"), "trade", pl.lit("店"), "serial"))
        .otherwise(pl.concat_str("place", pl.lit("模拟"), "trade", pl.lit("有限公司"), "serial"))
    )
    made = frame.select(
        name.alias("name"), pl.concat_str(pl.lit("M"), "letter", "county", "serial").alias("id")
    )
    return {
        "party_kind": chosen(list(KINDS), kind, pl.String()),
        "party_name": made["name"],
        "party_id": made["id"],
    }


def births(b: Batch) -> Ints:
    """Birthdays of citizens, adults unless a plant says otherwise; NONE for all others."""
    age = b.rng.integers(20 * 365, 68 * 365, b.size)
    violated = b.value.get("violation_on", b.day["root"])
    found = np.where(b.value["party_kind"] == 0, violated - age, NONE)
    own = b.value.get("birth")
    return found if own is None else np.where(own != NONE, own, found)
