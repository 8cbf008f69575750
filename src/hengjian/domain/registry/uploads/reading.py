"""Reads one uploaded workbook as rows of one register; runs in the guarded child and knows no Django.

Serves the comparison. It gives typed rows with their line numbers and refuses, line by line, what
cannot be read: wrong dates and codes, empty required fields, cells that hold formulas, a number twice.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl

from hengjian.content import Content, say
from hengjian.domain.registry.tables import TABLES
from hengjian.standard.fields import Kind, Table
from hengjian.standard.parsing import Parser
from hengjian.standard.problems import UnreadableError
from hengjian.standard.raw import RawTable
from hengjian.standard.reading.foreign import refuse_foreign
from hengjian.standard.reading.limits import Limits, shown
from hengjian.standard.reading.workbook import read_workbook

MOST_ROWS = 200_000
LINE = "line"
REFUSED = {"line": pl.Int64, "field": pl.String, "value": pl.String, "reason": pl.String,
           "remedy": pl.String}  # fmt: skip
_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f[\s>/]')
_PIECE = 1 << 20
_OVERLAP = 400
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Frames = dict[str, pl.DataFrame]


def read_register(path: Path, table: str, limits: Limits) -> tuple[Frames, dict[str, Any]]:
    """``rows``: the good ones, typed, with `line` · ``refused``: line, field, value, why, remedy."""
    refuse_foreign(path)
    if not path.name.lower().endswith((".xlsx", ".xlsm")):
        raise UnreadableError(
            say(f"“{shown(path)}”不是 .xlsx 工作簿", f"“{shown(path)}” is no .xlsx workbook"),
            say("请用 WPS 或者 Excel 另存为 .xlsx 后再上传。", "Save it as .xlsx first."),
        )
    wanted = TABLES[table]
    raw, columns = _sheet_of(path, wanted, read_workbook(path, limits))
    if raw.frame.height > MOST_ROWS:
        raise UnreadableError(
            say(
                f"“{shown(path)}”有 {raw.frame.height:,} 行，一次最多 {MOST_ROWS:,} 行",
                f"“{shown(path)}” has {raw.frame.height:,} rows, at most {MOST_ROWS:,} at once",
            ),
            say("请按机关或者县区拆分后分批上传。", "Split it by body or county."),
        )
    rows, refused = _typed(raw, wanted, columns)
    refused += _formula_cells(path, raw)
    refused += _repeated(rows, wanted)
    bad = sorted({one["line"] for one in refused})
    return (
        {
            "rows": rows.filter(~pl.col(LINE).is_in(bad)),
            "refused": pl.DataFrame(refused, schema=REFUSED),
        },
        {
            "columns": sorted(columns),
            "unknown": [name for name in raw.frame.columns if name not in columns.values()],
        },
    )


def _sheet_of(path: Path, table: Table, sheets: list[RawTable]) -> tuple[RawTable, dict[str, str]]:
    """The sheet with the register's columns, and field → column; or why there is none."""
    spelled = {word: one.name for one in table.fields for word in (one.name, one.label)}
    best: tuple[RawTable, dict[str, str]] | None = None
    for raw in sheets:
        columns: dict[str, str] = {}
        for column in raw.frame.columns:
            name = spelled.get(column.strip()) or spelled.get(column.strip().lower())
            if name is not None:
                columns.setdefault(name, column)
        if best is None or len(columns) > len(best[1]):
            best = raw, columns
    if best is None:
        raise UnreadableError(
            say(f"“{shown(path)}”里没有一行数据", f"“{shown(path)}” holds no row"),
            say(
                "第一行是表头，从第二行起填写。",
                "The first row is the head; fill in from the second.",
            ),
        )
    raw, columns = best
    missing = [
        one.label for one in table.fields if one.name in table.key and one.name not in columns
    ]
    if missing or len(columns) < 2:
        found = "、".join(list(raw.frame.columns)[:8])
        lacking = "、".join(missing) or table.label
        raise UnreadableError(
            say(
                f"“{shown(path)}”的表头不是{table.label}台账：缺少“{lacking}”，看到的是“{found}”",
                f"“{shown(path)}” is no register of {table.name}: without “{lacking}”; it has “{found}”",
            ),
            say("请下载空模板，把内容贴到对应的列下再上传。",
                "Download the empty template and paste the contents under its heads."),
        )  # fmt: skip
    return raw, columns


