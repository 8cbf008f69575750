"""The items of the fictitious city: penalties with ranges and tiers, permits, inspections.

Serves the stories, which draw an item together with a body that may act on it, and the registers of
items, discretion and delegations. Every norm it cites is invented and says 模拟.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from hengjian.simulator.bodies import Body
from hengjian.simulator.recipe import Penalty, Recipe
from hengjian.standard.records import schema_of
from hengjian.standard.tables import DISCRETION, ITEMS

IN_FORCE_FROM = date(2012, 1, 1)
LISTED_FROM = date(2019, 6, 1)
STANDARD_MADE_ON = date(2019, 9, 2)
"""Within a year of 2019-01-28, as 黑裁§16 asks for norms older than the regulation."""

_BEFORE_FORCE = timedelta(days=45)
_AFTER_MAKING = timedelta(days=7)
"""Norms are published before they are in force, standards soon after they are made."""

TIERS = ("从轻", "一般", "从重")
_SIMPLE_CITIZEN = 200_00
_SIMPLE_ORGANIZATION = 3_000_00


@dataclass(frozen=True)
class Tier:
    name: str
    low: int
    high: int


@dataclass(frozen=True)
class Item:
    """One item; money in fen. ``class_`` says which story uses it."""

    id: str
    name: str
    kind: str
    class_: str
    sector: str
    basis: str
    level: str
    low: int = 0
    high: int = 0
    kinds: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    party: str = ""
    acts: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    execution: str = ""
    yearly_cap: int | None = None
    town: bool = False
    entrusted: bool = False
    afloat: bool = False
    key: str = ""
    since: date = IN_FORCE_FROM
    until: date | None = None
    replaced_by: str = ""
    still_unlawful: bool | None = None
    listed_from: date | None = LISTED_FROM
    listed_to: date | None = None
    major: bool = False


def _cut(amount: float) -> int:
    """A boundary between tiers, in fen, at a round sum."""
    step = 1_000_00 if amount >= 10_000_00 else 100_00
    return max(1, round(amount / step)) * step


def _tiers(penalty: Penalty) -> tuple[Tier, ...]:
    low, high = (amount * 100 for amount in penalty.fine)
    if penalty.class_ == "fixed":
        return ()
    if penalty.class_ == "simple":
        first = _SIMPLE_CITIZEN if penalty.party == "citizen" else _SIMPLE_ORGANIZATION
        second = first * 5 // 2 if penalty.party == "citizen" else first * 2
    elif penalty.class_ == "monitored":
        first, second = 100_00, 150_00
    else:
        first, second = _cut(low + (high - low) * 0.3), _cut(low + (high - low) * 0.7)
    bounds = (low, first, second, high)
    graded = tuple(Tier(TIERS[i], bounds[i], bounds[i + 1]) for i in range(3))
    return (Tier("减轻", 0, low), *graded)


def made(recipe: Recipe) -> list[Item]:
    """All items of the recipe; the order is part of the seed's result."""
    items: list[Item] = []
    for code, sector in recipe.sectors.items():
        for penalty in sector.penalties:
            items.append(penalty_item(f"I{len(items) + 1:03d}", code, penalty))
        norm = f"《{sector.body.removesuffix('局')}许可和检查条例（模拟）》"
        for name in sector.permits:
            items.append(
                Item(
                    id=f"I{len(items) + 1:03d}",
                    name=name,
                    kind="permit",
                    class_="permit",
                    sector=code,
                    basis=f"{norm}第十二条",
                    level="admin_regulation",
                    major=name in sector.major_permits,
                )
            )
        for name in sector.inspections:
            items.append(
                Item(
                    id=f"I{len(items) + 1:03d}",
                    name=name,
                    kind="inspection",
                    class_="inspection",
                    sector=code,
                    basis=f"{norm}第三十条",
                    level="admin_regulation",
                    yearly_cap=2,
                )
            )
        for execution in sector.coercions:
            items.append(
                Item(
                    id=f"I{len(items) + 1:03d}",
                    name=execution.name,
                    kind="coercion",
                    class_="coercion",
                    sector=code,
                    basis="《公共通行法（模拟）》第五十二条",
                    level="law",
                    acts=execution.acts,
                    execution=execution.kind,
                )
            )
    for town_item in recipe.town_items:
        penalty = Penalty.model_validate(
            {
                "name": town_item.name,
                "class": "simple",
                "basis": "《村镇容貌条例（模拟）》第十八条",
                "level": "local_regulation",
                "fine": (50, 1000),
                "kinds": ("warning", "fine"),
                "party": "citizen",
                "acts": (town_item.name.removeprefix("对").removesuffix("的处罚"),),
            }
        )
        item = penalty_item(f"I{len(items) + 1:03d}", "urban", penalty, key=town_item.key)
        items.append(item)
    items += _special(recipe, len(items))
    items += _unlisted(recipe, len(items))
    return items


def _unlisted(recipe: Recipe, before: int) -> Iterator[Item]:
    """Permits and inspections that only plants use."""
    for number, item in enumerate(recipe.unlisted_items, start=before + 1):
        yield Item(
            id=f"I{number:03d}",
            name=item.name,
            kind=item.class_,
            class_=item.class_,
            sector=item.sector,
            basis=item.basis,
            level="admin_regulation",
            yearly_cap=item.cap,
            key=item.key,
            listed_from=item.listed_from,
            listed_to=item.listed_to,
        )


