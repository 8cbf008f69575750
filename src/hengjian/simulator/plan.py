"""How many cases of each story there are, and which of them are planted with what.

Serves the simulation: the recipe's shares for the plain cases, a few cases for each rule. A city
breaks each rule in some way, and in all ways once it is large enough; were all of them in a small
one, its bodies would do little else. In a city too small for all plants, breaches come before
near-misses, and near-misses before exemptions.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from hengjian.simulator.days import Ints
from hengjian.simulator.plants import BREAKS, ORDER, PLANTS, Plant
from hengjian.simulator.recipe import Recipe, Timeline
from hengjian.simulator.stories import STORIES
from hengjian.simulator.stories.casting import AFTER_FIRST


@dataclass
class Share:
    """The cases of one story: the planted ones first, then ``plain`` ones."""

    plain: int = 0
    planted: list[tuple[Plant, Ints]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.plain + sum(len(rows) for _, rows in self.planted)


def copies(cases: int, recipe: Recipe) -> int:
    """How often a city of so many cases breaks a rule that is not broken commonly."""
    return max(1, round(cases * recipe.plants.per_ten_thousand / 10_000))


def made(cases: int, recipe: Recipe, *, every_way: bool = False) -> dict[str, Share]:
    """Story → its share of ``cases``. ``every_way``: break the rules in all ways, however small."""
    left = int(cases * recipe.plants.most)
    sizes: dict[str, list[tuple[Plant, int]]] = {name: [] for name in STORIES}
    taken = 0
    often = _often(copies(cases, recipe), recipe.plants.common, every_way)
    for plant, times in ((one, n) for one, n in often if _in_time(one, recipe.timeline)):
        size = times * plant.group
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


def _in_time(plant: Plant, timeline: Timeline) -> bool:
    """Whether the days on which a plant must begin, if it names any, are those of the city."""
    since, until = plant.wants.get("since"), plant.wants.get("until")
    first = timeline.first + timedelta(days=AFTER_FIRST)
    begins = (since is None or since >= first.isoformat()) if until is not None else True
    return begins and (until is None or until >= first.isoformat())


def _often(times: int, common: dict[str, int], every_way: bool) -> Iterator[tuple[Plant, int]]:
    """How many subjects each plant gets; the ways of breaking a rule take turns, first ones first."""
    ways = Counter(plant.rule for plant in PLANTS if plant.verdict == BREAKS)
    turn: Counter[str] = Counter()
    for plant in sorted(PLANTS, key=lambda plant: ORDER.index(plant.verdict)):
        if plant.verdict != BREAKS:
            yield plant, times
            continue
        each, more = divmod(times * common.get(plant.rule, 1), ways[plant.rule])
        often = each + (turn[plant.rule] < more)
        turn[plant.rule] += 1
        if often or every_way:
            yield plant, max(often, 1)


def _divided(total: int, shares: list[float]) -> list[int]:
    """Whole numbers in these proportions that add up to ``total``."""
    bounds = np.round(np.cumsum(shares) / sum(shares) * total).astype(int)
    return [int(size) for size in np.diff(bounds, prepend=0)]
