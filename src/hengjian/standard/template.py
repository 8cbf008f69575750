"""The empty Excel workbook for submissions, and refused rows as a workbook to mend.

Serves the officer without a system of his own: one sheet per table, headers in Chinese, a comment on
each, drop-downs for code lists, and a sheet of instructions. What it writes can be read back as is.
"""

from pathlib import Path

import polars as pl
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hengjian.content import Content, models, say
from hengjian.standard.fields import Field, Kind, Table
from hengjian.standard.problems import UnreadableError
from hengjian.standard.records import extended
from hengjian.standard.tables import STANDARD, TABLES

ROWS_WITH_CHOICES = 5000
"""Down to this row the drop-downs reach; further rows may be filled in all the same."""

_BLUE = "1D4F91"
_HEAD = PatternFill("solid", fgColor=_BLUE)
_MUST = PatternFill("solid", fgColor="8A1C1C")
_LINE = Border(bottom=Side(style="thin", color="999999"))

KIND_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.ID: ("编号", "id"),
    Kind.TEXT: ("文字", "text"),
    Kind.CODE: ("选一项", "one code"),
    Kind.CODES: ("可选多项，以分号分隔", "codes joined by ;"),
    Kind.IDS: ("可写多个编号，以分号分隔", "ids joined by ;"),
    Kind.DATE: ("日期，如 2024-03-01", "date like 2024-03-01"),
    Kind.MOMENT: ("日期或者时刻，如 2024-03-01 09:30", "date or moment"),
    Kind.MONEY: ("金额，单位元，两位小数", "money in yuan"),
    Kind.NUMBER: ("数", "number"),
    Kind.INTEGER: ("整数", "whole number"),
    Kind.BOOLEAN: ("是 或者 否", "yes or no"),
    Kind.USCC: ("18 位统一社会信用代码", "18-digit social credit code"),
    Kind.HASH: ("64 位十六进制", "64 hexadecimal digits"),
}


