"""Deadlines as a list, the soonest first: what runs, what is late, what was met or missed, taken away too.

Serves whoever watches terms; the calendar beside it shows the same by the month.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.queries import division_path
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.deadlines import RIGHTS
from hengjian.domain.supervision.cases.models import Deadline
from hengjian.domain.supervision.cases.queries import (
    CORRECTION,
    WantedTerms,
    terms_listed,
    terms_page,
    terms_seen,
)
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, day, number, plain
from hengjian.surfaces.desk.cases import words
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.sheet import Column, Table, exports

HIDDEN = ("body", "bureau", "division")


@login_required
def deadline_list(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, today = acting_post(request, at=at), clock.day_of(at)
    wanted = _wanted(request)
    rows = _rows(request, post, at)
    page = terms_page(rows, wanted)
    told = {
        "rows": [words.deadline(one, day=today) for one in page.rows],
        "wanted": wanted,
        "states": [*Deadline.State.choices, ("all", say("全部", "all"))],
        "steps": _steps(),
        "hidden": [(name, request.GET[name]) for name in HIDDEN if request.GET.get(name)],
        "handles": access.supervises(post),
        **foot(request, page, rows, measure="项"),
    }
    return render(request, "desk/cases/terms.html", told)


def _steps() -> list[tuple[str, str]]:
    """What terms are for; all terms to correct something together first."""
    named = {code: name for code, name in labels("supervision_steps").items() if code not in RIGHTS}
    return [("correction", say("整改（全部）", "all corrections")), *named.items()]


def _rows(request: StaffRequest, post: Post, at: datetime) -> Any:
    seen = terms_seen(post=post, at=at)
    return terms_listed(seen, _wanted(request), post=post, day=clock.day_of(at))


def _wanted(request: StaffRequest) -> WantedTerms:
    given = request.GET
    state, step = given.get("state", ""), given.get("step", "")
    return WantedTerms(
        q=plain(given.get("q", ""), LONGEST),
        state=state if state in (*Deadline.State.values, "all") else "",
        step=step if step in (*labels("supervision_steps"), *CORRECTION, "correction") else "",
        body=number(given.get("body")),
        bureau=number(given.get("bureau")),
        division=division_path(plain(given.get("division", ""), LONGEST)),
        since=day(given.get("since")),
        until=day(given.get("until")),
        late=given.get("late") == "1",
        mine=given.get("mine") == "1",
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the deadlines of the list."""
    names = labels("supervision_steps")
    columns = [
        Column(said("期限", "Due"), lambda one: one.due_on, 12),
        Column(said("事项", "What"), lambda one: names.get(one.step, one.step), 24),
        Column(said("状态", "State"), lambda one: one.get_state_display(), 12),
        Column(said("谁办理", "Whose"), lambda one: one.owner, 30),
        Column(said("案号", "Number"), lambda one: one.case.number, 26),
        Column(said("案由", "Case"), lambda one: one.case.title, 40),
        Column(said("被监督机关", "Body"), lambda one: one.case.body, 30),
        Column(said("起算", "From"), lambda one: one.start, 12),
        Column(said("怎样算出", "How it is counted"), lambda one: one.sum, 60),
        Column(said("依据", "Source"), lambda one: one.source, 40),
    ]
    rows = _rows(request, acting_post(request, at=at), at).order_by("due_on", "id")
    return [Table(say("监督期限", "Deadlines"), columns, rows)]


urlpatterns = [
    path("cases/deadlines/list/", deadline_list, name="deadline_list"),
    *exports("cases/deadlines/list/", "deadline_list", tables),
]
