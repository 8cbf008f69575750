"""The unit that a body is: set up or taken with the body, and carried along when the body changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.registry.links import Found, units_without_body
from hengjian.domain.registry.registers import Values

AT_ONCE = 1000


def units_of_new(
    rows: Sequence[Values], found: Found, *, by: Post | None, at: datetime
) -> list[Unit]:
    """The unit of each new body; a township is its government, which enforces. A unit of that name
    that the system administrator has set up already is taken, so that none is there twice."""
    waiting = {
        (unit.kind, unit.inward_name, unit.division_id): unit
        for unit in units_without_body({values["name"] for values in rows})
    }
    units, made = list[Unit](), list[Unit]()
    for values in rows:
        kind = UnitKind.GOVERNMENT if values["kind"] == "township" else UnitKind.BODY
        name, place = values["name"], found["divisions"][values["division"]]
        known = waiting.pop((kind, name, place), None)
        units.append(known or Unit(kind=kind, inward_name=name, division_id=place))
        if known is None:
            made.append(units[-1])
    Unit.objects.bulk_create(made, batch_size=AT_ONCE)
    for unit in made:
        unit.path = f"{unit.pk}/"
    Unit.objects.bulk_update(made, ["path"], batch_size=AT_ONCE)
    return units


def carry_unit(row: Any, changes: Values, found: Found, *, by: Post | None, at: datetime) -> None:
    """What of a body stands in its unit: its name and its division."""
    if not {"name", "division"} & changes.keys():
        return
    unit = row.unit
    if "name" in changes:
        unit.inward_name = changes["name"]
    if "division" in changes:
        unit.division_id = found["divisions"][changes["division"]]
    unit.save(update_fields=["inward_name", "division"])
