"""Who sees which leads, and why: whoever may read the findings of the body, and the bureau that has it.

A body sees no lead about itself: what comes of one reaches it by a document of the next steps. A lead
about retaliation is seen by the supervisors and leaders of the bureau that has it and of the tiers above.
Liaisons and invited supervisors see those that they entered, and no others.
"""

from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.wording import say
from hengjian.domain.findings.access import WHOLE as WHOLE_CITY
from hengjian.domain.findings.access import (
    bodies_seen,
    leads_supervision,
    reads,
    sees_whole_city,
    supervises,
    why_seen,
)
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.models import Case as SupervisionCase
from hengjian.domain.supervision.models import Lead

OWN = "own_bureau"
ENTERED = "entered"
FIELD = (Role.STATION_OFFICER, Role.LIAISON, Role.INVITED_SUPERVISOR)
"""Who collects leads in townships and villages for the bureau above, and handles none."""


def concerned(post: Post) -> bool:
    """Whether leads are any business of this post."""
    return reads(post) or post.role in FIELD


@built_once
def leads_seen(*, post: Post, at: datetime) -> QuerySet[Lead]:
    """Leads that the post may see, each with the reason code as `why`."""
    rows = Lead.objects.all()
    rows = rows if concerned(post) and post.held_on(day_of(at)) else rows.none()
    bodies = bodies_seen(post=post, at=at)
    own = _own(post) if supervises(post) or leads_supervision(post) else Q(pk__in=[])
    entered = Q(opened_by=post)
    mine = own | entered | Q(body__in=bodies_seen.keys(post=post, at=at))
    if sees_whole_city(post):
        mine |= Q(body=None)
    grave = Q(kind=Lead.Kind.RETALIATION) & ~(_may_know(post) | entered)
    why = bodies.filter(pk=OuterRef("body")).values(reason=F("why"))[:1]
    fallback = Case(
        When(own, then=Value(OWN)), When(entered, then=Value(ENTERED)), default=Value(WHOLE_CITY)
    )
    reason = Coalesce(Subquery(why, output_field=CharField()), fallback, output_field=CharField())
    return rows.filter(mine).exclude(grave).annotate(why=reason)


def _own(post: Post) -> Q:
    """Of its own bureau, and those of which a case was handed over to it."""
    root = root_of(post.unit)
    handed = SupervisionCase.objects.filter(
        leads=OuterRef("pk"), bureau__path__startswith=f"{root}/"
    )
    return Q(bureau=root) | Q(Exists(handed))


def _may_know(post: Post) -> Q:
    """Of which leads about retaliation the post may know: its own bureau's, and those of tiers below."""
    if not (supervises(post) or leads_supervision(post)):
        return Q(pk__in=[])
    path = post.unit.division.path
    below = Q(bureau__division__path__startswith=path) & ~Q(bureau__division__path=path)
    return Q(bureau=root_of(post.unit)) | below


def lead_seen(pk: int, *, post: Post, at: datetime) -> Lead:
    """One of them; any other is not there."""
    rows = leads_seen(post=post, at=at).select_related(
        "body__unit", "unit", "bureau__division", "opened_by__person", "handler__person", "into"
    )
    return get_object_or_404(rows, pk=pk)


def why_lead(code: str) -> str:
    """The reason in words."""
    if code == OWN:
        return say("由您所在的监督机关登记、办理", "Your own bureau has it")
    if code == ENTERED:
        return say("由您登记", "You entered it")
    return why_seen(code)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a lead."""
    return key.isdecimal() and leads_seen(post=post, at=at).filter(pk=int(key)).exists()
