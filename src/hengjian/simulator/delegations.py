"""What was handed down: penalty powers to townships, tasks to entrusted organizations.

Serves the register of delegations and the plants about it. A township's power rests on a decision
of the province (罚§24), an entrusted organization's on a public letter with a term (罚§20).
"""

from datetime import date
from typing import Any

import polars as pl

from hengjian.simulator.bodies import Body
from hengjian.simulator.items import Item, Pair
from hengjian.simulator.recipe import Recipe
from hengjian.standard.records import schema_of
from hengjian.standard.tables import DELEGATIONS

EVALUATED_ON = date(2026, 3, 16)
Row = dict[str, Any]


def rows(bodies: list[Body], items: list[Item], pairs: list[Pair], recipe: Recipe) -> list[Row]:
    """All lawful delegations, and the special ones that some planted cases rest on."""
    made = [
        _row(bodies[pair.body], items[pair.item], bodies[pair.fallback], pair.via, recipe)
        for pair in pairs
        if pair.fallback is not None and bodies[pair.body].key != "reentrusted"
    ]
    return made + _of_town_items(bodies, items, recipe) + _reentrusted(bodies, items, recipe)


def _row(to: Body, item: Item, by: Body, via: str, recipe: Recipe) -> Row:
    empowered = via == "town"
    term = recipe.empowered if empowered else recipe.entrusted
    return {
        "item_id": item.id,
        "to_body": to.id,
        "from_body": by.id,
        "route": "empowered" if empowered else "entrusted",
        "document": f"{term.document}{recipe.mark}",
        "scope": f"{item.name}：调查、作出处罚决定；以{by.name}名义"
        if not empowered
        else f"{item.name}权",
        "valid_from": term.from_,
        "valid_to": term.to,
        "published_on": term.from_,
        "last_evaluated_on": EVALUATED_ON if empowered else None,
    }


def _of_town_items(bodies: list[Body], items: list[Item], recipe: Recipe) -> list[Row]:
    """The items that exist only for plants about A04; `evaluated` is left to the plants of A05."""
    keyed = {item.key: item for item in items if item.key}
    made = []
    for special in recipe.town_items:
        if special.key in ("never", "evaluated"):
            continue
        for body in bodies:
            if body.kind != "township":
                continue
            county = None if special.by_city else body.county
            by = next(b for b in bodies if b.sector == "urban" and b.county == county and not b.key)
            row = _row(body, keyed[special.key], by, "town", recipe)
            ended = special.to is not None
            made.append(
                {
                    **row,
                    "route": special.route,
                    "valid_from": special.from_,
                    "valid_to": special.to,
                    "published_on": special.from_,
                    "last_evaluated_on": date(2023, 12, 18) if ended else EVALUATED_ON,
                }
            )
    return made


def _reentrusted(bodies: list[Body], items: list[Item], recipe: Recipe) -> list[Row]:
    """An entrusted organization hands its task on, which 罚§20 forbids."""
    by = next(body for body in bodies if body.key == "entrusted_urban")
    to = next(body for body in bodies if body.key == "reentrusted")
    return [
        _row(to, item, by, "entrusted", recipe)
        for item in items
        if item.entrusted and item.sector == "urban"
    ]


def table(rows: list[Row]) -> pl.DataFrame:
    """The accepted table of delegations."""
    return pl.DataFrame(rows, schema=schema_of(DELEGATIONS))
