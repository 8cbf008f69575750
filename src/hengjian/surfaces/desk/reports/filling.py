"""Filling in: the form on screen with what the system counted, checks while one types, drafts, workbooks.

Serves the unit that is asked. Whatever is typed is kept as it was typed; submitting names every fault.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.content.form_design import FormDesign, FormField
from hengjian.core import clock
from hengjian.core.files.guard import MOST_MB, WRITTEN, look_at
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.reports import access, intake, workbooks
from hengjian.domain.supervision.reports.answering import UNIT, all_written, faults
from hengjian.domain.supervision.reports.figures import FIGURES, counted
from hengjian.domain.supervision.reports.filling import actions
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask
from hengjian.domain.supervision.reports.queries import places_of
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.posted import day as posted_day
from hengjian.surfaces.desk.posted import version
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.sheet import workbook_answer

EMPTY_ROWS, MORE_ROWS, MOST_CELLS = 3, 10, 240
WORKBOOK_MB = 16


def may_fill(answer: ReportAnswer, post: Post, at: datetime) -> bool:
    return answer.is_open and answer.task.is_open and access.speaks(post, answer, at=at)


def figures_of(answer: ReportAnswer) -> dict[str, str]:
    task = answer.task
    return counted(task.designed, answer.unit, task.period_from, task.period_to)


def fill(
    request: StaffRequest, answer: ReportAnswer, post: Post, at: datetime,
    *, values: Mapping[str, Any] | None = None, reasons: Mapping[str, str] | None = None,
    error: str = "", more: str = "",
) -> HttpResponse:  # fmt: skip
    """The form. ``values``: what was posted and could not be submitted; ``more``: a table with more rows."""
    task, design, day = answer.task, answer.task.designed, clock.day_of(at)
    figures = figures_of(answer)
    held = dict(answer.values if values is None else values)
    given = dict(answer.reasons if reasons is None else reasons)
    if values is None and answer.saved_at is None:
        held |= figures
    found = faults(design, held, figures=figures, reasons=given)
    wrong: dict[str, list[str]] = {}
    for one in found if error else []:
        wrong.setdefault(one.field, []).append(
            f"{say(f'第 {one.row} 行：', f'row {one.row}: ') if one.row else ''}{one.words}"
        )
    below = answer.passed_on.exclude(state=ReportTask.State.CANCELLED).first()
    tone, state = words.answer_state(answer, day)
    told = {
        "answer": answer, "task": task, "tone": tone, "state": state, "period": words.period(task),
        "sections": [
            (one.title, one.help, [_field(field, held, figures, given, wrong, more) for field in one.fields])
            for one in design.sections
        ],
        "error": error.partition("\n")[0], "faults": found,
        "empty": sum(one.required and one.numeric and not held.get(one.name) for one in design.fields()),
        "general": given.get("*", ""), "below": below,
        "passes": access.passes_on(post, answer, at=at) and below is None,
        "last_url": f"?edition={answer.edition}" if answer.edition else "",
        "figures": bool(figures), "why": access.why_answer_seen(answer, post, at=at),
    }  # fmt: skip
    return render(request, "desk/reports/fill.html", told, status=422 if error else 200)


def _field(
    field: FormField, held: Mapping[str, Any], figures: Mapping[str, str], reasons: Mapping[str, str],
    wrong: Mapping[str, list[str]], more: str,
) -> dict[str, Any]:  # fmt: skip
    value = held.get(field.name, "")
    told: dict[str, Any] = {
        "field": field, "value": value, "wrong": wrong.get(field.name, []),
        "counted": figures.get(field.name), "shown_counted": words.shown(field, figures.get(field.name)),
        "reason": reasons.get(field.name, ""), "figure": FIGURES.get(field.figure),
        "whole": field.kind in ("text", "table"),
    }  # fmt: skip
    if field.kind == "table":
        rows = value or []
        if len(rows) * len(field.columns) > MOST_CELLS:
            return told | {"long": words.table(field, rows), "number": len(rows)}
        empty = MORE_ROWS if more == field.name else max(0, EMPTY_ROWS - len(rows)) or 1
        shown = [*rows, *({} for _ in range(empty))]
        told["merged"] = any(one.get(UNIT) for one in rows)
        told["rows"] = [
            (one.get(UNIT, ""), [(col, one.get(col.name, "")) for col in field.columns])
            for one in shown
        ]
    return told


# --- what is posted ----------------------------------------------------------------------------------------


def given_of(design: FormDesign, request: HttpRequest, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says; long tables and files that were not touched stay as they are."""
    given: dict[str, Any] = {}
    for field in design.fields():
        if field.kind == "table":
            long = f"{field.name}.kept" in request.POST
            given[field.name] = kept.get(field.name, []) if long else _rows(field, request)
        elif field.kind == "file":
            given[field.name] = _file(field, request, kept.get(field.name, ""))
        else:
            given[field.name] = request.POST.get(field.name, "")
    return all_written(design, given)


