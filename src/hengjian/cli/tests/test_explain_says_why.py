"""`hengjian explain` shows why a case breaks a rule, or why not, each part with its value."""

import re
from pathlib import Path

import polars as pl
import pytest

from hengjian.cli import kept
from hengjian.cli.tests.conftest import Call
from hengjian.standard.tests.folders import BODIES, CASES, COVERAGE, EVENTS, write

LATE = EVENTS.replace("C1,2,decided,2024-04-01", "C1,2,decided,2024-07-01")


def test_a_broken_rule_shows_article_values_and_sum(call: Call) -> None:
    folder = write(Path("data"), events=LATE)
    answer = call("explain", "C1", "F08", "--data", folder, "--as-of", "2024-08-01")
    assert answer.code == 0
    assert "F08 普通程序逾期未作出处罚决定：不符合" in answer.out
    assert "《行政处罚法》第六十条" in answer.out
    assert "2024-07-01" in answer.out
    assert "2024-05-30" in answer.out
    assert "90 日" in answer.out


def test_a_kept_rule_shows_the_same_parts(call: Call) -> None:
    answer = call("explain", "C1", "F08", "--data", write(Path("data")), "--as-of", "2024-08-01")
    assert "F08 普通程序逾期未作出处罚决定：符合" in answer.out
    assert "✘" in answer.out


def test_what_was_not_reported_is_named(call: Call) -> None:
    folder = write(Path("data"), events=LATE, coverage=None)
    answer = call("explain", "C1", "F08", "--data", folder, "--as-of", "2024-08-01")
    assert "F08 普通程序逾期未作出处罚决定：不作判断" in answer.out
    assert "缺少的数据：" in answer.out


def test_a_number_that_nobody_entered_is_named_before_missing_data(call: Call) -> None:
    bodies = BODIES.replace(",market", ",environment")
    events = EVENTS + "B1,C1,3,clue_received,2024-02-01\n"
    folder = write(Path("data"), bodies=bodies, events=events, coverage=None)
    shown = call("explain", "C1", "C01", "--data", folder, "--as-of", "2024-08-01").out
    assert "没有已核实的参数：决定是否立案的期限\n缺少的数据：" in shown
    line = call("explain", "C1", "--data", folder, "--as-of", "2024-08-01").out
    assert "— 没有已核实的参数：决定是否立案的期限；缺：" in line


def test_the_installed_passage_stands_below_the_article(call: Call) -> None:
    folder = write(Path("data"), events=LATE)
    asked = ("explain", "C1", "F08", "--data", folder, "--as-of", "2024-08-01")
    assert "试装的一款" not in call(*asked).out
    Path("行政处罚法.md").write_text("# 行政处罚法\n\n第六十条 试装的一款。\n", encoding="utf-8")
    call("law", "add", "行政处罚法.md")
    assert "《行政处罚法》第六十条\n    试装的一款。\n" in call(*asked).out


def test_all_rules_at_once(call: Call) -> None:
    answer = call("explain", "C1", "--data", write(Path("data"), events=LATE))
    assert "F08  不符合" in answer.out
    assert "条规则不涉及本案" in answer.out
    assert "不涉及本案（--all" not in call("explain", "C1", "--data", "data", "--all").out


def test_it_remembers_the_last_check(call: Call) -> None:
    assert "不知道看哪份数据" in call("explain", "C1").err
    call("check", write(Path("data"), events=LATE), "--as-of", "2024-08-01", "--json")
    assert "（截至 2024-08-01）" in call("explain", "C1", "F08").out


def test_a_case_that_is_not_there_or_not_the_only_one(call: Call) -> None:
    two = write(
        Path("data"),
        bodies=BODIES + "B2,乙县市场监督管理局,agency,county,market\n",
        cases=CASES + "B2,C1,penalty,ordinary,10\n",
        events=EVENTS,
        coverage=COVERAGE,
    )
    answer = call("explain", "C9", "--data", two)
    assert (answer.code, "没有案件 C9" in answer.err) == (3, True)
    answer = call("explain", "C1", "--data", two)
    assert (answer.code, "B1/C1、B2/C1" in answer.err) == (3, True)
    assert call("explain", "B2/C1", "--data", two).code == 0


