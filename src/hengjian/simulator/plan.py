"""How many cases of each story there are, and which of them are planted with what.

Serves the simulation: the recipe's shares for the plain cases, a few cases for each plant. In a
city too small for all plants, breaches come before near-misses, and near-misses before exemptions.
"""

from dataclasses import dataclass, field

import numpy as np

from hengjian.simulator.days import Ints
from hengjian.simulator.plants import ORDER, PLANTS, Plant
from hengjian.simulator.recipe import Recipe
from hengjian.simulator.stories import STORIES


@dataclass
class Share:
    """The cases of one story: the planted ones first, then ``plain`` ones."""

    plain: int = 0
    planted: list[tuple[Plant, Ints]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.plain + sum(len(rows) for _, rows in self.planted)


def made(cases: int, recipe: Recipe) -> dict[str, Share]:
    """Story → its share of ``cases``."""
    copies = max(1, round(cases * recipe.plants.per_ten_thousand / 10_000))
    left = int(cases * recipe.plants.most)
    sizes: dict[str, list[tuple[Plant, int]]] = {name: [] for name in STORIES}
    taken = 0
    for plant in sorted(PLANTS, key=lambda plant: ORDER.index(plant.verdict)):
        size = copies * plant.group
        if taken + size > left:
            size = plant.group
        if taken + size <= left:
            sizes[plant.story].append((plant, size))
            taken += size
    shares = {name: Share() for name in STORIES}
    plain = _divided(cases - taken, [recipe.stories[name] for name in STORIES])
    for (name, share), count in zip(shares.items(), plain, strict=True):
        share.plain = count
        first = 0
        for plant, size in sizes[name]:
            share.planted.append((plant, np.arange(first, first + size)))
            first += size
    return shares


def _divided(total: int, shares: list[float]) -> list[int]:
    """Whole numbers in these proportions that add up to ``total``."""
    bounds = np.round(np.cumsum(shares) / sum(shares) * total).astype(int)
    return [int(size) for size in np.diff(bounds, prepend=0)]
