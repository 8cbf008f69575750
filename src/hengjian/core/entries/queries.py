"""All lists of ledger entries, as people read them."""

from django.db.models import Model, QuerySet

from hengjian.core.entries.models import LedgerEntry


def entries_about(row: Model) -> QuerySet[LedgerEntry]:
    """What happened to one row, the newest first."""
    about = LedgerEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return about.order_by("-id")


def entries_matching(kind: str = "", *, actor: int | None = None) -> QuerySet[LedgerEntry]:
    """Entries whose kind begins with ``kind``, of one post if named, the newest first."""
    found = LedgerEntry.objects.order_by("-id")
    if kind:
        found = found.filter(kind__startswith=kind)
    if actor is not None:
        found = found.filter(actor_post_id=actor)
    return found
