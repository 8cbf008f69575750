"""`hengjian check` reads records, judges them and answers people, programs and schedulers."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hengjian.cli.tests.conftest import Call
from hengjian.standard.tests.folders import CASES, EVENTS, write

LATE = EVENTS.replace("C1,2,decided,2024-04-01", "C1,2,decided,2024-07-01")
"""C1 is decided 122 days after it was filed; the law gives ninety."""
OPEN = "B1,C2,1,filed,2024-03-05\n"
CLOSED = EVENTS + "B1,C2,2,decided,2024-04-05\n"


def check(call: Call, folder: Path, *more: object) -> tuple[int, dict[str, object]]:
    answer = call("check", folder, "--as-of", "2024-08-01", "--json", *more)
    return answer.code, json.loads(answer.out)


def test_a_program_gets_the_run_in_figures(call: Call) -> None:
    code, told = check(call, write(Path("data"), events=LATE), "--rule", "F08")
    assert code == 0
    assert (told["cases"], told["events"]) == (2, 3)
    assert told["findings"] == 2  # C1 decided late, C2 still open after its term
    assert told["not_judged"] == 0
    assert told["rules_run"] == 1
    assert told["by_rule"]["F08"]["findings"] == 2  # type: ignore[index]


def test_lawful_records_give_no_finding(call: Call) -> None:
    code, told = check(call, write(Path("data"), events=CLOSED), "--rule", "F08")
    assert (code, told["findings"]) == (0, 0)


def test_nothing_is_concluded_from_what_was_not_reported(call: Call) -> None:
    folder = write(Path("data"), events=LATE, coverage=None)
    code, told = check(call, folder, "--rule", "F08")
    assert (code, told["findings"], told["not_judged"]) == (0, 0, 2)
    code, told = check(call, folder, "--rule", "F08", "--coverage", "all")
    assert (code, told["findings"], told["not_judged"]) == (0, 2, 0)


def test_a_scheduler_gets_its_exit_code(call: Call) -> None:
    folder = write(Path("data"), events=LATE)
    assert check(call, folder, "--rule", "F08", "--fail-on", "S")[0] == 1
    assert check(call, folder, "--rule", "F08", "--fail-on", "F")[0] == 0
    write(folder, events=CLOSED)
    assert check(call, folder, "--rule", "F08", "--fail-on", "N")[0] == 0


def test_a_person_gets_a_table_and_where_the_report_is(call: Call) -> None:
    answer = call("check", write(Path("data"), events=LATE), "--as-of", "2024-08-01",
                  "--rule", "F08", "--out", "报告.html", "--out", "线索.csv")  # fmt: skip
    assert answer.code == 0
    assert "检查 2 件案件、3 项活动，1 条规则，截至 2024-08-01。" in answer.out
    assert "违法线索 2 条" in answer.out
    assert "普通程序逾期未作出处罚决定" in answer.out
    assert "报告：报告.html" in answer.out
    assert "第六十条" in Path("报告.html").read_text()
    assert "2024-07-01" in Path("线索.csv").read_text()


def test_refused_rows_are_told_counted_and_handed_back(call: Call) -> None:
    bad = LATE + "B1,C2,2,teleported,2024-02-30\n"
    answer = call("check", write(Path("data"), events=bad), "--rule", "F08",
                  "--refused", "退回.xlsx")  # fmt: skip
    assert answer.code == 4
    assert "退回 3 行" in answer.err
    assert "有错的 1 行，1 件案件因此整案退回" in answer.err
    assert "events.csv 第 5 行" in answer.err
    assert "teleported" in answer.err
    assert "2024-02-30" in answer.err
    book = openpyxl.load_workbook("退回.xlsx")
    assert book.sheetnames == ["cases", "events", "代码表"]
    heads, whole, row = book["events"].iter_rows(values_only=True)
    assert "teleported" in row
    assert whole[0] == "同案有行被退回，请改好后整案重新提交"
    assert heads[0] == "问题与改法"
    told = str(row[0])
    assert "活动（activity）：“活动”没有这个代码" in told
    assert "时间（moment）：2024年2月没有30日" in told


def test_refused_rows_of_several_tables_are_a_csv_each(call: Call) -> None:
    folder = write(
        Path("data"),
        cases=CASES + "B1,C3,penalty,ordinary,-5\n",
        events=EVENTS + "B1,C2,2,teleported,2024-03-09\n",
    )
    answer = call("check", folder, "--refused", "退回.csv")
    assert answer.code == 4
    for name, back in (("退回-cases.csv", ["C2", "C3"]), ("退回-events.csv", ["C2", "C2"])):
        assert f"退回的行：{name}" in answer.out
        assert pl.read_csv(name)["case_id"].to_list() == back
    assert not Path("退回.csv").exists()


def test_refused_rows_of_one_table_are_one_csv(call: Call) -> None:
    folder = write(Path("data"), cases=CASES + "B1,C3,penalty,ordinary,-5\n")
    call("check", folder, "--refused", "退回.csv")
    assert pl.read_csv("退回.csv")["case_id"].to_list() == ["C3"]


def test_strict_checks_nothing_where_a_row_is_refused(call: Call) -> None:
    bad = write(Path("data"), events=LATE + "B1,C2,2,teleported,2024-03-09\n")
    answer = call("check", bad, "--strict", "--out", "报告.html")
    assert answer.code == 3
    assert "--strict" in answer.err
    assert not Path("报告.html").exists()


def test_a_submission_without_any_good_row_is_not_passed_off_as_checked(call: Call) -> None:
    nothing = write(Path("data"), cases=CASES.splitlines()[0] + "\n", events=None)
    answer = call("check", nothing, "--json")
    assert answer.code == 3
    assert json.loads(answer.out)["cases"] == 0


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("--out", "报告.docx"), "文件名应以 .html、.xlsx、.csv、.parquet 结尾"),
        (("--out", "报告"), "不认识的文件格式：报告"),
        (("--refused", "退回.docx"), "文件名应以 .xlsx、.csv 结尾"),
        (("--out", "无此/报告.html"), "没有文件夹"),
        (("--as-of", "2024-02-30"), "--as-of"),
        (("--fail-on", "X"), "--fail-on"),
        (("--frob",), "没有选项 --frob"),
    ],
)
def test_wrong_usage_is_refused_before_anything_is_read(
    call: Call, arguments: tuple[str, ...], fault: str
) -> None:
    answer = call("check", "没有", *arguments)
    assert answer.code == 2
    assert fault in answer.err


def test_rules_may_be_named_in_small_letters(call: Call) -> None:
    code, told = check(call, write(Path("data"), events=LATE), "--rule", "f08")
    assert (code, told["rules_run"]) == (0, 1)


@pytest.mark.parametrize(
    ("id_", "remedy"), [("Z99", "hengjian rules 列出"), ("D09", "hengjian rules D09 说明原因")]
)
def test_a_rule_that_cannot_run_is_wrong_usage(call: Call, id_: str, remedy: str) -> None:
    answer = call("check", write(Path("data")), "--rule", "F08", "--rule", id_)
    assert answer.code == 2
    assert f"没有可执行的规则 {id_}" in answer.err
    assert remedy in answer.err


def test_an_unknown_overlay_or_mapping_is_named(call: Call) -> None:
    folder = write(Path("data"))
    for arguments, fault in (
        (("--overlay", "无此"), "找不到内容文件夹"),
        (("--mapping", "zz"), "没有映射 zz；已有："),
    ):
        answer = call("check", folder, *arguments)
        assert answer.code == 3
        assert fault in answer.err
        assert answer.out == ""


def test_a_report_that_cannot_be_written_is_told(call: Call) -> None:
    Path("占用.html").mkdir()
    answer = call("check", write(Path("data")), "--out", "占用.html")
    assert answer.code == 2
    assert "占用.html 是文件夹" in answer.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        Path("/dev/full").write_text("x")

    monkeypatch.setattr("hengjian.check.report.flat.write_csv", full)
    answer = call("check", write(Path("data")), "--out", "线索.csv")
    assert answer.code == 3
    assert "写不了报告“线索.csv”" in answer.err
    assert "磁盘未满" in answer.err
