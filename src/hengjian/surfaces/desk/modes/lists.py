"""The list of requests: by whose turn it is, filtered, sorted, paged, taken away; and what search finds."""

from datetime import datetime
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
from hengjian.domain.supervision.modes import access
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.queries import (
    SIDES,
    Wanted,
    listed,
    requests_page,
)
from hengjian.domain.supervision.modes.workflow import Mode, State
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.modes import words
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

TABS = {
    "": said("在办", "under way"), "decide": said("待本机关决定", "to decide"),
    "hand": said("待移交", "to hand over"), "receive": said("待签收", "to receive"),
    "join": said("待协同", "to join"), "asked": said("本机关申请的", "asked by us"),
}  # fmt: skip
SORTS = [("oldest", said("申请从早到晚", "oldest first"))]


@login_required
def modes(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = concerned_post(request, at), clock.day_of(at)
    wanted = _wanted(request)
    rows = listed(access.requests_seen(post=post, at=at), wanted, post=post)
    page = requests_page(rows, wanted)
    told = {
        "rows": [words.row(one, day) for one in page.rows],
        "wanted": wanted,
        "tabs": [(code, str(label)) for code, label in TABS.items()],
        "keep": address(request.GET, side=""),
        "choices": [
            choice("mode", say("方式", "Mode"), Mode.choices, wanted.mode),
            choice("state", say("状态", "State"), State.choices, wanted.state,
                   first=say("在办", "under way")),
            choice("sort", say("排序", "Order"), SORTS, wanted.sort,
                   first=say("申请从晚到早", "newest first")),
        ],
        "narrowed": wanted.narrowed,
        **foot(request, page, rows, measure="项"),
    }  # fmt: skip
    return render(request, "desk/modes/list.html", told)


def concerned_post(request: StaffRequest, at: datetime) -> Post:
    """The acting post, if requests are its business."""
    post = acting_post(request, at=at)
    if not access.concerned(post):
        raise PermissionDenied(
            say("指定、提级、协同监督由监督机关办理。", "Modes are for supervision bodies.")
        )
    return post


def _wanted(request: StaffRequest) -> Wanted:
    given = request.GET
    mode, state, side = (given.get(name, "") for name in ("mode", "state", "side"))
    return Wanted(
        q=plain(given.get("q", ""), LONGEST),
        mode=mode if mode in Mode.values else "",
        state=state if state in State.values else "",
        side=side if side in SIDES else "",
        ended=given.get("ended") == "1",
        sort="oldest" if given.get("sort") == "oldest" else "",
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the requests of the list."""
    post, wanted = concerned_post(request, at), _wanted(request)
    columns = [
        Column(said("编号", "Number"), lambda one: one.number, 30),
        Column(said("方式", "Mode"), lambda one: one.get_mode_display()),
        Column(said("状态", "State"), lambda one: one.get_state_display()),
        Column(said("案号", "Case"), lambda one: one.case.number, 26),
        Column(said("案由", "Title"), lambda one: one.case.title, 40),
        Column(said("被监督机关", "Body"), lambda one: one.case.body, 30),
        Column(said("原监督机关", "From"), lambda one: one.origin, 24),
        Column(said("办理机关", "To"), lambda one: one.target, 24),
        Column(said("决定机关", "Superior"), lambda one: one.superior, 24),
        Column(said("申请时间", "Asked"), lambda one: one.asked_at, 18),
        Column(said("决定时间", "Decided"), lambda one: one.decided_at, 18),
        Column(said("签收时间", "Received"), lambda one: one.received_at, 18),
        Column(said("结束时间", "Ended"), lambda one: one.ended_at, 18),
    ]
    rows = listed(access.requests_seen(post=post, at=at), wanted, post=post)
    return [Table(say("指定提级协同", "Modes"), columns, rows.order_by(*wanted.order))]


def find(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Requests by number, case or body."""
    rows: QuerySet[ModeRequest] = listed(
        access.requests_seen(post=post, at=at), Wanted(q=asked, ended=True), post=post
    )
    url = f"{reverse('desk:modes')}?{urlencode({'q': asked, 'ended': '1'})}"
    shown = rows.select_related(None).select_related("case").only("mode", "number", "case__title")
    return found_in(shown.order_by("-asked_at", "-id"), limit, _hit, url=url)


def _hit(one: ModeRequest) -> Hit:
    title = f"{one.get_mode_display()}：{one.case.title}"
    return Hit(title, reverse("desk:mode", args=[one.pk]), one.number)


urlpatterns = [path("modes/", modes, name="modes"), *exports("modes/", "modes", tables)]
