"""What report tasks put on the home page: what is to be filled in, what waits to be signed or is late."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.duties.tasks import last_of_soon
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask
from hengjian.domain.supervision.reports.queries import (
    due_soon,
    tasks_waiting,
    turns_of,
    with_counts,
)
from hengjian.surfaces.desk.joining import MOST, Concern, Section, Tone, Waiting


def to_fill_in(post: Post, at: datetime) -> Iterable[Concern]:
    """What the post's own unit is asked."""
    if not access.fills(post):
        return
    day, url = day_of(at), reverse("desk:report_inbox")
    found = due_soon(access.answers_mine(post=post, at=at), day=day, soon=last_of_soon(day))
    if found["late"]:
        yield Concern(Section.LATE, Tone.BAD, say("报表逾期未报送", "Forms are late"),
                      f"{url}?state=late", found["late"])  # fmt: skip
    if found["soon"]:
        yield Concern(
            Section.TODAY, Tone.WARN, say("报表即将到期", "Forms are due soon"), url, found["soon"]
        )
    rest = found["open"] - found["late"] - found["soon"]
    if rest:
        note = (
            say(f"其中退回 {found['back']} 项", f"{found['back']} returned")
            if found["back"]
            else ""
        )
        yield Concern(
            Section.NEW, Tone.NOTE, say("有报表要填报", "Forms to fill in"), url, rest, note=note
        )


def to_run(post: Post, at: datetime) -> Iterable[Concern]:
    """What the bureau's own tasks wait for."""
    if not access.sends(post):
        return
    day, url = day_of(at), reverse("desk:reports")
    found = tasks_waiting(access.tasks_seen(post=post, at=at), root_of(post.unit), day=day)
    if found["sign"]:
        yield Concern(Section.TODAY, Tone.WARN, say("报表汇总待审签", "Mergers wait to be signed"),
                      f"{url}?state=merged", found["sign"])  # fmt: skip
    if found["late"]:
        yield Concern(Section.LATE, Tone.BAD, say("报表任务到期未汇总", "Report tasks are past their day"),
                      f"{url}?state=running", found["late"])  # fmt: skip


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """Answers that the post's unit owes, mergers that it signs, and tasks that are complete."""
    if access.fills(post):
        rows = turns_of(access.answers_mine(post=post, at=at)).select_related(None)
        told = rows.select_related("task__bureau").only(
            "state", "due_on", "back_at", "task__title", "task__number", "task__sent_at",
            "task__bureau__inward_name",
        )  # fmt: skip
        for one in told[: MOST + 1]:
            back = one.state == ReportAnswer.State.BACK
            yield Waiting(
                one.task.title, reverse("desk:report_answer", args=[one.pk]),
                say("改好重报", "mend it and send it again") if back else say("填报并报送", "fill it in"),
                due=one.due_on, since=one.back_at if back else one.task.sent_at,
                detail=f"{one.task.number} {one.task.bureau}",
            )  # fmt: skip
    if not access.sends(post):
        return
    own = access.tasks_seen(post=post, at=at).filter(
        bureau=root_of(post.unit), state__in=(ReportTask.State.RUNNING, ReportTask.State.MERGED)
    )
    for task in with_counts(own).select_related("merged_by").order_by("due_on", "id")[: MOST + 1]:
        do = _turn(task, post)
        if do:
            yield Waiting(
                task.title, reverse("desk:report", args=[task.pk]), do, since=task.merged_at or task.sent_at,
                detail=task.number, tone="warn",
            )  # fmt: skip


def _turn(task: ReportTask, post: Post) -> str:
    """What this post does next with a task of its bureau, if anything."""
    if task.state == ReportTask.State.MERGED:
        return say("审签汇总结果", "sign the merger") if access.signs(post, task) else ""
    complete = getattr(task, "come", 0) == getattr(task, "asked", 0)
    return say("汇总", "merge the answers") if complete else ""
