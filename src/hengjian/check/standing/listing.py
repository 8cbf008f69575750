"""Findings that stand, as a list people work from: a workbook or a CSV in the reader's language.

Serves supervisors, with what was decided about each finding beside it. Codes are told in words and
nobody is named, as in the report; whoever wants codes takes the Parquet.
"""

from datetime import date
from pathlib import Path

import polars as pl

from hengjian.archive.data_file import write_data
from hengjian.archive.nesting import KEY
from hengjian.archive.snapshot import current
from hengjian.check.report.flat import LABELS, table_of
from hengjian.check.report.overview import Overview
from hengjian.check.report.sheets import A3, Column, Sheets, lines_of, tint_severities
from hengjian.check.run import Run, sorted_by_weight
from hengjian.check.standing.standing import Standing
from hengjian.content import say
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission

SHEET_ROWS = 1_000_000
_STATES = {
    "open": ("待处理", "open"),
    "dismissed": ("不予处理", "dismissed"),
    "asked": ("已要求说明", "asked"),
    "raised": ("已转监督案件", "raised"),
    "reopened": ("数据有变，重新待处理", "reopened: the data changed"),
}
CHANGES = {
    "appeared": ("新出现", "appeared"),
    "vanished": ("消失", "vanished"),
    "changed": ("数据有变", "changed"),
}
_BESIDE = {
    "change": ("变化", "change"),
    "state": ("处理状态", "state"),
    "reason": ("处理理由", "reason"),
    "by": ("处理人", "by"),
    "at": ("处理时间", "decided at"),
}
"""What stands beside a finding, where it is known; first in the list."""
_WIDTHS = {
    "severity": 10, "nature": 13, "rule": 10, "title": 28, "body_id": 12, "body": 26,
    "case_id": 16, "matter": 22, "on": 13, "says": 52, "right": 40, "articles": 34, "sum": 60,
    "because": 40, "evidence": 60, "parameters": 60, "finding": 20,
    "change": 10, "state": 14, "reason": 24, "by": 12, "at": 18,
}  # fmt: skip
_WRAPPED = {"title", "body", "matter", "says", "right", "articles", "sum", "because", "reason"}
_FORMULA = r"^([=+\-@\t\r\n])"


def write_listing(standing: Standing, findings: pl.DataFrame, path: Path) -> None:
    """Findings of this archive as ``path`` ends: .parquet as they are stored, .csv or .xlsx in words.

    ``findings`` may hold a column ``change`` (appeared, vanished, changed).
    """
    ending = path.suffix.lower()
    if ending == ".parquet":
        write_data(findings, path, compression="zstd")
        return
    beside = [name for name in _BESIDE if name in findings.columns]
    told = sorted_by_weight(_told(findings, beside, standing.content.profile.timezone))
    view = Overview.of(_run_of(standing, told))
    table = pl.concat([view.findings.select(beside), table_of(view)], how="horizontal")
    if ending == ".csv":
        _write_csv(table, path)
    else:
        _write_workbook(table, path, simulated=view.simulated)


def _told(findings: pl.DataFrame, beside: list[str], timezone: str) -> pl.DataFrame:
    """The findings with what stands beside them in words."""
    words = {
        "change": pl.col("change").replace(_words(CHANGES)),
        "state": pl.col("state").replace(_words(_STATES)),
        "at": pl.col("at").dt.convert_time_zone(timezone).dt.to_string("%Y-%m-%d %H:%M"),
    }
    return findings.with_columns(words[name] for name in beside if name in words)


def _words(labels: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {code: say(*words) for code, words in labels.items()}


def _run_of(standing: Standing, findings: pl.DataFrame) -> Run:
    """The findings as those of one run, with as much of the records as their words need."""
    snapshot = standing.archive.snapshot()
    about = standing.about()
    records = Records.of(
        {"bodies": snapshot.registers["bodies"], "cases": _parties(standing, findings)}
    )
    return Run(
        standing.content,
        standing.book,
        Submission(standing.archive.layout.root, records, Problems()),
        date.fromisoformat(about.as_of) if about is not None else date.today(),
        [],
        findings,
    )


def _parties(standing: Standing, findings: pl.DataFrame) -> pl.DataFrame:
    """Who the parties are of the cases, and in the years, that findings are about: to be withheld."""
    snapshot = standing.archive.snapshot()
    keys = findings.select(KEY).drop_nulls().unique()
    years = findings.filter(pl.col("subject") == "enterprise_year")
    numbers = years["occurrence"].str.split("/").list.slice(1).list.explode().unique()
    wanted = []
    for bucket in snapshot.buckets:
        cases = current(snapshot.versions(bucket, [*KEY, "batch", "party_id", "party_name"]))
        of_years = cases.filter(pl.col("party_id").is_in(numbers.to_list()))
        of_cases = cases.join(keys, on=list(KEY), how="semi", maintain_order="left")
        wanted.append(pl.concat([of_cases, of_years]).unique(maintain_order=True))
    columns = [*KEY, "party_id", "party_name"]
    found = [cases.select(columns) for cases in wanted]
    return pl.concat(found) if found else pl.DataFrame(schema=dict.fromkeys(columns, pl.String()))


def _heads() -> dict[str, str]:
    return {name: say(*words) for name, words in (_BESIDE | LABELS).items()}


def _write_csv(table: pl.DataFrame, path: Path) -> None:
    """UTF-8 with a byte order mark; text that a spreadsheet would run as a formula stays text."""
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    heads = _heads()
    table.with_columns(pl.col(texts).str.replace(_FORMULA, "'${1}")).rename(
        {name: heads[name] for name in table.columns}
    ).write_csv(path, include_bom=True, line_terminator="\r\n")


def _write_workbook(table: pl.DataFrame, path: Path, *, simulated: bool) -> None:
    sheets = Sheets(simulated=simulated)
    heads = _heads()
    columns = [
        Column(heads[name], _WIDTHS[name], wrapped=name in _WRAPPED) for name in table.columns
    ]
    wrapped = [name for name in table.columns if name in _WRAPPED]
    lines = max(lines_of(table[name], _WIDTHS[name]) for name in wrapped)
    for number, start in enumerate(range(0, max(table.height, 1), SHEET_ROWS), start=1):
        part = table.slice(start, SHEET_ROWS)
        name = say("线索", "Findings") + (f"（{number}）" if number > 1 else "")
        sheet = sheets.table(name, columns, part.iter_rows(), count=part.height, lines=lines)
        sheet.page_setup.paperSize = A3
        tint_severities(sheet, table.columns.index("severity"), part.height)
    sheets.save(path)
