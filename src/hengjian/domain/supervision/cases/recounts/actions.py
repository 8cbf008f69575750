"""Finds the deadlines that today's calendar would put on another day, and tells those who decide.

Serves the nightly task and the desk. It moves nothing: confirming and declining are steps of the case
(`cases.actions`).
"""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from hengjian.core.entries.actions import record
from hengjian.core.notices.actions import notify
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.cases.models import Case, Recount
from hengjian.domain.supervision.cases.queries import moved_by_calendar
from hengjian.domain.supervision.notice_kinds import deadlines_moved


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
