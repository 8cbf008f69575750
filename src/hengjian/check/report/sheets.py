"""Makes sheets that read well: a head that stays and filters, rows tall enough, pages that fit.

Serves the workbook, which says what stands in them. Whatever is put in stays text or number: nothing
can become a formula. Sheets of simulated data say so on their tab and on every printed page.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from hengjian.content import say
from hengjian.rules.rule import Severity

A3, A4 = 8, 9
LINE = 15.0
"""Height of one line of text, in points."""
_MOST_LINES = 5
_CELL_CHARACTERS = 32_767
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INK = {Severity.FATAL: ("9C1B14", "FBE9E7"), Severity.SERIOUS: ("8A5200", "FFF3E0")}
_BLUE, _AMBER = "1D4F91", "8A5200"
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HAIRLINE = Border(bottom=Side("thin", color="D9DEE5"))
_WARNING_FONT = Font(bold=True, size=13, color=_AMBER)
_WARNING_FILL = PatternFill("solid", start_color="FDF3E1")


@dataclass(frozen=True)
class Column:
    """Head and width of a column; ``figure``: its number format, ``wrapped``: on several lines."""

    head: str
    width: float
    figure: str = ""
    wrapped: bool = False


def columns(
    heads: str,
    widths: Sequence[float],
    *,
    figures: Container[int] = (),
    wrapped: Container[int] = (),
) -> list[Column]:
    """Columns with ``heads`` joined by “|”; positions of whole numbers and of wrapped texts."""
    return [
        Column(head, width, "#,##0" if at in figures else "", at in wrapped)
        for at, (head, width) in enumerate(zip(heads.split("|"), widths, strict=True))
    ]


def lines_of(texts: Iterable[str | None] | pl.Series, width: float) -> int:
    """On how many lines the longest text stands. A Chinese sign takes the room of two letters."""
    column = texts if isinstance(texts, pl.Series) else pl.Series(list(texts), dtype=pl.String)
    letters = column.str.len_chars()
    room = (letters + (column.str.len_bytes() - letters) // 2).max()
    return max(1, -(-int(str(room or 0)) // int(width * 0.93 - 2)))


class Sheets:
    """A workbook in the making."""

    def __init__(self, *, simulated: bool) -> None:
        self._book = Workbook(write_only=True)
        self.colour = _AMBER if simulated else _BLUE
        self._simulated = say("模拟数据", "simulated data") if simulated else ""

    def save(self, path: Path) -> None:
        self._book.save(path)

    def cover(self, title: str, warning: tuple[str, str] | None, lines: Any) -> None:
        """The first sheet: a title, a warning that cannot be overlooked, pairs of name and value."""
        sheet = self._sheet(say("概况", "Overview"))
        width = 110
        sheet.column_dimensions["A"].width = 18
        sheet.column_dimensions["B"].width = width
        sheet.page_setup.fitToHeight = 1
        sheet.row_dimensions[1].height = 2 * LINE
        sheet.append([_styled(sheet, title, font=Font(bold=True, size=16, color=self.colour))])
        if warning is not None:
            warned = {"font": _WARNING_FONT, "fill": _WARNING_FILL}
            sheet.row_dimensions[2].height = 1.6 * LINE
            middle = Alignment(vertical="center")
            sheet.append([_styled(sheet, text, alignment=middle, **warned) for text in warning])
        for at, (name, value) in enumerate(lines, start=2 if warning is None else 3):
            high = lines_of([value], width) if isinstance(value, str) else 1
            sheet.row_dimensions[at].height = LINE * high + 3
            top = Alignment(vertical="top", horizontal="left", wrap_text=True)
            cells = [
                _styled(sheet, name, font=Font(bold=True), alignment=top, border=_HAIRLINE),
                _styled(sheet, value, alignment=top, border=_HAIRLINE),
            ]
            if isinstance(value, int):
                cells[1].number_format = "#,##0"
            sheet.append(cells)

    def table(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        *,
        count: int,
        lines: int = 1,
    ) -> Any:
        """A sheet of ``count`` rows. All rows are ``lines`` high (five at most): a height of its own
        would stay behind when the rows are sorted."""
        sheet = self._sheet(title)
        for position, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = column.width
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
        sheet.print_title_rows = "1:1"
        sheet.row_dimensions[1].height = 1.6 * LINE
        if lines > 1:
            sheet.sheet_format.defaultRowHeight = LINE * min(lines, _MOST_LINES)
            sheet.sheet_format.customHeight = True
        sheet.append([self._head(sheet, column) for column in columns])
        _fill(sheet, columns, rows)
        return sheet

    def _sheet(self, title: str) -> Any:
        mark = say(f"（{self._simulated}）", f" ({self._simulated})") if self._simulated else ""
        sheet = self._book.create_sheet(title + mark)
        sheet.sheet_properties.tabColor = self.colour
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToHeight = 0
        if self._simulated:
            sheet.oddHeader.right.text = self._simulated
        sheet.oddFooter.left.text = title
        sheet.oddFooter.right.text = "&P / &N"
        return sheet

    def _head(self, sheet: Any, column: Column) -> Any:
        return _styled(
            sheet,
            column.head,
            font=_HEAD_FONT,
            fill=PatternFill("solid", start_color=self.colour),
            alignment=_alignment(column, "center"),
        )


def tint_severities(sheet: Any, column: int, rows: int) -> None:
    """Colours by rule, not cell by cell: they follow the rows when these are sorted."""
    letter = get_column_letter(column + 1)
    for severity, (ink, ground) in _INK.items() if rows else ():
        style = DifferentialStyle(
            font=Font(bold=True, color=ink), fill=PatternFill(bgColor=ground, fill_type="solid")
        )
        rule = Rule("expression", dxf=style, formula=[f'${letter}2="{severity.label}"'])
        sheet.conditional_formatting.add(f"{letter}2:{letter}{rows + 1}", rule)


def _fill(sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Append rows. One cell object per column is used again and again: a row is written at once,
    and making millions of styled cells would cost most of the time."""
    cells = []
    for column in columns:
        cell = _styled(
            sheet,
            None,
            alignment=_alignment(column, "top"),
            border=_HAIRLINE,
            quotePrefix=not column.figure,
        )
        if column.figure:
            cell.number_format = column.figure
        cells.append(cell)
    for row in rows:
        for cell, value in zip(cells, row, strict=True):
            _put(cell, value)
        sheet.append(cells)


def _alignment(column: Column, vertical: Literal["top", "center"]) -> Alignment:
    """Figures to the right; all else to the left, a little off the figures beside it."""
    return Alignment(
        vertical=vertical,
        horizontal="right" if column.figure else "left",
        indent=0 if column.figure else 1,
        wrap_text=column.wrapped,
    )


def _styled(sheet: Any, value: object, **style: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    _put(cell, value)
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _put(cell: Any, value: object) -> None:
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value)[:_CELL_CHARACTERS]
        cell.data_type = "s"  # openpyxl would make a formula of a text that begins with “=”
    else:
        cell.value = value
