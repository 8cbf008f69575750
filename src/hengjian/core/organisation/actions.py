"""All writes to divisions and units."""

from datetime import date, datetime

from django.db import transaction

from hengjian.core.entries.actions import Actor, record
from hengjian.core.organisation.changes import units_changed
from hengjian.core.organisation.models import Division, DivisionAlias, Level, Unit, UnitKind


@transaction.atomic
def add_division(
    code: str,
    name: str,
    level: Level,
    *,
    parent: Division | None = None,
    aliases: dict[str, str] | None = None,
    valid_from: date | None = None,
    by: Actor | None,
    at: datetime,
) -> Division:
    """A division comes into the tree; ``aliases`` maps another code to where it is used."""
    division = Division(code=code, name=name, level=level, parent=parent, valid_from=valid_from)
    division.save()
    division.path = _path(division, parent)
    division.save(update_fields=["path"])
    DivisionAlias.objects.bulk_create(
        DivisionAlias(code=other, origin=origin, division=division)
        for other, origin in (aliases or {}).items()
    )
    payload = {"code": code, "level": level.value, "parent": parent and parent.code}
    record("division.added", subject=division, payload=payload, by=by, at=at)
    return division


@transaction.atomic
def add_unit(
    kind: UnitKind,
    inward_name: str,
    *,
    division: Division,
    parent: Unit | None = None,
    outward_name: str = "",
    valid_from: date | None = None,
    by: Actor | None,
    at: datetime,
) -> Unit:
    """A unit is set up."""
    unit = Unit(
        kind=kind,
        inward_name=inward_name,
        outward_name=outward_name,
        division=division,
        parent=parent,
        valid_from=valid_from,
    )
    unit.save()
    unit.path = _path(unit, parent)
    unit.save(update_fields=["path"])
    payload = {"kind": kind.value, "division": division.code, "parent": parent and parent.pk}
    record("unit.added", subject=unit, payload=payload, by=by, at=at)
    units_changed([unit], by=by, at=at)
    return unit


def _path(row: Division | Unit, parent: Division | Unit | None) -> str:
    return f"{parent.path if parent else ''}{row.pk}/"
