"""A submission: good rows come in, bad rows go back with file, row, field, value, reason, remedy."""

import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.content import Content
from hengjian.content.speech import speaking
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.intake import take_in
from hengjian.standard.reading.limits import Limits
from hengjian.standard.submission import Submission
from hengjian.standard.template import write_template
from hengjian.standard.tests.folders import BODIES, CASES, EVENTS, write

CONTENT = Content()


def take(path: Path, **more: object) -> Submission:
    return take_in(path, CONTENT, **more)  # type: ignore[arg-type]


def only(submission: Submission) -> dict[str, object]:
    table = submission.problems.table
    assert table.height == 1, table
    return table.row(0, named=True)


def test_a_lawful_folder_comes_in_whole(tmp_path: Path) -> None:
    submission = take(write(tmp_path / "s"))
    assert submission.records.case_count == 2
    assert submission.records.event_count == 3
    assert submission.refused_rows == 0
    assert submission.problems.total == 0
    assert submission.records["cases"]["fine"].to_list() == [50_000, 80_000]
    assert submission.records["events"]["activity"].to_list() == ["filed", "decided", "filed"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    folder = write(tmp_path / "s", bodies=BODIES.encode(encoding), events=EVENTS.encode(encoding))
    submission = take(folder)
    assert submission.records["bodies"]["name"].to_list() == ["甲县市场监督管理局"]
    assert submission.records.event_count == 3


def test_bytes_in_no_known_encoding_are_refused_with_their_place(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "s", bodies=BODIES.encode() + b"B2,\xff\xff\xff\x81,agency,county,market\n"
    )
    with pytest.raises(UnreadableError, match=r"bodies\.csv.*编码.*第 3 行") as caught:
        take(folder)
    assert "CSV UTF-8" in caught.value.remedy


def test_semicolons_tabs_and_quoted_line_breaks_are_read(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "s",
        cases='body_id;case_id;kind;procedure;fact\nB1;C1;penalty;ordinary;"第一行\n第二行"\nB1;C2;penalty;simple;x\n',
    )
    submission = take(folder)
    assert submission.records["cases"]["fact"].to_list() == ["第一行\n第二行", "x"]


@pytest.mark.parametrize(
    ("table", "text", "row", "field", "value", "reason", "cases", "back"),
    [
        ("cases", CASES + "B1,C3,penalty,ordinary,-5\n", 4, "fine", "-5", "负数", 2, 1),
        ("events", EVENTS + "B1,C2,2,decided,2024-02-30\n", 5, "moment", "2024-02-30", "没有30日", 1, 3),
        ("events", EVENTS + "B1,C2,2,飞升,2024-04-30\n", 5, "activity", "飞升", "没有这个代码", 1, 3),
        ("cases", CASES + "B9,C3,penalty,ordinary,5\n", 4, "body_id", "B9", "执法主体表", 2, 1),
        ("events", EVENTS + "B1,C9,1,filed,2024-04-30\n", 5, "case_id", "C9", "没有这个案件", 2, 1),
        ("cases", CASES + "B1,,penalty,ordinary,5\n", 4, "case_id", None, "必填", 2, 1),
    ],
    ids=["negative money", "30 February", "unknown activity", "unknown body", "unknown case",
         "missing id"],
)  # fmt: skip
def test_one_bad_row_goes_back_with_its_case_and_the_others_stay(
    tmp_path: Path, table: str, text: str, row: int, field: str, value: str | None, reason: str,
    cases: int, back: int,
) -> None:  # fmt: skip
    submission = take(write(tmp_path / "s", **{table: text}))
    problem = only(submission)
    assert problem["file"] == f"{table}.csv"
    assert (problem["row"], problem["field"], problem["value"]) == (row, field, value)
    assert reason in str(problem["reason"])
    assert problem["remedy"]
    assert problem["refused"] is True
    assert submission.records.case_count == cases
    assert (submission.faulty_rows, submission.refused_rows) == (1, back)
    rows = {file: frame.height for file, frame in submission.refused.items()}
    assert sum(rows.values()) - rows.get("coverage.csv", 0) == back


def test_what_is_wrong_is_said_in_the_language_of_the_one_who_asked(tmp_path: Path) -> None:
    write(tmp_path, cases=CASES.replace("500", "五百"))
    for language, reason in (("en", "not a sum of money"), ("zh", "不是金额")):
        with speaking(language):  # type: ignore[arg-type]
            assert reason in take(tmp_path).problems.table["reason"].to_list()


def test_rows_with_one_number_that_differ_all_go_back(tmp_path: Path) -> None:
    submission = take(write(tmp_path / "s", cases=CASES + "B1,C1,penalty,simple,5\n"))
    table = submission.problems.table
    assert table["row"].to_list() == [2, 4]
    assert set(table["value"]) == {"B1/C1"}
    assert "第 4 行" in table["reason"][0]
    assert "第 2 行" in table["reason"][1]
    assert submission.records["cases"]["case_id"].to_list() == ["C2"]
    assert (submission.faulty_rows, submission.refused_rows, submission.held_back) == (2, 4, 1)


def test_events_out_of_order_are_accepted_with_a_note(tmp_path: Path) -> None:
    events = EVENTS.replace("2,decided,2024-04-01", "2,decided,2024-02-01")
    submission = take(write(tmp_path / "s", events=events))
    problem = only(submission)
    assert problem["refused"] is False
    assert "时间在前" in str(problem["reason"])
    assert submission.records.event_count == 3


def test_an_unknown_column_is_noted_with_the_nearest_name(tmp_path: Path) -> None:
    cases = CASES.replace("kind,procedure,fine", "kind,procedur,fine")
    problem = only(take(write(tmp_path / "s", cases=cases)))
    assert problem["field"] == "procedur"
    assert "procedure" in str(problem["remedy"])


def test_a_missing_required_column_refuses_the_whole_table(tmp_path: Path) -> None:
    submission = take(write(tmp_path / "s", cases="body_id,case_id\nB1,C1\nB1,C2\n", events=None))
    assert submission.records.case_count == 0
    assert submission.refused_rows == 2
    assert "缺少必需的列：案件类型（kind）" in submission.problems.table["reason"].to_list()


def test_a_missing_table_of_cases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="没有案件表"):
        take(write(tmp_path / "s", cases=None))


