"""The empty Excel workbook for submissions, and refused rows as a workbook to mend.

Serves the officer without a system of his own: one sheet per table, headers in Chinese, a comment on
each, drop-downs for code lists, and a sheet of instructions. What it writes can be read back as is.
"""

from collections.abc import Iterator
from itertools import count, zip_longest
from pathlib import Path

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hengjian.content import Content, models, say
from hengjian.standard.fields import Field, Kind, Table
from hengjian.standard.handed_back import OWN, WHY
from hengjian.standard.recognition import table_named
from hengjian.standard.records import extended
from hengjian.standard.tables import BY_NAME, STANDARD, TABLES

ROWS_WITH_CHOICES = 5000
"""Down to this row the drop-downs reach; further rows may be filled in all the same."""

WIDE = 60
"""The width of the column that says what is wrong with a row."""
_LINE_HEIGHT = 15
_BLUE = "1D4F91"
_HEAD = PatternFill("solid", fgColor=_BLUE)
_MUST = PatternFill("solid", fgColor="8A1C1C")
_NOTE = PatternFill("solid", fgColor="595959")
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
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


_WORDS = (
    (f"行政执法数据填报（{STANDARD}）", "title"),
    ("一、每张工作表对应一张表，第一行是表头，从第二行起每行一条记录；空表可以不填。", ""),
    (
        "二、表头为红色并带 * 的列必填。其余的列，案卷和系统中有记录的都应当填写：在“报送范围”中写明"
        "报送而又空着的，就算没有（见第六条）。光标停在表头上可看说明。",
        "",
    ),
    ("三、日期写成 2024-03-01；知道时刻的写成 2024-03-01 09:30；金额以元为单位，两位小数。", ""),
    ("四、一格中有多项的，以分号分隔，例如：罚款;没收违法所得。", ""),
    (
        "五、“活动（events）”表记录案件中发生的每一件事：立案、询问、告知、决定、送达……一事一行。",
        "",
    ),
    (
        "六、没有发生的事不写。空着是“没有做”还是“没有报送”，由“报送范围（coverage）”表说明：只有写明"
        "报送的，“没有记录”才会被当作“没有发生”；没有写明的，一律不作判断。",
        "",
    ),
    (
        "　　稳妥的写法是一项一行，只写系统里确实逐件记录的：按活动写，如 机关编号 *、表 活动、活动或者"
        "字段 立案；按列写，如 机关编号 *、表 案件、活动或者字段 罚款；范围起写从哪一天起的案件都报送。",
        "",
    ),
    (
        "　　【慎重】“机关编号 *、表 *、活动或者字段 *”这一行表示所有的表、所有的列全都报送了：写上此行，"
        "凡空着的都算没有做。没有填的证件、证据种类、告知、文书、送达……都会成为违法线索。"
        "每张表、每一列都填全了，才写这一行。",
        "warning",
    ),
    (
        "七、检查：hengjian check 本工作簿.xlsx --out 报告.html --refused 退回.xlsx。填错的行会写明原因，"
        "连同所在案件的全部行退回；在退回的文件中改好，与本工作簿放在同一文件夹中再检查即可。",
        "",
    ),
    ("", ""),
)
_FONTS = {
    "title": Font(bold=True, size=16, color=_BLUE),
    "warning": Font(bold=True, color="C00000"),
}


