"""The list of orders: got by my units, given by my bureau, or all that I see; filtered, sorted, taken away."""

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
from hengjian.domain.supervision.orders import access
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.queries import (
    SIDES,
    Wanted,
    listed,
    of_side,
    orders_page,
    with_units,
)
from hengjian.domain.supervision.orders.workflow import Kind, State
from hengjian.domain.supervision.warning import COLOURS, colour_words
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.orders import words
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def orders(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    asked = _wanted(request, post)
    rows = listed(of_side(asked.side, post=post, at=at), asked, day=day)
    page = orders_page(rows, asked)
    colours = [(one, colour_words(one)) for one in COLOURS]
    told = {
        "rows": [_row(one, day) for one in page.rows],
        "asked": asked,
        "sides": _sides(post),
        "choices": [
            choice("state", say("状态", "State"), State.choices, asked.state,
                   first=say("未办结", "not ended")),
            choice("kind", say("类型", "Kind"), Kind.choices, asked.kind),
            choice("colour", say("预警", "Warning"), colours, asked.colour),
            choice("sort", say("排序", "Order"), [("due", say("期限近的在前", "due first"))],
                   asked.sort, first=say("最新交办在前", "newest first")),
        ],
        "narrowed": asked.narrowed,
        "gives": access.gives(post),
        **foot(request, page, rows, measure=say("项", "")),
    }  # fmt: skip
    return render(request, "desk/orders/list.html", told)


def _sides(post: Post) -> list[tuple[str, str]]:
    known = {
        "got": say("交给本单位的", "For us"), "given": say("本机关交办的", "Given by us"),
        "all": say("全部", "All"),
    }  # fmt: skip
    shown = SIDES if access.gives(post) else ("got", "all")
    return [(one, known[one]) for one in shown]


def _wanted(request: StaffRequest, post: Post) -> Wanted:
    given = request.GET

    def of(name: str, known: Any) -> str:
        value = given.get(name, "")
        return value if value in known else ""

    return Wanted(
        side=of("side", SIDES) or ("given" if access.gives(post) else "got"),
        q=plain(given.get("q", ""), LONGEST),
        kind=of("kind", Kind.values),
        state=of("state", State.values),
        colour=of("colour", COLOURS),
        unit=number(given.get("unit")),
        body=number(given.get("body")),
        ended=given.get("ended") == "1",
        sort=of("sort", ("due",)),
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def _row(one: Order, day: Any) -> dict[str, Any]:
    tone, state = words.state(one)
    return {
        "order": one, "tone": tone, "state": state, "due": words.due(one, day),
        "kind_tone": words.kind_tone(one), **words.units(one),
        "url": reverse("desk:order", args=[one.pk]),
    }  # fmt: skip


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the orders of the list."""
    post, day = acting_post(request, at=at), clock.day_of(at)
    asked = _wanted(request, post)
    rows = listed(of_side(asked.side, post=post, at=at), asked, day=day)
    columns = [
        Column(said("编号", "Number"), lambda one: one.number, 26),
        Column(said("类型", "Kind"), lambda one: one.get_kind_display(), 10),
        Column(said("事项", "Matter"), lambda one: one.title, 50),
        Column(said("交办机关", "Given by"), lambda one: one.bureau, 26),
        Column(said("牵头单位", "Leads"), lambda one: words.units(one)["leading"] or "", 30),
        Column(said("协办单位", "Join"), lambda one: words.units(one)["joint"], 40),
        Column(said("状态", "State"), lambda one: one.get_state_display(), 14),
        Column(said("办结期限", "Due"), lambda one: one.due_on, 12),
        Column(said("催办次数", "Urged"), lambda one: one.urgings, 10),
        Column(said("交办时间", "Given"), lambda one: one.given_at, 20),
        Column(said("销号时间", "Written off"), lambda one: one.closed_at, 20),
        Column(said("情况和要求", "What is asked"), lambda one: one.words, 60),
    ]
    shown = with_units(rows).order_by(*asked.order)
    return [Table(say("交办督办", "Orders"), columns, shown)]


def find_orders(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Orders by number or matter."""
    if not access.concerned(post):
        return Found([], 0)
    seen: QuerySet[Order] = access.orders_seen(post=post, at=at).select_related("bureau")
    rows = listed(seen, Wanted(side="all", q=asked, ended=True), day=clock.day_of(at))
    url = f"{reverse('desk:orders')}?{urlencode({'side': 'all', 'q': asked, 'ended': '1'})}"
    return found_in(rows.order_by("-given_at", "-id"), limit, _hit, url=url)


def _hit(one: Order) -> Hit:
    return Hit(one.title, reverse("desk:order", args=[one.pk]), f"{one.number} {one.bureau}")


urlpatterns = [path("orders/", orders, name="orders"), *exports("orders/", "orders", tables)]
