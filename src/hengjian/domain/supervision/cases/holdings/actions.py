"""A case passes from one bureau to another, and at no moment belongs to none or to two.

Serves `modes`, which decides whether it may.
"""

from datetime import datetime

from django.db import transaction

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.models import Case, CaseStep, Holding, Recusal
from hengjian.domain.supervision.cases.refusing import under_way
from hengjian.domain.supervision.cases.steps.actions import told


@transaction.atomic
def hand_over(
    case: Case,
    *,
    bureau: Unit,
    unit: Unit,
    why: Holding.Why,
    words: str,
    by: Post | None,
    at: datetime,
) -> CaseStep:
    """Another bureau has the case from this moment on: its handlers end, its deadlines run on to the same
    days and are the new one's. `modes` decides whether it may be."""
    case = access.locked(case.pk)
    under_way(case)
    had, case.bureau, case.unit = case.unit, bureau, unit
    case.holdings.filter(until=None).update(until=at)
    Holding.objects.create(case=case, bureau=bureau, unit=unit, why=why, since=at)
    Recusal.objects.filter(handler__case=case, granted=None).update(
        granted=True, why="案件移交，承办关系终止", decided_by=by, decided_at=at
    )
    case.handlers.filter(until=None).update(until=at, leading=False)
    clock.pass_on(case, had, by=by, at=at)
    return told(case, "hand_over", "modes", words=words, by=by, at=at)
