"""The list of report tasks that bureaus sent: filtered, sorted, paged, taken away; and what search finds."""

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
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.models import ReportTask
from hengjian.domain.supervision.reports.queries import (
    NEWEST,
    TASK_ORDERS,
    Wanted,
    tasks_listed,
    tasks_page,
    with_counts,
)
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import Found, Hit, found_in
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.asking import bar, bureaus, reading_post, wanted
from hengjian.surfaces.desk.sheet import Column, Table, exports

STATES = {
    "all": said("全部", "all"), **{one.value: one.label for one in ReportTask.State},
}  # fmt: skip


@login_required
def reports(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = reading_post(request, at), clock.day_of(at)
    asked = wanted(request, STATES, "all")
    seen = access.tasks_seen(post=post, at=at)
    rows = tasks_listed(seen, asked)
    page = tasks_page(rows, asked)
    several = bureaus(seen, "bureau")
    told = {
        "rows": [_row(one, day) for one in page.rows],
        **bar(request, asked, STATES, several),
        "narrowed": asked.narrowed or bool(asked.state),
        "several": len(several) > 1,
        "sends": access.sends(post),
        **foot(request, page, rows, measure="项"),
    }
    return render(request, "desk/reports/list.html", told)


def _row(one: Any, day: Any) -> dict[str, Any]:
    tone, state = words.task_state(one)
    late = one.state == ReportTask.State.RUNNING and one.due_on < day and one.come < one.asked
    return {
        "task": one, "tone": "bad" if late else tone,
        "state": say("逾期未报齐", "late") if late else state, "period": words.period(one),
    }  # fmt: skip


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post = reading_post(request, at)
    asked = wanted(request, STATES, "all")
    rows = with_counts(tasks_listed(access.tasks_seen(post=post, at=at), asked))
    columns = [
        Column(said("编号", "number"), lambda one: one.number, 20),
        Column(said("报表任务", "title"), lambda one: one.title, 40),
        Column(said("下发单位", "bureau"), lambda one: str(one.bureau), 26),
        Column(said("统计期", "period"), words.period, 22),
        Column(said("报送期限", "due"), lambda one: one.due_on, 12),
        Column(said("填报单位", "units"), lambda one: one.asked, 10),
        Column(said("已报送", "answered"), lambda one: one.come, 10),
        Column(said("状态", "state"), lambda one: words.task_state(one)[1], 14),
        Column(said("审签时间", "signed"), lambda one: one.signed_at, 20),
    ]
    order = TASK_ORDERS.get(asked.sort, NEWEST)
    return [Table(say("报表任务", "Report tasks"), columns, rows.order_by(*order))]


def find_tasks(asked: str, post: Post, at: datetime, limit: int) -> Found:
    """Tasks by number or title."""
    if not access.reads(post):
        return Found([], 0)
    rows: QuerySet[ReportTask] = tasks_listed(access.tasks_seen(post=post, at=at), Wanted(q=asked))
    url = f"{reverse('desk:reports')}?{urlencode({'q': asked})}"
    return found_in(rows.order_by(*NEWEST), limit, _hit, url=url)


def _hit(one: ReportTask) -> Hit:
    return Hit(one.title, reverse("desk:report", args=[one.pk]), f"{one.number} {one.bureau}")


urlpatterns = [path("reports/", reports, name="reports"), *exports("reports/", "reports", _tables)]
