"""The monitoring devices of the bodies that punish what a camera has seen.

Serves the register of devices and the cases that rest on them. Every device here was reviewed by
lawyers and engineers before it was set up, stands where it was announced, and is marked (罚§41).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.bodies import Body
from hengjian.simulator.days import NONE, Ints
from hengjian.standard.records import schema_of
from hengjian.standard.tables import MONITORING_DEVICES

_EACH = 3
"""Devices of a body."""

LEGALLY_REVIEWED = date(2020, 3, 9)
TECHNICALLY_REVIEWED = date(2020, 4, 13)
PUBLISHED = date(2020, 5, 18)
_PLACES = ("中心广场东侧路口", "客运站前路口", "环城路与货场路交叉口")


@dataclass
class Devices:
    """Devices in the order of their numbers. ``first``: each body's first one, or NONE."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    first: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def add(self, body: Body, place: str, **fields: Any) -> int:
        """A device more, lawful unless told otherwise; its place in the list."""
        self.rows.append(
            {
                "device_id": f"E{len(self.rows) + 1:04d}",
                "body_id": body.id,
                "place": f"{body.short}辖区{place}（模拟）",
                "legally_reviewed_on": LEGALLY_REVIEWED,
                "technically_reviewed_on": TECHNICALLY_REVIEWED,
                "site_published_on": PUBLISHED,
                "marked": True,
                **fields,
            }
        )
        return len(self.rows) - 1

    def of(self, bodies: Ints, draws: Ints) -> Ints:
        """One of the lawful devices of each of these bodies."""
        first = self.first[bodies]
        return np.where(first == NONE, NONE, first + draws % _EACH)

    def table(self) -> pl.DataFrame:
        """The accepted table of devices."""
        return pl.DataFrame(self.rows, schema=schema_of(MONITORING_DEVICES))


def made(bodies: list[Body], monitoring: set[str]) -> Devices:
    """Devices of all bodies in sectors that punish by camera."""
    devices = Devices()
    first = []
    for body in bodies:
        if body.sector in monitoring and body.kind in ("agency", "authorized"):
            first.append(len(devices.rows))
            for place in _PLACES:
                devices.add(body, place)
        else:
            first.append(NONE)
    devices.first = np.array(first)
    return devices
