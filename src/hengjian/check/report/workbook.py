"""The report as a workbook: overview, leads, rules, bodies, refused data, what each rule requires.

Serves the clerk who sorts, filters and passes lists on. Nothing in it is a formula: whatever came
from a submission is written as text, so that opening the workbook runs nothing.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from hengjian.check.report.flat import LABELS, table_of
from hengjian.check.report.overview import Overview
from hengjian.check.report.refused import problems_shown
from hengjian.check.report.wording import (
    method_notes,
    severity_meaning,
    simulated_notice,
    verdict_sentence,
)
from hengjian.content import say
from hengjian.rules.rule import Severity

SHEET_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
_CELL_CHARACTERS = 32_767
_A4 = 9
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_WIDTHS = {
    "severity": 8, "nature": 12, "rule": 8, "title": 30, "body_id": 14, "body": 26,
    "case_id": 20, "matter": 24, "on": 12, "says": 60, "right": 44, "articles": 40, "sum": 48,
    "because": 30, "evidence": 60, "parameters": 48, "finding": 20,
}  # fmt: skip
_INK = {Severity.FATAL: ("9C1B14", "FBE9E7"), Severity.SERIOUS: ("8A5200", "FFF3E0")}
_BLUE = "1D4F91"
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", start_color=_BLUE)
_HAIRLINE = Border(bottom=Side("thin", color="D9DEE5"))
_TITLE_FONT = Font(bold=True, size=16, color=_BLUE)


def write_workbook(view: Overview, path: Path) -> None:
    book = Workbook(write_only=True)
    _overview(book, view)
    _findings(book, view)
    _rules(book, view)
    _bodies(book, view)
    _refused(book, view)
    _requirements(book, view)
    book.save(path)


# --- sheets ------------------------------------------------------------------------------------------------


def _overview(book: Any, view: Overview) -> None:
    sheet = book.create_sheet(say("概况", "Overview"))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 110
    title = _cell(sheet, say("衡鉴 · 行政执法检查报告", "Hengjian · Enforcement check report"))
    title.font = _TITLE_FONT
    sheet.append([title])
    run = view.run
    lines: list[tuple[str, object]] = [
        (say("数据来源", "Source"), run.submission.path.name),
        (say("检查基准日", "As of"), run.as_of),
        (say("适用地域", "Territory"), run.content.profile.name),
        (say("结论", "Result"), verdict_sentence(view)),
        (say("案件", "Cases"), run.records.case_count),
        (say("活动", "Events"), run.records.event_count),
        (say("机关", "Bodies"), view.body_count),
        (say("执行规则", "Rules run"), len(view.rules)),
        (say("判断行数", "Rows looked at"), run.rows_looked_at),
        (say("线索", "Leads"), view.counts.leads),
        (say("未作判断", "Not judged"), run.not_judged),
        (say("未受理行数", "Refused rows"), run.submission.refused_rows),
    ]
    if view.simulated:
        lines.insert(0, (say("模拟数据", "Simulated data"), simulated_notice()))
    lines += [(say("须知", "Note"), warning) for warning in view.warnings]
    lines += [(s.label, severity_meaning(s)) for s in Severity]
    lines += [(say("方法", "Method"), note) for note in method_notes(view)]
    for label, value in lines:
        name = _cell(sheet, label)
        name.font = Font(bold=True)
        text = _cell(sheet, value)
        text.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        sheet.append([name, text])


def _findings(book: Any, view: Overview) -> None:
    table = table_of(view)
    heads = [say(*words) for words in LABELS.values()]
    for number, start in enumerate(range(0, max(table.height, 1), SHEET_ROWS), start=1):
        part = table.slice(start, SHEET_ROWS)
        name = say("线索", "Leads") + (f"（{number}）" if number > 1 else "")
        sheet = _sheet(book, name, heads, [_WIDTHS[c] for c in LABELS], part.height)
        letter = get_column_letter(list(LABELS).index("severity") + 1)
        for severity, (ink, ground) in _INK.items():
            style = DifferentialStyle(
                font=Font(bold=True, color=ink), fill=PatternFill(bgColor=ground, fill_type="solid")
            )
            rule = Rule("expression", dxf=style, formula=[f'${letter}2="{severity.label}"'])
            sheet.conditional_formatting.add(f"{letter}2:{letter}{part.height + 1}", rule)
        _fill(sheet, part.iter_rows(), wrap=True)


def _rules(book: Any, view: Overview) -> None:
    heads = say(
        "规则|事由|依据|程度|涉及行数|符合|例外|未作判断|最常缺少|线索|其中致命|严重|一般|提示及争议",
        "rule|title|articles|severity|looked at|fine|exempt|not judged|missing most|leads|fatal|"
        "serious|general|hints",
    ).split("|")
    widths = [8, 36, 50, 8, 10, 10, 10, 10, 26, 8, 8, 8, 8, 12]
    sheet = _sheet(book, say("按规则", "By rule"), heads, widths, len(view.rules))
    _fill(
        sheet,
        (
            (
                line.rule.id,
                line.rule.title,
                line.rule.cited(),
                line.rule.severity.label,
                line.tally.concerned,
                line.tally.fine,
                line.tally.exempt,
                line.tally.not_judged,
                line.most_missing[0] if line.most_missing else "",
                line.counts.leads,
                line.counts.fatal,
                line.counts.serious,
                line.counts.general,
                line.counts.other,
            )
            for line in view.rules
        ),
    )


def _bodies(book: Any, view: Overview) -> None:
    heads = say(
        "机关编号|机关|案件|线索|其中致命|严重|一般|提示及争议|案件类线索|每百件案件线索",
        "body id|body|cases|leads|fatal|serious|general|hints|leads on cases|per 100 cases",
    ).split("|")
    widths = [16, 34, 10, 10, 10, 10, 10, 12, 12, 16]
    sheet = _sheet(book, say("按机关", "By body"), heads, widths, len(view.bodies))
    _fill(
        sheet,
        (
            (
                line.body_id,
                line.name,
                line.cases,
                line.counts.leads,
                line.counts.fatal,
                line.counts.serious,
                line.counts.general,
                line.counts.other,
                line.case_leads,
                line.per_hundred,
            )
            for line in view.bodies
        ),
    )


def _refused(book: Any, view: Overview) -> None:
    rows = problems_shown(view.run)
    heads = say("文件|行|字段|值|原因|改法|处理", "file|row|field|value|reason|remedy|handled")
    sheet = _sheet(
        book,
        say("未受理数据", "Refused data"),
        heads.split("|"),
        [30, 8, 22, 26, 50, 50, 12],
        len(rows),
    )
    _fill(
        sheet,
        (
            (p.file, p.row, p.field, p.value, p.reason, p.remedy,
             say("未受理", "refused") if p.refused else say("提示", "noted"))
            for p in rows
        ),
        wrap=True,
    )  # fmt: skip


def _requirements(book: Any, view: Overview) -> None:
    heads = say("规则|事由|程度|依据|法律要求|例外|是否执行", "rule|title|severity|articles|"
                "what the law requires|exceptions|run").split("|")  # fmt: skip
    off = view.rules_not_run
    sheet = _sheet(
        book,
        say("规则说明", "Rules"),
        heads,
        [8, 36, 8, 46, 80, 40, 40],
        len(view.rules) + len(off),
    )
    joint = say("；", "; ")
    ran = (
        (
            line.rule.id,
            line.rule.title,
            line.rule.severity.label,
            line.rule.cited(),
            line.rule.statement,
            joint.join(line.rule.judgement.exceptions),
            say("已执行", "run"),
        )
        for line in view.rules_in_order
    )
    not_run = ((id_, title, s.label, "", "", "", why) for id_, title, s, why in off)
    _fill(sheet, [*ran, *not_run], wrap=True)


# --- cells -------------------------------------------------------------------------------------------------


def _sheet(
    book: Any,
    title: str,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: int,
) -> Any:
    sheet = book.create_sheet(title)
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{rows + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    cells = []
    for head in heads:
        cell = _cell(sheet, head)
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cells.append(cell)
    sheet.append(cells)
    return sheet


def _fill(sheet: Any, rows: Iterable[Sequence[object]], *, wrap: bool = False) -> None:
    """Append rows. One cell object per column is used again and again: a row is written at once,
    and making millions of styled cells would cost most of the time."""
    cells: list[Any] = []
    for row in rows:
        if not cells:
            cells = [_cell(sheet, None) for _ in row]
            for cell in cells:
                cell.alignment = Alignment(wrap_text=wrap, vertical="top")
                cell.border = _HAIRLINE
                cell.quotePrefix = True
        for cell, value in zip(cells, row, strict=True):
            _put(cell, value)
        sheet.append(cells)


def _cell(sheet: Any, value: object) -> Any:
    cell = WriteOnlyCell(sheet)
    _put(cell, value)
    return cell


def _put(cell: Any, value: object) -> None:
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value)[:_CELL_CHARACTERS]
        cell.data_type = "s"  # openpyxl would make a formula of a text that begins with “=”
    else:
        cell.value = value
