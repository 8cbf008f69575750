"""Finds the deadlines that today's calendar would put on another day, and tells those who decide about each.

Serves the nightly task and the desk. The search moves nothing: that a deadline moves, or stays for a reason,
is a step of the case which a person takes.
"""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from hengjian.core.entries.actions import record
from hengjian.core.notices.actions import notify
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import step_name
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.models import Case, Deadline, Recount
from hengjian.domain.supervision.cases.queries import moved_by_calendar
from hengjian.domain.supervision.cases.recounts.access import may_decide
from hengjian.domain.supervision.cases.refusing import not_yours
from hengjian.domain.supervision.cases.steps.actions import told
from hengjian.domain.supervision.notice_kinds import deadlines_moved
from hengjian.domain.supervision.refusing import ChangedError, need


@transaction.atomic
def look_for_moved(*, by: Post | None, at: datetime) -> list[Recount]:
    """Bring the list in step with the calendar; the newly found ones, of which people are told.

    What was declined is not asked again unless the calendar changes again.
    """
    moved = moved_by_calendar()
    waiting = {one.deadline_id: one for one in Recount.objects.filter(decision="")}
    declined = set(
        Recount.objects.filter(decision=Recount.Decision.DECLINED).values_list("deadline", "due")
    )
    new: list[Recount] = []
    for deadline, made in moved:
        old = waiting.pop(deadline.pk, None)
        if old is not None:
            if (old.was, old.due) != (deadline.due_on, made.due):
                old.was, old.due, old.sum = deadline.due_on, made.due, made.sum
                old.save(update_fields=["was", "due", "sum"])
        elif (deadline.pk, made.due) not in declined:
            new.append(Recount(deadline=deadline, was=deadline.due_on, due=made.due, sum=made.sum,
                               found_at=at))  # fmt: skip
    for one in waiting.values():
        one.decision, one.decided_at = Recount.Decision.VOID, at
        one.save(update_fields=["decision", "decided_at"])
    for one in new:
        one.save()
        payload = {"deadline": one.deadline_id, "was": str(one.was), "due": str(one.due)}
        record("recount.found", subject=one, payload=payload, by=by, at=at)
    _tell(new, by=by, at=at)
    return new


@transaction.atomic
def confirm_moved(recount: Recount, *, by: Post, at: datetime) -> Deadline:
    """The calendar changed: a person confirms that this deadline moves with it."""
    case, recount = _recounted(recount, by)
    deadline = recount.deadline
    clock.settle(deadline, by=by, at=at)
    if deadline.due_on != recount.due:
        raise ChangedError(
            say("放假安排又有变动，结果不再是列出的日期", "the calendar changed once more"),
            say("请重新核对后再确认。", "Look for changes again, then confirm."),
        )
    _decide(recount, Recount.Decision.CONFIRMED, "", by, at)
    words = say(
        f"{step_name(deadline.step)}：{recount.was} → {deadline.due_on}（放假安排变动）",
        f"{step_name(deadline.step)}: {recount.was} → {deadline.due_on}",
    )
    told(case, "confirm_moved", "cases", words=words, by=by, at=at)
    return deadline


@transaction.atomic
def decline_moved(recount: Recount, *, why: str, by: Post, at: datetime) -> Recount:
    """The deadline stays where it was, for this reason."""
    case, recount = _recounted(recount, by)
    need(why, say("不变动的理由", "why it is not moved"))
    _decide(recount, Recount.Decision.DECLINED, why, by, at)
    words = say(
        f"{step_name(recount.deadline.step)}仍为 {recount.was}：{why.strip()}",
        f"{step_name(recount.deadline.step)} stays {recount.was}: {why.strip()}",
    )
    told(case, "decline_moved", "cases", words=words, inside=True, by=by, at=at)
    return recount


def _tell(new: list[Recount], *, by: Post | None, at: datetime) -> None:
    """Each handler and head once, of how many."""
    counts: Counter[Post] = Counter()
    first: dict[Post, Recount] = {}
    for one in new:
        for post in _deciding(one.deadline.case):
            counts[post] += 1
            first.setdefault(post, one)
    for post, count in counts.items():
        notify(
            deadlines_moved, to=post, about=first[post], facts={"count": str(count)},
            url=reverse("desk:recounts"), by=by, at=at,
        )  # fmt: skip


def _deciding(case: Case) -> list[Post]:
    handlers = [one.post for one in case.handlers.filter(until=None).select_related("post")]
    heads = Post.objects.filter(unit=case.bureau_id, role=Role.LEADER)
    return handlers or list(heads[:3])


def _recounted(recount: Recount, by: Post) -> tuple[Case, Recount]:
    """The case and the recount, locked, while it waits and its deadline runs."""
    case = access.locked(recount.deadline.case_id)
    now = Recount.objects.select_for_update().get(pk=recount.pk)
    if not may_decide(case, by):
        raise not_yours()
    if now.decision:
        raise ChangedError(say("这一期限已经处理", "it was decided already"))
    if now.deadline.state != Deadline.State.RUNNING or now.deadline.due_on != now.was:
        raise ChangedError(
            say("这一期限已经结束或者另有变动", "this deadline ended or changed meanwhile"),
            say("请重新核对。", "Look for changes again."),
        )
    return case, now


def _decide(recount: Recount, decision: Recount.Decision, why: str, by: Post, at: datetime) -> None:
    recount.decision, recount.why = decision, why.strip()[:400]
    recount.decided_by, recount.decided_at = by, at
    recount.save()