def _special(recipe: Recipe, before: int) -> Iterator[Item]:
    """The items that only plants use."""
    ids = {
        special.key: f"I{number:03d}"
        for number, special in enumerate(recipe.special_items, start=before + 1)
    }
    for special in recipe.special_items:
        made = penalty_item(ids[special.key], special.sector, special, key=special.key)
        yield replace(
            made,
            since=special.from_ or IN_FORCE_FROM,
            until=special.to,
            replaced_by=ids[special.replaced_by] if special.replaced_by else "",
            still_unlawful=special.still_unlawful,
        )


def penalty_item(item_id: str, sector: str, penalty: Penalty, key: str = "") -> Item:
    return Item(
        id=item_id,
        name=penalty.name,
        kind="penalty",
        class_=penalty.class_,
        sector=sector,
        basis=penalty.basis,
        level=penalty.level,
        low=penalty.fine[0] * 100,
        high=penalty.fine[1] * 100,
        kinds=penalty.kinds,
        measures=penalty.measures,
        party=penalty.party,
        acts=penalty.acts,
        tiers=_tiers(penalty),
        town=penalty.town,
        entrusted=penalty.entrusted,
        afloat=penalty.afloat,
        major=penalty.class_ == "heavy",
        key=key,
    )


def table(items: list[Item]) -> pl.DataFrame:
    """The accepted table of items."""
    rows = [
        {
            "item_id": item.id,
            "name": item.name,
            "kind": item.kind,
            "body_id": None,
            "basis": item.basis,
            "basis_level": item.level,
            "basis_territory": "23" if item.level in ("local_regulation", "local_rule") else "CN",
            "in_force_from": item.since,
            "in_force_to": item.until,
            "replaced_by": item.replaced_by or None,
            "still_unlawful": item.still_unlawful,
            "basis_published_on": item.since - _BEFORE_FORCE,
            "penalty_kinds": list(item.kinds) or None,
            "measure_kinds": list(item.measures) or None,
            "fine_min": item.low if item.kind == "penalty" else None,
            "fine_max": item.high if item.kind == "penalty" else None,
            "discretion_required": bool(item.tiers) if item.kind == "penalty" else None,
            "discretion_made_on": STANDARD_MADE_ON if item.tiers else None,
            "discretion_published_on": STANDARD_MADE_ON + _AFTER_MAKING if item.tiers else None,
            "major": item.major,
            "listed_from": item.listed_from,
            "listed_to": item.listed_to,
            "yearly_cap": item.yearly_cap,
        }
        for item in items
    ]
    return pl.DataFrame(rows, schema=schema_of(ITEMS))


def discretion_table(items: list[Item]) -> pl.DataFrame:
    """The accepted table of tiers."""
    rows = [
        {
            "item_id": item.id,
            "tier": tier.name,
            "description": f"适用{tier.name}处罚的情形（模拟）",
            "fine_min": tier.low,
            "fine_max": tier.high,
        }
        for item in items
        for tier in item.tiers
    ]
    return pl.DataFrame(rows, schema=schema_of(DISCRETION))


@dataclass(frozen=True)
class Pair:
    """A body and an item it may act on. ``via``: own, town, entrusted or key (planted items)."""

    body: int
    item: int
    weight: float
    via: str
    since: date | None = None
    until: date | None = None
    fallback: int | None = None


def pairs(bodies: list[Body], items: list[Item], recipe: Recipe) -> list[Pair]:
    """Who may act on what. Townships and entrusted bodies only on what was handed down to them."""
    return [
        *_own(bodies, items),
        *_handed_down(bodies, items, recipe),
    ]


def _own(bodies: list[Body], items: list[Item]) -> Iterator[Pair]:
    siblings: dict[tuple[str, str], int] = {}
    for item in items:
        if not item.key:
            same = (item.sector, item.class_)
            siblings[same] = siblings.get(same, 0) + 1
    for b, body in enumerate(bodies):
        if body.kind not in ("agency", "authorized"):
            continue
        for i, item in enumerate(items):
            if item.sector == body.sector and not item.key:
                share = body.weight / siblings[item.sector, item.class_]
                own = not body.key or body.kind == "authorized"
                yield Pair(b, i, share if own else 0.0, "own")


def _handed_down(bodies: list[Body], items: list[Item], recipe: Recipe) -> Iterator[Pair]:
    departments = {
        (body.sector, body.county): b
        for b, body in enumerate(bodies)
        if body.kind == "agency" and not body.key
    }
    for b, body in enumerate(bodies):
        for i, item in enumerate(items):
            department = departments.get((item.sector, body.county))
            if department is None or item.key:
                continue
            if body.kind == "township" and item.town:
                weight = body.weight * recipe.sectors[item.sector].weight
                term = recipe.empowered
                yield Pair(b, i, weight, "town", term.from_, term.to, department)
            elif body.kind == "entrusted" and item.entrusted and item.sector == body.sector:
                term = recipe.entrusted
                weight = 0.0 if body.key == "reentrusted" else body.weight
                yield Pair(b, i, weight, "entrusted", term.from_, term.to, department)
