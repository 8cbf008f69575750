"""Notices: the tray, the bell that counts what is unread, and opening one, which is its receipt."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.notices import actions
from hengjian.core.notices.access import notice_of, notices_of
from hengjian.core.notices.models import Notice, Reason
from hengjian.core.notices.notice_kinds import title_of
from hengjian.core.notices.queries import unread_count, unread_of
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Concern, Entry, Group, Section, Tone

ON_A_PAGE = 30
AT_HOME = 6


@login_required
def notices(request: StaffRequest) -> HttpResponse:
    acting_post(request, at=clock.now())
    only_unread = request.GET.get("show") != "all"
    rows = unread_of(request.user) if only_unread else notices_of(request.user)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    today = clock.day_of(clock.now())
    context = {
        "page": page,
        "rows": [_row(notice, today) for notice in page],
        "only_unread": only_unread,
        "unread": unread_count(request.user),
    }
    return render(request, "desk/notices/page.html", context)


@login_required
def open_notice(request: StaffRequest, number: int) -> HttpResponse:
    """Read it and go where it leads; one without an address is shown in the tray."""
    at = clock.now()
    post = acting_post(request, at=at)
    notice = notice_of(request.user, number)
    if notice is None:
        raise Http404(say("没有这条通知，或者它不是给您的。", "No such notice for you."))
    actions.read(notice, by=post, at=at)
    return redirect(notice.url or reverse("desk:notices") + "?show=all")


@login_required
@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = acting_post(request, at=at)
    for notice in unread_of(request.user):
        actions.read(notice, by=post, at=at)
    messages.success(request, say("全部通知已标为已读。", "All notices are read."))
    return redirect("desk:notices")


@login_required
def bell(request: StaffRequest) -> HttpResponse:
    """The count in the bar, fetched by the page itself, so that no page waits for it."""
    return render(request, "desk/notices/_count.html", {"unread": unread_count(request.user)})


def _row(notice: Notice, today: Any) -> dict[str, Any]:
    late = notice.due is not None and notice.due < today
    return {
        "notice": notice,
        "title": title_of(notice),
        "reason": "" if notice.reason == Reason.OWN else notice.get_reason_display(),
        "due_tone": "bad" if late else "warn" if notice.due == today else "quiet",
    }


def unread_notices(post: Post, at: datetime) -> Iterator[Concern]:
    """On the home page: the newest that are unread."""
    for notice in unread_of(post.person)[:AT_HOME]:
        url = reverse("desk:notice", args=[notice.pk])
        tone = Tone.WARN if notice.reason == Reason.ABOVE else Tone.NOTE
        yield Concern(Section.NEW, tone, title_of(notice), url, due=notice.due)


urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/bell/", bell, name="bell"),
    path("notices/read/", read_all, name="read_all_notices"),
    path("notices/<int:number>/", open_notice, name="notice"),
]
menu = [Entry(Group.TOP, said("通知", "Notices"), "desk:notices", "bell", 10)]
concerns = [unread_notices]
