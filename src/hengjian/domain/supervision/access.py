"""Who sees which leads, and why: whoever may read the findings of the body, and the bureau in charge.

A body sees no lead about itself: what comes of one reaches it by a document of the next steps.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hengjian.core.people.models import Post
from hengjian.domain.findings.access import about_bodies_seen, reads
from hengjian.domain.supervision.models import Lead


def concerned(post: Post) -> bool:
    """Whether leads are any business of this post."""
    return reads(post)


def leads_seen(*, post: Post, at: datetime, rows: QuerySet[Lead] | None = None) -> QuerySet[Lead]:
    """Leads that the post may see, each with the reason code as `why`."""
    rows = Lead.objects.all() if rows is None else rows
    return about_bodies_seen(rows if concerned(post) else rows.none(), post=post, at=at)


def lead_seen(pk: int, *, post: Post, at: datetime) -> Lead:
    """One of them; any other is not there."""
    rows = Lead.objects.select_related("body", "unit", "bureau", "opened_by__person")
    return get_object_or_404(leads_seen(post=post, at=at, rows=rows), pk=pk)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a lead."""
    return key.isdecimal() and leads_seen(post=post, at=at).filter(pk=int(key)).exists()
