"""What bodies say they report, and the tickets of the hotline.

Serves the tables of coverage and tickets. Most bodies report everything; a few report narrowly, and
of those the absence of a record says nothing.
"""

from datetime import date

import numpy as np
import polars as pl

from hengjian.simulator import disclosures
from hengjian.simulator.events import chosen, dates, moments
from hengjian.simulator.registry import Registry
from hengjian.standard.records import schema_of, shaped
from hengjian.standard.tables import COVERAGE, TICKETS

_SINCE = date(2021, 7, 15)
_REGISTERS_SINCE = date(2010, 1, 1)
_OPEN_SINCE = date(2021, 1, 1)
_REGISTERS = ("bodies", "items", "discretion", "delegations")
_PEOPLE = ("officers", "certificates", "training", "monitoring_devices")
_DOINGS = ("cases", "events", "documents", "recordings", "outcomes", "tickets")


def coverage(registry: Registry) -> pl.DataFrame:
    """The accepted table of coverage."""
    rows: list[tuple[str, str, str, date]] = [
        ("*", table, "*", _REGISTERS_SINCE) for table in _REGISTERS
    ]
    for body in registry.bodies:
        rows += [(body.id, table, "*", _REGISTERS_SINCE) for table in _PEOPLE]
        if body.narrow is None:
            rows += [(body.id, table, "*", _SINCE) for table in _DOINGS]
        else:
            rows += [(body.id, table, "*", _SINCE) for table in body.narrow.tables]
            rows += [(body.id, "events", activity, _SINCE) for activity in body.narrow.events]
    for body in disclosures.open_bodies(registry.bodies):
        rows.append((body.id, "disclosures", "*", _OPEN_SINCE))
    columns = ["body_id", "table", "name", "covered_from"]
    return (
        pl.DataFrame(rows, schema=columns, orient="row")
        .with_columns(pl.lit(None, dtype=pl.Date).alias("covered_to"))
        .select(pl.col(name).cast(dtype) for name, dtype in schema_of(COVERAGE).items())
    )


def tickets(registry: Registry, cases: int, rng: np.random.Generator) -> pl.DataFrame:
    """The accepted table of tickets: received, dispatched, answered and closed in a few days."""
    recipe = registry.recipe.tickets
    size = int(cases * recipe.per_case)
    days = registry.days
    received = rng.integers(registry.first_day, registry.as_of - 20, size)
    minute = rng.integers(7 * 60, 21 * 60, size)
    dispatched = days.roll(received + 1)
    answered = days.add(dispatched, rng.integers(1, 5, size))
    closed = days.add(answered, rng.integers(0, 2, size))
    bodies = [b for b, body in enumerate(registry.bodies) if body.kind in ("agency", "township")]
    body = rng.choice(bodies, size) if bodies else np.zeros(0, dtype=np.int64)
    topic = rng.integers(0, len(recipe.texts), size)
    office = rng.integers(9 * 60, 17 * 60, size)
    texts = [f"{registry.recipe.mark}{text}" for text in recipe.texts.values()]
    columns = {
        "ticket_id": pl.Series([f"T{n:07d}" for n in range(1, size + 1)], dtype=pl.String),
        "received": moments(received, minute),
        "received_day": dates(received),
        "channel": chosen(
            list(recipe.channels), rng.integers(0, len(recipe.channels), size), pl.String()
        ),
        "category": chosen(list(recipe.texts), topic, pl.String()),
        "division": chosen([b.division for b in registry.bodies], body, pl.String()),
        "body_id": chosen([b.id for b in registry.bodies], body, pl.String()),
        "text": chosen(texts, topic, pl.String()),
        "dispatched": moments(dispatched, office),
        "dispatched_day": dates(dispatched),
        "answered": moments(answered, office + 30),
        "answered_day": dates(answered),
        "closed": moments(closed, office + 60),
        "closed_day": dates(closed),
        "satisfaction": pl.Series(rng.integers(2, 6, size)),
    }
    return shaped(pl.DataFrame(columns), TICKETS)
