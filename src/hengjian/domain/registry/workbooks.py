"""Registers as Excel workbooks and CSV: the template to fill in, and exports that can be read back.

Serves downloads. Nothing written can become a formula: a text that begins like one is stored as text,
and marked so that the program that opens it leaves it alone.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from hengjian.core.wording import say
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.registers import Register
from hengjian.domain.registry.showing import written
from hengjian.standard.fields import Field, Kind
from hengjian.standard.template import KIND_WORDS

A3 = 8
MOST_ROWS = 20_000
"""So many rows go into one workbook; more are offered as CSV, which streams."""
_CHOICES = 5000
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
HEAD_FILL = PatternFill("solid", fgColor="1D4F91")
_MUST = PatternFill("solid", fgColor="8A1C1C")
_WIDTHS = {Kind.DATE: 12, Kind.BOOLEAN: 8, Kind.MONEY: 12, Kind.USCC: 21, Kind.TEXT: 30}


def risky(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula."""
    return text.startswith(_RISKY)


def export(register: Register, rows: Iterable[Any], *, simulated: bool) -> bytes:
    """The rows with every field of the standard, as a workbook that an upload reads back unchanged."""
    book, sheet = _book(register, write_only=True)
    for row in rows:
        values = register.values_of(row)
        cells = [_cell(sheet, one, values[one.name]) for one in register.fields]
        sheet.append([*cells, *(text_cell(sheet, name) for name in _names(register, row))])
    last = get_column_letter(len(register.fields) + len(register.links))
    sheet.auto_filter.ref = f"A1:{last}1"
    if simulated:
        sheet.oddHeader.right.text = "模拟数据"
    return saved(book)


def _name_heads(register: Register) -> list[str]:
    """The heads of columns for people: what a number names. An upload passes over them."""
    shown_as = (register.table.field(name).label for name in register.links)
    return [f"{one.removesuffix('编号').removesuffix('编码')}名称（只供查看）" for one in shown_as]


def _names(register: Register, row: Any) -> list[str]:
    named = (getattr(row, link.attribute) for link in register.links.values())
    return [str(one) if one is not None else "" for one in named]


def template(register: Register) -> bytes:
    """The empty workbook of a register: heads with explanations, choices for codes."""
    book, sheet = _book(register, write_only=False)
    for number, one in enumerate(register.fields, start=1):
        if one.kind in (Kind.CODE, Kind.BOOLEAN):
            words = labels(one.codes).values() if one.codes else ("是", "否")
            listed = ",".join(words)
            if len(listed) <= 250:  # Excel's limit for a list within a rule
                rule = DataValidation(
                    type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False
                )
                letter = get_column_letter(number)
                rule.add(f"{letter}2:{letter}{_CHOICES}")
                sheet.add_data_validation(rule)
    return saved(book)


def refusals(refused: Iterable[Any]) -> bytes:
    """The refused rows of an upload, for whoever mends the file: which row, what is wrong, what to do."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("退回")
    heads = (("行", 8), ("编号", 18), ("列", 18), ("填写的值", 24), ("原因", 40), ("怎样改", 60))
    for number, (_, width) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([head for head, _ in heads])
    for one in refused:
        told = (one.values.get(name) for name in ("field", "value", "reason", "remedy"))
        sheet.append([one.line, *(text_cell(sheet, text) for text in (one.key, *told))])
    return saved(book)


def lines(register: Register, rows: Iterable[Any]) -> Iterator[str]:
    """The rows as CSV, line by line."""
    yield "\ufeff" + csv_line([*(one.label for one in register.fields), *_name_heads(register)])
    for row in rows:
        values = register.values_of(row)
        texts = [written(one, values[one.name]) for one in register.fields]
        texts += _names(register, row)
        yield csv_line(texts)


def _book(register: Register, *, write_only: bool) -> tuple[Workbook, Any]:
    """A workbook with its head; write-only where many rows follow."""
    book = Workbook(write_only=write_only)
    title = register.table.label
    sheet: Any = book.create_sheet(title) if write_only else book.active
    sheet.title = title
    sheet.freeze_panes = "C2"
    for number, one in enumerate(register.fields, start=1):
        width = max(_WIDTHS.get(one.kind, 14), len(one.label) * 2 + 4)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A3, "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P / &N"
    if write_only:
        heads = _name_heads(register)
        for number, _ in enumerate(heads, start=len(register.fields) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 28
        sheet.append([*(_dressed(WriteOnlyCell(sheet), one) for one in register.fields), *heads])
    else:
        for number, one in enumerate(register.fields, start=1):
            _dressed(sheet.cell(1, number), one)
    return book, sheet


def _dressed(cell: Any, one: Field) -> Any:
    """The head of a field: required ones in red, each with a note."""
    cell.value = one.label + ("*" if one.required else "")
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = _MUST if one.required else HEAD_FILL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    note = f"{one.doc}\n{say(*KIND_WORDS[one.kind])}" if one.kind in KIND_WORDS else one.doc
    if one.required:
        note += say("\n必填", "\nrequired")
    cell.comment = Comment(note, "hengjian", 110, 240)
    return cell


def _cell(sheet: Any, one: Field, value: Any) -> Any:
    if value is None or value == "":
        return None
    if one.kind is Kind.MONEY:
        return float(value) / 100
    return text_cell(sheet, written(one, value))


def text_cell(sheet: Any, value: Any) -> Any:
    """A text that no program takes for a formula, without the signs that no workbook can hold."""
    cell, text = WriteOnlyCell(sheet), ILLEGAL_CHARACTERS_RE.sub("", str(value or ""))
    cell.value = text
    cell.data_type = "s"
    if risky(text):
        cell.quotePrefix = True
    return cell


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_line(values: Iterable[str | int]) -> str:
    """A line of CSV; risky texts get an apostrophe, as spreadsheets know it."""
    stream = io.StringIO()
    csv.writer(stream).writerow(
        f"'{one}" if isinstance(one, str) and risky(one) else one for one in values
    )
    return stream.getvalue()
