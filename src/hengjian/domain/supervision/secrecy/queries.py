"""The list of who read a 副卷, the newest first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hengjian.domain.supervision.secrecy.models import Reading

READINGS = ("-at", "-id")


@dataclass(frozen=True)
class WantedReadings:
    """What the list is asked for."""

    q: str = ""
    purpose: str = ""
    after: str = ""
    before: str = ""


def readings_listed(rows: QuerySet[Reading], wanted: WantedReadings) -> QuerySet[Reading]:
    """``rows`` as filtered."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(case__number__icontains=word) | Q(lead__number__icontains=word)
            | Q(post__person__name__icontains=word)
        )  # fmt: skip
    return rows.filter(purpose=wanted.purpose) if wanted.purpose else rows
