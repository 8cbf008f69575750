"""Everything that stands before the first case: bodies, items, people, calendar, as arrays.

Serves the stories with columns to draw from and the tables of the registers. It is built once for a
simulation; plants may add people, items and delegations to it, but never change what is there.
"""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from hengjian.content import Content
from hengjian.simulator import bodies, delegations, devices, disclosures, items, people
from hengjian.simulator.bodies import Body
from hengjian.simulator.days import NONE, Bools, Days, Ints, as_date, number
from hengjian.simulator.devices import Devices
from hengjian.simulator.items import TIERS, Item, Pair
from hengjian.simulator.people import People
from hengjian.simulator.recipe import Recipe
from hengjian.terms import Calendar

Texts = npt.NDArray[np.str_]


@dataclass
class Registry:
    """The registers and the calendar of one simulated city."""

    recipe: Recipe
    days: Days
    bodies: list[Body]
    items: list[Item]
    pairs: list[Pair]
    people: People
    delegations: list[dict[str, Any]]
    disclosures: list[dict[str, Any]]
    devices: Devices
    extra_items: list[dict[str, Any]] = field(default_factory=list)
    combinations: list[tuple[str, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content, cases: int, recipe: Recipe | None = None) -> "Registry":
        recipe = recipe or recipe_of(content)
        made = bodies.made(recipe)
        catalogue = items.made(recipe)
        pairs = items.pairs(made, catalogue, recipe)
        days = days_of(content)
        return cls(
            recipe=recipe,
            days=days,
            bodies=made,
            items=catalogue,
            pairs=pairs,
            people=people.made(made, cases),
            delegations=delegations.rows(made, catalogue, pairs, recipe),
            disclosures=disclosures.made(made, days, recipe),
            devices=devices.made(
                made, {item.sector for item in catalogue if item.class_ == "monitored"}
            ),
        )

    # --- bodies and items as columns ---------------------------------------------------------------

    @property
    def first_day(self) -> int:
        return number(self.recipe.timeline.first)

    @property
    def last_day(self) -> int:
        return number(self.recipe.timeline.last)

    @property
    def as_of(self) -> int:
        return number(self.recipe.timeline.as_of)

    @cached_property
    def seasons(self) -> npt.NDArray[np.float64]:
        """How many cases begin on each day from the first on: none on days off."""
        days = np.arange(self.first_day, self.as_of + 1)
        months = np.array(self.recipe.months)[[as_date(day).month - 1 for day in days]]
        growth = (1 + self.recipe.growth) ** ((days - self.first_day) / 365)
        found: npt.NDArray[np.float64] = months * growth * self.days.working(days)
        return found

    @cached_property
    def body_sector(self) -> Texts:
        return np.array([body.sector for body in self.bodies])

    @cached_property
    def body_county(self) -> Ints:
        return np.array([-1 if body.county is None else body.county for body in self.bodies])

    @cached_property
    def item_sector(self) -> Texts:
        return np.array([item.sector for item in self.items])

    @cached_property
    def item_class(self) -> Texts:
        return np.array([item.class_ for item in self.items])

    @cached_property
    def item_party(self) -> Texts:
        return np.array([item.party for item in self.items])

    @cached_property
    def item_major(self) -> Bools:
        """Items on the body's list of major decisions, which are reviewed by law."""
        return np.array([item.major for item in self.items])

    @cached_property
    def item_low(self) -> Ints:
        return np.array([item.low for item in self.items])

    @cached_property
    def item_high(self) -> Ints:
        return np.array([item.high for item in self.items])

    def item_has(self, kind: str) -> Bools:
        """Which items allow this kind of penalty."""
        return np.array([kind in item.kinds for item in self.items])

    @cached_property
    def item_measured(self) -> Bools:
        return np.array([bool(item.measures) for item in self.items])

    @cached_property
    def item_tiers(self) -> npt.NDArray[np.int64]:
        """Item × tier (从轻, 一般, 从重) × (low, high); the whole range where there are no tiers."""
        found = np.zeros((len(self.items), len(TIERS), 2), dtype=np.int64)
        for i, item in enumerate(self.items):
            bounds = {tier.name: (tier.low, tier.high) for tier in item.tiers}
            for t, name in enumerate(TIERS):
                found[i, t] = bounds.get(name, (item.low, item.high))
        return found

    # --- pairs of body and item ----------------------------------------------------------------------

    @cached_property
    def pair_body(self) -> Ints:
        return np.array([pair.body for pair in self.pairs])

    @cached_property
    def pair_item(self) -> Ints:
        return np.array([pair.item for pair in self.pairs])

    @cached_property
    def pair_weight(self) -> npt.NDArray[np.float64]:
        return np.array([pair.weight for pair in self.pairs])

    @cached_property
    def pair_via(self) -> Texts:
        return np.array([pair.via for pair in self.pairs])

    @cached_property
    def pair_since(self) -> Ints:
        return np.array([number(p.since) if p.since else NONE for p in self.pairs])

    @cached_property
    def pair_until(self) -> Ints:
        return np.array([number(p.until) if p.until else self.as_of * 2 for p in self.pairs])

    @cached_property
    def pair_fallback(self) -> Ints:
        return np.array([p.body if p.fallback is None else p.fallback for p in self.pairs])

    @cached_property
    def pair_ordinary(self) -> Bools:
        """Pairs of a department that is like any other, acting on its own items."""
        own = np.array([self.bodies[pair.body].ordinary for pair in self.pairs])
        found: Bools = own & (self.pair_via == "own")
        return found

    def body_of(self, key: str) -> int:
        return next(b for b, body in enumerate(self.bodies) if body.key == key)

    def towns(self) -> Ints:
        return np.array([b for b, body in enumerate(self.bodies) if body.kind == "township"])

    def item_of(self, key: str) -> int:
        return next(i for i, item in enumerate(self.items) if item.key == key)

    def narrow_body(self, place: int) -> int:
        """The body that the recipe's ``place``-th narrow entry means."""
        narrow = self.recipe.narrow[place]
        return next(b for b, body in enumerate(self.bodies) if body.narrow is narrow)

    def combination(self, *codes: str) -> int:
        """The number of a list of codes; equal lists have equal numbers."""
        if codes not in self.combinations:
            self.combinations.append(codes)
        return self.combinations.index(codes)

    # --- tables -------------------------------------------------------------------------------------

    def tables(self) -> dict[str, pl.DataFrame]:
        """The registers as accepted tables."""
        item_table = items.table(self.items)
        if self.extra_items:
            extra = pl.DataFrame(
                self.extra_items, schema=item_table.schema, infer_schema_length=None
            )
            item_table = pl.concat([item_table, extra])
        return {
            "bodies": bodies.table(self.bodies, self.recipe),
            **self.people.tables(self.recipe.timeline.as_of),
            "monitoring_devices": self.devices.table(),
            "items": item_table,
            "discretion": items.discretion_table(self.items),
            "delegations": delegations.table(self.delegations),
            "disclosures": disclosures.table(self.disclosures),
        }


@lru_cache(maxsize=4)
def days_of(content: Content) -> Days:
    """The working days of a content's calendar, which all its cities share."""
    return Days(Calendar.of(content))


@lru_cache(maxsize=4)
def recipe_of(content: Content) -> Recipe:
    return Recipe.of(content)
