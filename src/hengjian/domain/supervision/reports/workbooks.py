"""A form as an Excel workbook: empty or filled in, to be completed without the network and read back.

Serves downloads of whoever fills in, and the preview of a form. One sheet holds the fields, each table has
a sheet of its own; nothing in it can become a formula.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hengjian.content.form_design import Column, FormDesign, FormField
from hengjian.domain.registry.workbooks import HEAD_FILL, saved
from hengjian.domain.supervision.reports.answering import UNIT, decimal_of, explained

MAIN = "填报"
HEADS = (
    ("代码", 4),
    ("分组", 18),
    ("栏目", 34),
    ("单位", 8),
    ("填写", 26),
    ("改动系统数的原因", 26),
    ("说明", 50),
)
CODE, VALUE, REASON = "代码", "填写", "改动系统数的原因"
NUMBER = "序号"
OF_UNIT = "单位（汇总来源）"
MOST_CHOICES = 250
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_FILL = PatternFill("solid", fgColor="FFF8E1")
_KINDS = {
    "line": "文字", "text": "文字", "number": "数字", "money": "金额", "date": "日期，如 2026-01-31",
    "choice": "从选项里选", "flag": "是或者否", "file": "附件在网页上传",
}  # fmt: skip


def sheet_name(number: int, field: FormField) -> str:
    """What the sheet of a table is called: `1.各领域情况`."""
    return f"{number}.{_FORBIDDEN.sub('', field.label)}"[:31]


def tables_of(design: FormDesign) -> dict[str, FormField]:
    """Name of a sheet → the table on it."""
    tables = [one for one in design.fields() if one.kind == "table"]
    return {sheet_name(number, one): one for number, one in enumerate(tables, start=1)}


def workbook(
    design: FormDesign,
    values: Mapping[str, Any],
    figures: Mapping[str, str],
    reasons: Mapping[str, str],
    *,
    simulated: bool,
) -> bytes:
    """The form with what is filled in so far; where nothing is, what the system counted."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = MAIN
    _heads(sheet, HEADS)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "E2"
    row = 1
    for section in design.sections:
        for field in section.fields:
            if field.kind == "table":
                continue
            row += 1
            value = values.get(field.name) or figures.get(field.name, "")
            given = [field.name, section.title, _label(field), field.counted_in, None,
                     reasons.get(field.name, ""), _help(field, figures)]  # fmt: skip
            for place, text in enumerate(given, start=1):
                put_text(sheet.cell(row, place), text)
            _put(sheet.cell(row, 5), field, value)
            _choices(sheet, field, f"E{row}")
    _notes(sheet, design, row + 2, reasons)
    for name, field in tables_of(design).items():
        _table(book.create_sheet(name), field, values.get(field.name) or [])
    every: Any = book.worksheets
    for one in every:
        one.page_setup.orientation = "landscape"
        one.page_setup.fitToHeight = 0
        one.sheet_properties.pageSetUpPr.fitToPage = True
        if simulated:
            one.oddHeader.right.text = "模拟数据"
    return saved(book)


def _heads(sheet: Any, heads: Any) -> None:
    for place, (text, width) in enumerate(heads, start=1):
        cell = sheet.cell(1, place)
        put_text(cell, text)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD_FILL
        sheet.column_dimensions[get_column_letter(place)].width = width


def _table(sheet: Any, field: FormField, rows: list[dict[str, str]]) -> None:
    merged = any(one.get(UNIT) for one in rows)
    heads = [(NUMBER, 6), *((_label(one), 22) for one in field.columns)]
    if merged:
        heads.append((OF_UNIT, 30))
    _heads(sheet, heads)
    sheet.freeze_panes = "B2"
    for number, one in enumerate(rows, start=1):
        sheet.cell(number + 1, 1).value = number
        for place, column in enumerate(field.columns, start=2):
            _put(sheet.cell(number + 1, place), column, one.get(column.name, ""))
        if merged:
            put_text(sheet.cell(number + 1, len(heads)), one.get(UNIT, ""))
    last = max(len(rows) + 1, 200)
    for place, column in enumerate(field.columns, start=2):
        letter = get_column_letter(place)
        _choices(sheet, column, f"{letter}2:{letter}{last}")


def _put(cell: Any, field: Column, value: object) -> None:
    """A number as a number, so that a spreadsheet can add it; anything else as text."""
    number = decimal_of(value) if field.numeric else None
    if number is not None and abs(number) < Decimal(10) ** 15:
        cell.value = int(number) if number == number.to_integral_value() else float(number)
        cell.number_format = "#,##0.00" if field.kind == "money" else "General"
    elif field.kind == "flag":
        put_text(cell, {"yes": "是", "no": "否"}.get(str(value), str(value)))
    elif field.kind == "file":
        put_text(cell, value.get("name", "") if isinstance(value, dict) else "")
    else:
        put_text(cell, value)
    cell.fill = _FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def put_text(cell: Any, value: object) -> None:
    """Text stays text, whatever it begins with."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value or ""))
    cell.value = text or None
    cell.data_type = "s" if text else "n"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _label(field: Column) -> str:
    return f"{field.label}*" if field.required else field.label


def _help(field: FormField, figures: Mapping[str, str]) -> str:
    parts = [field.help, _KINDS.get(field.kind, "")]
    if field.name in figures:
        parts.insert(0, f"系统数：{figures[field.name]}")
    return "；".join(one for one in parts if one)


def _choices(sheet: Any, field: Column, where: str) -> None:
    words = (
        field.choices if field.kind == "choice" else ("是", "否") if field.kind == "flag" else ()
    )
    listed = ",".join(words)
    if words and len(listed) <= MOST_CHOICES and '"' not in listed:
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        rule.add(where)
        sheet.add_data_validation(rule)


def _notes(sheet: Any, design: FormDesign, row: int, reasons: Mapping[str, str]) -> None:
    """The checks, to be read; below the fields, without a code, so that reading passes over them."""
    lines = [f"核对：{design.check_words(one)}" for one in design.checks]
    if explained("*", reasons):
        lines.append(f"改动系统数的统一说明：{reasons['*']}")
    for number, text in enumerate(lines):
        put_text(sheet.cell(row + number, 3), text)
