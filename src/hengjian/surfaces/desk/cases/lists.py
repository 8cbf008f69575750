"""The list of cases: filtered, paged by the last row seen, taken away; and what search finds."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.queries import division_path
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.queries import (
    EVENTS,
    ORDERS,
    STAGES,
    Wanted,
    cases_page,
    listed,
    ordered,
)
from hengjian.domain.supervision.cases.workflow import State
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import day
from hengjian.surfaces.desk.cases import words
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.sheet import Column, Table, exports

LONGEST = 100


@login_required
def cases(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, today = acting_post(request, at=at), clock.day_of(at)
    wanted = _wanted(request)
    rows = _rows(request, post, at)
    page = cases_page(rows, wanted)
    told = {
        "rows": [_row(one, at) for one in page.rows],
        "wanted": wanted,
        "states": State.choices,
        "handles": access.supervises(post),
        "hidden": [(name, request.GET[name]) for name in HIDDEN if request.GET.get(name)],
        "narrowing": _narrowing(wanted),
        "day": today,
        **foot(request, page, rows, measure="件"),
    }
    return render(request, "desk/cases/list.html", told)


def _rows(request: StaffRequest, post: Post, at: datetime) -> QuerySet[Case]:
    seen = access.cases_seen(post=post, at=at)
    return listed(seen, _wanted(request), post=post, day=clock.day_of(at))


def _wanted(request: StaffRequest) -> Wanted:
    given = request.GET

    def number(name: str) -> int | None:
        text = given.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 18 else None

    state, code = given.get("state", ""), given.get("division", "")
    return Wanted(
        q=given.get("q", "").strip()[:LONGEST],
        state=state if state in State.values else "",
        severity=given.get("severity", "") if given.get("severity", "") in "FSGN" else "",
        unit=number("unit"),
        body=number("body"),
        bureau=number("bureau"),
        handler=number("handler"),
        division=division_path(code),
        stage=given.get("stage", "") if given.get("stage", "") in STAGES else "",
        event=given.get("event", "") if given.get("event", "") in EVENTS else "",
        since=day(given.get("since")),
        until=day(given.get("until")),
        mine=given.get("mine") == "1",
        late=given.get("late") == "1",
        ended=given.get("ended") == "1",
        sort=given.get("sort", "") if given.get("sort", "") in ORDERS else "",
        after=given.get("after", ""),
        before=given.get("before", ""),
    )


HIDDEN = ("unit", "body", "bureau", "handler", "division", "stage", "event", "since", "until")
"""What only a link asks, and the form keeps."""
TOLD = {
    "correcting": said("整改中", "to be corrected"), "waiting": said("等待审批", "wait for approval"),
    "proposed": said("提请立案", "proposed"), "opened": said("立案", "opened"),
    "ended": said("办结", "ended"),
}  # fmt: skip


def _narrowing(wanted: Wanted) -> list[str]:
    """What a link narrowed the list to, in words."""
    days = f"{wanted.since or ''}—{wanted.until or ''}" if wanted.since or wanted.until else ""
    named = (
        ("unit", wanted.unit, say("一个承办单位", "one unit in charge")),
        ("body", wanted.body, say("一个被监督机关", "one body")),
        ("bureau", wanted.bureau, say("一个监督机关", "one bureau")),
        ("handler", wanted.handler, say("一名承办人", "one handler")),
        ("division", wanted.division, say("一个区划", "one division")),
        ("stage", wanted.stage, str(TOLD.get(wanted.stage, ""))),
        ("event", wanted.event, f"{TOLD.get(wanted.event, '')} {days}".strip()),
    )
    return [words for _, value, words in named if value]


def _row(one: Case, at: datetime) -> dict[str, Any]:
    tone, state = words.state(one)
    return {
        "case": one, "tone": tone, "state": state,
        "due": words.due(one.due_on, day=clock.day_of(at)),
    }  # fmt: skip


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the cases of the list."""
    post = acting_post(request, at=at)
    columns = [
        Column(said("案号", "Number"), lambda one: one.number, 26),
        Column(said("案由", "Title"), lambda one: one.title, 40),
        Column(said("被监督机关", "Body"), lambda one: one.body, 30),
        Column(said("承办单位", "In charge"), lambda one: one.unit, 30),
        Column(said("状态", "State"), lambda one: one.get_state_display()),
        Column(said("最近期限", "Next due"), lambda one: one.due_on, 12),
        Column(said("提请立案", "Proposed"), lambda one: one.proposed_at, 18),
        Column(said("结案时间", "Ended"), lambda one: one.ended_at, 18),
    ]
    rows = ordered(_rows(request, post, at), _wanted(request))
    return [Table(say("监督案件", "Cases"), columns, rows)]


def find_cases(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Cases by number, title or body."""
    seen = access.cases_seen(post=post, at=at)
    rows = listed(seen, Wanted(q=asked, ended=True), post=post, day=clock.day_of(at))
    url = f"{reverse('desk:cases')}?{urlencode({'q': asked, 'ended': '1'})}"
    shown = rows.select_related(None).select_related("body").only("title", "number", "body__name")
    return found_in(shown.order_by("-proposed_at"), limit, _hit, url=url)


def _hit(one: Case) -> Hit:
    return Hit(one.title, reverse("desk:case", args=[one.pk]), f"{one.number or ''} {one.body}")


urlpatterns = [path("cases/", cases, name="cases"), *exports("cases/", "cases", tables)]
