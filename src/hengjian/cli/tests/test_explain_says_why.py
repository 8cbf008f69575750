"""`hengjian explain` shows why a case breaks a rule, or why not, each part with its value."""

from pathlib import Path

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
