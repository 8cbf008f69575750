"""The hotline: complaints, reports, requests to act, petitions and questions, handled in time.

Serves the table of tickets; what is planted among them is told in `plants.hotline`. Complaints are
taken up within seven working days, reports looked into within fifteen and their named authors told
within five (投诉举报办法§14, 31, 市监程序§18), requests to act done within two months (诉§47), petitions
registered in fifteen days and closed in sixty (信访条例§22, 34).
"""

import numpy as np
import polars as pl

from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.events import chosen, counted, dates, moments
from hengjian.simulator.registry import Registry
from hengjian.standard.records import shaped
from hengjian.standard.tables import TICKETS

_REAL_NAMES = 0.6


def table(registry: Registry, cases: int, rng: np.random.Generator) -> pl.DataFrame:
    """The accepted table of tickets; what lies after the day of the data has not happened yet."""
    recipe = registry.recipe.tickets
    size = int(cases * recipe.per_case)
    topic = rng.integers(0, len(recipe.texts), size)
    kind = np.array([recipe.kinds[name] for name in recipe.texts])[topic]
    day = _days(registry, kind, rng)
    bodies = [b for b, body in enumerate(registry.bodies) if body.kind in ("agency", "township")]
    body = rng.choice(bodies, size) if bodies else np.zeros(0, dtype=np.int64)
    named = (rng.random(size) < _REAL_NAMES) & np.isin(kind, ("complaint", "report", "petition"))
    day["told"] = np.where(named, day["told"], NONE)
    texts = [f"{registry.recipe.mark}{text}" for text in recipe.texts.values()]
    columns = {
        "ticket_id": pl.Series([f"T{n:07d}" for n in range(1, size + 1)], dtype=pl.String),
        "channel": chosen(
            list(recipe.channels), rng.integers(0, len(recipe.channels), size), pl.String()
        ),
        "kind": pl.Series(kind.tolist(), dtype=pl.String),
        "real_name": pl.Series(named),
        "category": chosen(list(recipe.texts), topic, pl.String()),
        "division": chosen([b.division for b in registry.bodies], body, pl.String()),
        "body_id": chosen([b.id for b in registry.bodies], body, pl.String()),
        "text": chosen(texts, topic, pl.String()),
        "satisfaction": counted(
            np.where(_over(day["closed"], registry.as_of), rng.integers(2, 6, size), NONE)
        ),
    }
    office = rng.integers(9 * 60, 15 * 60, size)
    hours = {"received": rng.integers(7 * 60, 21 * 60, size)}
    for place, name in enumerate(("dispatched", "accepted", "verified", "told", "answered")):
        hours[name] = office + 25 * place
    hours["closed"] = office + 150
    for name, days in day.items():
        known = np.where(_over(days, registry.as_of), days, NONE)
        columns[name] = moments(known, hours[name])
        columns[f"{name}_day"] = dates(known)
    return shaped(pl.DataFrame(columns), TICKETS)


def _over(days: Ints, as_of: int) -> Ints:
    found: Ints = (days != NONE) & (days <= as_of)
    return found


def _days(registry: Registry, kind: np.ndarray, rng: np.random.Generator) -> dict[str, Ints]:
    """When each step is taken; all of them well within the shortest of the terms."""
    days, size = registry.days, len(kind)
    received = rng.integers(registry.first_day, registry.as_of, size)
    dispatched = days.roll(received + 1)
    taken_up = np.isin(kind, ("complaint", "report", "duty", "petition"))
    accepted = np.where(taken_up, days.add(dispatched, rng.integers(0, 5, size)), NONE)
    checked = days.add(accepted, rng.integers(1, 9, size))
    verified = np.where(kind == "report", checked, NONE)
    told = days.add(verified, rng.integers(0, 5, size))
    begun = np.maximum.reduce([dispatched, accepted, verified, told])
    answered = days.add(begun, rng.integers(0, 4, size))
    closed = days.add(answered, rng.integers(0, 2, size))
    return {
        "received": received,
        "dispatched": dispatched,
        "accepted": accepted,
        "verified": verified,
        "told": told,
        "answered": answered,
        "closed": closed,
    }
