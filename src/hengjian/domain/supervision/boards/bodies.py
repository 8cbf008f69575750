"""What is known of one body, as a post sees it: findings by severity, rule and month, cases, papers, terms.

Serves the body's own page. Everything is counted within the rights of the reader, by the filters of the
list to which a number leads; a body reads here of itself what it was told.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from hengjian.core.clock import CHINA, day_of
from hengjian.core.months import after, first_of, span
from hengjian.core.people.models import Post
from hengjian.domain.findings.queries import Wanted as WantedFindings
from hengjian.domain.findings.queries import Worklist
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.models import Case, CaseStep, Deadline
from hengjian.domain.supervision.cases.queries import CORRECTION, beginning_of, terms_seen
from hengjian.domain.supervision.cases.workflow import UNDER_WAY

RULES = 8
MONTHS = 12


@dataclass(frozen=True)
class Findings:
    """Findings of one body that stand: by state and weight, by rule, and when they appeared."""

    by_state: dict[tuple[str, int], int]
    by_rule: list[tuple[str, str, int, int]]
    by_month: list[tuple[date, int]]


def findings_of(body: Body, *, post: Post, at: datetime) -> Findings:
    """Four queries, however many findings there are."""
    rows = Worklist(post, WantedFindings(state="all", body=body.pk), at).rows.order_by()
    grouped: Any = rows.values_list("state", "weight").annotate(n=Count("pk"))
    by_rule: Any = rows.values_list("rule", "title", "weight").annotate(n=Count("pk"))
    begin = after(first_of(day_of(at)), 1 - MONTHS)
    recent = rows.filter(appeared_at__gte=beginning_of(begin))
    months: Any = recent.values_list(TruncMonth("appeared_at", tzinfo=CHINA)).annotate(
        n=Count("pk")
    )
    counted = {month.date(): number for month, number in months}
    return Findings(
        {(state, weight): number for state, weight, number in grouped},
        list(by_rule.order_by("-n", "rule")[:RULES]),
        [(month, counted.get(month, 0)) for month in span(begin, day_of(at))],
    )


def cases_of(body: Body, *, post: Post, at: datetime) -> tuple[QuerySet[Case], dict[str, int]]:
    """Its cases, and how many are under way, late and ended."""
    rows = access.cases_seen(post=post, at=at).filter(body=body)
    under = Q(state__in=sorted(UNDER_WAY))
    counted = rows.order_by().aggregate(
        under=Count("pk", filter=under),
        late=Count("pk", filter=under & Q(due_on__lt=day_of(at))),
        ended=Count("pk", filter=Q(ended_at__isnull=False)),
    )
    return rows, counted


def corrections_of(body: Body, *, post: Post, at: datetime) -> dict[str, int]:
    """Terms to correct: how many run, are late, were met or missed."""
    rows = terms_seen(post=post, at=at).filter(case__body=body, step__in=CORRECTION).order_by()
    running = Q(state=Deadline.State.RUNNING)
    return rows.aggregate(
        running=Count("pk", filter=running),
        late=Count("pk", filter=running & Q(due_on__lt=day_of(at))),
        met=Count("pk", filter=Q(state=Deadline.State.MET)),
        missed=Count("pk", filter=Q(state=Deadline.State.MISSED)),
    )


def powers_exercised(body: Body, *, post: Post, at: datetime) -> list[tuple[str, int]]:
    """Which powers were exercised over it in the cases that the post sees, the most first."""
    seen = access.cases_seen(post=post, at=at).filter(body=body).order_by().values("pk")
    rows = CaseStep.objects.filter(case__in=seen).order_by().values_list("power")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "power"))
