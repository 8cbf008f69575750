"""The merger of a task: sums with the figures they were made of, each unit's own, stacked tables; taken away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header

from hengjian.content.form_design import FormDesign, FormField
from hengjian.core import clock
from hengjian.core.wording import said, say
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.answering import UNIT, decimal_of, faults
from hengjian.domain.supervision.reports.merging.adding import Part, column_total, merged, total
from hengjian.domain.supervision.reports.merging.parts import parts_kept, parts_of
from hengjian.domain.supervision.reports.models import ReportTask
from hengjian.letters.tables import Sheet, tables_pdf
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.asking import number
from hengjian.surfaces.desk.reports import words
from hengjian.surfaces.desk.reports.asking import reading_post
from hengjian.surfaces.desk.sheet import (
    Column,
    Table,
    csv_answer,
    lines,
    workbook,
    workbook_answer,
)

MOST_SHOWN, MOST_PRINTED, MOST_COLUMNS = 500, 3000, 10


@login_required
def merger(request: StaffRequest, pk: int) -> HttpResponse:
    """`?view=units` each unit's own, `?view=<table>` the rows of a table, else the sums."""
    at = clock.now()
    task, parts, values = _merged(request, pk, at)
    design = task.designed
    tables = {one.name: one for one in design.fields() if one.kind == "table"}
    view = request.GET.get("view", "")
    view = view if view in tables or view == "units" else ""
    told: dict[str, Any] = {
        "task": task, "period": words.period(task), "view": view, "parts": parts,
        "tabs": [("", say("合计", "Sums")), ("units", say("分单位", "By unit")),
                 *((name, one.label) for name, one in tables.items())],
        "signed": task.state == ReportTask.State.SIGNED, "is_merged": task.merged is not None,
        "missing": (task.merged or {}).get("missing", []),
    }  # fmt: skip
    if view == "units":
        told |= _by_unit(request, design, parts)
    elif view:
        told |= _stacked(tables[view], values)
    else:
        told |= {
            "sections": [(one.title, [_origin(field, values, parts) for field in one.fields
                                      if field.kind != "table"]) for one in design.sections],
            "faults": faults(design, values, whole=False),
        }  # fmt: skip
    return render(request, "desk/reports/merged.html", told)


def _merged(
    request: StaffRequest, pk: int, at: datetime
) -> tuple[ReportTask, list[Part], Mapping[str, Any]]:
    """What was merged, of the very editions it was made of; before that what it would be now."""
    task = access.task_seen(pk, post=reading_post(request, at), at=at)
    if task.merged is not None:
        return task, parts_kept(task), task.merged["values"]
    parts, _ = parts_of(task)
    if not parts:
        raise Http404
    return task, parts, merged(task.designed, parts)


def _origin(field: FormField, values: Mapping[str, Any], parts: list[Part]) -> dict[str, Any]:
    """A sum with each unit's own figure, and where that is not what the system had counted."""
    given = [
        (part, words.shown(field, part.values.get(field.name)), part.changed(field))
        for part in parts
    ]
    of = [one for one in given if one[1]]
    return {
        "field": field, "sums": field.sums,
        "shown": words.shown(field, values.get(field.name)) if field.sums else "",
        "of": of, "changed": sum(one[2] is not None for one in of),
    }  # fmt: skip


def _by_unit(request: StaffRequest, design: FormDesign, parts: list[Part]) -> dict[str, Any]:
    place = number(request.GET.get("section")) or 0
    held = [
        one
        for one in design.sections
        if any(field.kind not in ("table", "text") for field in one.fields)
    ]
    section = held[place] if place < len(held) else held[0]
    fields = [one for one in section.fields if one.kind not in ("table", "text")]
    rows = [
        (part, [(one, words.shown(one, part.values.get(one.name))) for one in fields])
        for part in parts
    ]
    sums = [words.shown(one, total(one, parts)) if one.sums else "" for one in fields]
    return {
        "fields": fields, "rows": rows, "sums": sums, "section": place,
        "all_sections": [(n, one.title) for n, one in enumerate(held)],
    }  # fmt: skip


def _stacked(field: FormField, values: Mapping[str, Any]) -> dict[str, Any]:
    rows = values.get(field.name) or []
    sums = [
        words.shown(col, column_total(rows, col.name)) if col.numeric else ""
        for col in field.columns
    ]
    return {
        "field": field, "table": words.table(field, rows[:MOST_SHOWN]), "sums": sums,
        "more": max(0, len(rows) - MOST_SHOWN), "number_of_rows": len(rows),
    }  # fmt: skip


# --- taken away --------------------------------------------------------------------------------------------


def _tables(task: ReportTask, parts: list[Part], values: Mapping[str, Any]) -> list[Table]:
    design = task.designed
    sums = [
        {"section": one.title, "label": field.label, "unit": field.counted_in,
         "value": _cell(field, values.get(field.name)) if field.sums else say("见分单位", "see by unit"),
         "number": sum(bool(part.values.get(field.name)) for part in parts)}
        for one in design.sections
        for field in one.fields
        if field.kind != "table"
    ]  # fmt: skip
    whole = Table(say("合计", "Sums"), [
        Column(said("分组", "section"), lambda one: one["section"], 20),
        Column(said("栏目", "field"), lambda one: one["label"], 40),
        Column(said("单位", "unit"), lambda one: one["unit"], 8),
        Column(said("合计", "sum"), lambda one: one["value"], 20),
        Column(said("填报单位数", "units"), lambda one: one["number"], 12),
    ], sums)  # fmt: skip
    fields = [one for one in design.fields() if one.kind != "table"]
    by_unit = Table(say("分单位", "By unit"), [
        Column(said("单位", "unit"), lambda part: part.name, 34),
        Column(said("版次", "edition"), lambda part: part.edition, 8),
        *(Column(one.label, _of(one), 14) for one in fields),
        Column(said("散列值", "hash"), lambda part: part.sha256, 66),
    ], parts)  # fmt: skip
    return [
        whole,
        by_unit,
        *(_table(one, values) for one in design.fields() if one.kind == "table"),
    ]


