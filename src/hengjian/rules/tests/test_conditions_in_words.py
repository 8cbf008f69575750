"""Conditions read as a jurist would write them: nothing ambiguous, nothing of the machine."""

import re
from collections.abc import Iterator

import pytest

from hengjian.content import Content
from hengjian.content.speech import choose_language
from hengjian.facts import Column, Type
from hengjian.rules.expressions import Constant, Fact, Node, choose, days, least
from hengjian.rules.loading import Book
from hengjian.rules.rule import Judgement

BOOK = Book.load(Content())


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    choose_language("zh")
    yield
    choose_language(None)


def _fact(label: str, type_: Type = Type.BOOLEAN) -> Fact:
    labels = {"a": "甲类", "b": "乙类"}
    return Fact(Column(label, type_, label, (), lambda bucket, rows: rows[label], labels=labels))


A, B, C = _fact("甲"), _fact("乙"), _fact("丙")
ON, BY = _fact("办结日期", Type.DATE), _fact("届满日", Type.DATE)
KIND = _fact("类型", Type.TEXT)
KINDS = _fact("种类", Type.CODES)
SUM, LIMIT = _fact("罚款", Type.MONEY), _fact("限额", Type.MONEY)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (A & B | C, "（甲，并且乙），或者丙"),
        (A & (B | C), "甲，并且（乙，或者丙）"),
        (~(A | B), "并非：（甲，或者乙）"),
        (~~(A | B), "甲，或者乙"),
        ((A | B).known_true(), "可以确定（甲，或者乙）"),
        (~A.known_true(), "不能确定甲"),
        (~(A & B).known_true() & C, "不能确定（甲，并且乙），并且丙"),
        (~_fact("有立案审批"), "没有立案审批"),
        (~_fact("已公布"), "未公布"),
        (~_fact("举行过听证"), "没有举行过听证"),
        (~_fact("决定书载明“印章”"), "决定书没有载明“印章”"),
        (~_fact("情形“情况紧急”"), "没有情形“情况紧急”"),
        (~_fact("填写了证据种类"), "没有填写证据种类"),
        (~_fact("有核查过的案件"), "并非：有核查过的案件"),
        (~(ON > BY), "办结日期不晚于届满日"),
        (~(ON <= BY), "办结日期晚于届满日"),
        (~(SUM >= LIMIT), "罚款少于限额"),
        (~(KIND == "a"), "类型不是“甲类”"),
        (~KIND.is_in("a", "b"), "类型不属于“甲类、乙类”"),
        (~KINDS.contains_any("a", "b"), "种类不包括“甲类、乙类”中的任何一项"),
        (ON.or_else(BY).is_null(), "办结日期、届满日都没有记载"),
        (ON.or_else(BY).is_not_null(), "办结日期、届满日至少有一项有记载"),
        (least(ON, BY) > BY, "办结日期、届满日中最早的一日晚于届满日"),
        (A.or_else(True), "甲（不明的，视为是）"),
        (~A.or_else(True), "并非：（甲（不明的，视为是））"),
        (choose(A, B, False), "甲的，看：乙；其他的，视为否"),
        (choose(A | B, C, A) & B, "（（甲，或者乙）的，看：丙；其他的，看：甲），并且乙"),
        (choose(A, SUM, LIMIT) > LIMIT, "（甲的，取罚款；其他的，取限额）超过限额"),
        (SUM > SUM + (SUM - LIMIT), "罚款超过罚款加（罚款减限额）"),
        (LIMIT * days(BY, ON) < SUM, "限额乘以（届满日至办结日期的日数）少于罚款"),
        (BY + Constant(1, Type.INTEGER) < ON, "届满日加1日早于办结日期"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_brackets_joined_conditions_and_says_the_opposite_plainly(
    node: Node, words: str
) -> None:
    assert node.words() == words


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("H02", "并非：（（程序为“简易程序”，并且（罚款不超过“可以当场收缴的罚款数额”，或者"),
        ("C04", "并且并非：（情形“有从轻减轻情形”，或者情形“减轻处罚”）"),
        ("C03", "并且并非：（（情形“涉及公民生命健康安全”，或者情形“涉及金融安全”），并且情形“有危害后果”）"),
        ("F08", "（决定书落款日期晚于立案日期起算的“普通程序作出处罚决定的期限”届满日，或者过了该日仍未发生），并且"),
        ("F10", "（程序为“简易程序”，并且“当场处罚须先行复议”为“是”）的，看："),
        ("F12", "（（未送达，或者送达日期晚于当场作出处罚决定日期），并且并非：（"),
        ("I02", "（没有情形“情况紧急”，并且（没有强制措施审批，或者"),
        ("E05", "并非：（已告知听证权利，或者可以确定行政处罚告知书载明“听证权”）"),
        ("A12", "并非：（事项失效后仍属违法（不明的，视为是））"),
    ],
)  # fmt: skip
def test_it_reads_right_in_the_book(rule: str, part: str) -> None:
    assert part in BOOK[rule].judgement.breaks.words()


def test_no_condition_of_the_book_shows_the_machine() -> None:
    for rule in BOOK.rules.values():
        for words in _conditions(rule.judgement):
            assert not re.search(r"True|False|None|[a-z]_|[a-z]\.[a-z]", words), (
                f"{rule.id}: {words}"
            )
            assert "事项的事项" not in words, rule.id
            assert not _loose(words), f"{rule.id}: {_loose(words)}"


def _conditions(judgement: Judgement) -> list[str]:
    nodes = [judgement.applies, judgement.breaks, *judgement.exceptions.values()]
    return [node.words() for node in (*nodes, *(grade.when for grade in judgement.grades))]


def _loose(words: str) -> str:
    """A stretch within one pair of brackets that joins both by *and* and by *or*; empty if none."""
    while True:
        inner = re.search("（[^（）]*）", words)
        part = inner.group() if inner else words
        for clause in re.sub("“[^”]*”", "", part).split("；"):
            if "，并且" in clause and "，或者" in clause:
                return part
        if inner is None:
            return ""
        words = words.replace(part, "")
