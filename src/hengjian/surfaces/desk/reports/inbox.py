"""What one's own unit is asked to fill in: to do, late, submitted."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.queries import ANSWER_ORDERS, answers_listed, answers_page
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.asking import bar, bureaus, filling_post, wanted
from hengjian.surfaces.desk.sheet import Column, Table, exports

STATES = {
    "open": said("待填报", "to fill in"), "late": said("逾期", "late"),
    "submitted": said("已报送", "submitted"), "all": said("全部", "all"),
}  # fmt: skip


@login_required
def inbox(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = filling_post(request, at), clock.day_of(at)
    asked = wanted(request, STATES, "open")
    mine = access.answers_mine(post=post, at=at)
    rows = answers_listed(mine, asked, day=day)
    page = answers_page(rows, asked)
    told = {
        "rows": [_row(one, day) for one in page.rows],
        **bar(request, asked, STATES, bureaus(mine, "task__bureau")),
        "narrowed": asked.narrowed,
        **foot(request, page, rows, measure="项"),
    }
    return render(request, "desk/reports/inbox.html", told)


def _row(one: Any, day: date) -> dict[str, Any]:
    tone, state = _state(one, day)
    return {"answer": one, "tone": tone, "state": state, "period": words.period(one.task)}


def _state(one: Any, day: date) -> tuple[str, str]:
    if one.is_open and not one.task.is_open:
        return "quiet", str(one.task.get_state_display())
    return words.answer_state(one, day)


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post, day = filling_post(request, at), clock.day_of(at)
    asked = wanted(request, STATES, "open")
    rows = answers_listed(access.answers_mine(post=post, at=at), asked, day=day)
    columns = [
        Column(said("报表任务", "task"), lambda one: one.task.title, 40),
        Column(said("下发单位", "bureau"), lambda one: str(one.task.bureau), 26),
        Column(said("统计期", "period"), lambda one: words.period(one.task), 22),
        Column(said("期限", "due"), lambda one: one.due_on, 12),
        Column(said("状态", "state"), lambda one: _state(one, day)[1], 20),
        Column(said("版次", "edition"), lambda one: one.edition, 8),
        Column(said("报送时间", "submitted"), lambda one: one.submitted_at, 20),
    ]
    order = ANSWER_ORDERS.get(asked.sort, ("-due_on", "-id"))
    return [Table(say("报表填报", "Forms to fill in"), columns, rows.order_by(*order))]


urlpatterns = [
    path("reports/inbox/", inbox, name="report_inbox"),
    *exports("reports/inbox/", "report_inbox", _tables),
]
