"""Reads one uploaded workbook as rows of one register; runs in the guarded child and knows no Django.

Serves the comparison. It gives typed rows with their line numbers and refuses, line by line, what
cannot be read: wrong dates and codes, empty required fields, cells that hold formulas.
"""

import re
import zipfile
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.content import Content, say
from hengjian.standard.fields import Kind, Table
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.foreign import refuse_foreign
from hengjian.standard.reading.limits import Limits, shown
from hengjian.standard.reading.workbook import read_workbook
from hengjian.standard.recognition import table_named
from hengjian.standard.tables import BY_NAME
from hengjian.standard.validation import Validation

MOST_ROWS = 200_000
_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f[\s>/]')
_PIECE = 1 << 20
LINE = "line"


def read_register(
    path: Path, table: str, limits: Limits, extra: dict[str, str] | None = None
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """``rows``: the good ones, typed, with `line` · ``refused``: line, field, value, why, remedy."""
    refuse_foreign(path)
    if not path.name.lower().endswith((".xlsx", ".xlsm")):
        raise UnreadableError(
            say(f"“{shown(path)}”不是 .xlsx 工作簿", f"“{shown(path)}” is no .xlsx workbook"),
            say("请用 WPS 或者 Excel 另存为 .xlsx 后再上传。", "Save it as .xlsx first."),
        )
    sheets = read_workbook(path, limits)
    wanted = BY_NAME[table]
    raw = next((one for one in sheets if table_named(one.hint, one.frame.columns) == table), None)
    if raw is None:
        raise _no_sheet(path, wanted, [one.hint for one in sheets])
    if raw.frame.height > MOST_ROWS:
        raise UnreadableError(
            say(
                f"“{shown(path)}”有 {raw.frame.height:,} 行，一次最多 {MOST_ROWS:,} 行",
                f"“{shown(path)}” has {raw.frame.height:,} rows, at most {MOST_ROWS:,} at once",
            ),
            say("请按机关或者县区拆分后分批上传。", "Split it by body or county."),
        )
    validation = Validation(Content.installed())
    validation.add(table, raw)
    sheet = validation.sheet_of(table)
    told: list[dict[str, Any]] = []
    for remark in sheet.remarks:
        if not remark.refused:
            continue
        for at, value in zip(remark.at, remark.values, strict=True):
            told.append(
                {"line": raw.rows[at], "field": remark.column, "value": value,
                 "reason": remark.reason, "remedy": remark.remedy}
            )  # fmt: skip
    bad = set(raw.rows.filter(~sheet.good))
    for line, column in _formulas(path, raw.hint, raw.frame.columns):
        if line in set(raw.rows):
            bad.add(line)
            told.append(
                {"line": line, "field": column, "value": None,
                 "reason": say("这一格是公式，不是值", "the cell holds a formula, not a value"),
                 "remedy": say("请复制后“选择性粘贴—数值”再上传", "paste it as a value")}
            )  # fmt: skip
    rows = sheet.typed.with_columns(raw.rows.alias(LINE)).filter(~pl.col(LINE).is_in(list(bad)))
    extra_rows = _extra(raw.frame, raw.rows, extra or {})
    rows = rows.join(extra_rows, on=LINE, how="left") if extra_rows.width > 1 else rows
    schema = {"line": pl.Int64, "field": pl.String, "value": pl.String, "reason": pl.String, "remedy": pl.String}  # fmt: skip
    unknown = [note["field"] for note in _unknown(validation)]
    return (
        {"rows": _plain(rows, wanted), "refused": pl.DataFrame(told, schema=schema)},
        {"unknown": unknown, "columns": sorted(sheet.columns)},
    )
