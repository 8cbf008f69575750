"""Findings as plain tables: CSV that a spreadsheet opens by double click, Parquet for programs.

Serves those who work on: columns of the CSV speak the reader's language, columns of the Parquet are
those of `rules.findings`. Text that a spreadsheet would run as a formula stays text.
"""

from pathlib import Path

import polars as pl

from hengjian.check.report.overview import Overview
from hengjian.check.report.wording import nature_label
from hengjian.content import say
from hengjian.rules import findings as found
from hengjian.rules.rule import Nature, Severity

LABELS: dict[str, tuple[str, str]] = {
    "severity": ("程度", "severity"),
    "nature": ("性质", "nature"),
    "rule": ("规则", "rule"),
    "title": ("事由", "title"),
    "body_id": ("机关编号", "body id"),
    "body": ("机关", "body"),
    "case_id": ("案件编号", "case id"),
    "matter": ("案件或者对象", "case or matter"),
    "on": ("日期", "date"),
    "says": ("经过", "what happened"),
    "right": ("应当", "what would have been right"),
    "articles": ("依据", "articles"),
    "sum": ("期间计算", "sum of the term"),
    "because": ("定级说明", "why graded so"),
    "evidence": ("佐证数据", "evidence"),
    "parameters": ("所用参数", "parameters"),
    "finding": ("线索编号", "finding"),
}
_FORMULA = r"^([=+\-@\t\r\n])"


def table_of(view: Overview) -> pl.DataFrame:
    """One row per finding under `LABELS`, codes in words, lists joined."""
    severities = {s.value: s.label for s in Severity}
    natures = {n.value: nature_label(n) for n in Nature}
    joint = say("；", "; ")
    return view.findings.select(
        pl.col("severity").replace(severities),
        pl.col("nature").replace(natures),
        *(name for name in LABELS if name not in {"severity", "nature", "evidence", "parameters"}),
        pl.col("evidence").list.join(joint, ignore_nulls=True),
        pl.col("parameters").list.join(joint, ignore_nulls=True),
    ).select(list(LABELS))


def write_csv(view: Overview, path: Path) -> None:
    """UTF-8 with a byte order mark, lines ended as spreadsheets on Windows expect."""
    table = table_of(view)
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    table.with_columns(pl.col(texts).str.replace(_FORMULA, "'${1}")).rename(
        {name: say(*words) for name, words in LABELS.items()}
    ).write_csv(path, include_bom=True, line_terminator="\r\n")


def write_parquet(view: Overview, path: Path) -> None:
    """The findings with the columns of `rules.findings.SCHEMA`."""
    view.findings.select(list(found.SCHEMA)).write_parquet(path)
