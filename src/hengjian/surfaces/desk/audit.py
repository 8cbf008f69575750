"""For the audit administrator alone: who logged in, and who failed."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.access import check_audits
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.people.logins import failures, locked_out, logins
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.security import machine
from hengjian.surfaces.desk.sheet import Column, Table, exports


@login_required
def login_list(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    check_audits(acting_post(request, at=at))
    failed, rows = _found(request)
    page = page_of(rows, request)
    told = {
        "page": page,
        "rows": [(one, machine(one.user_agent)) for one in page],
        "failed": failed,
        "locked": locked_out(at=at),
    }
    return render(request, "desk/audit/logins.html", told)


def _found(request: StaffRequest) -> tuple[bool, QuerySet[Any]]:
    """Whether the failures are asked for, and the rows of the list."""
    failed, words = request.GET.get("show") == "failed", request.GET.get("q", "")
    return failed, failures(words) if failed else logins(words)


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the logins of the list, or the failures."""
    check_audits(acting_post(request, at=at))
    failed, rows = _found(request)
    columns = [
        Column(said("时间", "When"), lambda one: one.attempt_time, 20),
        Column(said("登录名", "Login name"), lambda one: one.username),
        Column(said("地址", "Address"), lambda one: one.ip_address),
        Column(said("锁定", "Locked"), lambda one: one.locked_out, 10)
        if failed
        else Column(said("退出", "Left"), lambda one: one.logout_time, 20),
        Column(said("浏览器", "Browser"), lambda one: machine(one.user_agent), 24),
    ]
    title = say("输错密码", "Wrong passwords") if failed else say("登录记录", "Logins")
    return [Table(title, columns, rows)]


urlpatterns = [
    path("audit/logins/", login_list, name="logins"),
    *exports("audit/logins/", "logins", tables),
]
menu = [
    Entry(
        Group.SYSTEM, said("登录记录", "Logins"), "desk:logins", "key", 22,
        shown=lambda post: has_duty(post, Duty.AUDIT),
    ),
]  # fmt: skip
