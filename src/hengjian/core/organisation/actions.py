"""All writes to divisions and units."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import Actor, record
from hengjian.core.organisation.changes import units_changed
from hengjian.core.organisation.lists import Change, Difference, Listed, differences
from hengjian.core.organisation.models import Division, DivisionAlias, Level, Unit, UnitKind
from hengjian.core.wording import say

BATCH = 500


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
def import_divisions(
    listed: Sequence[Listed], *, by: Actor | None, at: datetime
) -> list[Difference]:
    """Enter what the list says and is not so yet; gives what was changed. Nothing is removed."""
    changes = differences(listed)
    of_code: dict[str, Division] = {one.code: one for one in Division.objects.all()}
    for level in Level:
        new = [one for one in listed if one.level == level and one.code not in of_code]
        made = [
            Division(code=one.code, name=one.name, level=one.level, kind=one.kind,
                     parent=of_code[one.above] if one.above else None)
            for one in new
        ]  # fmt: skip
        Division.objects.bulk_create(made, batch_size=BATCH)
        for division in made:
            division.path = _path(division, division.parent)
            of_code[division.code] = division
        Division.objects.bulk_update(made, ["path"], batch_size=BATCH)
    fresh = {one.code for one in changes if one.change is Change.NEW}
    moved = {one.code for one in changes if one.change is Change.MOVED}
    touched = {one.code for one in changes} - fresh
    for one in listed:
        if one.code in touched:
            division = of_code[one.code]
            division.name, division.kind = one.name, one.kind
            if one.code in moved:
                division.parent = of_code[one.above] if one.above else None
            division.save(update_fields=["name", "kind", "parent"])
    known = set(DivisionAlias.objects.values_list("code", flat=True))
    DivisionAlias.objects.bulk_create(
        (DivisionAlias(code=code, origin=origin, division=of_code[one.code])
         for one in listed for origin, code in one.aliases if code not in known),
        batch_size=BATCH,
    )  # fmt: skip
    for code in moved:
        _repath_division(of_code[code], by=by, at=at)
    done = [one for one in changes if one.change is not Change.UNLISTED]
    if done:
        top = of_code[listed[0].code]
        counts = {change.name.lower(): 0 for change in Change}
        for change in done:
            counts[change.change.name.lower()] += 1
        record("divisions.imported", subject=top, payload=counts, by=by, at=at)
    return done


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
    """A unit is set up; refused where one of that name is there already."""
    _check_name(inward_name, division, parent)
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


@transaction.atomic
def rename_unit(
    unit: Unit, *, inward_name: str, outward_name: str, by: Actor | None, at: datetime
) -> Unit:
    """A unit carries other names from now on."""
    if inward_name != unit.inward_name:
        _check_name(inward_name, unit.division, unit.parent)
    unit.inward_name, unit.outward_name = inward_name, outward_name
    unit.save(update_fields=["inward_name", "outward_name"])
    payload = {"inward": inward_name, "outward": outward_name}
    record("unit.renamed", subject=unit, payload=payload, by=by, at=at)
    return unit


@transaction.atomic
def move_unit(
    unit: Unit,
    *,
    parent: Unit | None,
    division: Division,
    reason: str = "",
    by: Actor | None,
    at: datetime,
) -> Unit:
    """A unit comes under another unit or into another division, and all units below it go along, each
    in its own division."""
    if (parent, division) == (unit.parent, unit.division):
        raise PlainError(
            say(f"{unit}已经在那里", f"{unit} stands there already"),
            say("请另选上级单位或者区划。", "Choose another unit above it, or another division."),
        )
    if parent is not None and parent.valid_to is not None:
        raise PlainError(
            say(f"{parent}已经撤销", f"{parent} is dissolved"),
            say("请另选一个上级单位。", "Choose another unit above it."),
        )
    if parent is not None and parent.path.startswith(unit.path):
        raise PlainError(
            say(f"{unit}不能放在自己下面", f"{unit} cannot stand below itself"),
            say("请另选一个上级单位。", "Choose another unit above it."),
        )
    _check_name(unit.inward_name, division, parent)
    before, unit.parent, unit.division = unit.path, parent, division
    unit.path = _path(unit, parent)
    unit.save(update_fields=["parent", "division", "path"])
    below = list(Unit.objects.filter(path__startswith=before).exclude(pk=unit.pk))
    for one in below:
        one.path = unit.path + one.path[len(before) :]
    Unit.objects.bulk_update(below, ["path"], batch_size=BATCH)
    payload = {"division": division.code, "parent": parent and parent.pk, "reason": reason}
    record("unit.moved", subject=unit, payload=payload, by=by, at=at)
    units_changed([unit, *below], by=by, at=at)
    return unit


@transaction.atomic
def close_unit(
    unit: Unit, last_day: date, *, reason: str = "", by: Actor | None, at: datetime
) -> Unit:
    """A unit is dissolved after its ``last_day``, which has come. Refused while posts in it run on or
    units stand below it, because nobody would notice them."""
    _check_last_day(unit, last_day, at)
    running = unit.posts.after(last_day).count()
    if running:
        raise PlainError(
            say(
                f"{unit}还有 {running} 个岗位任期超过 {last_day}",
                f"{running} posts in {unit} run on after {last_day}",
            ),
            say("请先免去这些岗位。", "End these posts first."),
        )
    below = unit.children.filter(valid_to=None).count()
    if below:
        raise PlainError(
            say(f"{unit}下面还有 {below} 个单位", f"{below} units stand below {unit}"),
            say("请先撤销它们，或者调整到别处。", "Dissolve them first, or move them elsewhere."),
        )
    unit.valid_to = last_day
    unit.save(update_fields=["valid_to"])
    payload = {"to": last_day.isoformat(), "reason": reason}
    record("unit.closed", subject=unit, payload=payload, by=by, at=at)
    return unit


@transaction.atomic
def reopen_unit(unit: Unit, *, reason: str, by: Actor | None, at: datetime) -> Unit:
    """A unit that was dissolved, by mistake or for a time, is there again; its posts stay ended."""
    _check_name(unit.inward_name, unit.division, unit.parent)
    if unit.parent is not None and unit.parent.valid_to is not None:
        raise PlainError(
            say(f"上级单位{unit.parent}已经撤销", f"{unit.parent} above it is dissolved"),
            say("请先恢复上级单位。", "Reopen that one first."),
        )
    unit.valid_to = None
    unit.save(update_fields=["valid_to"])
    record("unit.reopened", subject=unit, payload={"reason": reason}, by=by, at=at)
    return unit


def _check_last_day(unit: Unit, last_day: date, at: datetime) -> None:
    if unit.valid_to is not None:
        raise PlainError(
            say(f"{unit}已经撤销", f"{unit} is dissolved already"),
            say("最后一天有误的，先恢复，再撤销。", "If its last day is wrong, reopen it first."),
        )
    if last_day > day_of(at):
        raise PlainError(
            say(f"{last_day} 还没有到", f"{last_day} has not come yet"),
            say("请在撤销的当天或者以后登记。", "Enter it on that day or later."),
        )
    if unit.valid_from is not None and last_day < unit.valid_from:
        raise PlainError(
            say(f"{unit} {unit.valid_from} 才设立", f"{unit} was set up on {unit.valid_from}"),
            say("请核对最后一天。", "Check the last day."),
        )


def _check_name(name: str, division: Division, parent: Unit | None) -> None:
    """Two of one name in one place would be told apart by nobody."""
    same = Unit.objects.filter(inward_name=name, division=division, parent=parent, valid_to=None)
    if same.exists():
        place = parent or division
        raise PlainError(
            say(f"{place}已有名称为“{name}”的单位", f"{place} has a unit named “{name}” already"),
            say(
                "请核对；确是另一个单位的，名称里写明区别。",
                "Check it; if it is another, say so in its name.",
            ),
        )


def _path(row: Division | Unit, parent: Division | Unit | None) -> str:
    return f"{parent.path if parent else ''}{row.pk}/"


def _repath_division(division: Division, *, by: Actor | None, at: datetime) -> None:
    """A division that moved takes along all below it, and the units that stand there."""
    before = division.path
    parent = Division.objects.get(pk=division.parent_id) if division.parent_id else None
    below = list(Division.objects.filter(path__startswith=before))
    after = _path(division, parent)
    for one in below:
        one.path = after + one.path[len(before) :]
    Division.objects.bulk_update(below, ["path"], batch_size=BATCH)
    units = list(Unit.objects.filter(division__path__startswith=after))
    units_changed(units, by=by, at=at)
