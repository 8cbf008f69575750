"""`template` and `simulate` write what the other commands read."""

import json
from pathlib import Path

import openpyxl
import pytest

from hengjian.cli.tests.conftest import Call


def test_an_empty_workbook_with_instructions(call: Call) -> None:
    answer = call("template", "填报.xlsx", "--table", "cases", "--table", "events")
    assert answer.code == 0
    sheets = openpyxl.load_workbook("填报.xlsx").sheetnames
    assert "填写说明" in sheets[0]
    assert len(sheets) == 4  # instructions, two tables, codes


def test_the_schema_for_programs(call: Call) -> None:
    assert call("template", "--schema", "standard.json").code == 0
    assert "cases" in json.dumps(json.loads(Path("standard.json").read_text()))
    assert not list(Path().glob("*.xlsx"))


def test_nothing_is_overwritten_unasked(call: Call) -> None:
    Path("填报.xlsx").write_text("我的工作")
    answer = call("template", "填报.xlsx")
    assert (answer.code, "已经存在" in answer.err) == (2, True)
    assert Path("填报.xlsx").read_text() == "我的工作"
    assert call("template", "填报.xlsx", "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("template", "填报.xls"), "文件名应以 .xlsx 结尾"),
        (("template", "无此/填报.xlsx"), "没有文件夹 无此"),
        (("template", "--schema", "standard.txt"), "文件名应以 .json 结尾"),
        (("simulate", "笔记.txt"), "笔记.txt 是文件"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(
    call: Call, arguments: tuple[str, ...], fault: str
) -> None:
    Path("笔记.txt").write_text("我的")
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert fault in answer.err


def test_a_folder_that_cannot_be_made_is_told(call: Call) -> None:
    Path("笔记.txt").write_text("我的")
    answer = call("simulate", "笔记.txt/city", "--cases", 5)
    assert answer.code == 3
    assert "写不了“笔记.txt/city”" in answer.err


def test_an_unknown_table_is_refused(call: Call) -> None:
    answer = call("template", "填报.xlsx", "--table", "frob")
    assert (answer.code, "没有表 frob" in answer.err) == (2, True)


def test_a_simulated_city_is_checked_and_says_that_it_is_simulated(call: Call) -> None:
    answer = call("simulate", "city", "--cases", 300, "--seed", 5)
    assert answer.code == 0
    assert "模拟数据" in answer.out
    checked = call("check", "city", "--as-of", "2026-11-20", "--json", "--out", "报告.html")
    told = json.loads(checked.out)
    assert checked.code == 0
    assert told["cases"] == 300
    assert told["findings"] > 10
    assert told["simulated"] is True
    assert "模拟数据" in Path("报告.html").read_text()


def test_what_cases_there_are_is_chosen(call: Call) -> None:
    """Equal in number; of every day, they are lighter. A city to learn from is made unless asked."""
    for folder, asked in (
        ("city", ["--mix", "city"]),
        ("days", ["--mix", "everyday"]),
        ("own", []),
    ):
        assert call("simulate", folder, "--cases", 300, *asked).code == 0
    rows = {f: Path(f, "events.csv").read_text().count("\n") for f in ("city", "days", "own")}
    assert rows["days"] < rows["city"] == rows["own"]
    answer = call("simulate", "other", "--mix", "village")
    assert (answer.code, "只能是 city、everyday" in answer.err) == (2, True)


def test_a_filled_folder_is_left_alone(call: Call) -> None:
    Path("city").mkdir()
    Path("city/mine.txt").write_text("我的")
    answer = call("simulate", "city", "--cases", 10)
    assert (answer.code, "不是空文件夹" in answer.err) == (2, True)
    assert [p.name for p in Path("city").iterdir()] == ["mine.txt"]


def test_a_rule_book_is_not_written_over_other_files(call: Call) -> None:
    Path("我的").mkdir()
    Path("我的/index.html").write_text("<title>我的网页</title>")
    answer = call("rulebook", "--out", "我的")
    assert (answer.code, "不是以前生成的规则书" in answer.err) == (2, True)
    assert [path.name for path in Path("我的").iterdir()] == ["index.html"]
    assert Path("我的/index.html").read_text() == "<title>我的网页</title>"
    assert call("rulebook", "--out", "我的", "--force").code == 0
    assert call("rulebook", "--out", "我的").code == 0  # its own now
    Path("书.pdf").write_text("我的")
    answer = call("rulebook", "--out", "书.pdf")
    assert (answer.code, "已经存在" in answer.err) == (2, True)
    assert Path("书.pdf").read_text() == "我的"
    Path("书").write_text("我的")
    assert "是文件，不是文件夹" in call("rulebook", "--out", "书").err
    assert call("--lang", "en", "rulebook", "--out", "我的").code == 0
    assert call("rulebook", "--out", "我的").code == 0
