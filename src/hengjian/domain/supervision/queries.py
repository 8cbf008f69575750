"""All lists of leads: filtered, in the order that was asked for, cut into pages by the last row seen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import Post
from hengjian.domain.findings.models import Finding, Step
from hengjian.domain.supervision.leads.models import LeadStep
from hengjian.domain.supervision.leads.workflow import IN_HAND, State
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.warning import within

ORDER = ("-opened_at", "-id")
BY_DUE = ("due_on", "id")
STATES = {
    "hand": sorted(IN_HAND),
    "new": [State.NEW],
    "checked": [State.CHECKED],
    "handed": [State.HANDED],
    "proposed": [State.PROPOSED],
    "case": [State.CASE],
    "ended": [State.REFUSED, State.TRANSFERRED, State.SETTLED],
    "merged": [State.MERGED],
}
"""What may be asked for as a state; nothing asked: all but the merged ones."""


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for. ``colour``: yellow, red or late; ``whose``: mine, or nobody's."""

    q: str = ""
    source: str = ""
    kind: str = ""
    state: str = ""
    colour: str = ""
    whose: str = ""
    severity: str = ""
    division: str = ""
    body: int | None = None
    unit: int | None = None
    year: int | None = None
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        texts = (self.q, self.source, self.kind, self.state, self.colour, self.whose, self.severity)
        return any(texts) or bool(self.body or self.unit or self.year or self.division)

    @property
    def order(self) -> tuple[str, ...]:
        return BY_DUE if self.sort == "due" else ORDER


def listed(rows: QuerySet[Lead], wanted: Wanted, *, post: Post, day: date) -> QuerySet[Lead]:
    """``rows`` as filtered; not yet ordered. By due day only those are listed that have one."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(reference__icontains=word)
        )
    for name in ("source", "kind", "severity", "body", "unit", "year"):
        value = getattr(wanted, name)
        if value:
            rows = rows.filter(**{name: value})
    if wanted.division:
        rows = rows.filter(body__unit__division__path__startswith=wanted.division)
    if wanted.state:
        rows = rows.filter(state__in=STATES[wanted.state])
    else:
        rows = rows.exclude(state=State.MERGED)
    if wanted.colour:
        rows = rows.filter(within(wanted.colour, day))
    if wanted.whose == "mine":
        rows = rows.filter(handler=post)
    elif wanted.whose == "nobody":
        rows = rows.filter(handler=None, state__in=STATES["hand"])
    return rows.filter(due_on__isnull=False) if wanted.sort == "due" else rows


def leads_page(rows: QuerySet[Lead], wanted: Wanted) -> Page[Lead]:
    """The page after or before the mark, or the first."""
    shown = rows.select_related("body", "unit", "bureau", "handler__person", "opened_by__person")
    return page_of(
        shown.annotate(number_of_findings=Count("findings")), wanted.order,
        after=wanted.after, before=wanted.before,
    )  # fmt: skip


def findings_of(lead: Lead) -> QuerySet[Finding]:
    """Its findings, the gravest first."""
    return lead.findings.select_related("record", "body").order_by("weight", "pk")


def findings_behind(leads: list[Lead]) -> QuerySet[Finding]:
    """The findings of these leads, the gravest first, each once."""
    rows = Finding.objects.filter(leads__in=leads).select_related("record").distinct()
    return rows.order_by("weight", "pk")


def steps_of(lead: Lead) -> QuerySet[Step]:
    """What happened to its findings: part of its story."""
    rows = Step.objects.filter(finding__in=lead.findings.values("pk"))
    return rows.select_related("post__person", "post__unit", "finding").order_by("-at", "-id")


def story_of(lead: Lead) -> QuerySet[LeadStep]:
    """What was done with it, the last first."""
    return lead.steps.select_related("post__person", "post__unit").order_by("-at", "-id")


def units_in_charge(rows: QuerySet[Lead]) -> list[Any]:
    """The sections that the leads are in charge of, for a filter."""
    pairs = rows.order_by().values_list("unit", "unit__inward_name").distinct()
    return sorted(pairs, key=lambda pair: pair[1])
