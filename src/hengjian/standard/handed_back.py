"""Refused rows on their way to the submitter and back: what is wrong beside them, whence they came.

Serves the officer who mends a file of refused rows and hands it in as it is. The columns that were
added for him are told from the data; they are read for what they say and never taken for fields.
"""

from dataclasses import replace

import polars as pl

from hengjian.content import say
from hengjian.standard.gaps import Gap, covering
from hengjian.standard.raw import RawTable
from hengjian.standard.sheet import Sheet

WHY = ("问题与改法", "problem and remedy")
FILE = ("原文件", "submitted file")
ROW = ("原行号", "submitted row")
OWN = {*WHY, *FILE, *ROW}

PROBLEM, SOURCE, PLACE = "__why", "__file", "__row"


def without_remarks(raw: RawTable) -> RawTable:
    """A file of refused rows as plain data again, with whence its rows came; others as they are."""
    names = {column.strip(): column for column in raw.frame.columns}
    if not any(name in names for name in WHY):
        return raw
    file, row = (
        _text(raw, next((names[n] for n in pair if n in names), None)) for pair in (FILE, ROW)
    )
    came_from = pl.DataFrame(
        {"file": file, "row": row.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)}
    )
    frame = raw.frame.drop(column for name, column in names.items() if name in OWN)
    return replace(raw, frame=frame, again=None, came_from=came_from)


def _text(raw: RawTable, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, raw.frame.height)
    return raw.frame[column].cast(pl.String).str.strip_chars()


def refused_rows(sheets: list[Sheet], gaps: list[Gap]) -> dict[str, pl.DataFrame]:
    """File → its refused rows as they were submitted, with what is wrong beside them.

    Coverage that states more than holds now goes along, so that it holds again with the mended rows.
    """
    parts: dict[str, list[pl.DataFrame]] = {}
    for sheet in sheets:
        if sheet.given_back.any():
            why = sheet.reasons()
            parts.setdefault(sheet.source, []).append(_rows_of(sheet, sheet.given_back, why))
        if sheet.table.name != "coverage" or not gaps:
            continue
        if (wide := covering(sheet.typed, gaps) & sheet.good).any():
            why = wide.arg_true().to_frame("at").with_columns(pl.lit(_goes_along()).alias("why"))
            parts.setdefault(sheet.source, []).append(_rows_of(sheet, wide, why))
    return {source: _together(frames) for source, frames in parts.items()}


def _goes_along() -> str:
    return say(
        "（不必改）这一行所说的范围内有行被退回，本次没有全部采用；随改好的行一并提交，即恢复",
        "(nothing to mend) rows within this coverage were refused, so that it does not hold in full; "
        "submit it with the mended rows and it does",
    )


def _rows_of(sheet: Sheet, which: pl.Series, reasons: pl.DataFrame) -> pl.DataFrame:
    at = which.arg_true()
    rows = sheet.as_submitted(at).select(
        pl.lit(sheet.source).alias(SOURCE), sheet.raw.rows.gather(at).alias(PLACE), pl.all()
    )
    why = pl.DataFrame({"at": at}).join(reasons, on="at", how="left", maintain_order="left")["why"]
    return rows.select(why.alias(PROBLEM), pl.all())


def _together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Rows that became rows of several tables go back once, with all that was said of them."""
    rows = frames[0]
    if len(frames) > 1:
        every = pl.concat(frames, how="diagonal")
        others = [name for name in every.columns if name not in (PROBLEM, PLACE)]
        told = pl.col(PROBLEM).unique(maintain_order=True).str.join(say("；", "; "))
        rows = every.group_by(PLACE).agg(told, pl.col(others).first()).sort(PLACE)
    own = {PROBLEM: say(*WHY), SOURCE: say(*FILE), PLACE: say(*ROW)}
    return rows.select(*(pl.col(name).alias(shown) for name, shown in own.items()),
                       pl.exclude(list(own)))  # fmt: skip
