"""All lists of ledger entries, as people read them."""

from django.db.models import Model, QuerySet

from hengjian.core.entries.models import LedgerEntry


def entries_about(row: Model) -> QuerySet[LedgerEntry]:
    """What happened to one row, the newest first."""
    about = LedgerEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return about.order_by("-id")