def test_a_rule_that_does_not_exist_or_does_not_judge_cases(call: Call) -> None:
    folder = write(Path("data"))
    answer = call("explain", "C1", "Z99", "--data", folder)
    assert (answer.code, "没有规则 Z99" in answer.err) == (2, True)
    answer = call("explain", "C1", "B08", "--data", folder)
    assert (answer.code, "不是逐案判断的" in answer.err) == (2, True)


# --- what is not a case -----------------------------------------------------------------------------------

ITEMS = (
    "item_id,name,kind,basis_level,penalty_kinds\n"
    "I1,违法项,penalty,地方政府规章,吊销许可证件\nI2,合法项,penalty,法律,罚款\n"
)


def test_an_item_is_explained_by_its_number(call: Call) -> None:
    folder = write(Path("data"), items=ITEMS)
    answer = call("explain", "I1", "A10", "--data", folder)
    assert answer.code == 0
    assert "A10 处罚种类超出依据层级的设定权限：不符合" in answer.out
    assert "判断的是：事项 I1" in answer.out
    all_rules = call("explain", "I1", "--data", folder).out
    assert "事项 I1（截至" in all_rules
    assert "A10  不符合  致命·违法线索" in all_rules
    assert "F08" not in all_rules


@pytest.mark.parametrize(
    ("row", "rule", "told"),
    [("B1/2024", "B08", "机关年度 B1/2024"), ("C1", "F23", "案件 B1/C1"), ("B1", "B08", "B1")],
)
def test_any_subject_is_explained_by_its_occurrence(
    call: Call, row: str, rule: str, told: str
) -> None:
    answer = call("explain", row, rule, "--data", write(Path("data")), "--as-of", "2024-08-01")
    assert (answer.code, told in answer.out) == (0, True)


def test_a_finding_is_explained_by_its_number(call: Call) -> None:
    folder = write(Path("data"), events=LATE, items=ITEMS)
    call("check", folder, "--as-of", "2024-08-01", "--out", "all.parquet", "--json")
    found = pl.read_parquet("all.parquet")
    for rule, about in (("F08", "案件 B1/C1"), ("A10", "事项 I1")):
        number = found.filter(rule=rule)["finding"][0]
        answer = call("explain", number)
        assert answer.code == 0
        assert f"线索 {number}：{about}（截至 2024-08-01）" in answer.out
        assert f"线索编号：{number}" in answer.out
        assert call("explain", number.upper(), rule).code == 0
        assert f"是规则 {rule} 的，不是 F09 的" in call("explain", number, "F09").err
    gone = call("explain", "0123456789abcdef")
    assert (gone.code, "上次检查没有编号为 0123456789abcdef 的线索" in gone.err) == (3, True)
    number = found.filter(rule="A10")["finding"][0]
    write(Path("data"), items=ITEMS.replace("I1", "I9"))
    assert "已不在数据中" in call("explain", number).err


def test_a_finding_is_told_with_its_severity_and_grade(call: Call) -> None:
    folder = write(Path("data"), events=LATE)
    answer = call("explain", "C1", "F08", "--data", folder, "--as-of", "2024-08-01")
    assert "程度：严重·违法线索" in answer.out
    assert "F08  不符合  严重·违法线索" in call("explain", "C1", "--data", folder).out


