"""A list taken away: what a page lists, as an Excel workbook or as CSV.

Serves every list that is no register (those come from `domain.registry.workbooks`, whose cells and
guard against formulas are used here too). A list declares its tables by one function of the request,
so that nobody gets more on paper than on the screen; `exports` makes its two addresses of that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.registry.workbooks import HEAD_FILL, MOST_ROWS, csv_line, saved, text_cell
from hengjian.surfaces.desk.acting import StaffRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 2000


class Column(NamedTuple):
    """A column: its head, what a row has in it, how wide it is in a workbook."""

    head: str | Promise
    of: Callable[[Any], object]
    width: int = 18


class Table(NamedTuple):
    """Rows under columns. ``dress`` turns a batch of rows into what the columns read."""

    title: str
    columns: Sequence[Column]
    rows: QuerySet[Any] | Sequence[Any]
    dress: Callable[[list[Any]], Iterable[Any]] = iter


Declared = Callable[[StaffRequest, datetime], list[Table]]


def exports(
    folder: str, name: str, tables: Declared, *, whole: str | Promise = ""
) -> list[URLPattern]:
    """The addresses of a list's workbook (a sheet for each table) and CSV (`?table=2` for the second).

    ``whole`` is what several tables together are called.
    """

    @login_required
    def as_workbook(request: StaffRequest) -> HttpResponseBase:
        at = clock.now()
        declared = tables(request, at)
        held = [one._replace(rows=list(one.rows[: MOST_ROWS + 1])) for one in declared]
        title = str(whole) or declared[0].title
        if any(len(one.rows) > MOST_ROWS for one in held):
            return too_many(request, title)
        return workbook_answer(workbook(held), f"{title}-{clock.day_of(at)}.xlsx")

    @login_required
    def as_csv(request: StaffRequest) -> HttpResponseBase:
        at = clock.now()
        declared = tables(request, at)
        asked = request.GET.get("table", "")
        number = int(asked) if asked in {str(one + 1) for one in range(len(declared))} else 1
        one = declared[number - 1]
        return csv_answer(lines(one), f"{one.title}-{clock.day_of(at)}.csv")

    return [
        path(f"{folder}export.xlsx", as_workbook, name=f"{name}_xlsx"),
        path(f"{folder}export.csv", as_csv, name=f"{name}_csv"),
    ]


def workbook(tables: Iterable[Table]) -> bytes:
    """Each table on a sheet of its own."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet: Any = book.create_sheet(table.title)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}1"
        if settings.DEMO:
            sheet.oddHeader.right.text = "模拟数据"
        for number, column in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.append([_head(sheet, str(column.head)) for column in table.columns])
        for values in _values(table):
            sheet.append([one if _figure(one) else text_cell(sheet, one) for one in values])
    return saved(book)


def lines(table: Table) -> Iterator[str]:
    """The table as CSV, line by line."""
    yield "\ufeff" + csv_line(str(column.head) for column in table.columns)
    for values in _values(table):
        yield csv_line(values)


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook to take away under ``name``."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = _disposition(name)
    return answer


def csv_answer(texts: Iterable[str], name: str) -> StreamingHttpResponse:
    """CSV to take away under ``name``, sent while it is read: any number of rows."""
    spoken = _spoken(texts, get_language())
    answer = StreamingHttpResponse(spoken, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = _disposition(name)
    return answer


def _spoken(texts: Iterable[str], language: str | None) -> Iterator[str]:
    """Each text made in the reader's language: when it is sent, his request is no longer active."""
    source = iter(texts)
    while True:
        with override(language):
            text = next(source, None)
        if text is None:
            return
        yield text


def too_many(request: HttpRequest, title: str) -> HttpResponse:
    """The page that says that so many rows do not go into a workbook, and what to do."""
    error = PlainError(
        say(
            f"要导出的超过 {MOST_ROWS:,} 条，一个工作簿放不下",
            f"more than {MOST_ROWS:,} rows do not go into one workbook",
        ),
        say(
            "请先筛选再导出；要全部的，请导出 CSV。",
            "Filter first, or export CSV for all of them.",
        ),
    )
    told = {"error": error, "title": title, "query": request.GET.urlencode()}
    return render(request, "desk/registry/refused.html", told, status=422)


def _values(table: Table) -> Iterator[list[Any]]:
    """What stands in each row: figures as they are, days and moments as China writes them."""
    for row in _dressed(table):
        yield [_written(column.of(row)) for column in table.columns]


def _dressed(table: Table) -> Iterator[Any]:
    rows = table.rows
    source = rows.iterator(chunk_size=AT_ONCE) if isinstance(rows, QuerySet) else iter(rows)
    while batch := list(islice(source, AT_ONCE)):
        yield from table.dress(batch)


def _written(value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool):
        return say("是", "yes") if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    return value if _figure(value) else str(value)


def _figure(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD_FILL
    return cell


def _disposition(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"
