"""The terms of a case as people stop, start and extend them, each with the reason.

Serves the desk. What the steps of the table begin and end by themselves is `cases.clock`'s; what a changed
calendar moves, `cases.recounts`'.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import term_of
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.models import Case, Deadline
from hengjian.domain.supervision.cases.refusing import handled, held, not_yours
from hengjian.domain.supervision.cases.steps.actions import told
from hengjian.domain.supervision.refusing import need


@transaction.atomic
def stop_clock(deadline: Deadline, *, reason: str, by: Post, at: datetime) -> Deadline:
    """Days from now on do not count, for this reason (appraisal, another authority's decision …)."""
    case = handled(deadline.case, by)
    need(reason, say("中止理由", "the reason"))
    clock.stop(deadline, reason=reason.strip(), by=by, at=at)
    told(case, "stop_clock", "cases", words=reason, by=by, at=at)
    return deadline


@transaction.atomic
def start_clock(deadline: Deadline, *, by: Post, at: datetime) -> Deadline:
    """Days count again."""
    case = handled(deadline.case, by)
    clock.go_on(deadline, by=by, at=at)
    told(case, "start_clock", "cases", by=by, at=at)
    return deadline


@transaction.atomic
def extend_whole(case: Case, *, reason: str, seen: int, by: Post, at: datetime) -> Deadline:
    """The term of the whole case is extended once, with the approval of the head of the bureau."""
    case = held(case, seen)
    if not access.heads(by) or by.unit_id != case.bureau_id:
        raise not_yours()
    need(reason, say("延长理由", "the reason"))
    whole = case.deadlines.filter(step="whole", state=Deadline.State.RUNNING).first()
    if whole is None:
        raise PlainError(say("全案期限没有在计算", "the term of the case is not running"))
    clock.extend(whole, more=term_of("whole_extension").value, by=by, at=at)
    told(case, "extend_whole", "cases", words=reason, by=by, at=at)
    return whole
