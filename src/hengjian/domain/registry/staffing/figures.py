"""What the three ledgers come to on a day, unit by unit and kind by kind.

Serves the page and the actions. Compared is only like with like: occupied posts with approved posts of
the same unit and kind, leaders with leadership posts, leadership posts with posts; approvals to use
are counted up and compared with nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hengjian.domain.registry.models import Occupancy, StaffingEntry

Ledger = StaffingEntry.Ledger


@dataclass
class Figures:
    """The figures of one unit and kind on a day."""

    posts: int = 0
    leadership: int = 0
    approvals: int = 0
    occupied: int = 0
    leaders: int = 0

    @property
    def vacant(self) -> int:
        return self.posts - self.occupied

    @property
    def leading_vacant(self) -> int:
        return self.leadership - self.leaders


def figures(
    entries: Iterable[StaffingEntry], occupants: Iterable[Occupancy], day: date
) -> dict[tuple[int, str], Figures]:
    """(unit, kind) → figures on ``day``."""
    found: dict[tuple[int, str], Figures] = {}
    for line in entries:
        one = found.setdefault((line.unit_id, line.kind), Figures())
        if line.since <= day:
            setattr(one, line.ledger, getattr(one, line.ledger) + line.change)
    for occupant in occupants:
        one = found.setdefault((occupant.unit_id, occupant.kind), Figures())
        if occupant.since <= day and (occupant.until is None or day <= occupant.until):
            one.occupied += 1
            one.leaders += occupant.leading
    return found


def turning_days(*groups: Iterable[Any]) -> list[date]:
    """Every day on which a figure can change, in order."""
    days = {row.since for rows in groups for row in rows}
    return sorted(days)


def lowest(
    entries: Iterable[StaffingEntry], occupants: Iterable[Occupancy]
) -> list[tuple[date, Figures]]:
    """The figures of one unit and kind on each day on which something begins."""
    lines, people = list(entries), list(occupants)
    found = []
    for day in turning_days(lines, people):
        of_day = figures(lines, people, day)
        found.append((day, next(iter(of_day.values()))))
    return found
