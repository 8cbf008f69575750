"""Workbook, CSV and Parquet: whole or not at all, openable, and harmless when opened."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.check.report import ReportError, workbook, write_report
from hengjian.check.report.overview import Overview
from hengjian.check.report.sheets import lines_of
from hengjian.check.run import Run
from hengjian.rules import findings as found

SHEETS = ["概况", "线索", "按规则", "按机关", "按时间", "未受理数据", "规则说明"]
FORMULA = '=HYPERLINK("http://example.invalid","x")'


def _opened(run: Run, folder: Path) -> openpyxl.Workbook:
    write_report(run, folder / "r.xlsx")
    return openpyxl.load_workbook(folder / "r.xlsx")


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
    with pytest.raises(ReportError, match="磁盘已满"):
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
    book = _opened(run, tmp_path)
    assert book.sheetnames == [f"{name}（模拟数据）" for name in SHEETS]
    leads = book["线索（模拟数据）"]
    assert leads.max_row == 401
    assert leads.freeze_panes == "A2"
    assert leads.auto_filter.ref == "A1:Q401"
    assert leads.conditional_formatting
    assert leads["J2"].alignment.wrap_text
    assert 15 < leads.sheet_format.defaultRowHeight <= 75
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        for cell, width in zip(sheet[1], widths, strict=True):
            assert 2 * len(cell.value) < width, cell.value
    rows = {name.partition("（")[0]: book[name].max_row for name in book.sheetnames}
    assert rows["按规则"] == len(run.tallies) + 1
    assert rows["按机关"] == run.records["bodies"].height + 1
    view = Overview.of(run)
    assert rows["按时间"] == len(view.months) + 2
    *_, undated = book["按时间（模拟数据）"].iter_rows(values_only=True)
    assert undated[:2] == ("无日期", view.undated.leads)
    assert rows["未受理数据"] == run.submission.problems.total + 1
    assert rows["规则说明"] == len(run.book.rules) + 2


def test_its_workbook_says_on_each_sheet_that_the_data_are_simulated(
    run: Run, judged_run: Run, tmp_path: Path
) -> None:
    simulated, real = _opened(run, tmp_path), _opened(judged_run, tmp_path)
    for sheet in simulated.worksheets:
        assert sheet.title.endswith("（模拟数据）")
        assert sheet.oddHeader.right.text == "模拟数据"
    assert simulated.worksheets[0]["A2"].value == "模拟数据"
    assert real.sheetnames == SHEETS
    assert not [sheet for sheet in real.worksheets if sheet.oddHeader.right.text]


def test_its_workbook_holds_its_heads_where_nothing_was_found(run: Run, tmp_path: Path) -> None:
    book = _opened(replace(run, findings=found.empty()), tmp_path)
    leads = book["线索（模拟数据）"]
    assert leads.max_row == 1
    assert leads["A1"].value == "程度"
    assert leads.auto_filter.ref == "A1:Q1"


def test_its_workbook_runs_nothing(with_findings: Callable[..., Run], tmp_path: Path) -> None:
    nasty = with_findings(says=FORMULA, case_id="@SUM(1)", right="坏\x00字\x1b")
    book = _opened(nasty, tmp_path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    first = [cell.value for cell in book["线索（模拟数据）"][2]]
    assert FORMULA in first
    assert "坏\ufffd字\ufffd" in first


def test_it_goes_on_a_further_sheet_where_one_is_full(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 150)
    book = _opened(run, tmp_path)
    assert book.sheetnames[1:4] == [f"线索{n}（模拟数据）" for n in ("", "（2）", "（3）")]
    assert [book[name].max_row for name in book.sheetnames[1:4]] == [151, 151, 101]


def test_it_counts_the_lines_that_a_text_needs() -> None:
    assert lines_of([None, ""], 20) == 1
    assert lines_of(["字" * 8], 20) == 1
    assert lines_of(["字" * 9, "letters"], 20) == 2
    assert lines_of(["a" * 17], 20) == 2
