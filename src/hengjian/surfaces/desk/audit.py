"""For the audit administrator alone: who logged in, who failed, and what everybody did."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.entries.queries import entries_matching
from hengjian.core.people.access import check_audits
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.people.logins import failures, locked_out, logins
from hengjian.core.people.wording import KINDS, steps
from hengjian.core.wording import said
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.security import machine


@login_required
def login_list(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    check_audits(acting_post(request, at=at))
    failed = request.GET.get("show") == "failed"
    words = request.GET.get("q", "")
    rows = failures(words) if failed else logins(words)
    page = page_of(rows, request)
    told = {
        "page": page,
        "rows": [(one, machine(one.user_agent)) for one in page],
        "failed": failed,
        "locked": locked_out(at=at),
    }
    return render(request, "desk/audit/logins.html", told)


@login_required
def entry_list(request: StaffRequest) -> HttpResponse:
    check_audits(acting_post(request, at=clock.now()))
    page = page_of(entries_matching(request.GET.get("kind", "")), request)
    told = {"page": page, "steps": steps(page.object_list), "kinds": KINDS.items()}
    return render(request, "desk/audit/entries.html", told)


urlpatterns = [
    path("audit/logins/", login_list, name="logins"),
    path("audit/entries/", entry_list, name="entries"),
]
menu = [
    Entry(
        Group.SYSTEM, said("登录记录", "Logins"), "desk:logins", "key", 22,
        shown=lambda post: has_duty(post, Duty.AUDIT),
    ),
    Entry(
        Group.SYSTEM, said("操作记录", "What was done"), "desk:entries", "report", 24,
        shown=lambda post: has_duty(post, Duty.AUDIT),
    ),
]  # fmt: skip
