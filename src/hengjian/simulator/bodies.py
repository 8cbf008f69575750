"""The bodies of the fictitious city: departments of city and counties, townships, and others.

Serves the stories, which draw bodies from it, and the plants, which ask for one by its key. It
names nobody real: divisions begin with 99, which exists nowhere, and every name says 模拟.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from hengjian.simulator.recipe import Narrow, Recipe
from hengjian.standard.records import schema_of
from hengjian.standard.tables import BODIES

QUALIFIED_FROM = date(2019, 3, 1)
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_TOWN_SHARE = 0.3
"""How much a county's townships handle of what its department handles, on the same items."""
_CITY = -1
NO_SUBJECTS = ("third_party", "coordination")
"""Kinds of bodies that the law gives no power to enforce anything."""


@dataclass(frozen=True)
class Body:
    """One body. ``county`` is its index in the recipe, or None for the city's own."""

    id: str
    name: str
    short: str
    kind: str
    level: str
    division: str
    sector: str
    county: int | None
    weight: float
    parent: str | None = None
    key: str = ""
    qualified_from: date = QUALIFIED_FROM
    qualified_to: date | None = None
    staff: tuple[int, int] | None = None
    supervisors: int = 0
    narrow: Narrow | None = None

    @property
    def ordinary(self) -> bool:
        """A department like any other: no planted peculiarity, reports everything."""
        return self.kind == "agency" and not self.key and self.narrow is None


def uscc(serial: int) -> str:
    """A code of a body that does not exist, with a valid check character (GB 32100)."""
    stem = f"11990100{serial:09d}"
    total = sum(
        _USCC.index(character) * weight for character, weight in zip(stem, _WEIGHTS, strict=True)
    )
    return stem + _USCC[(31 - total % 31) % 31]


def made(recipe: Recipe) -> list[Body]:
    """All bodies, the city's departments first; the order is part of the seed's result."""
    bodies: list[Body] = []

    def add(body: Body) -> None:
        bodies.append(body)

    def next_id() -> str:
        return f"B{len(bodies) + 1:03d}"

    for code, sector in recipe.sectors.items():
        places = [_CITY] if sector.city_only else [_CITY, *range(len(recipe.counties))]
        for index in places:
            place = recipe.city if index == _CITY else recipe.counties[index]
            narrow = next(
                (n for n in recipe.narrow if n.sector == code and n.county == index), None
            )
            add(
                Body(
                    id=next_id(),
                    name=f"{place.name}{sector.body}（模拟）",
                    short=f"{place.short}{sector.short}",
                    kind="agency",
                    level="city" if index == _CITY else "county",
                    division=place.division,
                    sector=code,
                    county=None if index == _CITY else index,
                    weight=sector.weight * place.weight,
                    narrow=narrow,
                )
            )
    for index, place in enumerate(recipe.counties):
        for town in range(place.towns):
            kind = "乡" if town >= 4 else "镇"
            name = f"{place.stem}{recipe.numerals[town]}{kind}"
            add(
                Body(
                    id=next_id(),
                    name=f"{place.name}{name}人民政府（模拟）",
                    short=f"{place.short}{name}",
                    kind="township",
                    level="township",
                    division=f"{place.division}{100 + town}",
                    sector="general",
                    county=index,
                    weight=place.weight * _TOWN_SHARE / place.towns,
                )
            )
    departments = {(body.sector, body.county): body.id for body in bodies}
    for other in recipe.others:
        place = recipe.city if other.county is None else recipe.counties[other.county]
        parent = departments.get((other.sector, other.county))
        add(
            Body(
                id=next_id(),
                name=f"{other.name}（模拟）",
                short=f"{place.short}{other.key[:2]}",
                kind=other.kind,
                level="city" if other.county is None else "county",
                division=place.division,
                sector=other.sector,
                county=other.county,
                weight=place.weight,
                parent=parent,
                key=other.key,
                qualified_from=other.from_ or QUALIFIED_FROM,
                qualified_to=other.to,
                staff=other.staff,
                supervisors=other.supervisors,
            )
        )
    return bodies


def table(bodies: list[Body], recipe: Recipe) -> pl.DataFrame:
    """The accepted table of bodies."""
    rows = [
        {
            "body_id": body.id,
            "name": body.name,
            "uscc": uscc(serial),
            "kind": body.kind,
            "level": body.level,
            "division": body.division,
            "sector": body.sector,
            "parent_id": body.parent,
            "management": "local",
            "qualified_from": None if body.kind in NO_SUBJECTS else body.qualified_from,
            "qualified_to": body.qualified_to,
            "confirmation": None
            if body.kind in NO_SUBJECTS
            else f"{recipe.city.short}执法主体公告〔{body.qualified_from.year}〕{serial}号"
            f"{recipe.mark}",
        }
        for serial, body in enumerate(bodies, start=1)
    ]
    return pl.DataFrame(rows, schema=schema_of(BODIES))
