"""Workbook, CSV and Parquet: whole or not at all, openable, and harmless when opened."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.check.report import ReportError, workbook, write_report
from hengjian.check.run import Run
from hengjian.rules import findings as found

SHEETS = ["概况", "线索", "按规则", "按机关", "未受理数据", "规则说明"]
FORMULA = '=HYPERLINK("http://example.invalid","x")'


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv", ".parquet", ".HTML"])
def test_it_writes_by_the_ending(run: Run, tmp_path: Path, suffix: str) -> None:
    write_report(run, tmp_path / f"报告{suffix}")
    assert [path.name for path in tmp_path.iterdir()] == [f"报告{suffix}"]


def test_it_refuses_another_ending_in_plain_words(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"报告\.docx.*\.html.*\.xlsx.*请改用"):
        write_report(run, tmp_path / "报告.docx")
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_a_place_that_is_not_there(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="没有这个文件夹"):
        write_report(run, tmp_path / "无" / "报告.html")


def test_it_leaves_the_old_report_where_a_new_one_fails(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.csv"
    path.write_text("旧的")

    def full_disk(view: object, partial: Path) -> None:
        partial.write_text("半份")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hengjian.check.report.flat.write_csv", full_disk)
    with pytest.raises(ReportError, match="No space left"):
        write_report(run, path)
    assert path.read_text() == "旧的"
    assert [entry.name for entry in tmp_path.iterdir()] == ["报告.csv"]


def test_its_parquet_is_the_findings_frame(run: Run, tmp_path: Path) -> None:
    write_report(run, tmp_path / "r.parquet")
    frame = pl.read_parquet(tmp_path / "r.parquet")
    assert dict(frame.schema) == found.SCHEMA
    assert frame["finding"].to_list() == run.findings["finding"].to_list()


def test_its_csv_opens_in_a_spreadsheet(with_findings: Callable[..., Run], tmp_path: Path) -> None:
    write_report(with_findings(says=FORMULA, case_id="+1"), tmp_path / "r.csv")
    raw = (tmp_path / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == 400
    assert rows[0]["经过"] == "'" + FORMULA
    assert rows[0]["案件编号"] == "'+1"
    assert rows[0]["程度"] == "致命"


def test_its_workbook_has_all_sheets_ready_to_filter(run: Run, tmp_path: Path) -> None:
    write_report(run, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == SHEETS
    leads = book["线索"]
    assert leads.max_row == 401
    assert leads.freeze_panes == "A2"
    assert leads.auto_filter.ref == "A1:Q401"
    assert leads.conditional_formatting
    assert leads["J2"].alignment.wrap_text
    assert book["按规则"].max_row == len(run.tallies) + 1
    assert book["按机关"].max_row == run.records["bodies"].height + 1
    assert book["未受理数据"].max_row == run.submission.problems.total + 1
    assert book["规则说明"].max_row == len(run.book.rules) + 2


def test_its_workbook_runs_nothing(with_findings: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    write_report(with_findings(says=FORMULA, case_id="@SUM(1)", right="坏\x00字\x1b"), path)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    first = [cell.value for cell in book["线索"][2]]
    assert FORMULA in first
    assert "坏\ufffd字\ufffd" in first


def test_it_goes_on_a_further_sheet_where_one_is_full(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 150)
    write_report(run, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[1:4] == ["线索", "线索（2）", "线索（3）"]
    assert [book[name].max_row for name in book.sheetnames[1:4]] == [151, 151, 101]
