"""How report tasks and answers are told on pages: states as coloured words, periods, values as people read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hengjian.content.form_design import Column, FormDesign, FormField
from hengjian.core.wording import said, say
from hengjian.domain.supervision.reports.answering import UNIT, decimal_of
from hengjian.domain.supervision.reports.figures import FIGURES
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportForm, ReportTask

T, A, F = ReportTask.State, ReportAnswer.State, ReportForm.State
TASK_TONES = {
    T.PLANNED: "quiet",
    T.RUNNING: "note",
    T.MERGED: "warn",
    T.SIGNED: "good",
    T.CANCELLED: "quiet",
}
FORM_TONES = {F.DRAFT: "warn", F.READY: "good", F.RETIRED: "quiet"}
KINDS = {
    "line": said("一行文字", "line of text"), "text": said("多行文字", "text"),
    "number": said("数字", "number"), "money": said("金额", "money"), "date": said("日期", "date"),
    "choice": said("选择", "choice"), "flag": said("是或者否", "yes or no"),
    "table": said("表格", "table with rows"), "file": said("附件", "file"),
}  # fmt: skip
PERIODS = {
    "year": said("年报", "yearly"), "quarter": said("季报", "quarterly"),
    "month": said("月报", "monthly"), "once": said("一次性", "once"),
}  # fmt: skip
SOON = 3


def task_state(task: ReportTask) -> tuple[str, str]:
    return TASK_TONES[T(task.state)], str(task.get_state_display())


def form_state(form: ReportForm) -> tuple[str, str]:
    return FORM_TONES[F(form.state)], str(form.get_state_display())


def answer_state(answer: ReportAnswer, day: date) -> tuple[str, str]:
    """Where it stands; what is open is told by its day."""
    if answer.state == A.SUBMITTED:
        late = (
            answer.edition == 1
            and answer.submitted_at
            and answer.submitted_at.date() > answer.due_on
        )
        return (
            ("warn", say("逾期报送", "submitted late"))
            if late
            else ("good", say("已报送", "submitted"))
        )
    left = (answer.due_on - day).days
    name = say("退回待重报", "returned") if answer.state == A.BACK else say("待填报", "to fill in")
    if left < 0:
        return "bad", say(f"{name}，逾期 {-left} 日", f"{name}, {-left} days late")
    if left == 0:
        return "warn", say(f"{name}，今天到期", f"{name}, due today")
    tone = "warn" if left <= SOON or answer.state == A.BACK else "note"
    return tone, say(f"{name}，还有 {left} 日", f"{name}, {left} days left")


def period(task: ReportTask) -> str:
    """2026 年、2026 年第一季度、2026 年 3 月, or the two days."""
    first, last = task.period_from, task.period_to
    if first.year == last.year and first.day == 1:
        months = (first.month, last.month)
        whole = (last.month == 12 and last.day == 31) or date(
            last.year + last.month // 12, last.month % 12 + 1, 1
        ).toordinal() - last.toordinal() == 1
        if whole and months == (1, 12):
            return say(f"{first.year} 年", f"{first.year}")
        if whole and months[1] - months[0] == 2 and months[0] % 3 == 1:
            number = months[1] // 3
            return say(f"{first.year} 年第{'一二三四'[number - 1]}季度", f"{first.year} Q{number}")
        if whole and months[0] == months[1]:
            return say(f"{first.year} 年 {first.month} 月", f"{first.year}-{first.month:02d}")
    return say(f"{first} 至 {last}", f"{first} to {last}")


def shown(column: Column, value: object) -> str:
    """A value as a person reads it: 1,234.5, 是, a file's name."""
    if value in (None, "", []):
        return ""
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if column.numeric:
        number = decimal_of(value)
        return f"{number:,f}" if number is not None else str(value)
    if column.kind == "flag":
        return {"yes": say("是", "yes"), "no": say("否", "no")}.get(str(value), str(value))
    return str(value)


def sections(
    design: FormDesign,
    values: Mapping[str, Any],
    figures: Mapping[str, str],
    reasons: Mapping[str, str],
) -> list[dict[str, Any]]:
    """A filled-in form as a page shows it."""
    return [
        {
            "title": one.title,
            "help": one.help,
            "fields": [_field(field, values, figures, reasons) for field in one.fields],
        }
        for one in design.sections
    ]


def _field(
    field: FormField,
    values: Mapping[str, Any],
    figures: Mapping[str, str],
    reasons: Mapping[str, str],
) -> dict[str, Any]:
    value = values.get(field.name, "")
    counted = figures.get(field.name, "")
    told: dict[str, Any] = {
        "field": field,
        "value": value,
        "shown": shown(field, value),
        "counted": shown(field, counted),
        "differs": bool(counted and value) and decimal_of(value) != decimal_of(counted),
        "reason": reasons.get(field.name) or reasons.get("*", ""),
        "figure": FIGURES.get(field.figure),
    }
    if field.kind == "table":
        told |= table(field, value or [])
    return told


def table(field: FormField, rows: list[Mapping[str, str]]) -> dict[str, Any]:
    """The rows of a table with their unit first, if they came from several."""
    merged = any(one.get(UNIT) for one in rows)
    return {
        "merged": merged,
        "columns": field.columns,
        "rows": [
            {"unit": one.get(UNIT, ""), "cells": [(col, shown(col, one.get(col.name))) for col in field.columns]}
            for one in rows
        ],
    }  # fmt: skip
