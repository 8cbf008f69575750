"""Lists of papers: what is on one's desk, all that one sees, those of a case; and what search finds."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.cases.access import reads_annex, reads_inside, supervises
from hengjian.domain.supervision.papers import access
from hengjian.domain.supervision.papers.documents import offers
from hengjian.domain.supervision.papers.owners import owner_of
from hengjian.domain.supervision.papers.queries import (
    ORDER,
    Wanted,
    as_lines,
    listed,
    papers_page,
    to_issue,
    turns_open,
)
from hengjian.domain.supervision.papers.workflow import State
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.cases.page import seen as case_seen
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.papers import words
from hengjian.surfaces.desk.sheet import Column, Table, exports

SHOWS = {
    "desk": said("我的待办", "On my desk"),
    "issue": said("待编号、用印、送达", "To be issued"),
    "all": said("全部", "All"),
}
MOST = 200
IN_TURN = ("drafted_at", "id")
"""The papers of a case stand as they were made."""


@login_required
def papers(request: StaffRequest) -> HttpResponse:
    """My desk of papers, or all that I see."""
    at = clock.now()
    post = acting_post(request, at=at)
    _keeps(post)
    wanted = wanted_of(request)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "all" if wanted.narrowed else "desk"
    told: dict[str, Any] = {"shows": SHOWS.items(), "show": show, "wanted": wanted,
                            "states": State.choices}  # fmt: skip
    if show == "desk":
        turns = turns_open(post=post).order_by("pk")[:MOST]
        told["turns"] = [{**words.row(one.paper), "turn": one, "for": _instead(one.post, post)}
                         for one in turns]  # fmt: skip
        drafts = as_lines(access.drafts_on_desk(post)).order_by(*ORDER)
        told["rows"] = [words.row(one) for one in drafts[:MOST]]
    else:
        rows = _rows(request, post, at)
        page = papers_page(rows, wanted)
        told |= {
            "rows": [words.row(one) for one in page.rows],
            **foot(request, page, rows, measure="件"),
        }
    return render(request, "desk/papers/list.html", told)


def _instead(whose: Post, post: Post) -> str:
    return say(f"代{whose.person.name}", f"for {whose.person.name}") if whose.pk != post.pk else ""


def _keeps(post: Post) -> None:
    if not (access.keeps(post) or turns_open(post=post).exists()):
        raise PermissionDenied(
            say("监督文书由监督机关办理；发给您单位的，请看“收到的文书”。",
                "Papers are the supervision bureaus' work.")
        )  # fmt: skip


def _rows(request: StaffRequest, post: Post, at: datetime) -> Any:
    rows = as_lines(listed(access.papers_seen(post=post, at=at), wanted_of(request)))
    return to_issue(rows) if request.GET.get("show") == "issue" else rows


def wanted_of(request: StaffRequest) -> Wanted:
    """The filter of a list or register, as far as it is sound."""
    given = request.GET
    year = given.get("year", "")
    return Wanted(
        q=given.get("q", "").strip()[:100],
        state=given.get("state", "") if given.get("state", "") in State.values else "",
        kind=given.get("kind", "")[:48],
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        mark=given.get("mark", "")[:24],
        way=given.get("way", "") if given.get("way", "") in ("electronic", "scan") else "",
        void=given.get("void") == "1",
        after=given.get("after", ""),
        before=given.get("before", ""),
    )


@login_required
def of_case(request: StaffRequest, pk: int) -> HttpResponse:
    """The papers of a case, what may be drafted, and its dossiers."""
    at = clock.now()
    post = acting_post(request, at=at)
    case = case_seen(pk, post, at)
    wanted = wanted_of(request)
    annex = reads_annex(case, post)
    rows = as_lines(listed(access.papers_in(case, post=post, at=at, annex=annex), wanted))
    page = papers_page(rows, wanted, IN_TURN)
    inside = reads_inside(post)
    told = {
        "case": case,
        "rows": [words.row(one) for one in page.rows],
        "wanted": wanted,
        "states": State.choices,
        **foot(request, page, rows, measure="件"),
        "inside": inside,
        "chosen": request.GET.get("draft", ""),
        "offers": offers(case) if owner_of(case).may_draft(post) else [],
        "dossiers": list(access.dossiers_seen(case, post=post)[:10]) if inside else [],
        "annex": annex,
        "may_bind": supervises(post) or inside,
    }
    return render(request, "desk/papers/of_case.html", told)


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the papers that one sees."""
    post = acting_post(request, at=at)
    _keeps(post)
    columns = [
        Column(said("文号", "Number"), lambda one: one.number, 28),
        Column(said("文件标题", "Title"), lambda one: one.title, 40),
        Column(said("文书种类", "Kind"), lambda one: words.kind(one.kind), 24),
        Column(said("案号或者事项", "Matter"), lambda one: one.matter, 26),
        Column(said("被监督机关", "Body"), lambda one: one.concerns, 30),
        Column(said("状态", "State"), lambda one: one.get_state_display()),
        Column(said("成文日期", "Date"), lambda one: one.dated, 12),
        Column(said("送达日期", "Served"), lambda one: one.served_on, 12),
    ]
    return [Table(say("监督文书", "Papers"), columns, _rows(request, post, at).order_by(*ORDER))]


def find_papers(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Papers by number, title, case or body."""
    rows = as_lines(listed(access.papers_seen(post=post, at=at), Wanted(q=asked)))
    url = f"{reverse('desk:papers')}?{urlencode({'q': asked, 'show': 'all'})}"
    return found_in(rows.order_by(*ORDER), limit, _hit, url=url)


def _hit(one: Any) -> Hit:
    detail = f"{one.number} {one.concerns or one.matter} {one.get_state_display()}"
    return Hit(one.title, reverse("desk:paper", args=[one.pk]), detail)


urlpatterns = [
    path("papers/", papers, name="papers"), *exports("papers/", "papers", tables),
    path("cases/<int:pk>/papers/", of_case, name="case_papers"),
]  # fmt: skip
