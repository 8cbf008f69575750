"""The report as a workbook: overview, leads, rules, bodies, months, refused data, rule by rule.

Serves the clerk who sorts, filters and passes lists on. Nothing in it is a formula: whatever came
from a submission is written as text, so that opening the workbook runs nothing. A workbook made of
simulated data says so on every tab and every printed page, and wears another colour.
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
_BLUE, _AMBER = "1D4F91", "8A5200"
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_WARNING_FONT = Font(bold=True, size=13, color=_AMBER)
_WARNING_FILL = PatternFill("solid", start_color="FDF3E1")
_HAIRLINE = Border(bottom=Side("thin", color="D9DEE5"))


class _Workbook:
    """A workbook in the making: sheets with a head that stays, filters, and a page set-up."""

    def __init__(self, *, simulated: bool) -> None:
        self.book = Workbook(write_only=True)
        self.colour = _AMBER if simulated else _BLUE
        self._simulated = say("模拟数据", "simulated data") if simulated else ""

    def bare_sheet(self, title: str) -> Any:
        """A sheet without a head. Its tab and its printed pages say where the data are simulated."""
        mark = say(f"（{self._simulated}）", f" ({self._simulated})") if self._simulated else ""
        sheet = self.book.create_sheet(title + mark)
        sheet.sheet_properties.tabColor = self.colour
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = 0
        if self._simulated:
            sheet.oddHeader.right.text = self._simulated
        sheet.oddFooter.left.text = title
        sheet.oddFooter.right.text = "&P / &N"
        return sheet

    def sheet(self, title: str, heads: Sequence[str], widths: Sequence[float], rows: int) -> Any:
        """A sheet of ``rows`` rows below a head that stays in sight and filters."""
        sheet = self.bare_sheet(title)
        for position, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = width
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{rows + 1}"
        sheet.print_title_rows = "1:1"
        sheet.row_dimensions[1].height = 24
        cells = []
        for head in heads:
            cell = _cell(sheet, head)
            cell.font, cell.fill = _HEAD_FONT, PatternFill("solid", start_color=self.colour)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cells.append(cell)
        sheet.append(cells)
        return sheet


def write_workbook(view: Overview, path: Path) -> None:
    book = _Workbook(simulated=view.simulated)
    _overview(book, view)
    _findings(book, view)
    _rules(book, view)
    _bodies(book, view)
    _months(book, view)
    _refused(book, view)
    _requirements(book, view)
    book.book.save(path)


# --- sheets ------------------------------------------------------------------------------------------------


def _overview(book: _Workbook, view: Overview) -> None:
    sheet = book.bare_sheet(say("概况", "Overview"))
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 110
    title = _cell(sheet, say("衡鉴 · 行政执法检查报告", "Hengjian · Enforcement check report"))
    title.font = Font(bold=True, size=16, color=book.colour)
    sheet.row_dimensions[1].height = 30
    sheet.append([title])
    if view.simulated:
        warning = [
            _cell(sheet, say("模拟数据", "Simulated data")),
            _cell(sheet, simulated_notice()),
        ]
        for cell in warning:
            cell.font, cell.fill = _WARNING_FONT, _WARNING_FILL
        sheet.append(warning)
    for label, value in _overview_lines(view):
        name = _cell(sheet, label)
        name.font = Font(bold=True)
        name.alignment = Alignment(vertical="top")
        text = _cell(sheet, value)
        text.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        if isinstance(value, int):
            text.number_format = "#,##0"
        name.border = text.border = _HAIRLINE
        sheet.append([name, text])


def _overview_lines(view: Overview) -> list[tuple[str, object]]:
    run, counts = view.run, view.counts
    return [
        (say("数据来源", "Source"), run.submission.path.name),
        (say("检查基准日", "As of"), run.as_of),
        (say("适用地域", "Territory"), run.content.profile.name),
        (say("结论", "Result"), verdict_sentence(view)),
        *((say("须知", "Note"), warning) for warning in view.warnings),
        (say("案件", "Cases"), run.records.case_count),
        (say("活动", "Events"), run.records.event_count),
        (say("机关", "Bodies"), view.body_count),
        (say("违法线索", "Leads"), counts.leads),
        (say("其中致命", "of them fatal"), counts.fatal),
        (say("其中严重", "of them serious"), counts.serious),
        (say("其中一般", "of them general"), counts.general),
        (say("提示及争议", "Hints and disputes"), counts.other),
        (say("执行规则", "Rules run"), len(view.rules)),
        (say("未执行规则", "Rules not run"), len(view.rules_not_run)),
        (say("判断处数", "Points judged"), run.rows_looked_at),
        (say("未作判断", "Not judged"), run.not_judged),
        (say("未受理行数", "Refused rows"), run.submission.refused_rows),
        *((s.label, severity_meaning(s)) for s in Severity),
        *((say("方法", "Method"), note) for note in method_notes(view)),
    ]


def _findings(book: _Workbook, view: Overview) -> None:
    table = table_of(view)
    heads = [say(*words) for words in LABELS.values()]
    for number, start in enumerate(range(0, max(table.height, 1), SHEET_ROWS), start=1):
        part = table.slice(start, SHEET_ROWS)
        name = say("线索", "Leads") + (f"（{number}）" if number > 1 else "")
        sheet = book.sheet(name, heads, [_WIDTHS[c] for c in LABELS], part.height)
        _tint_severities(sheet, list(LABELS).index("severity"), part.height)
        _fill(sheet, part.iter_rows(), wrap=True)


def _tint_severities(sheet: Any, column: int, rows: int) -> None:
    """Colours by rule, not cell by cell: they follow the rows when these are sorted."""
    letter = get_column_letter(column + 1)
    for severity, (ink, ground) in _INK.items() if rows else ():
        style = DifferentialStyle(
            font=Font(bold=True, color=ink), fill=PatternFill(bgColor=ground, fill_type="solid")
        )
        rule = Rule("expression", dxf=style, formula=[f'${letter}2="{severity.label}"'])
        sheet.conditional_formatting.add(f"{letter}2:{letter}{rows + 1}", rule)


def _rules(book: _Workbook, view: Overview) -> None:
    heads = say(
        "规则|事由|依据|程度|涉及行数|符合|例外|未作判断|最常缺少|线索|其中致命|严重|一般|提示及争议",
        "rule|title|articles|severity|looked at|fine|exempt|not judged|missing most|leads|fatal|"
        "serious|general|hints",
    ).split("|")
    widths = [8, 36, 50, 8, 10, 10, 10, 10, 26, 8, 8, 8, 8, 12]
    sheet = book.sheet(say("按规则", "By rule"), heads, widths, len(view.rules))
    _tint_severities(sheet, 3, len(view.rules))
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


def _bodies(book: _Workbook, view: Overview) -> None:
    heads = say(
        "机关编号|机关|案件|线索|其中致命|严重|一般|提示及争议|案件类线索|每百件案件线索",
        "body id|body|cases|leads|fatal|serious|general|hints|leads on cases|per 100 cases",
    ).split("|")
    widths = [16, 34, 10, 10, 10, 10, 10, 12, 12, 16]
    sheet = book.sheet(say("按机关", "By body"), heads, widths, len(view.bodies))
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


def _months(book: _Workbook, view: Overview) -> None:
    heads = say(
        "时段|线索|其中致命|严重|一般|提示及争议", "period|leads|fatal|serious|general|hints"
    ).split("|")
    sheet = book.sheet(
        say("按时间", "Over time"), heads, [14, 10, 10, 10, 10, 12], len(view.months)
    )
    _fill(
        sheet,
        ((period, c.leads, c.fatal, c.serious, c.general, c.other) for period, c in view.months),
    )


def _refused(book: _Workbook, view: Overview) -> None:
    rows = problems_shown(view.run)
    heads = say("文件|行|字段|值|原因|改法|处理", "file|row|field|value|reason|remedy|handled")
    sheet = book.sheet(
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


def _requirements(book: _Workbook, view: Overview) -> None:
    heads = say("规则|事由|程度|依据|法律要求|例外|是否执行", "rule|title|severity|articles|"
                "what the law requires|exceptions|run").split("|")  # fmt: skip
    off = view.rules_not_run
    sheet = book.sheet(
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


def _fill(sheet: Any, rows: Iterable[Sequence[object]], *, wrap: bool = False) -> None:
    """Append rows. One cell object per column is used again and again: a row is written at once,
    and making millions of styled cells would cost most of the time."""
    cells: list[Any] = []
    for row in rows:
        if not cells:
            cells = [_cell(sheet, None) for _ in row]
            for cell, value in zip(cells, row, strict=True):
                cell.alignment = Alignment(wrap_text=wrap, vertical="top")
                cell.border = _HAIRLINE
                cell.quotePrefix = value is None or isinstance(value, str)
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
