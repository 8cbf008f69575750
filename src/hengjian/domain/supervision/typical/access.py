"""Who sees a typical case before it is published, and who writes, reviews and withdraws it.

Its bureau's supervisors and head see drafts; the bureau above lists what those below published; the public
and everybody else read what is published.
"""

from django.db.models import Q, QuerySet

from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.typical.models import TypicalCase


def keeps(post: Post) -> bool:
    """Whether typical cases are this post's work."""
    return supervises(post) or heads(post)


def typical_seen(post: Post) -> QuerySet[TypicalCase]:
    """Those of the post's own bureau, and what the bureaus below published."""
    rows = TypicalCase.objects.select_related("bureau", "case", "written_by__person")
    below = Q(bureau__division__path__startswith=post.unit.division.path)
    below &= Q(state=TypicalCase.State.PUBLISHED)
    return rows.filter(Q(bureau=root_of(post.unit)) | below) if keeps(post) else rows.none()


def owns(one: TypicalCase, post: Post) -> bool:
    """Whether it is one of the post's own bureau: only that one changes or withdraws it."""
    return keeps(post) and root_of(post.unit) == one.bureau_id


def one_seen(pk: int, *, post: Post) -> TypicalCase | None:
    rows = typical_seen(post).select_related("case__body", "reviewed_by__person")
    return rows.filter(pk=pk).first()


def published() -> QuerySet[TypicalCase]:
    """What everybody reads, without the case behind it."""
    return TypicalCase.objects.filter(state=TypicalCase.State.PUBLISHED).select_related("bureau")


def published_one(pk: int) -> TypicalCase | None:
    return published().filter(pk=pk).first()


def reviews(one: TypicalCase, post: Post) -> bool:
    """Whether the post may review it: somebody of the bureau who did not write it."""
    written = one.written_by.person_id if one.written_by else None
    return owns(one, post) and post.person_id != written


def may_see_history(post: Post, key: str, at: object) -> bool:
    return key.isdecimal() and typical_seen(post).filter(pk=int(key)).exists()
