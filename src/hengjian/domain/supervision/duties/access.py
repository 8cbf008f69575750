"""Who sees which duties, and who does something about them.

Supervisors and heads see those of their own bureau and of the bureaus within their reach; a government's
leaders those of its place and below. Bodies, parties and administrators see none: a duty is what a
supervision body owes, not what it holds against a body.
"""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.rights.queries import within_reach
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.duties.models import Accountability, Duty
from hengjian.domain.supervision.duties.owing import root_of

Row = TypeVar("Row", bound=Model)
BUREAU_WIDE = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)


def leads_government(post: Post) -> bool:
    return post.role == Role.LEADER and post.unit.kind == UnitKind.GOVERNMENT


def concerned(post: Post) -> bool:
    """Whether duties are any business of this post."""
    return supervises(post) or heads(post) or leads_government(post)


def reads_list(post: Post) -> bool:
    """Who reads the list of powers: everybody who supervises, assists, or is supervised; it is public
    by its nature. The three administrators have other work."""
    return post.role not in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@built_once
def bureaus_seen(*, post: Post, at: datetime) -> QuerySet[Unit]:
    """The supervision bodies whose duties the post may see: one's own, and those within reach."""
    rows = Unit.objects.filter(kind=UnitKind.BUREAU, parent=None)
    if not concerned(post):
        return rows.none()
    return _own_or_reached(rows, post=post, at=at).order_by("division__path", "pk")


@built_once
def duties_seen(*, post: Post, at: datetime) -> QuerySet[Duty]:
    """Duties of those bodies."""
    return _of_seen(Duty.objects.all(), "unit", post=post, at=at)


@built_once
def duties_to_do(*, post: Post, at: datetime) -> QuerySet[Duty]:
    """Those that the post itself sees to: a section its own, a bureau without sections all of the bureau;
    a head those of his bureau that were missed."""
    if not (supervises(post) or heads(post)) or not post.held_on(day_of(at)):
        return Duty.objects.none()
    ours = Duty.objects.filter(unit=root_of(post.unit))
    if heads(post):
        return ours.filter(state=Duty.State.LATE)
    if post.unit.kind == UnitKind.BUREAU:
        return ours
    return Duty.objects.filter(handler=post.unit_id)


def duty_seen(pk: int, *, post: Post, at: datetime) -> Duty:
    """One of them; any other is not there."""
    rows = duties_seen(post=post, at=at).select_related(
        "unit__division", "handler", "body", "ended_by__person", "accountability"
    )
    return get_object_or_404(rows, pk=pk)


@built_once
def entries_seen(*, post: Post, at: datetime) -> QuerySet[Accountability]:
    """What those bodies answer for."""
    return _of_seen(Accountability.objects.all(), "duty__unit", post=post, at=at)


def entry_seen(pk: int, *, post: Post, at: datetime) -> Accountability:
    """One of them; any other is not there."""
    rows = entries_seen(post=post, at=at).select_related(
        "duty__unit__division", "duty__body", "above", "explained_by__person", "decided_by__person"
    )
    return get_object_or_404(rows, pk=pk)


def _of_seen(rows: QuerySet[Row], path: str, *, post: Post, at: datetime) -> QuerySet[Row]:
    seen = bureaus_seen.keys(post=post, at=at)
    return rows.filter(**{f"{path}__in": seen})


def performs(post: Post, duty: Duty) -> bool:
    """Who says that a duty is done: the bureau that owes it."""
    return (supervises(post) or heads(post)) and root_of(post.unit) == duty.unit_id


def lets_go(post: Post, duty: Duty, above: Unit | None) -> bool:
    """Who says that it is not owed any more: the head of the bureau, or the tier above."""
    head = heads(post) and root_of(post.unit) == duty.unit_id
    return head or _of_tier_above(post, above)


def explains(post: Post, entry: Accountability) -> bool:
    return performs(post, entry.duty)


def decides(post: Post, entry: Accountability) -> bool:
    """Who decides about a missed duty: the tier above, never the bureau itself."""
    return root_of(post.unit) != entry.duty.unit_id and _of_tier_above(post, entry.above)


def _of_tier_above(post: Post, above: Unit | None) -> bool:
    if above is None or root_of(post.unit) != root_of(above):
        return False
    wide = supervises(post) and post.unit.kind in (*BUREAU_WIDE, UnitKind.SECTION_COUNTY)
    return wide or heads(post) or leads_government(post)


def may_see_duty_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a duty: as it may see the duty."""
    return key.isdecimal() and duties_seen(post=post, at=at).filter(pk=int(key)).exists()


def may_see_entry_history(post: Post, key: str, at: datetime) -> bool:
    return key.isdecimal() and entries_seen(post=post, at=at).filter(pk=int(key)).exists()


def units_to_ask(*, post: Post, at: datetime) -> QuerySet[Unit]:
    """The supervision bodies of any tier of which the post may ask what they may and must do: its own,
    and those within its reach."""
    kinds = (UnitKind.BUREAU, UnitKind.JUSTICE_STATION, UnitKind.LIAISON_OFFICE)
    rows = Unit.objects.filter(kind__in=kinds)
    if not reads_list(post):
        return rows.none()
    return _own_or_reached(rows, post=post, at=at).order_by("division__path", "kind", "pk")


def _own_or_reached(rows: QuerySet[Unit], *, post: Post, at: datetime) -> QuerySet[Unit]:
    """Of these units the post's own, its bureau, and those within its reach."""
    if not post.held_on(day_of(at)):
        return rows.none()
    reached = within_reach(rows, unit="", post=post, at=at).order_by().values("pk")
    own = Q(pk__in={root_of(post.unit), post.unit_id})
    return rows.select_related("division").filter(own | Q(pk__in=reached))
