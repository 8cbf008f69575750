"""Who may read the ledger, and who stands behind the numbers in it.

The audit administrator reads all of it; the security administrator too, since he answers for
erasures. Everybody reads what he did himself. A noun may open the history of its rows to those who
see the row: `shows("registry.officer", officer_is_seen)`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.apps import apps
from django.db.models import QuerySet

from hengjian.core.entries.models import Erasure, ErasureState, LedgerEntry
from hengjian.core.people.models import Person, Post, Role

READS_ALL = frozenset({Role.AUDIT_ADMIN, Role.SECURITY_ADMIN})
KEEPS = Role.AUDIT_ADMIN
"""Who exports, checks and keeps confirmations."""
DECIDES = {
    Role.AUDIT_ADMIN: Role.SECURITY_ADMIN,
    Role.SECURITY_ADMIN: Role.AUDIT_ADMIN,
}
"""Asked by the one → decided by the other."""
ERASURE_ROLES = frozenset(DECIDES)

MaySee = Callable[[Post, str, datetime], bool]
"""(post, id of the row, moment) → may the history of that row be shown?"""
_shown: dict[str, MaySee] = {}


def shows(noun: str, may_see: MaySee) -> None:
    """Open the history of a noun's rows to whoever ``may_see`` lets in; called at start-up."""
    _shown[noun] = may_see


def reads_all(post: Post) -> bool:
    return post.role in READS_ALL


def keeps_ledger(post: Post) -> bool:
    return post.role == KEEPS


def entries_seen_by(post: Post) -> QuerySet[LedgerEntry]:
    """All, or what this person did in any post of his."""
    rows = LedgerEntry.objects.all()
    if reads_all(post):
        return rows
    own = Post.objects.filter(person=post.person_id).values_list("pk", flat=True)
    return rows.filter(actor_post_id__in=list(own))


def history_seen_by(post: Post, noun: str, key: str, *, at: datetime) -> QuerySet[LedgerEntry]:
    """The history of one row: all of it for whoever may see the row, else one's own share."""
    may_see = _shown.get(noun)
    whole = may_see is not None and may_see(post, key, at)
    rows = LedgerEntry.objects.all() if whole else entries_seen_by(post)
    return rows.filter(subject_type=noun, subject_id=key)


def entry_seen_by(post: Post, number: int, *, at: datetime) -> LedgerEntry | None:
    """That entry, if the post may see it, by itself or through the history of its row."""
    entry = LedgerEntry.objects.filter(pk=number).first()
    if entry is None or entries_seen_by(post).filter(pk=number).exists():
        return entry
    may_see = _shown.get(entry.subject_type)
    return entry if may_see is not None and may_see(post, entry.subject_id, at) else None


def entry_numbered(post: Post, position: int) -> LedgerEntry | None:
    """The entry of that number, for whoever reads all."""
    return LedgerEntry.objects.filter(position=position).first() if reads_all(post) else None


def erasures_seen_by(post: Post) -> QuerySet[Erasure]:
    rows = Erasure.objects.select_related("entry")
    return rows if post.role in ERASURE_ROLES else rows.none()


def erasures_for(post: Post) -> QuerySet[Erasure]:
    """Those that wait for this post: asked by the administrator of the other kind, another person."""
    others = [asker for asker, decider in DECIDES.items() if decider == post.role]
    askers = Post.objects.filter(role__in=others).exclude(person=post.person_id)
    return erasures_seen_by(post).filter(
        state=ErasureState.ASKED, asked_by_post_id__in=askers.values("pk")
    )


def erasure_seen_by(post: Post, number: int) -> Erasure | None:
    return erasures_seen_by(post).filter(pk=number).first()


def posts_behind(numbers: Iterable[int | None]) -> dict[int, Post]:
    """The posts that acted, with person and unit: one query for a whole page."""
    wanted = {number for number in numbers if number is not None}
    rows = Post.objects.select_related("person", "unit").filter(pk__in=wanted)
    return {post.pk: post for post in rows}


def posts_of_person(words: str) -> list[int]:
    """Every post that somebody of this login name or name ever held."""
    people = Person.objects.filter(login=words) | Person.objects.filter(name=words)
    return list(Post.objects.filter(person__in=people).values_list("pk", flat=True))


def subject_of(entry: LedgerEntry) -> str:
    """How the row that an entry is about is called today; empty if it is gone or no row of ours."""
    try:
        model = apps.get_model(entry.subject_type)
    except (LookupError, ValueError):
        return ""
    key = entry.subject_id
    row = model._default_manager.filter(pk=key).first() if key.isdecimal() else None
    told = "" if row is None else str(row)
    return "" if " object (" in told else told
