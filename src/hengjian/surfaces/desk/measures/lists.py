"""The list of measures: filtered, paged, taken away; what search finds, and what waits for whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.measures import access
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.queries import (
    Wanted,
    listed,
    measures_page,
    waits_for,
)
from hengjian.domain.supervision.measures.workflow import Kind, State
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import MOST, Found, Hit, Waiting, found_in
from hengjian.surfaces.desk.measures import words
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def measures(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    rows = _rows(request, post, at)
    wanted = wanted_of(request)
    page = measures_page(rows, wanted)
    told: dict[str, Any] = {
        "rows": [words.row(one, day) for one in page.rows], "wanted": wanted,
        "kinds": Kind.choices, "states": State.choices, "proposes": access.proposes(post),
        **foot(request, page, rows, measure="件"),
    }  # fmt: skip
    return render(request, "desk/measures/list.html", told)


def _rows(request: StaffRequest, post: Post, at: datetime) -> QuerySet[Measure]:
    if not access.concerned(post):
        raise PermissionDenied(say("监督措施由监督机关办理。", "Measures are the bureaus' work."))
    seen = access.measures_seen(post=post, at=at)
    return listed(seen, wanted_of(request), day=clock.day_of(at))


def wanted_of(request: StaffRequest) -> Wanted:
    """The filter of the list, as far as it is sound."""
    given = request.GET

    def among(name: str, values: list[str]) -> str:
        return given.get(name, "") if given.get(name, "") in values else ""

    asked = given.get("body", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    return Wanted(
        q=given.get("q", "").strip()[:100], kind=among("kind", Kind.values),
        state=among("state", State.values),
        body=number, late=given.get("late") == "1",
        ended=given.get("ended") == "1", sort=among("sort", ["due"]),
        after=given.get("after", ""), before=given.get("before", ""),
    )  # fmt: skip


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the list, without anything about persons."""
    post = acting_post(request, at=at)
    columns = [
        Column(said("编号", "Number"), lambda one: one.number, 26),
        Column(said("措施", "Measure"), lambda one: one.get_kind_display(), 18),
        Column(said("事由", "Title"), lambda one: one.title, 40),
        Column(said("被监督机关", "Body"), lambda one: one.body, 30),
        Column(said("接收机关", "Receiver"), lambda one: one.receiver, 30),
        Column(said("监督机关", "Bureau"), lambda one: one.bureau, 24),
        Column(said("状态", "State"), lambda one: one.get_state_display()),
        Column(said("期限", "Due"), lambda one: one.due_on, 12),
        Column(said("提出时间", "Proposed"), lambda one: one.proposed_at, 18),
        Column(said("办结时间", "Ended"), lambda one: one.ended_at, 18),
    ]
    rows = _rows(request, post, at).select_related("body", "bureau")
    return [Table(say("约谈通报建议", "Measures"), columns, rows.order_by("-proposed_at", "-id"))]


def find_measures(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Measures by number, title, receiver or body; never by a person."""
    seen = access.measures_seen(post=post, at=at)
    rows = listed(seen, Wanted(q=asked, ended=True), day=clock.day_of(at))
    url = f"{reverse('desk:measures')}?{urlencode({'q': asked, 'ended': '1'})}"
    return found_in(rows.select_related("body").order_by("-proposed_at"), limit, _hit, url=url)


def _hit(one: Measure) -> Hit:
    detail = f"{one.number} {one.body or ''} {one.get_state_display()}"
    return Hit(one.title, reverse("desk:measure", args=[one.pk]), detail)


def waits(post: Post, at: datetime) -> Iterable[Waiting]:
    """Measures in which it is this post's turn."""
    if not access.concerned(post):
        return
    rows = waits_for(post=post, at=at).select_related("body").order_by("due_on", "pk").only(
        "title", "kind", "state", "due_on", "proposed_at", "number", "body__name"
    )  # fmt: skip
    for one in rows[: MOST + 1]:
        yield Waiting(
            one.title, reverse("desk:measure", args=[one.pk]),
            say(f"{one.get_kind_display()}：{one.get_state_display()}", str(one.get_state_display())),
            due=one.due_on, since=one.proposed_at, detail=f"{one.number} {one.body or ''}".strip(),
        )  # fmt: skip


urlpatterns = [
    path("measures/", measures, name="measures"),
    *exports("measures/", "measures", tables),
]
