"""Printing an expression and reading it again gives the same one, and no value of a fact breaks it."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings

from hengjian.content.speech import speaking
from hengjian.facts import Type
from hengjian.rules.custom import CustomRuleError, printed, read_condition
from hengjian.rules.custom.tests.nodes import CONTENT, VOCABULARY, conditions, shape
from hengjian.rules.custom.words import FUNCTIONS, OPERATORS, VALUES
from hengjian.rules.engine import context_of
from hengjian.rules.expressions import Node
from hengjian.rules.reckoning.rows import Rows

_EXTREMES: dict[Type, list[object]] = {
    Type.BOOLEAN: [True, False],
    Type.INTEGER: [0, 2**63 - 1, -(2**63), 90],
    Type.NUMBER: [0.0, float("inf"), float("nan"), -1e300],
    Type.MONEY: [0, 2**63 - 1, -(2**63), 1_000_000],
    Type.DATE: [date(1, 1, 1), date(9999, 12, 31), date(2026, 2, 28)],
    Type.MOMENT: [datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)],
    Type.TEXT: ["", "penalty", "🙂"],
    Type.CODES: [[], ["warning"], [None]],
}


def extremes(node: Node) -> pl.DataFrame:
    """Rows of the values that no record should hold, and of none."""
    columns = []
    for place, column in enumerate(node.columns.values()):
        values = [*_EXTREMES[column.type], None]
        turned = [values[(row + place) % len(values)] for row in range(6)]
        columns.append(pl.Series(column.name, turned, dtype=column.type.dtype, strict=False))
    return pl.DataFrame(columns) if columns else pl.DataFrame({"x": [1]})


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(conditions(3))
def test_it_reads_again_what_it_printed(node: Node) -> None:
    for language in ("zh", "en"):
        with speaking(language):
            text = printed(node, VOCABULARY)
            try:
                again = read_condition(text, VOCABULARY)
            except CustomRuleError as error:
                refused = str(error)
            else:
                refused = ""
            if refused:
                assert (
                    "复杂" in refused
                    or "太深" in refused
                    or "算的太多" in refused
                    or "too" in refused
                )
                return
            assert shape(again) == shape(node), text
            assert printed(again, VOCABULARY) == text


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(conditions(3))
@example(read_condition("逾期(送达日期, 检查日 + 5 个工作日)", VOCABULARY))
@example(read_condition("事项失效后仍属违法 且 法定节日(检查日)", VOCABULARY))
def test_no_value_of_a_fact_makes_a_condition_fail(node: Node) -> None:
    facts = extremes(node)
    rows = Rows(facts, context_of(CONTENT, date(2026, 3, 1)))
    verdict = rows(node)
    assert verdict.dtype == pl.Boolean
    assert len(list(node.gaps(rows, verdict.is_null()))) >= 0


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("立案日期之后90日<作出决定日期且罚款>1万元", "立案日期 + 90 日 < 作出决定日期 且 罚款 > 10000"),
        ("filed.on + 90 days < decided.on and fine > 10000",
         "立案日期 + 90 日 < 作出决定日期 且 罚款 > 10000"),
        ("filed_on + 5 working days >= served_on", "立案日期 + 5 个工作日 ≥ 送达日期"),
        ("案件类型 是 行政处罚 并且 机关的层级 不属于 {县级，市级}",
         "案件类型 = “行政处罚” 且 非 (机关的层级 属于 {“县级”、“市级”})"),
        ("kind is penalty and fine is not empty", "案件类型 = “行政处罚” 且 罚款 不为空"),
        ("not (fine is empty or fine <= 5.50 yuan)", "非 (罚款 为空 或 罚款 ≤ 5.50)"),
        ("举行过听证 = 否", "非 举行过听证"),
        ("作出决定日期 - 立案日期 > 90 日", "日数(立案日期, 作出决定日期) > 90"),
        ("罚款 超过 违法所得 乘以 50%", "罚款 > 违法所得 * 0.5"),
        ("处罚种类 包括 警告", "处罚种类 包括 {“警告”}"),
        ("决定书文号 = “甲决字（2026）1号”", "决定书文号 = “甲决字（2026）1号”"),
        ("情形“减轻处罚” 或 询问次数 ≥ 2", "情形“减轻处罚” 或 询问次数 ≥ 2"),
        ("２０２６年１月１日 ＜ 立案日期", "2026-01-01 < 立案日期"),
    ],
)  # fmt: skip
def test_it_is_written_in_chinese_or_english_with_or_without_spaces(
    text: str, canonical: str
) -> None:
    with speaking("zh"):
        node = read_condition(text, VOCABULARY)
        assert printed(node, VOCABULARY) == canonical
        assert shape(read_condition(canonical, VOCABULARY)) == shape(node)


def test_no_label_is_mistaken_for_a_word_of_the_language() -> None:
    forms = {form for w in (*OPERATORS, *VALUES, *FUNCTIONS) for form in (*w.zh, *w.en)}
    assert not forms & {column.label for column in VOCABULARY.columns}


def test_every_field_of_every_subject_can_be_written() -> None:
    from hengjian.rules.custom import subjects_for, vocabulary_of

    for subject in subjects_for(CONTENT):
        vocabulary = vocabulary_of(CONTENT, subject.name)
        for column in vocabulary.columns:
            for written in (vocabulary.label(column), column.name):
                node = read_condition(f"{written} 为空", vocabulary)
                assert list(node.columns) == [column.name], written