def test_an_empty_folder_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="没有可以读取的表") as caught:
        take(tmp_path)
    assert "hengjian template" in caught.value.remedy


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"cases\.csv.*是空的"):
        take(write(tmp_path / "s", cases=""))


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="找不到"):
        take(tmp_path / "nowhere")


def test_a_file_over_the_limit_says_its_size_and_what_to_do(tmp_path: Path) -> None:
    folder = write(tmp_path / "s")
    with (folder / "events.csv").open("r+b") as file:
        file.truncate(1024 * 1024 * 1024)
    with pytest.raises(UnreadableError, match=r"1\.0 GB") as caught:
        take(folder)
    assert caught.value.remedy


def test_a_zip_of_the_folder_is_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "s")
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"s/{path.name}")
    assert take(tmp_path / "s.zip").records.event_count == 3


def test_json_lines_and_parquet_are_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", cases=None, events=None)
    rows = [
        {"body_id": "B1", "case_id": n, "kind": "penalty", "fine": 500, "penalty_kinds": ["fine"]}
        for n in ("C1", "C2")
    ]
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pl.DataFrame(
        {
            "body_id": ["B1"],
            "case_id": ["C1"],
            "seq": [1],
            "activity": ["filed"],
            "moment": [date(2024, 3, 1)],
        }
    ).write_parquet(folder / "events.parquet")
    submission = take(folder)
    assert submission.records["cases"]["penalty_kinds"].to_list() == [["fine"], ["fine"]]
    assert submission.records["events"]["moment_day"].to_list() == [date(2024, 3, 1)]


def test_signs_of_a_pattern_in_a_name_are_only_signs(tmp_path: Path) -> None:
    write(tmp_path, cases=CASES, events=EVENTS, bodies=BODIES)
    place = tmp_path / "报送[1]*?"
    place.mkdir()
    for file in tmp_path.glob("*.csv"):
        pl.read_csv(file, infer_schema=False).write_parquet(place / f"{file.stem}.parquet")
    assert take(place).records.case_count == take(tmp_path).records.case_count


