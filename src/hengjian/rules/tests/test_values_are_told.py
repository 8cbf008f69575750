"""Each type of value is told as a person reads it, alone or beside others."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.content.speech import Language, speaking
from hengjian.facts import Type
from hengjian.rules.engine import context_of
from hengjian.rules.shown import (
    Filling,
    Manner,
    Way,
    lacking,
    listed,
    sentences,
    shown,
    shown_value,
)

DAY = date(2026, 3, 1)
NIGHT = datetime(2026, 3, 1, 17, 5, tzinfo=UTC)
LABELS = {"p": "罚款", "q": "警告"}
VALUES: list[tuple[Type, dict[str, str], list[Any], list[str], list[str]]] = [
    (Type.MONEY, {}, [123405, -7, 0, None],
     ["1234.05 元", "-0.07 元", "0.00 元", "（无记载）"],
     ["1234.05 yuan", "-0.07 yuan", "0.00 yuan", "(not stated)"]),
    (Type.DATE, {}, [DAY, None], ["2026-03-01", "（无记载）"], ["2026-03-01", "(not stated)"]),
    (Type.MOMENT, {}, [NIGHT, None],
     ["2026-03-02 01:05", "（无记载）"], ["2026-03-02 01:05", "(not stated)"]),
    (Type.BOOLEAN, {}, [True, None, False], ["是", "（无记载）", "否"], ["yes", "(not stated)", "no"]),
    (Type.INTEGER, {}, [12, None], ["12", "（无记载）"], ["12", "(not stated)"]),
    (Type.NUMBER, {}, [1.5, 2.346, None],
     ["1.5", "2.35", "（无记载）"], ["1.5", "2.35", "(not stated)"]),
    (Type.TEXT, {}, ["甲", "", None], ["甲", "", "（无记载）"], ["甲", "", "(not stated)"]),
    (Type.TEXT, LABELS, ["p", "x", None], ["罚款", "x", "（无记载）"], ["罚款", "x", "(not stated)"]),
    (Type.CODES, LABELS, [["p", None, "x"], [], None, ["p", None, "x"]],
     ["罚款、x", "（空）", "（无记载）", "罚款、x"], ["罚款, x", "(none)", "(not stated)", "罚款, x"]),
    (Type.DATES, {}, [[DAY, DAY], [], None],
     ["2026-03-01、2026-03-01", "（无）", "（无记载）"],
     ["2026-03-01, 2026-03-01", "(none)", "(not stated)"]),
]  # fmt: skip


def _ways(language: Language) -> list[Way]:
    with speaking(language):
        manner = Manner.of(context_of(Content(), DAY))
    return [Way(type_, manner, labels) for type_, labels, *_ in VALUES]


@pytest.mark.parametrize(("language", "told"), [("zh", 3), ("en", 4)])
def test_a_value_is_told_in_the_language_of_its_reader(language: Language, told: int) -> None:
    for way, case in zip(_ways(language), VALUES, strict=True):
        values = pl.Series(case[2], dtype=way.type.dtype)
        assert shown_value(values, way).to_list() == case[told]


def test_columns_told_together_say_what_each_says_alone() -> None:
    ways = {f"{place} {times}": way for place, way in enumerate(_ways("zh")) for times in range(2)}
    values = {
        name: pl.Series((VALUES[int(name[0])][2] * 4)[:4], dtype=way.type.dtype)
        for name, way in ways.items()
    }
    together = shown(values, ways)
    alone = {name: shown_value(values[name], way) for name, way in ways.items()}
    assert {n: text.to_list() for n, text in together.items()} == {
        n: text.to_list() for n, text in alone.items()
    }


def test_of_a_personal_value_only_the_last_signs_are_told() -> None:
    manner = _ways("zh")[0].manner
    values = pl.Series(["110101199003077777", "张三", None])
    told = shown_value(values, Way(Type.TEXT, manner, personal=True))
    assert told.to_list() == ["…7777", "（已隐去）", "（已隐去）"]


def test_lists_are_laid_out_row_by_row() -> None:
    columns = [pl.Series(["a", "b", "c"]), pl.Series(["x", "y", "z"])]
    labels = ["甲：", "乙："]
    assert listed([columns], [3]).to_list() == [["a", "x"], ["b", "y"], ["c", "z"]]
    assert listed([columns], [3], [labels]).to_list()[1] == ["甲：b", "乙：y"]
    assert listed([[]], [2]).to_list() == [[], []]


def test_lists_of_several_rules_are_laid_out_together() -> None:
    groups = [[pl.Series(["a", "b"]), pl.Series(["x", "y"])], [], [pl.Series(["c"])]]
    labels = [["甲：", "乙："], [], ["丙："]]
    rows = [["甲：a", "乙：x"], ["甲：b", "乙：y"], [], [], ["丙：c"]]
    assert listed(groups, [2, 2, 1], labels).to_list() == rows


def test_of_a_list_what_is_missing_is_left_out() -> None:
    columns = [pl.Series([None, "b", None]), pl.Series(["x", "y", None])]
    assert listed([columns], [3]).to_list() == [["x"], ["b", "y"], []]


def test_a_text_of_the_record_may_itself_say_that_nothing_is_stated() -> None:
    texts = {"a": pl.Series(["甲", "见 （无记载） 栏"]), "b": pl.Series(["乙", "丙"])}
    lack = lacking(texts)
    assert lack == {"a"}
    assert sentences(["由 {a} 至 {b}。"], [Filling(texts, lack)], [2]).to_list() == [
        "由 甲 至 乙。", "由 见（无记载）栏 至 丙。"
    ]  # fmt: skip


def test_sentences_of_several_rules_say_what_each_says_alone() -> None:
    texts = {"a": pl.Series(["甲", "（无记载）"]), "b": pl.Series(["乙", "丙"])}
    fillings = [Filling(texts, lacking(texts)), Filling({"b": texts["b"]}, frozenset())]
    templates = ["由 {a}（至 {b}）。", "{b} 与 {b}"]
    apart = [sentences([t], [f], [2]) for t, f in zip(templates, fillings, strict=True)]
    assert sentences(templates, fillings, [2, 2]).to_list() == pl.concat(apart).to_list()
    assert (
        sentences(["没有写明。"], [Filling({}, frozenset())], [2]).to_list() == ["没有写明。"] * 2
    )