def _rows(field: FormField, request: HttpRequest) -> list[dict[str, str]]:
    columns = {one.name: request.POST.getlist(f"{field.name}.{one.name}") for one in field.columns}
    columns[UNIT] = request.POST.getlist(f"{field.name}.{UNIT}")
    number = max((len(one) for one in columns.values()), default=0)
    return [
        {name: texts[place] for name, texts in columns.items() if place < len(texts)}
        for place in range(number)
    ]


def _file(field: FormField, request: HttpRequest, kept: Any) -> Any:
    """Raises PlainError where it is of no kind that is taken."""
    sent = request.FILES.get(field.name)
    if not isinstance(sent, UploadedFile):
        return "" if request.POST.get(f"{field.name}.drop") else kept
    data = bytes(sent.read(MOST_MB * 2**20 + 1))
    one = look_at(sent.name or "", data, WRITTEN)
    return {"sha256": store.put(data), "name": one.name, "kind": one.kind}


def _reasons(request: HttpRequest, design: FormDesign) -> dict[str, str]:
    named = [one.name for one in design.fields() if one.figure] + ["*"]
    return {name: request.POST.get(f"why.{name}", "").strip() for name in named}


def _figures_shown(request: HttpRequest, design: FormDesign) -> dict[str, str]:
    given = {
        one.name: request.POST.get(f"figure.{one.name}", "")
        for one in design.fields()
        if one.figure
    }
    return {name: text for name, text in given.items() if text}


def _open(request: StaffRequest, pk: int, at: datetime) -> tuple[ReportAnswer, Post]:
    post = acting_post(request, at=at)
    found = access.answer_seen(pk, post=post, at=at)
    if not access.speaks(post, found, at=at):
        raise Http404
    return found, post