def write_template(path: Path, content: Content, tables: tuple[str, ...] = ()) -> None:
    """Write the empty workbook: instructions, then one sheet per table (all, or those named)."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    chosen = [extended(t, content.extra_fields) for t in TABLES if not tables or t.name in tables]
    _instructions(front, chosen)
    lists = book.create_sheet(say("代码表", "codes"))
    _code_lists(lists, content)
    ranges = _code_ranges(lists.title, content)
    for table in chosen:
        _table_sheet(book.create_sheet(table.label), table, ranges, content)
    book.move_sheet(lists, len(chosen))
    book.save(path)


def _instructions(sheet: Worksheet, tables: list[Table]) -> None:
    sheet.title = "填写说明"
    lines = _WORDS
    for row, (text, style) in enumerate(lines, start=1):
        cell = sheet.cell(row, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if style:
            cell.font = _FONTS[style]
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
        wide = max(_lines(table.doc, 66), _lines(required, 46))
        sheet.row_dimensions[row].height = _LINE_HEIGHT * wide
    for row in range(1, len(lines)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = (
            26 if row == 1 else 20 + 16 * (len(lines[row - 1][0]) // 66)
        )
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _code_lists(sheet: Worksheet, content: Content) -> None:
    """Each list in its own column."""
    for column, words in enumerate(_code_columns(content), start=1):
        for row, word in enumerate(words, start=1):
            sheet.cell(row, column, word)
        _dress(sheet.cell(1, column), _HEAD)
        sheet.column_dimensions[get_column_letter(column)].width = 24
    sheet.freeze_panes = "A2"


def _code_columns(content: Content) -> Iterator[list[str]]:
    """The columns of the sheet of codes: the name of a list, then its labels."""
    for name, codes in sorted(content.code_lists.items()):
        yield [f"{codes.label} {name}", *(code.label for code in codes.codes)]


def _code_ranges(title: str, content: Content) -> dict[str, str]:
    """Code list → where its labels stand in the sheet of codes."""
    letters = map(get_column_letter, count(1))
    return {
        name: f"'{title}'!${letter}$2:${letter}${len(codes.codes) + 1}"
        for letter, (name, codes) in zip(letters, sorted(content.code_lists.items()), strict=False)
    }


def _table_sheet(sheet: Worksheet, table: Table, ranges: dict[str, str], content: Content) -> None:
    for column, field in enumerate(table.fields, start=1):
        letter = get_column_letter(column)
        cell = sheet.cell(1, column, field.label + ("*" if field.required else ""))
        _dress(cell, _HEAD)
        _explain(cell, field, content)
        _prepare(sheet, letter, field, ranges)
        sheet.column_dimensions[letter].width = max(12, len(field.label) * 2 + 4)
        if table.name == "coverage" and field.name == "table":
            _choices(sheet, letter, f'"{",".join(("*", *(other.label for other in TABLES)))}"')
    sheet.freeze_panes = "C2" if len(table.key) > 1 else "B2"
    sheet.row_dimensions[1].height = 30


def _dress(cell: Cell | MergedCell, fill: PatternFill) -> None:
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = fill
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _explain(cell: Cell | MergedCell, field: Field, content: Content) -> None:
    """A head says, where the pointer rests on it, what its column means."""
    cell.fill = _MUST if field.required else _HEAD
    cell.comment = Comment(_comment(field, content.code_lists), "hengjian", 140, 280)


def _prepare(sheet: Worksheet, letter: str, field: Field, ranges: dict[str, str]) -> None:
    """A column takes what its field holds: numbers of things as text, codes by choice."""
    if field.kind in (Kind.ID, Kind.TEXT, Kind.IDS, Kind.USCC, Kind.HASH):
        sheet.column_dimensions[letter].number_format = "@"
    if field.kind is Kind.CODE and field.codes in ranges:
        _choices(sheet, letter, ranges[field.codes])
    if field.kind is Kind.BOOLEAN:
        _choices(sheet, letter, '"是,否"')


def _choices(sheet: Worksheet, letter: str, formula: str) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
    sheet.data_validations.append(rule)


def _comment(field: Field, lists: dict[str, models.CodeList]) -> str:
    zh, _ = KIND_WORDS[field.kind]
    lines = [f"{field.name}：{field.doc}", f"写法：{zh}"]
    if field.codes in lists:
        lines.append(f"代码表：{lists[field.codes].label}")
    if field.example:
        lines.append(f"例：{field.example}")
    return "\n".join(lines)


def refused_files(
    path: Path, refused: dict[str, pl.DataFrame]
) -> dict[Path, dict[str, pl.DataFrame]]:
    """Which refused rows go into which file: a workbook takes all, a CSV those of one source, so that
    several sources get a file each beside ``path`` (`退回-cases.csv`)."""
    if path.suffix.lower() != ".csv" or len(refused) == 1:
        return {path: refused}
    used: set[str] = set()
    return {
        path.with_name(f"{path.stem}-{_sheet_name(source, used)}{path.suffix}"): {source: frame}
        for source, frame in refused.items()
    }


def write_refused(
    path: Path, refused: dict[str, pl.DataFrame], content: Content | None = None
) -> None:
    """Refused rows, a sheet per source, as they were submitted with the problem beside them; or one
    source as CSV."""
    if path.suffix.lower() != ".csv":
        _refused_book(refused, content or Content.installed()).save(path)
        return
    (frame,) = refused.values()
    path.write_bytes(b"\xef\xbb\xbf" + frame.write_csv().encode())


def _refused_book(refused: dict[str, pl.DataFrame], content: Content) -> Workbook:
    """Written row by row, because a missing column may send back a hundred thousand rows."""
    book = Workbook(write_only=True)
    codes = say("代码表", "codes")
    used, ranges = {codes}, _code_ranges(codes, content)
    for source, frame in refused.items():
        _refused_sheet(book.create_sheet(_sheet_name(source, used)), frame, ranges, content)
    lists = book.create_sheet(codes)
    for row in zip_longest(*_code_columns(content)):
        lists.append(row)
    return book


def _lines(text: str | None, column: int = WIDE - 4) -> int:
    """How many lines a text takes in a column of this width; a Chinese sign is two wide."""
    width = sum(1 + (sign > "\u2000") for sign in text or "")
    return min(max(1, -(-width // column)), 12)


def _refused_sheet(
    sheet: Worksheet, frame: pl.DataFrame, ranges: dict[str, str], content: Content
) -> None:
    """The rows under the heads of their table, the problem first; the codes can be chosen again."""
    known = table_named(sheet.title, frame.columns)
    table = extended(BY_NAME[known], content.extra_fields) if known is not None else None
    fields = {name: f for f in (table.fields if table else ()) for name in (f.name, f.label)}
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 30
    heads = []
    for column, name in enumerate(frame.columns, start=1):
        letter = get_column_letter(column)
        head = WriteOnlyCell(sheet, name)
        _dress(head, _NOTE if name in OWN else _HEAD)
        sheet.column_dimensions[letter].width = WIDE if name in WHY else max(12, len(name) * 2 + 4)
        field = fields.get(name.strip("*＊ "))
        if field is not None:
            _explain(head, field, content)
            _prepare(sheet, letter, field, ranges)
        heads.append(head)
    sheet.append(heads)
    told = next((place for place, name in enumerate(frame.columns) if name in WHY), None)
    for number, values in enumerate(frame.iter_rows(), start=2):
        if told is not None:  # a program that opens the file does not measure wrapped text itself
            sheet.row_dimensions[number].height = _LINE_HEIGHT * _lines(values[told])
        row = [WriteOnlyCell(sheet, None if value is None else str(value)) for value in values]
        for cell, name in zip(row, frame.columns, strict=True):
            cell.alignment = _WRAPPED if name in WHY else _TOP
        sheet.append(row)


def _sheet_name(source: str, used: set[str]) -> str:
    """At most 31 characters, none of those that a spreadsheet forbids, each name once."""
    plain = source.split("·")[-1].rsplit(".", 1)[0]
    plain = "".join("_" if sign in "[]:*?/\\" else sign for sign in plain)[:28] or "sheet"
    name, n = plain, 2
    while name in used:
        name, n = f"{plain}{n}", n + 1
    used.add(name)
    return name
