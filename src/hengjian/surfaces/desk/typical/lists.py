"""The bureau's list of typical cases: filtered, paged, taken away."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.typical import access
from hengjian.domain.supervision.typical.models import TypicalCase
from hengjian.domain.supervision.typical.queries import ORDER, Wanted, listed, typical_page
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.sheet import Column, Table, exports

S = TypicalCase.State
TONES = {S.PUBLISHED: "good", S.REVIEW: "warn", S.DRAFT: "note"}


def state(one: TypicalCase) -> tuple[str, str]:
    """Tone and words of its state."""
    return TONES.get(S(one.state), "quiet"), str(S(one.state).label)


def wanted_of(request: HttpRequest) -> Wanted:
    """The filter of a list, as far as it is sound."""
    given = request.GET
    year = given.get("year", "")
    return Wanted(
        q=given.get("q", "").strip()[:100],
        state=given.get("state", "") if given.get("state", "") in S.values else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        after=given.get("after", ""), before=given.get("before", ""),
    )  # fmt: skip


def _rows(request: StaffRequest, post: Post) -> QuerySet[TypicalCase]:
    if not access.keeps(post):
        raise PermissionDenied(
            say(
                "典型案例由监督机构编写；已发布的，请看公开页面。",
                "The bureaus write typical cases.",
            )
        )
    return listed(access.typical_seen(post), wanted_of(request))


@login_required
def typical(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    wanted, rows = wanted_of(request), _rows(request, post)
    page = typical_page(rows, wanted)
    told: dict[str, Any] = {
        "rows": [{"one": one, "state": state(one), "own": access.owns(one, post)} for one in page.rows],
        "wanted": wanted,
        "states": S.choices, **foot(request, page, rows, measure="件"),
    }  # fmt: skip
    return render(request, "desk/typical/list.html", told)


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    post = acting_post(request, at=at)
    columns = [
        Column(said("编号", "Number"), lambda one: one.number, 26),
        Column(said("标题", "Title"), lambda one: one.title, 40),
        Column(said("监督机构", "Bureau"), lambda one: one.bureau, 26),
        Column(
            said("案号", "Case"), lambda one: one.case.number if access.owns(one, post) else "", 26
        ),
        Column(said("状态", "State"), lambda one: one.get_state_display()),
        Column(said("起草时间", "Written"), lambda one: one.written_at, 18),
        Column(said("发布时间", "Published"), lambda one: one.published_at, 18),
        Column(said("撤下原因", "Why withdrawn"), lambda one: one.withdrawn_words, 40),
    ]
    rows = _rows(request, post).order_by(*ORDER)
    return [Table(say("典型案例", "Typical cases"), columns, rows)]


urlpatterns = [path("typical/", typical, name="typical"), *exports("typical/", "typical", tables)]
