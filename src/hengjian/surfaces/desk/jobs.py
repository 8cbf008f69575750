"""Jobs: what works in the background, how far it is, what went wrong, and trying it again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.jobs import actions
from hengjian.core.jobs.access import job_seen_by, jobs_seen_by, sees_all
from hengjian.core.jobs.models import Job, JobState
from hengjian.core.jobs.queries import (
    lately_failed,
    narrowed,
    numbers_by_state,
    somebody_works,
    tasks_among,
)
from hengjian.core.jobs.task import title_of
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Concern, Entry, Group, Section, Tone

ON_A_PAGE = 30
WHEN = {
    "day": (said("24 小时内", "last 24 hours"), timedelta(days=1)),
    "week": (said("7 天内", "last 7 days"), timedelta(days=7)),
    "month": (said("30 天内", "last 30 days"), timedelta(days=30)),
}
TONES = {
    JobState.READY: "quiet",
    JobState.RUNNING: "note",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "quiet",
}


@login_required
def jobs(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    mine, asked = jobs_seen_by(post), request.GET
    state = asked.get("state", "") if asked.get("state") in JobState.values else ""
    when = asked.get("when", "") if asked.get("when") in WHEN else ""
    since = at - WHEN[when][1] if when else None
    chosen = narrowed(mine, task=asked.get("task", ""), since=since)
    page = Paginator(narrowed(chosen, state=state), ON_A_PAGE).get_page(asked.get("page"))
    numbers = numbers_by_state(chosen)
    context = {
        "page": page,
        "rows": [_row(job) for job in page],
        "state": state,
        "states": _tabs(numbers),
        "all": sum(numbers.values()),
        "live": bool(numbers.get("ready") or numbers.get("running")),
        "stuck": bool(numbers.get("ready")) and not somebody_works(at=at),
        "narrowed": bool(state or when or asked.get("task")),
        "sees_all": sees_all(post),
    }
    if request.headers.get("HX-Request"):
        return render(request, "desk/jobs/_list.html", context)
    context |= {
        "tasks": tasks_among(mine),
        "task": asked.get("task", ""),
        "when": when,
        "whens": [(code, words) for code, (words, _) in WHEN.items()],
    }
    return render(request, "desk/jobs/page.html", context)


@login_required
def job(request: StaffRequest, number: int) -> HttpResponse:
    post = acting_post(request, at=clock.now())
    found = _seen(post, number)
    context = {"row": _row(found), "job": found, "sees_all": sees_all(post)}
    return render(
        request,
        "desk/jobs/_job.html" if request.headers.get("HX-Request") else "desk/jobs/one.html",
        context,
    )


@login_required
@require_POST
def cancel(request: StaffRequest, number: int) -> HttpResponse:
    return _done(request, number, actions.cancel, say("已取消。", "Cancelled."))


@login_required
@require_POST
def retry(request: StaffRequest, number: int) -> HttpResponse:
    return _done(request, number, actions.retry, say("已重新排队。", "Queued again."))


def _done(
    request: StaffRequest, number: int, action: Callable[..., Job], words: str
) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    try:
        action(_seen(post, number), by=post, at=at)
        messages.success(request, words)
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:job", number=number)


def _seen(post: Post, number: int) -> Job:
    found = job_seen_by(post, number)
    if found is None:
        raise Http404(say("没有这个任务，或者它不是您的。", "No such job, or it is not yours."))
    return found


def _row(job: Job) -> dict[str, Any]:
    """What a line of the list and the page of one job say."""
    state = JobState(job.state)
    waits = state is JobState.READY and bool(job.errors)
    stops = state is JobState.RUNNING and job.cancel_asked
    words = say("等待重试", "waits to be tried again") if waits else job.get_state_display()
    return {
        "job": job,
        "title": title_of(job.task),
        "tone": "warn" if waits or stops else TONES[state],
        "state": say("正在取消", "being cancelled") if stops else words,
        "starter": job.started_by or "",
        "progress": _progress(job),
        "errors": [one | {"at": datetime.fromisoformat(one["at"])} for one in reversed(job.errors)],
        "error": job.last_error if state is not JobState.DONE else "",
        "may_cancel": state in (JobState.READY, JobState.RUNNING) and not stops,
        "may_retry": state in (JobState.FAILED, JobState.CANCELLED) or waits,
    }


def _progress(job: Job) -> str:
    if not job.steps_of:
        return job.words
    counted = f"{job.steps_done:,} / {job.steps_of:,}"
    return f"{job.words} {counted}" if job.words else counted


def _tabs(numbers: dict[str, int]) -> list[tuple[str, Any, int]]:
    return [(state.value, state.label, numbers.get(state.value, 0)) for state in JobState]


def failed_jobs(post: Post, at: datetime) -> Iterator[Concern]:
    """On the home page: jobs that failed and that nobody has seen to."""
    count = lately_failed(jobs_seen_by(post), at=at)
    if count:
        section = Section.WHOLE if sees_all(post) else Section.TODAY
        title = say("后台任务失败，请查看原因", "Jobs failed; see why")
        url = reverse("desk:jobs") + "?state=failed&when=week"
        yield Concern(section, Tone.BAD, title, url, count)


urlpatterns = [
    path("jobs/", jobs, name="jobs"),
    path("jobs/<int:number>/", job, name="job"),
    path("jobs/<int:number>/cancel/", cancel, name="cancel_job"),
    path("jobs/<int:number>/retry/", retry, name="retry_job"),
]
STARTS = frozenset({Role.SUPERVISOR, Role.LEGAL_REVIEWER, Role.BODY_CLERK})
"""Whose work runs in the background: whoever imports and submits."""


def concerned(post: Post) -> bool:
    """Whether jobs stand in one's navigation; a page about one's own job is open to everybody."""
    return sees_all(post) or post.role in STARTS


menu = [Entry(Group.SYSTEM, said("后台任务", "Jobs"), "desk:jobs", "job", 30, concerned)]
concerns = [failed_jobs]