@login_required
@require_POST
def save(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the draft, add rows, or submit: the button that was pressed says which."""
    at = clock.now()
    answer, post = _open(request, pk, at)
    design, deed = answer.task.designed, request.POST.get("deed", "draft")
    values: dict[str, Any] = dict(answer.values)
    reasons = _reasons(request, design)
    try:
        values = given_of(design, request, answer.values)
        if deed == "noughts":
            empty = [one.name for one in design.fields() if one.required and one.numeric]
            values = dict.fromkeys(empty, "0") | values
        if deed == "submit":
            actions.submit(answer, values, reasons, seen=version(request), by=post, at=at)
            messages.success(request, say("已报送。", "Submitted."))
        else:
            actions.save_draft(answer, values, reasons, seen=version(request), by=post, at=at)
            messages.success(request, say("草稿已保存。", "The draft is saved."))
    except PlainError as error:
        if not may_fill(answer, post, at):
            messages.error(request, str(error))
            return redirect("desk:report_answer", pk=pk)
        return fill(request, answer, post, at, values=values, reasons=reasons, error=str(error))
    if deed.startswith("more:"):
        answer = access.answer_seen(pk, post=post, at=at)
        return fill(request, answer, post, at, more=deed.removeprefix("more:"))
    return redirect("desk:report_answer", pk=pk)


@login_required
@require_POST
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """What stands against submitting, as it is typed; nothing is kept. The figures are those that the page
    was given, so that no key that is pressed counts records; submitting counts them anew."""
    at = clock.now()
    answer, _ = _open(request, pk, at)
    design = answer.task.designed
    plain = {one.name for one in design.fields() if one.kind == "file"}
    kept = {name: value for name, value in answer.values.items() if name in plain}
    values = given_of(design, request, answer.values) | kept
    found = faults(
        design, values, figures=_figures_shown(request, design), reasons=_reasons(request, design)
    )
    return render(request, "desk/reports/_checks.html", {"faults": found})


# --- workbooks ---------------------------------------------------------------------------------------------


@login_required
def workbook(request: StaffRequest, pk: int) -> HttpResponse:
    """The form with what is filled in so far, to be completed elsewhere."""
    at = clock.now()
    answer, _ = _open(request, pk, at)
    figures = figures_of(answer) if answer.is_open else answer.figures
    data = workbooks.workbook(
        answer.task.designed, answer.values, figures, answer.reasons, simulated=settings.DEMO
    )
    return workbook_answer(data, f"{answer.task.title}-{answer.unit}.xlsx")


@login_required
@require_POST
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """A workbook becomes the draft, whole or not at all."""
    at = clock.now()
    answer, post = _open(request, pk, at)
    sent = request.FILES.get("workbook")
    try:
        if not isinstance(sent, UploadedFile):
            raise PlainError(say("请先选择填好的工作簿", "choose the workbook first"))
        data = bytes(sent.read(WORKBOOK_MB * 2**20 + 1))
        taken = intake.take_in(answer.task.designed, sent.name or "upload.xlsx", data)
        files = {name: one for name, one in answer.values.items() if isinstance(one, dict)}
        reasons = {**answer.reasons, **taken.reasons}
        actions.save_draft(
            answer, {**taken.values, **files}, reasons, seen=version(request), by=post, at=at
        )
    except PlainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            say(
                "已读入工作簿，存为草稿，请核对后报送。", "Taken as the draft; check it and submit."
            ),
        )
    return redirect("desk:report_answer", pk=pk)


# --- passed on to units below, and taken over from them ------------------------------------------------------


@login_required
def pass_on(request: StaffRequest, pk: int) -> HttpResponse:
    """A bureau asks its own units for the same form."""
    at = clock.now()
    answer, post = _open(request, pk, at)
    if not access.passes_on(post, answer, at=at):
        raise Http404
    offered = list(access.recipients(post=post, at=at))
    if request.method == "POST":
        ticked = {
            int(one) for one in request.POST.getlist("unit") if one.isdecimal() and len(one) < 18
        }
        try:
            units = [one for one in offered if one.pk in ticked]
            if not units:
                raise PlainError(say("请选择下级单位", "choose units"))
            task = actions.pass_on(
                answer, units, due_on=posted_day(request, "due_on"), words=request.POST.get("words", ""),
                seen=version(request), by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, say(f"已下发给 {len(units)} 个单位。", f"Sent to {len(units)} units.")
            )
            return redirect("desk:report", pk=task.pk)
    told = {
        "answer": answer, "task": answer.task, "places": places_of(offered), "period": words.period(answer.task),
        "due": _usual_due(answer, clock.day_of(at)),
    }  # fmt: skip
    return render(request, "desk/reports/pass_on.html", told)


def _usual_due(answer: ReportAnswer, day: date) -> date:
    """Three days before one's own term, not before today."""
    return max(day, answer.due_on - timedelta(days=3))


@login_required
@require_POST
def take_over(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    answer, post = _open(request, pk, at)
    try:
        actions.take_over(answer, seen=version(request), by=post, at=at)
    except PlainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            say("已采用下级汇总，存为草稿，请核对后报送。", "Taken over; check it and submit."),
        )
    return redirect("desk:report_answer", pk=pk)


urlpatterns = [
    path("reports/answers/<int:pk>/save/", save, name="report_save"),
    path("reports/answers/<int:pk>/check/", check, name="report_check"),
    path("reports/answers/<int:pk>/workbook/", workbook, name="report_workbook"),
    path("reports/answers/<int:pk>/upload/", upload, name="report_upload"),
    path("reports/answers/<int:pk>/pass-on/", pass_on, name="report_pass_on"),
    path("reports/answers/<int:pk>/take-over/", take_over, name="report_take_over"),
]
