"""Telling posts of report tasks: who fills in for a unit, and who runs a task.

Serves the actions and the morning's job. A unit is told once of each thing; deputies are told by the
notices themselves.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask

FIRST = {
    UnitKind.BUREAU: (Role.SUPERVISOR,),
    UnitKind.JUSTICE_STATION: (Role.STATION_OFFICER,),
}
WIDE = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL)
"""Of a bureau, its own supervisors and those of its general section are told."""


def speakers(unit: Unit, day: date) -> list[Post]:
    """Who is told of what a unit is asked: its clerks or supervisors, else who leads it."""
    roles = FIRST.get(UnitKind(unit.kind), (Role.BODY_CLERK,))
    inside = Post.objects.filter(unit__path__startswith=unit.path).on(day)
    posts = list(inside.select_related("person", "unit"))
    first = [
        post for post in posts
        if post.role in roles and (post.unit_id == unit.pk or post.unit.kind in WIDE)
    ]  # fmt: skip
    return first or [one for one in posts if one.role == Role.LEADER and one.unit_id == unit.pk]


def tell_unit(kind: Kind, answer: ReportAnswer, *, key: str, by: Post | None, at: datetime) -> int:
    """Tell whoever fills in for the unit; ``key`` sets apart what may be told again."""
    facts = {"due": answer.due_on} if "{due}" in kind.zh else {}
    posts = speakers(answer.unit, day_of(at))
    for post in posts:
        notify(
            kind, to=post, about=answer, facts=facts, url=f"/reports/answers/{answer.pk}/",
            key=f"{kind.code}:{answer.pk}:{post.pk}:{key}", by=by, at=at,
        )  # fmt: skip
    return len(posts)


def tell_bureau(
    kind: Kind, task: ReportTask, *, key: str, by: Post | None, at: datetime, **facts: Any
) -> None:
    """Tell who planned the task, or whoever the bureau has now."""
    _tell(kind, task, _runners(task, day_of(at)), key, facts, by, at)


def tell_signers(task: ReportTask, *, by: Post, at: datetime, kind: Kind) -> None:
    """Tell the heads of the bureau, else its other supervisors, that a merger waits."""
    day = day_of(at)
    heads = Post.objects.filter(unit=task.bureau_id, role=Role.LEADER).on(day)
    posts = [one for one in heads.select_related("person", "unit") if one.person_id != by.person_id]
    if not posts:
        posts = [one for one in speakers(task.bureau, day) if one.person_id != by.person_id]
    _tell(kind, task, posts, str(task.version), {}, by, at)


def _tell(
    kind: Kind, task: ReportTask, posts: Iterable[Post], key: str, facts: dict[str, Any],
    by: Post | None, at: datetime,
) -> None:  # fmt: skip
    for post in posts:
        notify(
            kind, to=post, about=task, facts=facts, url=f"/reports/{task.pk}/",
            key=f"{kind.code}:{task.pk}:{post.pk}:{key}", by=by, at=at,
        )  # fmt: skip


def _runners(task: ReportTask, day: date) -> list[Post]:
    planner = task.planned_by
    if planner is not None and planner.held_on(day):
        return [planner]
    return speakers(task.bureau, day)
