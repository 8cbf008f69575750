"""Deadlines that a changed calendar would move: each old and new with its sum, confirmed or declined.

Serves handlers and heads. Nothing moves by itself; what was decided stays listed as history.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.keyset import page_of
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.deadlines import step_name
from hengjian.domain.supervision.cases.models import Recount
from hengjian.domain.supervision.cases.queries import RECOUNTS, WantedRecounts, recounts_listed
from hengjian.domain.supervision.cases.recounts import access
from hengjian.domain.supervision.cases.recounts.actions import (
    confirm_moved,
    decline_moved,
    look_for_moved,
)
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import MOST, Concern, Section, Tone, Waiting
from hengjian.surfaces.desk.posted import text
from hengjian.surfaces.desk.sheet import Column, Table, exports

SHOWN = (
    ("waiting", said("待确认", "To be decided")),
    *((one.value, one.label) for one in Recount.Decision),
    ("all", said("全部", "All")),
)


@login_required
def recounts(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    _concerned(post)
    wanted = _wanted(request)
    rows = _rows(wanted, post, at)
    page = page_of(rows, RECOUNTS, after=wanted.after, before=wanted.before)
    told = {
        "rows": [_row(one, post) for one in page.rows], "wanted": wanted, "shown": SHOWN,
        "narrowed": wanted.q or wanted.decision != "waiting",
        **foot(request, page, rows, measure="项"),
    }  # fmt: skip
    return render(request, "desk/cases/recounts.html", told)


def _concerned(post: Post) -> None:
    if not access.concerned(post):
        raise PermissionDenied(
            say("办案期限由监督机关管理。", "Deadlines of cases are the bureaus' work.")
        )


def _wanted(request: StaffRequest) -> WantedRecounts:
    given = request.GET
    decision = given.get("decision", "waiting")
    return WantedRecounts(
        q=plain(given.get("q", ""), LONGEST),
        decision=decision if decision in dict(SHOWN) else "waiting",
        after=plain(given.get("after", ""), MARK), before=plain(given.get("before", ""), MARK),
    )  # fmt: skip


def _rows(wanted: WantedRecounts, post: Post, at: datetime) -> QuerySet[Recount]:
    return recounts_listed(access.recounts_seen(post=post, at=at), wanted)


def _row(one: Recount, post: Post) -> dict[str, Any]:
    days = abs(one.days)
    later = say(f"推后 {days} 日", f"{days} days later")
    earlier = say(f"提前 {days} 日", f"{days} days earlier")
    return {
        "one": one, "case": one.deadline.case, "step": step_name(one.deadline.step),
        "shift": later if one.days > 0 else earlier, "tone": "note" if one.days > 0 else "warn",
        "may_decide": not one.decision and access.may_decide(one.deadline.case, post),
    }  # fmt: skip


@require_POST
@login_required
def look(request: StaffRequest) -> HttpResponse:
    """Compare with the calendar now."""
    at = clock.now()
    post = acting_post(request, at=at)
    _concerned(post)
    found = len(look_for_moved(by=post, at=at))
    messages.success(
        request,
        say(f"新发现 {found} 个须重新计算的期限。", f"{found} found.") if found
        else say("没有新的变动。", "Nothing new."),
    )  # fmt: skip
    return redirect("desk:recounts")


@require_POST
@login_required
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm that it moves, or that it stays."""
    at = clock.now()
    post = acting_post(request, at=at)
    one = access.recount_seen(pk, post=post, at=at)
    try:
        if request.POST.get("moves") == "1":
            confirm_moved(one, by=post, at=at)
            messages.success(request, say("期限已按新的放假安排变动。", "Moved."))
        else:
            decline_moved(one, why=text(request, "why", 400), by=post, at=at)
            messages.success(request, say("期限不变动，理由已登记。", "It stays."))
    except PlainError as error:
        messages.error(request, str(error))
    return redirect("desk:recounts")


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the deadlines of the list."""
    post = acting_post(request, at=at)
    _concerned(post)
    columns = [
        Column(said("案号", "Case"), lambda one: one.deadline.case.number or "", 26),
        Column(said("案由", "Title"), lambda one: one.deadline.case.title, 40),
        Column(said("期限", "Deadline"), lambda one: step_name(one.deadline.step), 20),
        Column(said("原期限", "Was"), lambda one: one.was, 12),
        Column(said("按新安排", "By the new calendar"), lambda one: one.due, 12),
        Column(said("算法", "Sum"), lambda one: one.sum, 80),
        Column(said("处理", "Decision"), lambda one: one.get_decision_display()),
        Column(said("理由", "Why"), lambda one: one.why, 40),
        Column(
            said("处理人", "By"),
            lambda one: one.decided_by.person.name if one.decided_by else "",
            14,
        ),
        Column(said("处理时间", "At"), lambda one: one.decided_at, 20),
    ]
    rows = _rows(_wanted(request), post, at).order_by(*RECOUNTS)
    return [Table(say("期限重算", "Deadlines counted anew"), columns, rows)]


def waiting(post: Post, at: datetime) -> Iterable[Concern]:
    """How many wait for the post to decide."""
    count = access.to_decide(post=post, at=at).count() if access.concerned(post) else 0
    if count:
        yield Concern(
            Section.TODAY, Tone.WARN, say("放假安排变动，期限须确认", "Deadlines move with the calendar"),
            reverse("desk:recounts"), count,
        )  # fmt: skip


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """All of them as one line: they are decided on one page."""
    if not access.concerned(post):
        return
    found = access.to_decide(post=post, at=at).order_by("found_at")
    rows = found.values_list("pk", "found_at")[:MOST]
    if rows:
        yield Waiting(
            say("放假安排变动，期限须重新计算", "Deadlines that move with the calendar"),
            reverse("desk:recounts"), say("逐项确认", "decide about each"), since=rows[0][1],
            number=len(rows), tone="warn",
        )  # fmt: skip


urlpatterns = [
    path("cases/recounts/", recounts, name="recounts"),
    path("cases/recounts/look/", look, name="recounts_look"),
    path("cases/recounts/<int:pk>/", decide, name="recount_decide"),
    *exports("cases/recounts/", "recounts", tables),
]
