"""The sentences of findings read well, also where little is stated."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.content.speech import choose_language
from hengjian.rules.loading import Book
from hengjian.rules.shown import Filling, lacking, sentences
from hengjian.rules.situations import Situation, judge

CONTENT = Content()
BOOK = Book.load(CONTENT)


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    choose_language("zh")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"a": "甲", "b": "乙", "c": "丙"}, "决定：甲（结果：乙，人员：丙），至 甲。"),
        ({"a": "甲", "b": "乙", "c": "（无记载）"}, "决定：甲（结果：乙，人员：无记载），至 甲。"),
        ({"a": "甲", "b": "（无记载）", "c": "（无记载）"}, "决定：甲，至 甲。"),
        ({"a": "（无记载）", "b": "乙", "c": "丙"}, "决定：（无记载）（结果：乙，人员：丙），至（无记载）。"),
    ],
)  # fmt: skip
def test_an_aside_is_left_out_where_nothing_in_it_is_stated(
    values: dict[str, str], text: str
) -> None:
    shown = {name: pl.Series([value]) for name, value in values.items()}
    filling = Filling(shown, lacking(shown))
    made = sentences(["决定：{a}（结果：{b}，人员：{c}），至 {a}。"], [filling], [1])
    assert made.item() == text


def _says(rule: str, **told: Any) -> str:
    situation = Situation(Path("told"), "told", "breaks", None, date(2025, 12, 31), told)
    answer = judge(BOOK[rule], situation, CONTENT)
    assert answer.findings.height == 1
    return str(answer.findings["says"][0])


def test_a_request_for_recusal_without_an_answer_reads_plainly() -> None:
    events = ["recusal_requested 2024-03-01", "decided 2024-05-01"]
    assert "回避决定：（无记载）；案件决定：2024-05-01" in _says("B06", events=events)


def test_a_decision_tells_what_it_states_not_what_it_lacks() -> None:
    decision = {
        "kind": "decision",
        "dated_on": "2024-05-01",
        "fields": ["remedies", "lawsuit_term"],
    }
    says = _says("F10", documents=[decision], events=["filed 2024-03-01", "decided 2024-05-01"])
    assert "写明复议机关和六十日期限：否；写明法院和六个月期限：是" in says


def test_a_chinese_sentence_holds_chinese_values_in_an_english_report() -> None:
    choose_language("en")
    item = {"kind": "penalty", "name": "某项处罚", "fine_max": 2000}
    told = {"item": item, "case": {"item_id": "I1", "fine": 3000}}
    says = _says("F13", **told, events=["filed 2024-03-01", "decided 2024-05-01"])
    assert says == "罚款 3000.00 元；事项“某项处罚”的法定罚款：下限（无记载），上限 2000.00 元。"
    choose_language("zh")


def test_a_fixed_fine_has_one_limit_below_and_above() -> None:
    item = {"kind": "penalty", "name": "某项处罚", "fine_min": 2000, "fine_max": 2000}
    told = {"item": item, "case": {"item_id": "I1", "fine": 3000}}
    says = _says("F13", **told, events=["filed 2024-03-01", "decided 2024-05-01"])
    assert "法定罚款：下限 2000.00 元，上限 2000.00 元" in says


def test_no_sentence_of_the_book_leaves_an_aside_within_an_aside() -> None:
    for rule in BOOK.rules.values():
        for template in (rule.judgement.says, rule.judgement.right):
            names = {name: pl.Series(["（无记载）"]) for name in rule.judgement.shows}
            text = sentences([template], [Filling(names, lacking(names))], [1]).item()
            assert "（（" not in text, f"{rule.id}: {text}"
            assert "））" not in text, f"{rule.id}: {text}"
