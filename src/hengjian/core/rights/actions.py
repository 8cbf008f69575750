"""All writes of rights: the reach that follows the trees, and assignments that depart from routing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import Actor, record
from hengjian.core.organisation.models import Unit
from hengjian.core.organisation.queries import SECTIONS
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.rights.access import may_assign
from hengjian.core.rights.models import Assignment, Reach
from hengjian.core.rights.policy import ADVISING, WIDE, Place, Reached, path_of, reached
from hengjian.core.wording import say

BATCH = 2000


@transaction.atomic
def renew_reach(units: Sequence[Unit], *, by: Actor | None, at: datetime) -> None:
    """Bring up to date what reaches these units, and what their posts reach."""
    changed = {unit.pk for unit in units}
    places = _places(Unit.objects.filter(pk__in=changed))
    Reach.objects.filter(Q(unit__in=changed) | Q(home__in=changed)).delete()
    rows = {*reached(_homes_around(places), places), *reached(places, _targets_of(places))}
    _add(rows, Assignment.objects.filter(Q(unit__in=changed) | Q(section__in=changed)))


@transaction.atomic
def rebuild_reach(*, by: Actor | None, at: datetime) -> int:
    """Work the whole reach out anew; gives the number of lines that were wrong (0 is right)."""
    before = {
        Reached(*row) for row in Reach.objects.values_list("home_id", "role", "unit_id", "why")
    }
    places = _places(Unit.objects.all())
    Reach.objects.all().delete()
    _add(set(reached(places, places)), Assignment.objects.all())
    after = {
        Reached(*row) for row in Reach.objects.values_list("home_id", "role", "unit_id", "why")
    }
    return len(before ^ after)


def _add(rows: Iterable[Reached], assignments: QuerySet[Assignment]) -> None:
    """Write the lines, and for assignments in force those that routing alone would not give."""
    lines = {(row.home, row.role, row.unit): row for row in rows}
    for assigned in assignments.filter(ended_at__isnull=True):
        key = (assigned.section_id, "supervisor", assigned.unit_id)
        lines.setdefault(key, Reached(*key, "assigned"))
    Reach.objects.bulk_create(
        (Reach(home_id=row.home, role=row.role, unit_id=row.unit, why=row.why)
         for row in sorted(lines.values())),
        batch_size=BATCH,
    )  # fmt: skip


def _places(units: QuerySet[Unit]) -> list[Place]:
    rows = units.order_by().values_list("pk", "kind", "path", "division__path")
    return [Place.of(*row) for row in rows]


def _homes_around(places: Sequence[Place]) -> list[Place]:
    """Every unit whose posts may reach one of ``places``: above it in either tree."""
    divisions = {key for place in places for key in place.divisions}
    units = {key for place in places for key in place.units}
    return _places(
        Unit.objects.filter(
            Q(pk__in=units)
            | Q(parent__in=units, kind__in=ADVISING)
            | Q(division__in=divisions, kind__in=WIDE)
        )
    )


def _targets_of(places: Sequence[Place]) -> list[Place]:
    """Every unit that posts in one of ``places`` may reach: below it in either tree."""
    near = Q(pk__in=[place.pk for place in places])
    for place in places:
        top = place.units[:-1] if place.kind in ADVISING and len(place.units) > 1 else place.units
        near |= Q(path__startswith=path_of(top))
        if place.kind in WIDE:
            near |= Q(division__path__startswith=path_of(place.divisions))
    return _places(Unit.objects.filter(near))


@transaction.atomic
def assign(unit: Unit, section: Unit, reason: str, *, by: Post, at: datetime) -> Assignment:
    """The general section gives a body's matters to another section, for a reason that stays on record.

    The sections that had them by routing see them still; who handles them, `section_for` tells.
    """
    _check_assigns(unit, section, by)
    if not reason.strip():
        raise PlainError(
            say("没有写指定的理由", "no reason was given"),
            say("请写明理由，它会一直显示在这个单位上。", "Give one; it is shown with the unit."),
        )
    _end(unit, at=at)
    made = Assignment(
        unit=unit, section=section, reason=reason.strip(), given_by=by, given_at=at, ended_at=None
    )
    made.save()
    payload = {"unit": unit.pk, "section": section.pk}
    record("unit.assigned", subject=unit, payload=payload, by=by, at=at)
    renew_reach([unit], by=by, at=at)
    return made


@transaction.atomic
def end_assignment(unit: Unit, *, by: Post, at: datetime) -> None:
    """The body's matters go by the routing again."""
    _check_assigns(unit, by.unit, by)
    if _end(unit, at=at):
        record("unit.assignment_ended", subject=unit, payload={}, by=by, at=at)
        renew_reach([unit], by=by, at=at)


def _end(unit: Unit, *, at: datetime) -> int:
    return Assignment.objects.filter(unit=unit, ended_at__isnull=True).update(ended_at=at)


def _check_assigns(unit: Unit, section: Unit, by: Post) -> None:
    if not may_assign(unit, by):
        raise RefusedError(
            say("指定承办科室由本级综合科办理", "only the general section of this tier assigns"),
            say("请联系综合科。", "Ask the general section."),
        )
    if section.kind not in SECTIONS or section.division_id != by.unit.division_id:
        raise PlainError(
            say(f"{section}不是本级监督机关的科室", f"{section} is no section of this bureau"),
            say("请在本级的科室中选择。", "Choose one of its sections."),
        )