def write_template(path: Path, content: Content, tables: tuple[str, ...] = ()) -> None:
    """Write the empty workbook: instructions, then one sheet per table (all, or those named)."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    chosen = [extended(t, content.extra_fields) for t in TABLES if not tables or t.name in tables]
    _instructions(front, chosen)
    lists = book.create_sheet(say("代码表", "codes"))
    ranges = _code_lists(lists, content)
    for table in chosen:
        _table_sheet(book.create_sheet(table.label), table, ranges, content)
    book.move_sheet(lists, len(chosen))
    book.save(path)


def _instructions(sheet: Worksheet, tables: list[Table]) -> None:
    sheet.title = "填写说明"
    lines = [
        (f"行政执法数据填报（{STANDARD}）", "title"),
        ("一、每张工作表对应一张表，第一行是表头，从第二行起每行一条记录；空表可以不填。", ""),
        ("二、表头为红色并带 * 的列必填，其余的有则填写。光标停在表头上可看说明。", ""),
        (
            "三、日期写成 2024-03-01；知道时刻的写成 2024-03-01 09:30；金额以元为单位，两位小数。",
            "",
        ),
        ("四、一格中有多项的，以分号分隔，例如：罚款;没收违法所得。", ""),
        ("五、“活动”表记录案件中发生的每一件事：立案、询问、告知、决定、送达……一事一行。", ""),
        (
            "六、没有发生的事不写。贵单位的系统是否记录某类事，在“报送范围”表说明：只有写明报送的，"
            "“没有记录”才会被当作“没有发生”。全部报送的写一行：机关编号 *，表 *，活动或者字段 *，范围起。",
            "",
        ),
        ("七、检查：hengjian check 本工作簿.xlsx --out 报告.html；填错的行会写明原因并退回。", ""),
        ("", ""),
    ]
    for row, (text, style) in enumerate(lines, start=1):
        cell = sheet.cell(row, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if style == "title":
            cell.font = Font(bold=True, size=16, color=_BLUE)
    start = len(lines) + 1
    for column, head in enumerate(("工作表", "表名", "内容", "必填列"), start=1):
        cell = sheet.cell(start, column, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
    for row, table in enumerate(tables, start=start + 1):
        required = "、".join(field.label for field in table.fields if field.required)
        for column, value in enumerate((table.label, table.name, table.doc, required), start=1):
            cell = sheet.cell(row, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = _LINE
    for letter, width in zip("ABCD", (14, 16, 70, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in range(1, len(lines)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = 34 if len(lines[row - 1][0]) > 60 else 20
    sheet.sheet_view.showGridLines = False


def _code_lists(sheet: Worksheet, content: Content) -> dict[str, str]:
    """Each list in its own column; code list id → the range of its labels."""
    ranges: dict[str, str] = {}
    for column, (name, codes) in enumerate(sorted(content.code_lists.items()), start=1):
        letter = get_column_letter(column)
        head = sheet.cell(1, column, f"{codes.label} {name}")
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        for row, code in enumerate(codes.codes, start=2):
            sheet.cell(row, column, code.label)
        sheet.column_dimensions[letter].width = 24
        ranges[name] = f"'{sheet.title}'!${letter}$2:${letter}${len(codes.codes) + 1}"
    sheet.freeze_panes = "A2"
    return ranges


def _table_sheet(sheet: Worksheet, table: Table, ranges: dict[str, str], content: Content) -> None:
    for column, field in enumerate(table.fields, start=1):
        letter = get_column_letter(column)
        cell = sheet.cell(1, column, field.label + ("*" if field.required else ""))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _MUST if field.required else _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.comment = Comment(_comment(field, content.code_lists), "hengjian", 140, 280)
        sheet.column_dimensions[letter].width = max(12, len(field.label) * 2 + 4)
        if field.kind in (Kind.ID, Kind.TEXT, Kind.IDS, Kind.USCC, Kind.HASH):
            sheet.column_dimensions[letter].number_format = "@"
        if field.kind is Kind.CODE and field.codes in ranges:
            _choices(sheet, f"{letter}2:{letter}{ROWS_WITH_CHOICES}", ranges[field.codes])
        if field.kind is Kind.BOOLEAN:
            _choices(sheet, f"{letter}2:{letter}{ROWS_WITH_CHOICES}", '"是,否"')
    sheet.freeze_panes = "C2" if len(table.key) > 1 else "B2"
    sheet.row_dimensions[1].height = 30


def _choices(sheet: Worksheet, cells: str, formula: str) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _comment(field: Field, lists: dict[str, models.CodeList]) -> str:
    zh, _ = KIND_WORDS[field.kind]
    lines = [f"{field.name}：{field.doc}", f"写法：{zh}"]
    if field.codes in lists:
        lines.append(f"代码表：{lists[field.codes].label}")
    if field.example:
        lines.append(f"例：{field.example}")
    return "\n".join(lines)


def write_refused(path: Path, refused: dict[str, pl.DataFrame]) -> None:
    """Refused rows, a sheet per source, as they were submitted with the problem beside them.

    A ``.csv`` path gets the rows of one source as CSV; several sources need a workbook.
    """
    if path.suffix.lower() == ".csv":
        if len(refused) != 1:
            raise UnreadableError(
                say(
                    f"退回的行出自 {len(refused)} 张表，一个 CSV 放不下",
                    f"the refused rows come from {len(refused)} tables; one CSV cannot hold them",
                ),
                say("请改用 .xlsx 文件名。", "Use a name that ends in .xlsx."),
            )
        (frame,) = refused.values()
        path.write_bytes(b"\xef\xbb\xbf" + frame.write_csv().encode())
        return
    book = Workbook(write_only=True)
    used: set[str] = set()
    for source, frame in refused.items():
        sheet = book.create_sheet(_sheet_name(source, used))
        sheet.append(frame.columns)
        for row in frame.iter_rows():
            sheet.append([None if value is None else str(value) for value in row])
    book.save(path)


def _sheet_name(source: str, used: set[str]) -> str:
    """At most 31 characters, none of those that a spreadsheet forbids, each name once."""
    plain = source.split("·")[-1].rsplit(".", 1)[0]
    plain = "".join("_" if sign in "[]:*?/\\" else sign for sign in plain)[:28] or "sheet"
    name, n = plain, 2
    while name in used:
        name, n = f"{plain}{n}", n + 1
    used.add(name)
    return name
