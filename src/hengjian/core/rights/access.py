"""Which posts may be looked at, and why: administrators all, everybody else those within his reach."""

from datetime import datetime

from django.db.models import CharField, QuerySet, Value
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import ADMINISTRATORS, Post, Role
from hengjian.core.rights.queries import within_reach

EXCHANGING = frozenset({Role.PROCURATOR, Role.COURT})
"""Roles that reach nobody's posts; their own they may look at."""


def posts_seen(by: Post, *, at: datetime) -> QuerySet[Post]:
    """Posts, each with `why`."""
    if by.role in ADMINISTRATORS and by.held_on(day_of(at)):
        return Post.objects.annotate(why=Value("administrator", output_field=CharField()))
    if by.role in EXCHANGING and by.held_on(day_of(at)):
        own = Post.objects.filter(person=by.person_id, unit=by.unit_id)
        return own.annotate(why=Value("own_body", output_field=CharField()))
    return within_reach(Post.objects.all(), unit="unit", post=by, at=at)


def post_seen(by: Post, pk: int, *, at: datetime) -> Post:
    """One of them; any other is not there."""
    rows = posts_seen(by, at=at).select_related(
        "person",
        "unit__division",
        "acting_for__person",
        "lent_from__unit",
        "asked_by__person",
        "decided_by__person",
    )
    return get_object_or_404(rows, pk=pk)


def may_assign(unit: Unit, by: Post) -> bool:
    """Whether this post is of the general section over this unit."""
    home = by.unit
    return (
        by.role == Role.SUPERVISOR
        and home.kind == UnitKind.SECTION_GENERAL
        and unit.division.path.startswith(home.division.path)
    )
