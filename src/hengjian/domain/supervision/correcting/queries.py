"""Correction rate and recurrence by body and rule: one grouped query over cases, their steps and findings.

Serves the page, its drill-down and its workbook, which state the definition. Findings about persons are in no
figure; nothing is stored.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import TruncDate

from hengjian.core.clock import CHINA
from hengjian.core.people.models import Post
from hengjian.domain.findings.models import Finding
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.cases.access import cases_seen
from hengjian.domain.supervision.cases.models import CaseStep
from hengjian.domain.supervision.cases.workflow import TABLE

ACCEPTS = frozenset({"accept", "superior_answered", "corrected_at_once"})
"""Steps by which a correction is accepted."""
ASKS = {
    move.code for move in TABLE
    if {"rectify", "report_decision"} & set(move.starts) and not move.back
} | {"corrected_at_once"}  # fmt: skip
"""Steps that ask for a correction; one made at once was asked for and accepted in one step."""


@dataclass(frozen=True)
class Wanted:
    """The period in which corrections were asked for, and what is looked at."""

    first: date
    last: date
    level: str = ""
    rule: str = ""
    words: str = ""
    body: int | None = None


def recurrence_days() -> int:
    """So many days after the acceptance the same counts as come again."""
    return int(content().parameters["measures.recurrence_days"].values[-1].value)


def _rows(wanted: Wanted, *, post: Post, at: datetime) -> QuerySet[Finding]:
    """A row for each finding of each case whose correction was asked for in the period."""
    seen = cases_seen.keys(post=post, at=at)
    rows = Finding.objects.filter(person=False, body__isnull=False, leads__cases__in=seen)
    steps = CaseStep.objects.filter(case=OuterRef("case_pk"))
    asked = steps.filter(move__in=sorted(ASKS)).order_by("at").values("at")[:1]
    accepted = steps.filter(move__in=sorted(ACCEPTS)).order_by("-at").values("at")[:1]
    again = Finding.objects.filter(
        body=OuterRef("body"), rule=OuterRef("rule"), person=False, stands=True,
        on__gt=OuterRef("accepted_on"), on__lte=OuterRef("until"),
    ).exclude(state=Finding.State.DISMISSED)  # fmt: skip
    begin = datetime.combine(wanted.first, time(), CHINA)
    end = datetime.combine(wanted.last + timedelta(days=1), time(), CHINA)
    rows = rows.annotate(case_pk=F("leads__cases")).annotate(
        asked_at=Subquery(asked), accepted_at=Subquery(accepted)
    ).filter(asked_at__gte=begin, asked_at__lt=end)  # fmt: skip
    rows = rows.annotate(accepted_on=TruncDate("accepted_at", tzinfo=CHINA)).annotate(
        until=ExpressionWrapper(
            F("accepted_on") + timedelta(days=recurrence_days()), output_field=DateField()
        )
    ).annotate(again=Exists(again))  # fmt: skip
    if wanted.level:
        rows = rows.filter(body__level=wanted.level)
    if wanted.rule:
        rows = rows.filter(rule=wanted.rule)
    if wanted.words:
        rows = rows.filter(body__name__icontains=wanted.words)
    if wanted.body:
        rows = rows.filter(body=wanted.body)
    return rows.order_by()


_COUNTS: dict[str, Any] = {
    "asked": Count("case_pk", distinct=True),
    "corrected": Count("case_pk", distinct=True, filter=Q(accepted_at__isnull=False)),
    "recurred": Count("case_pk", distinct=True, filter=Q(again=True)),
}


def by_body_and_rule(wanted: Wanted, *, post: Post, at: datetime) -> Any:
    """Cases asked, corrected and recurred for each body and rule; the most recurrences first."""
    rows: Any = _rows(wanted, post=post, at=at)
    lines = rows.values("body", "body__name", "body__level", "rule")
    grouped = lines.annotate(rule_title=Max("title"), **_COUNTS)
    return grouped.order_by("-recurred", "-asked", "body__name", "rule")


def whole(wanted: Wanted, *, post: Post, at: datetime) -> dict[str, int]:
    """The same for all together: a case of several rules counts once."""
    found: dict[str, int] = _rows(wanted, post=post, at=at).aggregate(**_COUNTS)
    return found


def cases_of(wanted: Wanted, *, post: Post, at: datetime) -> Any:
    """The cases behind one body's line, each once: asked, accepted, whether it came again."""
    rows: Any = _rows(wanted, post=post, at=at)
    told = rows.values(
        "case_pk", "rule", "asked_at", "accepted_at", "again",
        number=F("leads__cases__number"), case_title=F("leads__cases__title"),
    )  # fmt: skip
    return told.distinct().order_by("-asked_at", "case_pk", "rule")


def rate(part: int, whole: int) -> str:
    """A share in per cent; a dash where there is nothing to divide by."""
    return f"{part / whole:.1%}" if whole else "—"
