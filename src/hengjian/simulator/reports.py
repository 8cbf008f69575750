"""What bodies say they report.

Serves the table of coverage. Most bodies report everything; a few report narrowly, and
of those the absence of a record says nothing.
"""

from datetime import date

import polars as pl

from hengjian.simulator import disclosures
from hengjian.simulator.registry import Registry
from hengjian.standard.records import schema_of
from hengjian.standard.tables import COVERAGE

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
