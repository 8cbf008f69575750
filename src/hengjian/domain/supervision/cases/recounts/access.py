"""Who sees which deadlines are to be counted anew, and who decides about one."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.people.models import Post
from hengjian.core.rights.once import built_once
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.models import Case, Recount


def concerned(post: Post) -> bool:
    """Whether moving deadlines is any business of this post."""
    return access.reads_inside(post)


def recounts_seen(*, post: Post, at: datetime) -> QuerySet[Recount]:
    """Those of the cases that the post sees, as one who supervises."""
    rows = Recount.objects.select_related(
        "deadline__case__body", "deadline__owner", "decided_by__person"
    )
    if not concerned(post):
        return rows.none()
    return rows.filter(deadline__case__in=access.cases_seen.keys(post=post, at=at))


@built_once
def to_decide(*, post: Post, at: datetime) -> QuerySet[Recount]:
    """Those that wait for this post."""
    rows = recounts_seen(post=post, at=at).filter(decision="")
    mine = Q(deadline__case__handlers__post=post, deadline__case__handlers__until=None)
    if access.heads(post):
        mine |= Q(deadline__case__bureau=post.unit_id)
    return rows.filter(mine).distinct()


def recount_seen(pk: int, *, post: Post, at: datetime) -> Recount:
    """One of them; any other is not there."""
    return get_object_or_404(recounts_seen(post=post, at=at), pk=pk)


def may_decide(case: Case, post: Post) -> bool:
    """A handler of the case, or the head of the bureau that has it."""
    head = access.heads(post) and post.unit_id == case.bureau_id
    return head or (access.supervises(post) and access.handles(case, post))
