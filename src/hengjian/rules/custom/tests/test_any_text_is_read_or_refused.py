"""Any text whatever is read or refused at once, with its place and what to do; nothing is evaluated."""

import ast
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hengjian.content.speech import speaking
from hengjian.rules import custom
from hengjian.rules.custom import CustomRuleError, complete, read_condition, read_sentence
from hengjian.rules.custom.faults import LENGTH
from hengjian.rules.custom.tests.nodes import VOCABULARY
from hengjian.rules.custom.words import FUNCTIONS, OPERATORS, VALUES
from hengjian.rules.expressions import Node

_WORDS = [form for w in (*OPERATORS, *VALUES, *FUNCTIONS) for form in (*w.zh, *w.en)]
_PIECES = st.sampled_from(
    [*_WORDS, "罚款", "立案日期", "案件类型", "行政处罚", "fine", "filed.on", "(", ")", "（", "）", "{", "}",
     "，", "、", " ", "90", "90 日", "5个工作日", "1e9", "99999999999999999999", "0.001", "“", "”", "'",
     "2026-02-30", "2026年1月1日", "\x00", "\n", "🙂", "__import__('os')", "罚欵", "当事人名称", "%", "-"]
)  # fmt: skip
_SECONDS = 1.0
"""Far above the few milliseconds that it takes, because the machine may be busy."""


def read(text: str) -> Node | None:
    """The condition, or None where it is refused with a message of its own."""
    begun, node, faults = time.process_time(), None, ()
    try:
        node = read_condition(text, VOCABULARY)
    except CustomRuleError as error:
        faults = error.faults
    assert time.process_time() - begun < _SECONDS
    assert (node is None) == bool(faults)
    assert all(fault.message for fault in faults)
    assert all(0 <= fault.position <= max(len(text), 1) for fault in faults)
    return node


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80) | st.lists(_PIECES, max_size=30).map("".join))
@example("(" * 3000)
@example("非 " * 1500)
@example("罚款" * 1900)
@example("1" * 3999)
@example("9" * 12 + "." + "9" * 400)
@example("罚款 > " + "1 + " * 900 + "1")
@example("且" * 4000)
@example("-" * 3999)
@example("{" * 4000)
@example("“" * 4000)
def test_it_reads_or_refuses_any_text(text: str) -> None:
    read(text)
    complete(text, len(text) // 2, VOCABULARY)


def nested(pattern: str, times: int, inner: str = "罚款 > 1") -> str:
    for _ in range(times):
        inner = pattern.replace("@", inner)
    return inner


@pytest.mark.parametrize(
    ("pattern", "inner"),
    [
        ("如果(@, 罚款, 0 元) > 1", "罚款 > 1"),
        ("周年数(立案日期 + 0 日, 立案日期 + @)", "1 日"),
        ("非 (@)", "罚款 > 1"),
        ("先取(@, 罚款)", "罚款"),
    ],
)
def test_it_refuses_what_would_take_for_ever(pattern: str, inner: str) -> None:
    """Functions inside one another cost little to write and would cost each row ever more."""
    begun = time.process_time()
    outcomes = []
    for depth in range(1, 40):
        text = nested(pattern, depth, inner)
        if len(text) > LENGTH:
            break
        try:
            node = read_condition(text, VOCABULARY)
        except CustomRuleError:
            outcomes.append("refused")
        else:
            outcomes.append("read")
            node.words()
    assert outcomes[-1] == "refused"
    assert time.process_time() - begun < 5 * _SECONDS


def test_it_makes_each_operation_cost_what_it_does() -> None:
    deep = "立案日期"
    for _ in range(6):
        deep = f"立案日期 + 周年数({deep}, 立案日期)"
    with pytest.raises(CustomRuleError, match="算的太多"):
        read_condition(f"{deep} > 立案日期", VOCABULARY)


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("", 0, "还没有写"),
        ("罚欵 > 100", 0, "是不是要写：罚款"),
        ("罚款 > 100 且 立案日其 为空", 11, "立案日期"),
        ("案件类型 = 行政处法", 7, "行政处罚"),
        ("立案日期 > 90", 0, "日数(甲日, 乙日)"),
        ("罚款", 0, "条件"),
        ("罚款 > 1 > 2", 7, "一次只能比较两项"),
        ("处罚种类 = 警告", 0, "包括"),
        ("罚款 属于 {1}", 7, "一项名称"),
        ("罚款 > 1.234 元", 5, "两位小数"),
        ("罚款 > 9999999999999", 5, "太大"),
        ("立案日期 之后 99999 日 < 检查日", 8, "太长"),
        ("立案日期 之前 5 个工作日 < 检查日", 8, "只能往后数"),
        ("2026-02-30 < 立案日期", 0, "没有这一日"),
        ("当事人名称 = “张三”", 0, "个人信息"),
        ("调查、审查人员 包括 “P1”", 11, "某一个人"),
        ("罚款 > 1 且", 7, "没有写完"),
        ("（罚款 > 1", 6, "没有写完"),
        ("案由 = “殴打", 5, "引号没有结束"),
        ("罚款 ¥ 1", 3, "不认识的符号"),
        ("日数(立案日期) > 1", 0, "要有 2 项"),
        ("逾期(检查日, 立案日期)", 0, "事项的日期字段"),
        ("举行过听证 > 1", 0, "不能这样比较"),
    ],
)
def test_it_says_where_and_what_to_do(text: str, place: int, told: str) -> None:
    with speaking("zh"), pytest.raises(CustomRuleError) as caught:
        read_condition(text, VOCABULARY)
    (fault,) = caught.value.faults
    assert told in fault.words()
    assert fault.position == place


def test_it_says_it_in_english_too() -> None:
    with speaking("en"), pytest.raises(CustomRuleError, match=r"no field “fien”.*fine"):
        read_condition("fien > 100", VOCABULARY)


def test_a_fault_in_a_sentence_is_shown_in_its_place() -> None:
    with pytest.raises(CustomRuleError) as caught:
        read_sentence("罚款 {罚欵} 元", VOCABULARY, "s")
    assert caught.value.faults[0].position == 4
    with pytest.raises(CustomRuleError, match="成对"):
        read_sentence("罚款 {罚款", VOCABULARY, "s")


def test_nothing_in_the_package_evaluates_text() -> None:
    forbidden = {"eval", "exec", "compile", "__import__", "getattr", "setattr", "globals"}
    for path in Path(custom.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in forbidden, f"{path.name}:{node.lineno}"
