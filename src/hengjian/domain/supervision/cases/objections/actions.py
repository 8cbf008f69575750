"""The body's objection to what was asked of it, and the review by others than the handlers.

Serves the desk of the body and of the bureau. An objection stops nothing; its review keeps, changes or
withdraws.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.files.guard import Arrived
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.attached.actions import attach
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.models import Case, Deadline, Objection
from hengjian.domain.supervision.cases.refusing import held, not_yours
from hengjian.domain.supervision.cases.steps.actions import saved, stepped, told
from hengjian.domain.supervision.cases.workflow import CORRECTING, State
from hengjian.domain.supervision.refusing import ChangedError, need


@transaction.atomic
def object_to(
    case: Case,
    *,
    words: str,
    files: Iterable[Arrived] = (),
    seen: int,
    by: Post,
    at: datetime,
) -> Objection:
    """The body objects within its term; what was asked of it does not rest meanwhile."""
    case, day = held(case, seen), day_of(at)
    if not access.speaks_for_body(by) or by.unit_id != case.body_id:
        raise not_yours()
    need(words, say("异议理由", "the reason"))
    term = case.deadlines.filter(step="ask_review", state=Deadline.State.RUNNING).first()
    if State(case.state) not in CORRECTING or term is None:
        raise PlainError(say("现在没有可以提出异议的文书", "there is nothing to object to now"))
    if day > term.due_on:
        raise PlainError(
            say(f"提出异议的期限 {term.due_on} 已过", f"the term to object ended on {term.due_on}")
        )
    objection = Objection.objects.create(case=case, words=words.strip(), made_by=by, made_at=at)
    step = stepped(case, "object", "review", words=words, by=by, at=at)
    attach(step, files, by=by, at=at)
    clock.end(case, ("ask_review",), by=by, at=at)
    clock.begin(case, "answer_review", step, by=by, at=at)
    saved(case, step, by=by, at=at)
    return objection


@transaction.atomic
def decide_objection(
    objection: Objection, result: Objection.Result, *, why: str, by: Post, at: datetime
) -> Objection:
    """Others than the handlers review: kept, changed (deliberated anew) or withdrawn."""
    case = access.locked(objection.case_id)
    if not access.may_review(case, by):
        raise RefusedError(
            say("复查由原承办人以外的人员办理", "others than the handlers review it")
        )
    if Objection.objects.select_for_update().get(pk=objection.pk).result:
        raise ChangedError(say("复查已经决定", "the review is decided already"))
    need(why, say("复查理由", "the reason"))
    objection.result, objection.why = result, why.strip()
    objection.reviewed_by, objection.reviewed_at = by, at
    objection.save()
    was = State(case.state)
    now = {
        Objection.Result.KEPT: was,
        Objection.Result.CHANGED: State.DELIBERATING,
        Objection.Result.WITHDRAWN: State.CLOSING,
    }[result]
    clock.end(case, ("answer_review",), by=by, at=at)
    if now != was:
        case.state = now
        clock.end_all(case, but=("whole",), by=by, at=at)
    told(case, "decide_objection", "review", frm=was, to=now, words=why, by=by, at=at)
    return objection
