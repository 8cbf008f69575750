"""Refused rows go back ready to be mended, and come in as they are: alone or with the original data."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.content import Content
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading import tabular
from hengjian.standard.reading.intake import take_in
from hengjian.standard.submission import Submission
from hengjian.standard.template import refused_files, write_refused, write_template
from hengjian.standard.tests.folders import BODIES, CASES, EVENTS, write

CONTENT = Content()
BAD = EVENTS.replace("B1,C1,2,decided,2024-04-01", "B1,C1,2,decided,2024-04-31")
"""C1 is decided on a day that does not exist."""


def take(path: Path) -> Submission:
    return take_in(path, CONTENT)


def handed_back(submission: Submission, path: Path) -> Path:
    write_refused(path, submission.refused, CONTENT)
    return path


def mend(path: Path, sheet: str, column: str, old: str | None, new: str | None) -> None:
    """As an officer would: one value written over another."""
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book[sheet][1]]
    at = heads.index(column) + 1
    hits = [
        row for row in range(2, book[sheet].max_row + 1) if book[sheet].cell(row, at).value == old
    ]
    assert hits
    for row in hits:
        book[sheet].cell(row, at).value = new
    book.save(path)


# --- what goes back ---------------------------------------------------------------------------------------


def test_the_problem_stands_first_and_the_head_stays_in_sight(tmp_path: Path) -> None:
    submission = take(write(tmp_path / "s", events=BAD))
    book = openpyxl.load_workbook(handed_back(submission, tmp_path / "退回.xlsx"))
    assert book.sheetnames == ["cases", "events", "代码表"]
    sheet = book["events"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:4] == ["问题与改法", "原文件", "原行号", "body_id"]
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width >= 50
    told = {sheet.cell(row, 3).value: sheet.cell(row, 1).value for row in (2, 3)}
    assert told == {
        "2": "同案有行被退回，请改好后整案重新提交",
        "3": "时间（moment）：2024年4月没有31日。请核对原始文书上的日期",
    }


def test_codes_can_be_chosen_where_rows_are_mended(tmp_path: Path) -> None:
    submission = take(write(tmp_path / "s", cases=CASES.replace("C2,penalty", "C2,罚人")))
    book = openpyxl.load_workbook(handed_back(submission, tmp_path / "退回.xlsx"))
    heads = [cell.value for cell in book["cases"][1]]
    letter = book["cases"].cell(1, heads.index("kind") + 1).column_letter
    rules = {str(r.sqref): r.formula1 for r in book["cases"].data_validations.dataValidation}
    cells = next(formula for where, formula in rules.items() if where.startswith(f"{letter}2:"))
    sheet, _, place = cells.replace("$", "").partition("!")
    first, last = place.split(":")
    labels = [row[0].value for row in book[sheet.strip("'")][first:last]]
    assert "行政处罚" in labels


def test_each_table_has_a_csv_of_its_own(tmp_path: Path) -> None:
    submission = take(write(tmp_path / "s", events=BAD))
    files = refused_files(tmp_path / "退回.csv", submission.refused)
    assert [file.name for file in files] == ["退回-cases.csv", "退回-events.csv"]
    back = tmp_path / "back"
    back.mkdir()
    for file, rows in files.items():
        write_refused(back / file.name, rows, CONTENT)
    text = (back / "退回-events.csv").read_text("utf-8-sig")
    (back / "退回-events.csv").write_text(text.replace("04-31", "04-30"), "utf-8")
    again = take(back)
    assert again.refused_rows == 0
    assert (again.records.case_count, again.records.event_count) == (1, 2)


# --- mended rows alone ------------------------------------------------------------------------------------


def mended(tmp_path: Path) -> Path:
    path = handed_back(take(write(tmp_path / "s", events=BAD)), tmp_path / "改好.xlsx")
    mend(path, "events", "moment", "2024-04-31", "2024-04-30")
    return path


def test_mended_rows_come_in_as_they_are(tmp_path: Path) -> None:
    again = take(mended(tmp_path))
    assert again.problems.total == 0, "its own columns are no unknown ones"
    assert again.records["cases"]["case_id"].to_list() == ["C1"]
    assert again.records.event_count == 2


def test_rows_that_are_not_mended_yet_go_back_again(tmp_path: Path) -> None:
    path = handed_back(take(write(tmp_path / "s", events=BAD)), tmp_path / "退回.xlsx")
    again = take(path)
    assert again.refused_rows == 3
    back = again.refused["退回.xlsx·events"]
    assert back.columns.count("问题与改法") == back.columns.count("原行号") == 1
    assert set(back["原文件"]) == {"退回.xlsx·events"}
    third = handed_back(again, tmp_path / "再退.xlsx")
    mend(third, "events", "moment", "2024-04-31", "2024-04-30")
    assert take(third).refused_rows == 0


def test_registers_of_mended_rows_alone_are_not_taken_for_complete(tmp_path: Path) -> None:
    gaps = {gap.table for gap in take(mended(tmp_path)).gaps}
    assert {"officers", "certificates", "items", "outcomes"} <= gaps
    assert not gaps & {"cases", "events", "documents", "recordings"}


def test_mended_events_without_their_case_are_told_where_it_lies(tmp_path: Path) -> None:
    events = EVENTS + "B1,C9,1,filed,2024-03-05\n"
    path = handed_back(take(write(tmp_path / "s", events=events)), tmp_path / "改好.xlsx")
    mend(path, "events", "case_id", "C9", "C1")
    with pytest.raises(UnreadableError, match="改好的活动") as caught:
        take(path)
    assert "同一文件夹" in caught.value.remedy


# --- mended rows with the original data -------------------------------------------------------------------


def together(tmp_path: Path, mended_rows: Path) -> Submission:
    shutil.copy(mended_rows, tmp_path / "s" / mended_rows.name)
    return take(tmp_path / "s")


def test_mended_rows_stand_in_for_the_case_that_was_held_back(tmp_path: Path) -> None:
    both = together(tmp_path, mended(tmp_path))
    assert both.refused_rows == 0
    assert both.held_back == 0
    assert sorted(both.records["cases"]["case_id"]) == ["C1", "C2"]
    assert both.records.event_count == 3
    notes = both.problems.table["reason"].to_list()
    assert any("2 行已由本批中改好的行代替" in note for note in notes)


def test_a_workbook_and_its_refused_rows_fit_together(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    filled_in(folder / "填报.xlsx", decided="2024-04-31")
    first = take(folder)
    assert first.held_back == 1
    path = handed_back(first, tmp_path / "改好.xlsx")
    mend(path, "活动", "时间", "2024-04-31", "2024-04-30")
    both = together(tmp_path, path)
    assert both.refused_rows == 0
    assert (both.records.case_count, both.records.event_count) == (1, 2)


def filled_in(path: Path, decided: str) -> None:
    write_template(path, CONTENT)
    book = openpyxl.load_workbook(path)
    of_case = {"机关编号*": "B1", "案件编号*": "C1"}
    for sheet, number, row in (
        ("执法主体", 2, {"机关编号*": "B1", "名称*": "甲县局", "主体类型*": "行政机关", "层级*": "县级"}),
        ("案件", 2, of_case | {"案件类型*": "行政处罚"}),
        ("活动", 2, of_case | {"序号*": 1, "活动*": "立案", "时间*": "2024-03-01"}),
        ("活动", 3, of_case | {"序号*": 2, "活动*": "作出决定", "时间*": decided}),
    ):  # fmt: skip
        names = [cell.value for cell in book[sheet][1]]
        for name, value in row.items():
            book[sheet].cell(number, names.index(name) + 1, value)
    book.save(path)


def test_a_number_that_was_mended_is_known_by_where_its_row_came_from(tmp_path: Path) -> None:
    write(tmp_path / "s", cases=CASES + "B1,C1,penalty,ordinary,7\n")
    path = handed_back(take(tmp_path / "s"), tmp_path / "改好.xlsx")
    mend(path, "cases", "fine", "7", "9")
    book = openpyxl.load_workbook(path)
    row = next(r for r in book["cases"].iter_rows(min_row=2) if r[2].value == "4")
    row[4].value = "C3"
    book.save(path)
    both = together(tmp_path, path)
    assert both.refused_rows == 0
    assert sorted(both.records["cases"].select("case_id", "fine").rows()) == [
        ("C1", 50_000),
        ("C2", 80_000),
        ("C3", 900),
    ]


def test_a_row_that_was_struck_out_of_the_refused_ones_is_gone(tmp_path: Path) -> None:
    write(tmp_path / "s", cases=CASES + "B1,C1,penalty,ordinary,7\n")
    path = handed_back(take(tmp_path / "s"), tmp_path / "改好.xlsx")
    book = openpyxl.load_workbook(path)
    book["cases"].delete_rows(3)
    book.save(path)
    both = together(tmp_path, path)
    assert both.refused_rows == 0
    assert sorted(both.records["cases"]["fine"]) == [50_000, 80_000]


def test_a_mended_register_row_stands_in_and_leaves_no_gap(tmp_path: Path) -> None:
    officers = "officer_id,body_id,kind\nP1,B1,某人\nP2,B1,enforcement\n"
    write(tmp_path / "s", officers=officers)
    path = handed_back(take(tmp_path / "s"), tmp_path / "改好.xlsx")
    mend(path, "officers", "kind", "某人", "执法人员")
    both = together(tmp_path, path)
    assert both.refused_rows == 0
    assert both.gaps == []
    assert sorted(both.records["officers"]["officer_id"]) == ["P1", "P2"]
    assert both.records["coverage"].select("table", "name").rows() == [("*", "*")]


def test_a_file_under_another_name_is_known_by_its_numbers(tmp_path: Path) -> None:
    path = mended(tmp_path)
    (tmp_path / "s" / "events.csv").rename(tmp_path / "s" / "events_2024.csv")
    assert together(tmp_path, path).refused_rows == 0


def test_the_original_mended_too_is_taken_once_where_both_say_the_same(tmp_path: Path) -> None:
    path = mended(tmp_path)
    write(tmp_path / "s", events=BAD.replace("04-31", "04-30"))
    both = together(tmp_path, path)
    assert both.refused_rows == 0
    assert both.records.event_count == 3


def test_the_original_mended_otherwise_is_told_as_a_duplicate(tmp_path: Path) -> None:
    path = mended(tmp_path)
    write(tmp_path / "s", events=BAD.replace("04-31", "04-01"))
    both = together(tmp_path, path)
    assert both.held_back == 1
    assert both.records["cases"]["case_id"].to_list() == ["C2"]
    told = both.problems.table.filter("refused")
    assert set(told["file"]) == {"events.csv", "改好.xlsx·events"}
    assert all("编号重复" in reason for reason in told["reason"])


def test_rows_inserted_above_do_not_make_mended_rows_stand_in_for_good_ones(tmp_path: Path) -> None:
    path = mended(tmp_path)
    head, *lines = BAD.splitlines()
    moved = "\n".join([head, "B1,C2,2,decided,2024-03-09", *lines[::-1]]) + "\n"
    write(tmp_path / "s", events=moved)
    both = together(tmp_path, path)
    assert both.refused_rows == 0
    assert both.records.event_count == 4


def test_two_rounds_of_mending_in_one_folder(tmp_path: Path) -> None:
    events = BAD.replace("B1,C2,1,filed", "B1,C2,1,飞升")
    first = handed_back(take(write(tmp_path / "s", events=events)), tmp_path / "一.xlsx")
    mend(first, "events", "activity", "飞升", "立案")
    again = together(tmp_path, first)
    assert again.held_back == 1
    assert set(again.refused) == {"一.xlsx·cases", "一.xlsx·events"}
    second = handed_back(again, tmp_path / "二.xlsx")
    mend(second, "events", "moment", "2024-04-31", "2024-04-30")
    last = together(tmp_path, second)
    assert last.refused_rows == 0
    assert (last.records.case_count, last.records.event_count) == (2, 3)


# --- other sources ----------------------------------------------------------------------------------------


def test_rows_of_an_outside_table_go_back_once_in_its_own_columns(tmp_path: Path) -> None:
    from hengjian.content.loader import BUILT_IN

    sample = BUILT_IN / "mappings" / "shuanggongshi-penalty-2018" / "sample.csv"
    path = tmp_path / "公示.csv"
    path.write_text(sample.read_text("utf-8").replace("0.500000", "0.00000123"), "utf-8")
    first = take(path)
    (back,) = first.refused.values()
    assert back["CF_NR_FK"].to_list() == ["0.00000123"]
    assert back["原行号"].n_unique() == back.height == first.held_back == 1
    mended_rows = handed_back(first, tmp_path / "改好.xlsx")
    mend(mended_rows, "公示", "CF_NR_FK", "0.00000123", "0.5")
    again = take(mended_rows)
    assert (again.refused_rows, again.records.case_count) == (0, 1)
    folder = tmp_path / "f"
    folder.mkdir()
    shutil.copy(path, folder)
    shutil.copy(mended_rows, folder)
    both = take(folder)
    assert both.refused_rows == 0
    assert both.records.case_count == first.records.case_count + 1


@pytest.mark.parametrize("as_parquet", [False, True])
def test_a_large_table_is_read_again_for_the_rows_that_go_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_parquet: bool
) -> None:
    monkeypatch.setattr(tabular, "KEPT_UP_TO", 0)
    folder = write(tmp_path / "s", bodies=BODIES, events=BAD)
    if as_parquet:
        for file in list(folder.glob("*.csv")):
            pl.read_csv(file, infer_schema=False).write_parquet(file.with_suffix(".parquet"))
            file.unlink()
    submission = take(folder)
    back = next(frame for file, frame in submission.refused.items() if file.startswith("events"))
    assert back["moment"].to_list() == ["2024-03-01", "2024-04-31"]
    assert back["原行号"].to_list() == ([1, 2] if as_parquet else [2, 3])


def test_a_file_changed_while_it_was_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabular, "KEPT_UP_TO", 0)
    folder = write(tmp_path / "s", events=BAD)
    picked: Callable[..., pl.DataFrame] = tabular.in_utf8

    def meddled(path: Path) -> object:
        data = picked(path)
        if path.name == "events.csv":
            path.write_bytes(data.replace(b"04-31", b"4-30"))
        return data

    monkeypatch.setattr(tabular, "in_utf8", meddled)
    with pytest.raises(UnreadableError, match="被改动"):
        take(folder)
