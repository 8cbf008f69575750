"""All lists of leads: filtered, the newest first, cut into pages by the last row seen."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.domain.findings.models import Finding, Step
from hengjian.domain.supervision.models import Lead

ORDER = ("-opened_at", "-id")


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for."""

    q: str = ""
    source: str = ""
    severity: str = ""
    division: str = ""
    body: int | None = None
    unit: int | None = None
    year: int | None = None
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(
            self.q or self.source or self.severity or self.body or self.unit or self.year
            or self.division
        )  # fmt: skip


def listed(rows: QuerySet[Lead], wanted: Wanted) -> QuerySet[Lead]:
    """``rows`` as filtered; not yet ordered."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    for name in ("source", "severity", "body", "unit", "year"):
        value = getattr(wanted, name)
        if value:
            rows = rows.filter(**{name: value})
    if wanted.division:
        rows = rows.filter(body__unit__division__path__startswith=wanted.division)
    return rows


def leads_page(rows: QuerySet[Lead], wanted: Wanted) -> Page[Lead]:
    """The page after or before the mark, or the first."""
    shown = rows.select_related("body", "unit", "bureau", "opened_by__person")
    return page_of(
        shown.annotate(number_of_findings=Count("findings")), ORDER,
        after=wanted.after, before=wanted.before,
    )  # fmt: skip


def findings_of(lead: Lead) -> QuerySet[Finding]:
    """Its findings, the gravest first."""
    return lead.findings.select_related("record", "body").order_by("weight", "pk")


def steps_of(lead: Lead) -> QuerySet[Step]:
    """What happened to its findings: its story so far."""
    rows = Step.objects.filter(finding__in=lead.findings.values("pk"))
    return rows.select_related("post__person", "post__unit", "finding").order_by("-at", "-id")


def units_in_charge(rows: QuerySet[Lead]) -> list[Any]:
    """The sections that the leads are in charge of, for a filter."""
    pairs = rows.order_by().values_list("unit", "unit__inward_name").distinct()
    return sorted(pairs, key=lambda pair: pair[1])
