"""Who handles what, when it begins and whom it concerns: the cast of each case.

Serves every story. Townships and entrusted bodies are cast only on what was handed down to them and
only while it is; planted cases are cast as their plant wants, on departments like any other.
"""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints, number
from hengjian.simulator.registry import Registry

AFTER_FIRST = 20
"""Planted cases begin so many days after the first day of all."""

_ENDING = 200
"""Cases on a power that is handed down for a term begin so many days before its end."""


def begin(b: Batch) -> Ints:
    """The first day of each case, on worked days, with the recipe's seasons and growth."""
    registry = b.registry
    roots = _drawn(b, registry.first_day, registry.last_day, b.size)
    for wants, rows in b.wants:
        first = registry.first_day + AFTER_FIRST
        since = (
            max(first, number(date.fromisoformat(wants["since"]))) if "since" in wants else first
        )
        until = (
            number(date.fromisoformat(wants["until"]))
            if "until" in wants
            else registry.as_of - registry.recipe.timeline.settled
        )
        drawn = np.sort(_drawn(b, since, until, len(rows)))
        roots[rows] = drawn if wants.get("group", 1) > 1 else b.rng.permutation(drawn)
    b.day["root"] = roots
    return roots


def _drawn(b: Batch, since: int, until: int, size: int) -> Ints:
    first = b.registry.first_day
    weights = b.registry.seasons[since - first : until + 1 - first]
    found: Ints = since + b.rng.choice(len(weights), size, p=weights / weights.sum())
    return found


def cast(b: Batch, classes: npt.NDArray[np.str_]) -> None:
    """Choose body, item and people. ``classes``: the class of item each case is about."""
    body, item = np.zeros(b.size, dtype=np.int64), np.zeros(b.size, dtype=np.int64)
    registry = b.registry
    pair_class = registry.item_class[registry.pair_item]
    for name in np.unique(classes):
        rows = np.flatnonzero((classes == name) & ~b.planted)
        drawn = _pairs(b, pair_class == name, len(rows), registry.pair_weight)
        roots = b.day["root"][rows]
        too_early = roots < registry.pair_since[drawn]
        too_late = roots > registry.pair_until[drawn] - _ENDING
        body[rows] = np.where(
            too_early | too_late, registry.pair_fallback[drawn], registry.pair_body[drawn]
        )
        item[rows] = registry.pair_item[drawn]
    for wants, rows in b.wants:
        body[rows], item[rows] = _wanted(b, wants, rows, classes[rows[0]] if len(rows) else "")
    b.value["body"], b.value["item"] = body, item
    _people(b)


def _pairs(b: Batch, fits: Bools, size: int, weights: npt.NDArray[np.float64]) -> Ints:
    among = np.flatnonzero(fits)
    share = weights[among]
    found: Ints = b.rng.choice(among, size, p=share / share.sum())
    return found


def _wanted(b: Batch, wants: dict[str, Any], rows: Ints, class_: str) -> tuple[Ints, Ints]:
    """The cast of one plant's cases; groups share a body and an item unless told otherwise."""
    registry = b.registry
    group = wants.get("group", 1)
    size = len(rows) // group
    pairs = _pairs(b, _fitting(registry, wants, class_), size, _even(registry))
    body, item = registry.pair_body[pairs], registry.pair_item[pairs]
    if "body" in wants:
        body = np.full(size, registry.body_of(wants["body"]))
    if "narrow" in wants:
        body = np.full(size, registry.narrow_body(wants["narrow"]))
    if wants.get("town"):
        body = b.rng.choice(registry.towns(), size)
    if "item" in wants:
        item = np.full(size, registry.item_of(wants["item"]))
    bodies, items = np.repeat(body, group), np.repeat(item, group)
    if "other" in wants:
        other = wants["other"]
        fits = _fitting(registry, {**wants, **other}, class_)
        if other.get("neighbour"):
            second = np.concatenate(
                [
                    _pairs(b, fits & _beside(registry, int(first)), 1, _even(registry))
                    for first in body
                ]
            )
        else:
            second = _pairs(b, fits, size, _even(registry))
        bodies[1::2] = registry.pair_body[second]
        if "sector" in other:
            items[1::2] = registry.pair_item[second]
        else:
            for place in range(size):
                bodies[2 * place + 1] = _of_city(registry, int(body[place]))
    return bodies, items


def _even(registry: Registry) -> npt.NDArray[np.float64]:
    return np.ones(len(registry.pairs))


def _beside(registry: Registry, body: int) -> Bools:
    """Pairs of other bodies of the same county."""
    county = registry.body_county
    found: Bools = (county[registry.pair_body] == county[body]) & (registry.pair_body != body)
    return found


def _of_city(registry: Registry, body: int) -> int:
    """The city's department of the same sector."""
    sector = registry.bodies[body].sector
    return next(
        b
        for b, other in enumerate(registry.bodies)
        if other.sector == sector and other.level == "city" and other.ordinary
    )


def _fitting(registry: Registry, wants: dict[str, Any], class_: str) -> Bools:
    item = registry.pair_item
    fits = (registry.item_class[item] == class_) & registry.pair_ordinary
    if "body" in wants and "item" not in wants:
        body = registry.body_of(wants["body"])
        mine = registry.pair_body == body
        if wants.get("foreign"):
            handed = set(item[mine].tolist())
            sector = registry.body_sector[body]
            fits &= (registry.item_sector[item] == sector) & ~np.isin(item, list(handed))
        else:
            fits = (registry.item_class[item] == class_) & mine
    elif "narrow" in wants:
        mine = registry.pair_body == registry.narrow_body(wants["narrow"])
        fits = (registry.item_class[item] == class_) & mine
    if "sector" in wants:
        fits &= np.isin(registry.item_sector[item], wants["sector"])
    if "not_sector" in wants:
        fits &= ~np.isin(registry.item_sector[item], wants["not_sector"])
    if "party" in wants:
        fits &= np.isin(registry.item_party[item], wants["party"])
    if wants.get("measure"):
        fits &= registry.item_measured[item]
    if "execution" in wants:
        ways = np.array([i.execution for i in registry.items])
        fits &= np.isin(ways[item], wants["execution"])
    if "listed_major" in wants:
        fits &= registry.item_major[item] == bool(wants["listed_major"])
    if wants.get("city"):
        fits &= registry.body_county[registry.pair_body] < 0
    if wants.get("county"):
        fits &= registry.body_county[registry.pair_body] >= 0
    if "allows" in wants:
        fits &= registry.item_has(wants["allows"])[item]
    if wants.get("afloat"):
        fits &= np.array([i.afloat for i in registry.items])[item]
    found: Bools = fits
    return found


def _people(b: Batch) -> None:
    """Two handlers, a third officer as host, and a reviewer, all of the case's body."""
    people, body = b.registry.people, b.value["body"]
    count: Ints = people.count[body]
    first: Ints = people.first[body]
    start = _below(b, count)
    reach = np.floor_divide(count, 3)
    second = 1 + _below(b, reach)
    third = second + 1 + _below(b, reach)
    b.value["handler"] = first + start
    b.value["handler2"] = first + np.mod(start + second, count)
    b.value["host"] = first + np.mod(start + third, count)
    reviewers: Ints = people.reviewers[body]
    b.value["reviewer"] = people.first_reviewer[body] + _below(b, reviewers)


def _below(b: Batch, limits: Ints) -> Ints:
    """A number from 0 to below each limit."""
    found: Ints = np.mod(b.rng.integers(0, 1 << 30, b.size), limits)
    return found
