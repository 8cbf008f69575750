"""Who is told of a lead: whoever shall handle it, and of retaliation the head and the section at once."""

from datetime import datetime

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.leads import notice_kinds as kinds
from hengjian.domain.supervision.models import Lead


def tell_assigned(lead: Lead, to: Post, *, by: Post, at: datetime) -> None:
    """Whoever shall handle it, if he did not take it himself."""
    if to.pk != by.pk:
        notify(
            kinds.assigned, to=to, about=lead, facts={"number": lead.number}, url=page_of(lead),
            due=lead.due_on, by=by, at=at,
        )  # fmt: skip


def tell_urgent(lead: Lead, *, by: Post, at: datetime) -> None:
    """Retaliation waits for nobody: the section in charge and the head."""
    day = day_of(at)
    section = Post.objects.filter(unit=lead.unit_id, role=Role.SUPERVISOR).on(day)
    heads = Post.objects.filter(unit=lead.bureau_id, role=Role.LEADER).on(day)
    told = {
        one.pk: one for one in [*section.select_related("person"), *heads.select_related("person")]
    }
    for post in told.values():
        if post.pk != by.pk:
            notify(
                kinds.urgent, to=post, about=lead, facts={"number": lead.number},
                url=page_of(lead), by=by, at=at,
            )  # fmt: skip


def page_of(lead: Lead) -> str:
    return f"/leads/{lead.pk}/"
