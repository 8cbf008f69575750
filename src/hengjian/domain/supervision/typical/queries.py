"""Lists of typical cases: the bureau's own, and what is published."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.domain.supervision.typical.models import TypicalCase

ORDER = ("-written_at", "-id")
BY_DAY = ("-published_at", "-id")


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for."""

    q: str = ""
    state: str = ""
    year: int | None = None
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.state or self.year)


def listed(rows: QuerySet[TypicalCase], wanted: Wanted) -> QuerySet[TypicalCase]:
    """``rows`` as filtered; the search reads what is or would be published."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(facts__icontains=word)
            | Q(result__icontains=word) | Q(meaning__icontains=word)
        )  # fmt: skip
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        rows = rows.filter(published_at__year=wanted.year)
    return rows


def typical_page(
    rows: QuerySet[TypicalCase], wanted: Wanted, order: tuple[str, ...] = ORDER
) -> Page[Any]:
    return page_of(rows, order, after=wanted.after, before=wanted.before)
