"""What a unit answered, as it is read: values with their origin, editions, files; returned where wrong."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.filling import actions
from hengjian.domain.supervision.reports.models import ReportAnswer
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import number
from hengjian.surfaces.desk.attached import given_out
from hengjian.surfaces.desk.posted import day, taken_on, text, version
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.filling import fill, may_fill

AGAIN = 5


@login_required
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """To be filled in by its unit while it is open; else read, the last edition or an older one."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.answer_seen(pk, post=post, at=at)
    asked = number(request.GET.get("edition"))
    if asked is None and may_fill(found, post, at):
        return fill(request, found, post, at)
    editions = list(found.editions.select_related("by__person", "back_by__person"))
    if not access.reads_values(post, found, at=at):
        return render(request, "desk/reports/unanswered.html", _frame(found, post, at))
    shown = next((one for one in editions if one.number == (asked or found.edition)), None)
    if asked is not None and shown is None:
        raise Http404
    held: Any = shown or found
    told = _frame(found, post, at) | {
        "shown": shown, "editions": editions,
        "sections": words.sections(found.task.designed, held.values, held.figures, held.reasons),
        "returns": access.runs(post, found.task) and found.task.is_open
        and found.state == ReportAnswer.State.SUBMITTED and (shown is None or shown.number == found.edition),
        "again_by": clock.day_of(at) + timedelta(days=AGAIN),
    }  # fmt: skip
    return render(request, "desk/reports/answer.html", told)


def _frame(found: ReportAnswer, post: Post, at: datetime) -> dict[str, Any]:
    tone, state = words.answer_state(found, clock.day_of(at))
    if found.is_open and not found.task.is_open:
        tone, state = "quiet", str(found.task.get_state_display())
    return {
        "answer": found, "task": found.task, "tone": tone, "state": state,
        "period": words.period(found.task), "why": access.why_answer_seen(found, post, at=at),
        "sees_task": access.tasks_seen(post=post, at=at).filter(number=found.task.number, bureau=found.task.bureau).exists(),
    }  # fmt: skip


def _seen(pk: int, post: Post, at: datetime) -> ReportAnswer:
    return access.answer_seen(pk, post=post, at=at)


@taken_on("desk:report_answer", _seen)
def send_back(request: StaffRequest, found: ReportAnswer, by: Post, at: datetime) -> str:
    row = actions.send_back(
        found,
        words=text(request, "words"),
        due_on=day(request, "due_on"),
        seen=version(request),
        by=by,
        at=at,
    )
    return say(f"已退回{row.unit}，{row.due_on} 前重报。", f"Returned to {row.unit}.")


@login_required
def file(request: StaffRequest, pk: int, sha256: str) -> HttpResponse:
    """An attached file, to whoever reads the answer that holds it."""
    at = clock.now()
    post = acting_post(request, at=at)
    found = access.answer_seen(pk, post=post, at=at)
    held = [one.values for one in found.editions.all()]
    if access.speaks(post, found, at=at):
        held.append(found.values)
    named = next(
        (one for values in held for one in values.values()
         if isinstance(one, dict) and one.get("sha256") == sha256), None,
    )  # fmt: skip
    if named is None:
        raise Http404
    return given_out(store.read(sha256), named["name"], named["kind"], away=True)


urlpatterns = [
    path("reports/answers/<int:pk>/", answer, name="report_answer"),
    path("reports/answers/<int:pk>/send-back/", send_back, name="report_send_back"),
    path("reports/answers/<int:pk>/files/<slug:sha256>/", file, name="report_file"),
]
