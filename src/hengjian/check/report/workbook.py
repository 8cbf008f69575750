"""The report as a workbook: overview, leads, rules, bodies, months, refused data, rule by rule.

Serves the clerk who sorts, filters and passes lists on. Nothing in it is a formula: whatever came
from a submission is written as text, so that opening the workbook runs nothing.
"""

from dataclasses import replace
from pathlib import Path

from openpyxl.utils import get_column_letter

from hengjian.check.report.flat import LABELS, table_of
from hengjian.check.report.overview import Overview
from hengjian.check.report.refused import problems_shown
from hengjian.check.report.sheets import A3, Column, Sheets, columns, lines_of, tint_severities
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

_WIDTHS = {
    "severity": 10, "nature": 13, "rule": 10, "title": 28, "body_id": 12, "body": 26,
    "case_id": 16, "matter": 22, "on": 13, "says": 52, "right": 40, "articles": 34, "sum": 60,
    "because": 40, "evidence": 60, "parameters": 60, "finding": 20,
}  # fmt: skip
_WRAPPED = {"title", "body", "matter", "says", "right", "articles", "sum", "because"}


def write_workbook(view: Overview, path: Path) -> None:
    sheets = Sheets(simulated=view.simulated)
    _overview(sheets, view)
    _findings(sheets, view)
    _rules(sheets, view)
    _bodies(sheets, view)
    _months(sheets, view)
    _refused(sheets, view)
    _requirements(sheets, view)
    sheets.save(path)


def _overview(sheets: Sheets, view: Overview) -> None:
    run, counts, place = view.run, view.counts, view.run.content.profile
    lines: list[tuple[str, object]] = [
        (say("数据来源", "Source"), run.submission.path.name),
        (say("检查基准日", "As of"), run.as_of),
        (say("适用地域", "Territory"), say(place.name, place.name_en or place.name)),
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
        (say("其中有错的行", "of them faulty"), run.submission.faulty_rows),
        (say("整案退回的案件", "Cases held back"), run.submission.held_back),
        *((s.label, severity_meaning(s)) for s in Severity),
        *((say("方法", "Method"), note) for note in method_notes(view)),
    ]
    simulated = say("模拟数据", "Simulated data"), simulated_notice()
    sheets.cover(
        say("衡鉴 · 行政执法检查报告", "Hengjian · Enforcement check report"),
        simulated if view.simulated else None,
        lines,
    )


def _findings(sheets: Sheets, view: Overview) -> None:
    table = table_of(view)
    heads = [
        Column(say(*words), _WIDTHS[name], wrapped=name in _WRAPPED)
        for name, words in LABELS.items()
    ]
    lines = max(lines_of(table[name], _WIDTHS[name]) for name in _WRAPPED)
    for number, start in enumerate(range(0, max(table.height, 1), SHEET_ROWS), start=1):
        part = table.slice(start, SHEET_ROWS)
        name = say("线索", "Leads") + (f"（{number}）" if number > 1 else "")
        sheet = sheets.table(name, heads, part.iter_rows(), count=part.height, lines=lines)
        # What proves a finding is for the screen; on paper it would make all the rest too small.
        last = get_column_letter(list(LABELS).index("sum") + 1)
        sheet.print_area = f"A1:{last}{part.height + 1}"
        sheet.page_setup.paperSize = A3
        tint_severities(sheet, list(LABELS).index("severity"), part.height)


def _rules(sheets: Sheets, view: Overview) -> None:
    heads = say(
        "规则|事由|依据|程度|涉及行数|符合|例外|未作判断|最常缺少|线索|其中致命|严重|一般|提示及争议",
        "rule|title|articles|severity|looked at|fine|exempt|not judged|missing most|leads|fatal|"
        "serious|general|hints",
    )
    widths = [10, 42, 52, 10, 12, 10, 10, 12, 30, 9, 12, 9, 9, 14]
    rows = [
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
    ]
    sheet = sheets.table(
        say("按规则", "By rule"),
        columns(heads, widths, figures={*range(4, 8), *range(9, 14)}, wrapped={1, 2, 8}),
        rows,
        count=len(rows),
        lines=2,
    )
    tint_severities(sheet, 3, len(rows))


def _bodies(sheets: Sheets, view: Overview) -> None:
    heads = say(
        "机关编号|机关|案件|线索|其中致命|严重|一般|提示及争议|案件类线索|每百件案件线索",
        "body id|body|cases|leads|fatal|serious|general|hints|leads on cases|per 100 cases",
    )
    widths = [14, 38, 10, 10, 12, 10, 10, 14, 14, 18]
    rows = (
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
    )
    *counts, rate = columns(heads, widths, figures=range(2, 9))
    sheets.table(
        say("按机关", "By body"),
        [*counts, replace(rate, figure="0.0")],
        rows,
        count=len(view.bodies),
    )


def _months(sheets: Sheets, view: Overview) -> None:
    heads = say(
        "时段|线索|其中致命|严重|一般|提示及争议", "period|leads|fatal|serious|general|hints"
    )
    undated = [(say("无日期", "no date"), view.undated)] if view.undated.findings else []
    periods = [*view.months, *undated]
    sheets.table(
        say("按时间", "Over time"),
        columns(heads, [14, 10, 12, 10, 10, 14], figures=range(1, 6)),
        ((period, c.leads, c.fatal, c.serious, c.general, c.other) for period, c in periods),
        count=len(periods),
    )


def _refused(sheets: Sheets, view: Overview) -> None:
    rows = problems_shown(view.run)
    heads = say("文件|行|字段|值|原因|改法|处理", "file|row|field|value|reason|remedy|handled")
    widths = [30, 8, 22, 26, 50, 50, 12]
    lines = max(
        lines_of((p.reason for p in rows), widths[4]), lines_of((p.remedy for p in rows), widths[5])
    )
    told = (
        (p.file, p.row, p.field, p.value, p.reason, p.remedy,
         say("未受理", "refused") if p.refused else say("提示", "noted"))
        for p in rows
    )  # fmt: skip
    nothing = [(say("没有未受理的数据。", "Nothing was refused."), *[None] * 6)]
    sheets.table(
        say("未受理数据", "Refused data"),
        columns(heads, widths, figures={1}, wrapped={4, 5}),
        told if rows else nothing,
        count=len(rows),
        lines=lines,
    )


def _requirements(sheets: Sheets, view: Overview) -> None:
    heads = say("规则|事由|程度|依据|法律要求|例外|是否执行", "rule|title|severity|articles|"
                "what the law requires|exceptions|run")  # fmt: skip
    joint = say("；", "; ")
    ran = [
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
    ]
    off = view.rules_not_run
    not_run = [(r.id, r.title, r.severity.label, r.cited, "", "", r.why) for r in off]
    sheet = sheets.table(
        say("规则说明", "Rules"),
        columns(heads, [10, 40, 10, 46, 92, 44, 44], wrapped={1, 3, 4, 5, 6}),
        [*ran, *not_run],
        count=len(ran) + len(off),
        lines=2,
    )
    tint_severities(sheet, 2, len(ran) + len(off))
