"""Records by party, and who was shown which party: for a body its own, for a supervisor by purpose.

Serves both, and the audit administrator with the list of what was shown. To everybody else the page
does not exist; no name ever stands in an address.
"""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.records.models import Unmasking
from hengjian.domain.records.unmasking.access import (
    found_by,
    in_body,
    may_unmask,
    of_party,
    own_search,
    reads_unmaskings,
    unmaskings_seen,
)
from hengjian.domain.records.unmasking.actions import FOUND, seek_party
from hengjian.surfaces.desk import records_table
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.records_lines import dressed
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def by_party(request: StaffRequest) -> HttpResponse:
    """Ask for a party by its whole name or number."""
    at = clock.now()
    post = acting_post(request, at=at)
    if not (may_unmask(post) or in_body(post)):
        raise Http404
    told: dict[str, object] = {
        "purposes": Unmasking.Purpose.choices, "supervisor": may_unmask(post), "most": FOUND,
        "given": request.POST,
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        sought = request.POST.get("sought", "").strip().replace("\0", "")[:200]
        try:
            if may_unmask(post):
                purpose, words = request.POST.get("purpose", ""), request.POST.get("words", "")
                made = seek_party(sought, purpose=purpose, words=words, by=post, at=at)
                return redirect("desk:record_party_found", pk=made.pk)
            rows = of_party(sought, post=post, at=at, most=FOUND) if sought else []
            lines = dressed(rows[:FOUND], post, at)
            told |= {
                "body": records_table.body(lines, findings=False),
                "asked": True, "more": len(rows) > FOUND,
            }  # fmt: skip
        except PlainError as error:
            told["error"] = error
            status = 422
    return render(request, "desk/records/parties.html", told, status=status)


@login_required
def party_found(request: StaffRequest, pk: int) -> HttpResponse:
    """What a supervisor's search found, while it stands."""
    at = clock.now()
    post = acting_post(request, at=at)
    search = own_search(pk, post=post, at=at)
    if search is None:
        raise Http404
    rows = found_by(search, post=post, at=at)
    told = {
        "search": search,
        "count": len(rows),
        "more": search.more,
        "most": FOUND,
        "body": records_table.body(dressed(rows, post, at), findings=True),
    }
    return render(request, "desk/records/party_found.html", told)


@login_required
def unmaskings(request: StaffRequest) -> HttpResponse:
    """Who was shown which party, when and what for."""
    post = acting_post(request, at=clock.now())
    _only_readers(post)
    rows = Paginator(unmaskings_seen(post=post), 50).get_page(request.GET.get("page"))
    told = {"page": rows, "everybody": reads_unmaskings(post)}
    return render(request, "desk/records/unmaskings.html", told)


def _only_readers(post: Post) -> None:
    if not (reads_unmaskings(post) or may_unmask(post)):
        raise PermissionDenied


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """The lines of the page."""
    post = acting_post(request, at=at)
    _only_readers(post)
    columns = [
        Column(said("时间", "Moment"), lambda one: one.at, 20),
        Column(said("人员", "Person"), lambda one: one.post.person.name, 14),
        Column(said("单位", "Unit"), lambda one: str(one.post.unit), 30),
        Column(said("方式", "How"), how, 20),
        Column(said("用途", "Purpose"), lambda one: one.get_purpose_display(), 16),
        Column(said("说明", "Details"), lambda one: one.words, 50),
        Column(said("案件", "Records"), lambda one: one.count, 10),
        Column(said("有效至", "Until"), lambda one: one.until, 20),
    ]
    return [Table(say("查看当事人", "Parties shown"), columns, unmaskings_seen(post=post))]


def how(one: Unmasking) -> str:
    """Whether one record was opened or a party was looked for."""
    return (
        say("按姓名（名称）或者号码查找", "looked for")
        if one.sought
        else say("查看一件案件", "one record")
    )


def shows_unmaskings(post: Post) -> bool:
    return reads_unmaskings(post)


urlpatterns = [
    path("records/parties/", by_party, name="record_parties"),
    path("records/parties/<int:pk>/", party_found, name="record_party_found"),
    path("records/parties/shown/", unmaskings, name="record_unmaskings"),
    *exports("records/parties/shown/", "record_unmaskings", tables),
]
menu = [
    Entry(Group.SYSTEM, said("当事人查看记录", "Parties shown"), "desk:record_unmaskings", "shield", 25,
          shown=shows_unmaskings)
]  # fmt: skip
