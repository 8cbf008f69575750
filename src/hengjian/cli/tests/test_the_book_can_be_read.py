"""`hengjian rules` shows every rule of the plan, what runs here, and why the others do not."""

import json
import re
from pathlib import Path

from hengjian.cli.tests.conftest import Call

KEYS = {"id", "title", "articles", "severity", "executable", "why"}


def test_a_program_gets_every_rule_and_why_some_do_not_run(call: Call) -> None:
    rules = json.loads(call("rules", "--json").out)
    assert len(rules) == 187
    assert len({rule["id"] for rule in rules}) == 187
    for rule in rules:
        assert rule.keys() >= KEYS
        assert rule["severity"] in "FSGN"
        assert rule["articles"], rule["id"]
        assert bool(rule["why"]) is not rule["executable"], rule["id"]
    assert sum(rule["executable"] for rule in rules) >= 40


def test_one_rule_is_shown_with_its_article_beside_it(call: Call) -> None:
    text = "## 第六十条\n\n行政机关应当自行政处罚案件立案之日起九十日内作出行政处罚决定。\n"
    Path("行政处罚法.md").write_text(f"# 中华人民共和国行政处罚法\n\n{text}", encoding="utf-8")
    assert "hengjian law add" in call("rules", "F08").out
    assert call("law", "add", "行政处罚法.md").code == 0
    shown = call("rules", "f08").out
    assert "普通程序逾期未作出处罚决定" in shown
    assert "应当自行政处罚案件立案之日起九十日内作出行政处罚决定" in shown
    assert "决定书落款日期晚于立案日期起算的" in shown


def test_its_parameters_are_shown_with_their_values(call: Call) -> None:
    shown = call("rules", "F08").out
    assert "普通程序作出处罚决定的期限（penalty.decision）" in shown
    assert "90 日；2021-07-15 起；《行政处罚法》第六十条" in shown
    assert "60 日（自然资源）" in shown
    assert "未核实，不用于判断" in call("rules", "C01").out


def test_of_an_article_only_the_cited_paragraph_is_shown(call: Call) -> None:
    text = "# 行政处罚法\n\n第二十条 甲款。\n\n乙款。\n\n丙款。\n"
    Path("行政处罚法.md").write_text(text, encoding="utf-8")
    call("law", "add", "行政处罚法.md")
    shown = call("rules", "A02").out
    assert "《行政处罚法》第二十条第二款\n  乙款。\n" in shown
    assert (shown.count("甲款。"), shown.count("乙款。"), shown.count("丙款。")) == (1, 1, 0)


def test_a_rule_from_elsewhere_names_the_province(call: Call) -> None:
    assert "依据均为外地规范（浙江省、山东省）" in call("rules", "B03").out
    rules = json.loads(call("rules", "--json").out)
    assert not [rule["id"] for rule in rules if re.search(r"（\d\d", rule["why"])]


def test_a_rule_that_is_not_executable_says_why(call: Call) -> None:
    answer = call("rules", "D09")
    assert answer.code == 0
    assert "不执行：" in answer.out
    assert "须由人查明" in answer.out


def test_an_unknown_rule_is_refused(call: Call) -> None:
    answer = call("rules", "Z99")
    assert answer.code == 2
    assert "Z99" in answer.err


def test_installed_texts_are_listed_and_removed(call: Call) -> None:
    assert "还没有安装条文" in call("law", "list").out
    Path("行政处罚法.md").write_text("# 中华人民共和国行政处罚法\n\n第一条 为了规范。\n")
    call("law", "add", "行政处罚法.md")
    assert "《行政处罚法》 1 条" in call("law", "list").out
    assert call("law", "remove", "行政处罚法").code == 0
    assert call("law", "remove", "行政处罚法").code == 3


def test_a_file_that_is_no_law_is_refused(call: Call) -> None:
    Path("清单.md").write_text("买菜\n")
    answer = call("law", "add", "清单.md", "没有.md")
    assert answer.code == 3
    assert "清单.md" in answer.err
    assert "没有.md" in answer.err
