"""Who plays which part in the demo's cases: handlers, heads and clerks found among the posts."""

from datetime import datetime

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.cases.conditions import HANDLERS


def handlers_of(bureau: Unit, at: datetime) -> list[Post]:
    """Two supervisors of a bureau, or of one of its sections; fewer where there are fewer."""
    inside = Post.objects.filter(unit__path__startswith=bureau.path, role=Role.SUPERVISOR)
    found = inside.exclude(unit__kind=UnitKind.LEGAL_SECTION).on(day_of(at))
    return list(found.select_related("person", "unit").order_by("pk")[:HANDLERS])


def head_of(bureau: Unit) -> Post | None:
    return Post.objects.filter(unit=bureau, role=Role.LEADER).first()


def clerk_of(unit: Unit) -> Post | None:
    return Post.objects.filter(unit=unit, role=Role.BODY_CLERK).first()