def _of(field: FormField) -> Any:
    return lambda part: _cell(field, part.values.get(field.name))


def _table(field: FormField, values: Mapping[str, Any]) -> Table:
    columns = [Column(said("单位", "unit"), lambda row: row.get(UNIT, ""), 34)]
    columns += [Column(one.label, _of_row(one), 20) for one in field.columns]
    return Table(field.label[:31].translate(_SIGNS), columns, values.get(field.name) or [])


_SIGNS = str.maketrans("[]:*?/\\", "（）：＊？／＼")


def _of_row(column: Any) -> Any:
    return lambda row: _cell(column, row.get(column.name))


def _cell(field: Any, value: object) -> object:
    """A number as a number, so that a spreadsheet adds it; the rest as it is read."""
    exact = decimal_of(value) if field.numeric else None
    if exact is None or abs(exact) >= 10**15:
        return words.shown(field, value)
    return int(exact) if exact == exact.to_integral_value() else exact


@login_required
def merged_xlsx(request: StaffRequest, pk: int) -> HttpResponseBase:
    task, parts, values = _merged(request, pk, clock.now())
    return workbook_answer(
        workbook(_tables(task, parts, values)), f"{task.title}-{task.number}.xlsx"
    )


@login_required
def merged_csv(request: StaffRequest, pk: int) -> HttpResponseBase:
    task, parts, values = _merged(request, pk, clock.now())
    declared = _tables(task, parts, values)
    asked = number(request.GET.get("table")) or 1
    one = declared[asked - 1] if asked <= len(declared) else declared[0]
    return csv_answer(lines(one), f"{task.title}-{one.title}.csv")


@login_required
def merged_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The merger to print: A4 with sums and tables; `?paper=a3` each unit's own beside."""
    task, parts, values = _merged(request, pk, clock.now())
    wide = request.GET.get("paper") == "a3"
    design = task.designed
    sheets = [*_sums(design, values), *(_units_printed(design, parts) if wide else [])]
    sheets += [
        _printed(one, values)
        for one in design.fields()
        if one.kind == "table" and values.get(one.name)
    ]
    missing = (task.merged or {}).get("missing", [])
    foot = say(f"缺：{'、'.join(missing)}。", f"Missing: {', '.join(missing)}. ") if missing else ""
    foot += say(f"汇总结果散列值 {task.digest}", f"hash {task.digest}") if task.digest else ""
    state = str(task.get_state_display())
    sub = say(
        f"{task.bureau}　{words.period(task)}　{len(parts)} 个单位　{state}",
        f"{task.bureau} {words.period(task)} {state}",
    )
    data = tables_pdf(
        task.title, sub, sheets, issuer=str(task.bureau), wide=wide, simulated=settings.DEMO, foot=foot,
        on=clock.day_of(task.signed_at) if task.signed_at else None,
    )  # fmt: skip
    answer = HttpResponse(data, content_type="application/pdf")
    name = f"{task.title}-{task.number}.pdf"
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return answer


def _sums(design: FormDesign, values: Mapping[str, Any]) -> list[Sheet]:
    found = []
    for one in design.sections:
        rows = [
            [field.label, words.shown(field, values.get(field.name)), field.counted_in]
            for field in one.fields
            if field.sums
        ]
        if rows:
            heads = [say("栏目", "field"), say("合计", "sum"), say("单位", "unit")]
            found.append(Sheet(one.title, heads, rows, [False, True, False], [6, 2.5, 1]))
    return found


def _units_printed(design: FormDesign, parts: list[Part]) -> list[Sheet]:
    """A table for each section, of so many columns as an A3 page takes."""
    found = []
    for one in design.sections:
        fields = [field for field in one.fields if field.kind not in ("table", "text", "file")]
        for begin in range(0, len(fields), MOST_COLUMNS):
            some = fields[begin : begin + MOST_COLUMNS]
            rows = [
                [part.name, *(words.shown(field, part.values.get(field.name)) for field in some)]
                for part in parts
            ]
            rows.append(
                [
                    say("合计", "sum"),
                    *(
                        words.shown(field, total(field, parts)) if field.sums else ""
                        for field in some
                    ),
                ]
            )
            heads = [say("单位", "unit"), *(field.label for field in some)]
            numeric = [False, *(field.numeric for field in some)]
            found.append(Sheet(say(f"分单位：{one.title}", f"by unit: {one.title}"), heads, rows, numeric,
                               [2.4, *(1 for _ in some)]))  # fmt: skip
    return found


def _printed(field: FormField, values: Mapping[str, Any]) -> Sheet:
    told = words.table(field, (values.get(field.name) or [])[:MOST_PRINTED])
    rows = [[line["unit"], *(text for _, text in line["cells"])] for line in told["rows"]]
    heads = [say("单位", "unit"), *(one.label for one in field.columns)]
    return Sheet(field.label, heads, rows, [False, *(one.numeric for one in field.columns)],
                 [2, *(1.5 for _ in field.columns)])  # fmt: skip


urlpatterns = [
    path("reports/<int:pk>/merged/print.pdf", merged_pdf, name="report_merged_pdf"),
    path("reports/<int:pk>/merged/", merger, name="report_merged"),
    path("reports/<int:pk>/merged/export.xlsx", merged_xlsx, name="report_merged_xlsx"),
    path("reports/<int:pk>/merged/export.csv", merged_csv, name="report_merged_csv"),
]
