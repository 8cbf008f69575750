"""One report task: how far it is, who lacks, what may be done with it now and by whom."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.duties.powers import norms_here
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask
from hengjian.domain.supervision.reports.queries import (
    UNIT_ORDERS,
    Progress,
    progress,
    units_listed,
    units_page,
)
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.asking import reading_post, wanted
from hengjian.surfaces.desk.sheet import Column, Table, csv_answer, lines, workbook, workbook_answer

T = ReportTask.State
STATES = {
    "all": said("全部", "all"), "open": said("未报送", "missing"), "late": said("逾期", "late"),
    "back": said("退回待重报", "returned"), "submitted": said("已报送", "submitted"),
}  # fmt: skip


@login_required
def report(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post, day = reading_post(request, at), clock.day_of(at)
    task = access.task_seen(pk, post=post, at=at)
    asked = wanted(request, STATES, "all")
    rows = units_listed(task.answers.all(), asked, day=day)
    page = units_page(rows, asked)
    tone, state = words.task_state(task)
    told = {
        "task": task, "tone": tone, "state_words": state, "period": words.period(task),
        "why": access.why_seen(task, post), "far": (far := progress(task, day=day)),
        "rows": [_row(one, day) for one in page.rows],
        "asked": asked, "state": asked.state or "all",
        "states": [(code, str(name)) for code, name in STATES.items()],
        "keep": address(request.GET, state=""), "narrowed": asked.narrowed or bool(asked.state),
        "story": _story(task), "missing_in": (task.merged or {}).get("missing", []), "day": day,
        "basis": [one.cited for one in norms_here(task.designed.basis)],
        "may": _may(task, post, far),
        **foot(request, page, rows, measure="个单位"),
    }  # fmt: skip
    return render(request, "desk/reports/page.html", told)


def _row(one: ReportAnswer, day: date) -> dict[str, Any]:
    tone, state = words.answer_state(one, day)
    return {
        "answer": one,
        "tone": tone,
        "state": state,
        "url": reverse("desk:report_answer", args=[one.pk]),
    }


def _may(task: ReportTask, post: Post, far: Progress) -> dict[str, bool]:
    """Which of the table's steps this post may take now."""
    runs, signs = access.runs(post, task), access.signs(post, task)
    running = task.state == T.RUNNING
    return {
        "choose": runs and task.state in (T.PLANNED, T.RUNNING),
        "send": runs and task.state == T.PLANNED and far.asked > 0,
        "urge": runs and running and far.missing > 0,
        "extend": runs and running,
        "merge": runs and task.is_open and far.come > 0,
        "sign": signs and task.state == T.MERGED,
        "waits_for_another": runs and not signs and task.state == T.MERGED,
        "cancel": runs and (task.is_open or task.state == T.PLANNED),
        "runs": runs,
    }


def _story(task: ReportTask) -> list[dict[str, Any]]:
    """What happened to the task as a whole."""
    steps = [
        (task.planned_at, task.planned_by, say("拟定", "planned"), ""),
        (task.sent_at, task.planned_by if task.sent_at else None, say("下发", "sent"), ""),
        (
            task.merged_at if task.merged else None,
            task.merged_by,
            say("汇总", "merged"),
            task.merged_without,
        ),
        (task.signed_at, task.signed_by, say("审签", "signed"), task.signed_words),
    ]
    return [
        {"at": at, "words": what, "by": by.person.name if by is not None else "", "note": note}
        for at, by, what, note in steps
        if at is not None
    ]


def _table(task: ReportTask, request: StaffRequest, day: date) -> Table:
    asked = wanted(request, STATES, "all")
    rows = units_listed(task.answers.all(), asked, day=day).select_related(
        "unit__division", "submitted_by__person"
    )
    columns = [
        Column(said("单位", "unit"), lambda one: str(one.unit), 34),
        Column(said("区划", "place"), lambda one: str(one.unit.division), 18),
        Column(said("期限", "due"), lambda one: one.due_on, 12),
        Column(said("状态", "state"), lambda one: words.answer_state(one, day)[1], 22),
        Column(said("版次", "edition"), lambda one: one.edition, 8),
        Column(said("报送人", "submitted by"),
               lambda one: one.submitted_by.person.name if one.submitted_by else "", 12),
        Column(said("报送时间", "submitted"), lambda one: one.submitted_at, 20),
        Column(said("催报次数", "urged"), lambda one: one.urged, 10),
        Column(said("退回理由", "why returned"), lambda one: one.back_words, 40),
    ]  # fmt: skip
    order = UNIT_ORDERS.get(asked.sort, UNIT_ORDERS["unit"])
    return Table(say("填报情况", "Answers"), columns, rows.order_by(*order))


@login_required
def units_xlsx(request: StaffRequest, pk: int) -> HttpResponseBase:
    table, name = _asked(request, pk, clock.now())
    return workbook_answer(workbook([table]), f"{name}.xlsx")


@login_required
def units_csv(request: StaffRequest, pk: int) -> HttpResponseBase:
    table, name = _asked(request, pk, clock.now())
    return csv_answer(lines(table), f"{name}.csv")


def _asked(request: StaffRequest, pk: int, at: datetime) -> tuple[Table, str]:
    task = access.task_seen(pk, post=reading_post(request, at), at=at)
    table = _table(task, request, clock.day_of(at))
    return table, f"{table.title}-{task.number or task.pk}"


urlpatterns = [
    path("reports/<int:pk>/", report, name="report"),
    path("reports/<int:pk>/export.xlsx", units_xlsx, name="report_units_xlsx"),
    path("reports/<int:pk>/export.csv", units_csv, name="report_units_csv"),
]
