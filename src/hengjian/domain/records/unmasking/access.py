"""Who may be shown a party, who is shown it now, and who reads what was shown.

Serves the page of a record, the search by party and the audit administrator. Only a supervisor unmasks,
within his reach and for a purpose; a body's own posts need not.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from hengjian.core.people.models import Post, Role
from hengjian.domain.records.access import in_own_body, reads_records, scope_of
from hengjian.domain.records.models import Party, Record, Unmasked, Unmasking


def may_unmask(post: Post) -> bool:
    """Whether the post may be shown parties for a purpose."""
    return post.role == Role.SUPERVISOR and reads_records(post)


def in_body(post: Post) -> bool:
    """Whether the post is one of a body, which knows its own parties."""
    return hasattr(post.unit, "body") and reads_records(post)


def shown_now(records: Collection[Record], *, post: Post, at: datetime) -> set[int]:
    """Those of these records whose party the post may be named."""
    own = {row.pk for row in records if in_own_body(post, row.body_id)}
    if not may_unmask(post) or len(own) == len(records):
        return own
    asked = [row.pk for row in records]
    rows = Unmasked.objects.filter(
        record__in=asked, unmasking__post=post, unmasking__at__lte=at, unmasking__until__gt=at
    )
    return own | set(rows.values_list("record", flat=True))


def parties_of(records: Collection[Record]) -> dict[int, Party]:
    """The parties of these records. Read by `masking` alone."""
    return {row.pk: row for row in Party.objects.filter(pk__in=[one.pk for one in records])}


def of_party(sought: str, *, post: Post, at: datetime, most: int) -> list[Record]:
    """Records within the post's reach whose party has exactly this name or number, newest first."""
    bodies = scope_of(post, at=at).bodies
    if in_body(post):
        bodies = tuple(one for one in bodies if in_own_body(post, one))
    keys: set[int] = set()
    for field in ("name", "number"):
        rows = Party.objects.filter(**{field: sought}, record__body__in=bodies)
        keys.update(rows.values_list("pk", flat=True)[: most + 1])
    found = Record.objects.filter(pk__in=keys).select_related("body").order_by("-on", "-pk")
    return list(found[: most + 1])


def own_search(pk: int, *, post: Post, at: datetime) -> Unmasking | None:
    """That search, while it stands, to whoever made it and nobody else."""
    rows = Unmasking.objects.filter(pk=pk, post=post, until__gt=at).exclude(sought="")
    return rows.first()


def found_by(search: Unmasking, *, post: Post, at: datetime) -> list[Record]:
    """The records of a search that the post still reaches."""
    rows = Record.objects.filter(unmasked__unmasking=search).select_related("body")
    reached = set(scope_of(post, at=at).bodies)
    return [row for row in rows.order_by("-on", "-pk") if row.body_id in reached]


def reads_unmaskings(post: Post) -> bool:
    """Whose business it is who was shown what: the audit administrator's."""
    return post.role == Role.AUDIT_ADMIN


def unmaskings_seen(*, post: Post) -> QuerySet[Unmasking]:
    """Every unmasking, to the audit administrator; his own to everybody else."""
    rows = Unmasking.objects.select_related("post__person", "post__unit").order_by("-at", "-pk")
    rows = rows.annotate(count=Count("records"))
    return rows if reads_unmaskings(post) else rows.filter(post__person=post.person_id)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read what the ledger holds of an unmasking."""
    return key.isdecimal() and unmaskings_seen(post=post).filter(pk=int(key)).exists()
