"""The list of matters: filtered by kind and state, paged by the last row seen, taken away; what search finds."""

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
from hengjian.domain.registry.queries import divisions_to_choose
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.kinds import (
    all_kinds,
    group_title,
    kind_named,
    kind_title,
    kinds_offered,
    state_name,
)
from hengjian.domain.supervision.matters.models import Matter
from hengjian.domain.supervision.matters.queries import ORDERS, Wanted, listed, matters_page
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain
from hengjian.surfaces.desk.cases.words import due
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.matters import words
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def matters(request: StaffRequest) -> HttpResponse:
    """The list, as filtered."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    places = divisions_to_choose(post)
    wanted = _wanted(request, post)
    rows = listed(access.matters_seen(post=post, at=at), wanted, post=post, day=day)
    page = matters_page(rows, wanted)
    kind = kind_named(wanted.kind)
    told = {
        "rows": [_row(one, day) for one in page.rows],
        "wanted": wanted,
        "kind": kind,
        "may_open": kind is not None and access.may_open(kind, post, at),
        "opens_any": any(access.may_open(one, post, at) for one in kinds_offered(day)),
        "choices": _choices(request, wanted, places),
        "handles": access.supervises(post),
        **foot(request, page, rows, measure="件"),
    }
    return render(request, "desk/matters/list.html", told)


@login_required
def choose_kind(request: StaffRequest) -> HttpResponse:
    """Which kinds of matter there are, and which of them the reader may begin."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in kinds_offered(day):
        power = words.power_of(one.power, day)
        line = {"kind": one, "power": power, "may_open": access.may_open(one, post, at)}
        groups.setdefault(group_title(one.group), []).append(line)
    told = {"groups": list(groups.items()), "concerned": access.concerned(post)}
    return render(request, "desk/matters/kinds.html", told)


def _choices(request: StaffRequest, wanted: Wanted, places: Any) -> list[Any]:
    kinds = [(one.code, one.title) for one in all_kinds()]
    found = [choice("kind", say("种类", "Kind"), kinds, wanted.kind)]
    kind = kind_named(wanted.kind)
    if kind is not None:
        states = [(one.code, one.name) for one in kind.states]
        found.append(choice("state", say("状态", "State"), states, wanted.state))
    if len(places) > 1:
        divisions = [(one.code, one.name) for one in places]
        found.append(
            choice("division", say("区划", "Division"), divisions, request.GET.get("division", ""))
        )
    sorts = [("due", say("期限最近的在前", "next due first"))]
    first = say("最近收到的在前", "newest first")
    return [*found, choice("sort", say("排序", "Order"), sorts, wanted.sort, first=first)]


def _wanted(request: StaffRequest, post: Post) -> Wanted:
    given = request.GET
    kind, sort = kind_named(given.get("kind", "")), given.get("sort", "")
    state = given.get("state", "")
    code = given.get("division", "")
    places = divisions_to_choose(post) if code else []
    return Wanted(
        q=plain(given.get("q", ""), LONGEST),
        kind=kind.code if kind is not None else "",
        state=state if kind is not None and state in {one.code for one in kind.states} else "",
        division=next((one.path for one in places if one.code == code), ""),
        body=number(given.get("body")),
        mine=given.get("mine") == "1",
        late=given.get("late") == "1",
        ended=given.get("ended") == "1",
        sort=sort if sort in ORDERS else "",
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def _row(one: Matter, day: Any) -> dict[str, Any]:
    tone, state = words.state(one)
    return {
        "matter": one, "kind": kind_title(one.kind), "tone": tone, "state": state,
        "due": due(None if one.ended else one.due_on, day=day),
    }  # fmt: skip


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the matters of the list. Who complained stands in no column."""
    post = acting_post(request, at=at)
    wanted = _wanted(request, post)
    rows: QuerySet[Matter] = listed(
        access.matters_seen(post=post, at=at), wanted, post=post, day=clock.day_of(at)
    )
    columns = [
        Column(said("编号", "Number"), lambda one: one.number, 26),
        Column(said("种类", "Kind"), lambda one: kind_title(one.kind), 20),
        Column(said("事项", "Title"), lambda one: one.title, 44),
        Column(said("机关", "Body"), lambda one: one.body or "", 30),
        Column(said("监督机构", "Bureau"), lambda one: one.bureau, 26),
        Column(said("承办单位", "In charge"), lambda one: one.unit, 26),
        Column(
            said("承办人", "Handler"),
            lambda one: one.handler.person.name if one.handler else "",
            12,
        ),
        Column(said("状态", "State"), state_name, 16),
        Column(said("最近期限", "Next due"), lambda one: one.due_on, 12),
        Column(said("收到时间", "Opened"), lambda one: one.opened_at, 18),
        Column(said("办结时间", "Ended"), lambda one: one.ended_at, 18),
    ]
    return [Table(say("协调和备案事项", "Matters"), columns, rows.order_by(*ORDERS[wanted.sort]))]


def find_matters(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Matters by number, title or body."""
    seen = access.matters_seen(post=post, at=at)
    rows = listed(seen, Wanted(q=asked, ended=True), post=post, day=clock.day_of(at))
    url = f"{reverse('desk:matters')}?{urlencode({'q': asked, 'ended': '1'})}"
    shown = rows.select_related(None).only("title", "number", "kind")
    return found_in(shown.order_by("-opened_at"), limit, _hit, url=url)


def _hit(one: Matter) -> Hit:
    return Hit(
        one.title, reverse("desk:matter", args=[one.pk]), f"{one.number} {kind_title(one.kind)}"
    )


urlpatterns = [
    path("matters/", matters, name="matters"),
    path("matters/kinds/", choose_kind, name="matter_kinds"),
    *exports("matters/", "matters", tables),
]