@pytest.mark.parametrize("name", ["人员.xls", "events.ET", "cases.ods"])
def test_a_workbook_that_cannot_be_read_is_not_passed_over_in_silence(
    tmp_path: Path, name: str
) -> None:
    write(tmp_path, cases=CASES, events=EVENTS, bodies=BODIES)
    assert take(tmp_path).problems.table.is_empty()
    (tmp_path / name).write_bytes(b"x")
    submission = take(tmp_path)
    problem = only(submission)
    assert (problem["file"], problem["refused"]) == (name, False)
    assert ".xlsx" in str(problem["remedy"])
    assert submission.refused_rows == 0


def test_a_bad_line_of_json_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", cases=None)
    (folder / "cases.jsonl").write_text('{"body_id": "B1"}\n{oops\n', encoding="utf-8")
    with pytest.raises(UnreadableError, match="第 2 行"):
        take(folder)


def test_chinese_file_names_and_headers_are_known(tmp_path: Path) -> None:
    folder = write(tmp_path / "s", cases=None)
    (folder / "案件_2024.csv").write_text(
        "机关编号*,案件编号*,案件类型*,程序,罚款\nB1,C1,行政处罚,普通程序,500\nB1,C2,处罚,一般程序,1\n",
        encoding="utf-8",
    )
    submission = take(folder)
    assert submission.records["cases"]["procedure"].to_list() == ["ordinary", "ordinary"]


def test_two_files_of_one_table_are_one_table(tmp_path: Path) -> None:
    folder = write(tmp_path / "s")
    (folder / "cases_2025.csv").write_text(CASES.replace("C2", "C7"), encoding="utf-8")
    submission = take(folder)
    assert submission.records["cases"]["case_id"].to_list() == ["C1", "C2", "C7"]
    said = only(submission)
    assert "cases.csv" in str(said["reason"])
    assert said["refused"] is False, "C1 stands in both with the same contents"
    assert submission.refused_rows == 0


def test_a_message_on_a_code_lists_the_first_codes_and_where_the_others_stand(
    tmp_path: Path,
) -> None:
    submission = take(write(tmp_path / "s", cases=CASES.replace("C2,penalty", "C2,罚人")))
    remedy = str(only(submission)["remedy"])
    assert "行政处罚、行政许可" in remedy
    assert "“代码表”" in remedy
    assert "item_kinds" in remedy


# --- the workbook ---------------------------------------------------------------------------------------


def filled_template(path: Path) -> Path:
    write_template(path, CONTENT)
    book = openpyxl.load_workbook(path)
    for sheet, row in (
        ("执法主体", {"机关编号*": "B1", "名称*": "甲县局", "主体类型*": "行政机关", "层级*": "县级"}),
        ("案件", {"机关编号*": "B1", "案件编号*": "C1", "案件类型*": "行政处罚", "罚款": 500.5}),
        ("活动", {"机关编号*": "B1", "案件编号*": "C1", "序号*": 1, "活动*": "立案",
                "时间*": date(2024, 3, 1)}),
    ):  # fmt: skip
        names = [cell.value for cell in book[sheet][1]]
        for name, value in row.items():
            book[sheet].cell(2, names.index(name) + 1, value)
    book.save(path)
    return path


def test_the_filled_template_comes_in(tmp_path: Path) -> None:
    submission = take(filled_template(tmp_path / "填报.xlsx"))
    assert submission.problems.total == 0
    assert submission.records["cases"]["fine"].to_list() == [50_050]
    assert submission.records["events"]["moment_day"].to_list() == [date(2024, 3, 1)]


def test_the_empty_template_holds_no_table(tmp_path: Path) -> None:
    write_template(tmp_path / "空.xlsx", CONTENT)
    with pytest.raises(UnreadableError, match="没有可以读取的表"):
        take(tmp_path / "空.xlsx")


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UnreadableError, match="坏"):
        take(tmp_path / "坏.xlsx")


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    bomb = tmp_path / "弹.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", b"0" * (80 * 1024 * 1024))
    with pytest.raises(UnreadableError, match="弹"):
        take(bomb, limits=Limits(unpacked_mb=50))