def test_each_act_is_called_by_its_name_day_and_number(call: Call) -> None:
    events = EVENTS.replace("moment\n", "moment,officers,doc_no\n").replace("-01\n", "-01,,\n")
    events = events.replace("-05\n", "-05,,\n") + (
        "B1,C1,3,inquired,2024-03-11,P1;P2,询问01\nB1,C1,4,inquired,2024-03-12,P1;P2,\n"
    )
    folder = write(Path("data"), events=events)
    first = "第 3 项活动 询问，2024-03-11，文书号 询问01"
    second = "第 4 项活动 询问，2024-03-12"
    out = call("explain", "C1", "B02", "--data", folder).out
    assert out.count("判断的是：") == 2
    assert f"判断的是：{first}\n" in out
    assert f"判断的是：{second}\n" in out
    assert f"（{first}；{second}）" in call("explain", "C1", "--data", folder).out
    one = call("explain", "B1/C1/4", "--data", folder).out
    assert second in one
    assert first not in one


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("C1", "A10"), 2, "规则 A10 判断的是事项，不是逐案判断的"),
        (("C1", "A10"), 2, "例如：hengjian explain I1 A10"),
        (("I9", "A10"), 3, "数据中没有事项 I9"),
        (("C1", "D09"), 2, "规则 D09 不执行："),
        (("C9", "F08"), 3, "数据中没有案件 C9"),
    ],
)
def test_what_does_not_fit_together_is_told_truly(
    call: Call, arguments: tuple[str, ...], code: int, told: str
) -> None:
    answer = call("explain", *arguments, "--data", write(Path("data"), items=ITEMS))
    assert (answer.code, told in answer.err) == (code, True)
    if arguments[1] == "D09":
        assert "逐案" not in answer.err


# --- an archive ------------------------------------------------------------------------------------------


def test_an_archive_is_checked_and_explained_like_data(call: Call) -> None:
    call("import", write(Path("data"), events=LATE, items=ITEMS), "--archive", "案卷 库")
    answer = call("check", "案卷 库", "--as-of", "2024-08-01", "--out", "all.parquet")
    assert answer.code == 0
    assert "检查 2 件案件" in answer.out
    assert "案卷 库 是案卷库" in answer.err
    assert "hengjian archive check '案卷 库'" in answer.err
    assert "判断的是：事项 I1" in call("explain", "I1", "A10").out
    told = call("explain", "C1", "F08", "--data", "案卷 库", "--as-of", "2024-08-01").out
    assert "F08 普通程序逾期未作出处罚决定：不符合" in told


def test_a_finding_that_stands_is_explained_by_its_number(call: Call) -> None:
    call("import", write(Path("data"), events=LATE), "--archive", "store")
    call("archive", "check", "store", "--as-of", "2024-08-01", "--out", "all.parquet")
    number = pl.read_parquet("all.parquet").filter(rule="F08")["finding"][0]
    assert "（截至 2024-08-01）" in call("explain", number).out
    Path("home").mkdir()
    assert f"线索 {number}：案件 B1/C1" in call("explain", number, "--data", "store").out


def test_of_a_large_archive_one_case_is_explained(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("import", write(Path("data"), events=LATE, items=ITEMS), "--archive", "store")
    call("archive", "check", "store", "--as-of", "2024-08-01", "--out", "all.parquet")
    monkeypatch.setattr(kept, "MOST_CASES", 1)
    answer = call("check", "store")
    assert (answer.code, "archive check store" in answer.err) == (3, True)
    answer = call("explain", "C1", "F08", "--data", "store")
    assert answer.code == 0
    assert "F08 普通程序逾期未作出处罚决定：不符合" in answer.out
    assert "不含跨案规则" in answer.err
    assert "判断的是：事项 I1" in call("explain", "I1", "A10", "--data", "store").out
    found = pl.read_parquet("all.parquet")
    number = found.filter(rule="F08")["finding"][0]
    assert re.search(r"F08 .*：不符合", call("explain", number, "--data", "store").out)


def test_an_archive_is_no_submission(call: Call) -> None:
    call("import", write(Path("data")), "--archive", "store")
    answer = call("import", "store", "--archive", "other")
    assert (answer.code, "store 是案卷库" in answer.err) == (2, True)
    assert not Path("other").exists()
