"""Reads XLSX workbooks into raw tables, one per sheet.

Serves the officer who fills in the template or exports from an office system. Row numbers are those
that the spreadsheet program shows; dates and numbers keep what the cell holds, not how it looks.
"""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from hengjian.content import say
from hengjian.standard.problems import UnreadableError
from hengjian.standard.raw import RawTable
from hengjian.standard.reading.limits import Limits, shown
from hengjian.standard.reading.unpacking import bounded_unzip

PROLOGUE = 64 * 1024
"""A declaration of entities stands before everything else: within this many bytes."""
MOST_HEADER_ROWS = 10
"""The header is the first row with at least two texts among this many rows."""


def read_workbook(path: Path, limits: Limits) -> list[RawTable]:
    """Every sheet that has a header row; sheets without rows are passed over."""
    bounded_unzip(path, limits)
    _check_no_doctype(path)
    try:
        book = python_calamine.load_workbook(str(path))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        tables = [_sheet(path, name, sheet) for name, sheet in sheets]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableError(
            say(
                f"“{shown(path)}”不是完好的 Excel 工作簿",
                f"“{shown(path)}” is no sound Excel workbook",
            ),
            say(
                "请用 WPS 或者 Excel 打开后另存为 .xlsx，再提交；加密的请先取消密码。",
                "Open it and save it as .xlsx again; remove a password first.",
            ),
        ) from error
    return [table for table in tables if table is not None]


def _check_no_doctype(path: Path) -> None:
    """No part may declare entities: no workbook needs them, and a reader may drop what they stand for."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.filename.lower().endswith((".xml", ".rels")):
                continue
            with archive.open(info) as part:
                head = part.read(PROLOGUE).replace(b"\0", b"")  # UTF-16 or UTF-8
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise UnreadableError(
                    say(
                        f"“{shown(path)}”里含有 DOCTYPE 声明，Excel 工作簿不需要它，为安全起见拒绝读取",
                        f"“{shown(path)}” has a DOCTYPE declaration, which a workbook does not "
                        "need; refused for safety",
                    ),
                    say(
                        "请核实文件来源，用 WPS 或者 Excel 打开后另存为 .xlsx，再提交。",
                        "Check where it comes from, and save it as .xlsx again.",
                    ),
                )


def _sheet(path: Path, name: str, sheet: Any) -> RawTable | None:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    headers = (
        (place, [_name(cell) for cell in row]) for place, row in enumerate(rows[:MOST_HEADER_ROWS])
    )
    place, names = next((h for h in headers if sum(map(bool, h[1])) >= 2), (0, []))
    if not names:
        return None
    kept = [(i, label) for i, label in enumerate(names) if label]
    body = [
        (number, cells)
        for number, cells in enumerate(rows[place + 1 :], start=place + 2)
        if any(cell not in ("", None) for cell in cells)
    ]
    if not body:
        return None
    columns: dict[str, list[str | None]] = {}
    for i, label in kept:
        column = label if label not in columns else f"{label}（{i + 1}）"
        columns[column] = [_text(cells[i]) if i < len(cells) else None for _, cells in body]
    return RawTable(
        f"{shown(path)}·{name}",
        name,
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        pl.Series("row", [number for number, _ in body], dtype=pl.Int64),
    )


def _name(cell: Any) -> str:
    """A header cell without the star that marks required columns in our template."""
    return str(cell or "").strip().rstrip("*＊").strip()


def _text(cell: Any) -> str | None:
    match cell:
        case None | "":
            return None
        case bool():
            return "true" if cell else "false"
        case datetime():
            if cell.time() == time(0):
                return cell.date().isoformat()
            return cell.replace(microsecond=0).isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    return str(cell)