def _typed(
    raw: RawTable, table: Table, columns: dict[str, str]
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    content = Content.installed()
    parser = Parser(content.code_lists, content.profile.timezone)
    typed, refused = [raw.rows.alias(LINE)], []
    for one in table.fields:
        if one.name not in columns:
            continue
        written = raw.frame[columns[one.name]]
        parsed = parser.parse(one, written)
        for at in parsed.bad.arg_true():
            fault = parsed.faults.get(str(written[at]))
            reason = fault.reason if fault else say("读不出来", "cannot be read")
            remedy = fault.remedy if fault else say("请改正", "mend it")
            refused.append(_refusal(raw.rows[at], one.label, written[at], reason, remedy))
        if one.required:
            reason = say(f"必填的“{one.label}”是空的", f"{one.name} is required")
            refused += [
                _refusal(raw.rows[at], one.label, None, reason, say("请补填", "fill it in"))
                for at in (parsed.values.is_null() & ~parsed.bad).arg_true()
            ]
        values = parsed.values
        if one.kind is Kind.DATE:
            values = values.cast(pl.String)
        elif one.kind in (Kind.CODES, Kind.IDS):
            values = values.list.join(";")
        typed.append(values.alias(one.name))
    return pl.DataFrame(typed), refused


def _repeated(rows: pl.DataFrame, table: Table) -> list[dict[str, Any]]:
    """Rows whose number an earlier row has."""
    key = list(table.key)
    if not set(key) <= set(rows.columns):
        return []
    firsts = rows.select(pl.col(LINE), pl.col(LINE).first().over(key).alias("first"), *key)
    again = firsts.filter(
        (pl.col(LINE) != pl.col("first")) & pl.all_horizontal(pl.col(key).is_not_null())
    )
    return [
        _refusal(
            row[LINE],
            table.field(key[0]).label,
            str(row[key[0]]),
            say(f"与第 {row['first']} 行编号相同", f"the same number as in row {row['first']}"),
            say("请只留一行", "keep one of them"),
        )
        for row in again.iter_rows(named=True)
    ]


def _refusal(line: int, field: str, value: Any, reason: str, remedy: str) -> dict[str, Any]:
    told = None if value is None else str(value)[:200]
    return {"line": line, "field": field, "value": told, "reason": reason, "remedy": remedy}


# --- formulas ------------------------------------------------------------------------------------------


def _formula_cells(path: Path, raw: RawTable) -> list[dict[str, Any]]:
    """Cells of the sheet that hold formulas: what they show depends on who opens the file."""
    lines = set(raw.rows)
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, raw.hint)
        if part is None:
            return []
        found = dict.fromkeys(_formulas(archive, part))
    return [
        _refusal(
            line,
            say(f"单元格 {column}{line}", f"cell {column}{line}"),
            None,
            say("这一格是公式，不是值", "the cell holds a formula, not a value"),
            say("请复制后用“选择性粘贴—数值”换成值再上传", "paste it as a value"),
        )
        for column, line in found
        if line in lines
    ]


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the workbook that holds the sheet of this name."""
    try:
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - no DOCTYPE: checked before
        links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ET.ParseError):
        return None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for one in book.iter(f"{_MAIN}sheet"):
        if one.get("name") == sheet:
            target = targets.get(one.get(_REL), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return part if part in archive.namelist() else None
    return None


def _formulas(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, int]]:
    with archive.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            for match in _FORMULA.finditer(text):
                yield match[1].decode(), int(match[2])
            rest = text[-_OVERLAP:]
