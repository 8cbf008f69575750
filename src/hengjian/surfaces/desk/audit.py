"""For the audit administrator alone: who logged in, and who failed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.access import check_audits
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.people.logins import failures, locked_out, logins
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


urlpatterns = [
    path("audit/logins/", login_list, name="logins"),
]
menu = [
    Entry(
        Group.SYSTEM, said("登录记录", "Logins"), "desk:logins", "key", 22,
        shown=lambda post: has_duty(post, Duty.AUDIT),
    ),
]  # fmt: skip
