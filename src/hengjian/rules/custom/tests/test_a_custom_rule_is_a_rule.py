"""A custom rule says what a rule of the book says: the same verdicts, findings and explanations."""

from datetime import date

import polars as pl
import pytest

from hengjian.content import ContentError
from hengjian.content.speech import speaking
from hengjian.facts import Bucket
from hengjian.rules import verdicts
from hengjian.rules.custom import (
    CustomRule,
    CustomRuleError,
    Definition,
    printed,
    read_condition,
    subjects_for,
    vocabulary_of,
)
from hengjian.rules.custom.tests.nodes import CONTENT
from hengjian.rules.engine import Hits, context_of, facts_for, judged
from hengjian.rules.explain import explain
from hengjian.rules.expressions import ExpressionError
from hengjian.rules.findings import findings_of
from hengjian.rules.loading import Book
from hengjian.rules.rule import Rule, Severity
from hengjian.simulator import City, simulate
from hengjian.standard.records import Records

BOOK = Book.load(CONTENT)
FINES = Definition(
    id="Z001",
    subject="case",
    title="罚款超出法定幅度（自定）",
    statement="罚款应当在法定幅度之内。",
    applies="案件类型 = 行政处罚 且 罚款 > 0 且 (事项罚款上限 不为空 或 事项罚款下限 不为空)",
    breaks="确定(罚款 > 事项罚款上限) 或 确定(罚款 < 事项罚款下限) 且 非 情形“减轻处罚”",
    says="罚款 {罚款}；当事人 {当事人名称}；半数为 {罚款 * 50%}。",
    right="应当不超过 {事项罚款上限}。",
    severity="S",
    basis=("行政处罚法#5.2",),
    at="决定书落款日期",
)


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(400, 7, CONTENT)


@pytest.fixture(scope="module")
def bucket(city: City) -> Bucket:
    return Bucket(Records.of(city.tables))


def numbers(rule: Rule, bucket: Bucket, as_of: date) -> pl.Series:
    facts, local = facts_for(rule.subject, bucket, [rule], context_of(CONTENT, as_of))
    return judged(rule, facts, local)


def test_it_gives_the_verdicts_of_the_same_rule_of_the_book(bucket: Bucket, city: City) -> None:
    own = numbers(CustomRule(FINES, CONTENT), bucket, city.as_of)
    assert own.to_list() == numbers(BOOK["F13"], bucket, city.as_of).to_list()
    assert (own >= verdicts.BREAKS).any()


def in_words(rule: Rule) -> Definition | None:
    """A rule of the book in the language of custom rules; None where that cannot say it."""
    vocabulary, judgement = vocabulary_of(CONTENT, rule.subject.name), rule.judgement
    if judgement.grades or (len(judgement.exceptions) > 1 and not judgement.ordered):
        return None
    try:
        texts = [
            printed(node, vocabulary)
            for node in (judgement.applies, judgement.breaks, *judgement.exceptions.values())
        ]
        for text in texts:
            read_condition(text, vocabulary)
    except ExpressionError:
        return None
    return Definition(
        id=rule.id,
        subject=rule.subject.name,
        title=rule.declaration.title,
        statement=rule.statement,
        applies=texts[0],
        breaks=texts[1],
        exceptions=dict(zip(judgement.exceptions, texts[2:], strict=True)),
        right="照书中规则办理。",
        severity=rule.severity.value,
        basis=rule.declaration.basis,
        at=rule.declaration.at or "",
    )


def test_rules_of_the_book_written_in_words_judge_as_they_do(bucket: Bucket, city: City) -> None:
    offered = {subject.name for subject in subjects_for(CONTENT)}
    said = 0
    for rule in BOOK.executable:
        told = in_words(rule) if rule.subject.name in offered and rule.declaration.at else None
        if told is None:
            continue
        said += 1
        custom = numbers(CustomRule(told, CONTENT), bucket, city.as_of)
        assert custom.to_list() == numbers(rule, bucket, city.as_of).to_list(), rule.id
    assert said > 40


def test_its_findings_tell_the_values_and_mask_persons(bucket: Bucket, city: City) -> None:
    rule = CustomRule(FINES, CONTENT)
    context = context_of(CONTENT, city.as_of)
    facts, local = facts_for(rule.subject, bucket, [rule], context)
    given = judged(rule, facts, local)
    broken = given >= verdicts.BREAKS
    found = findings_of(Hits(rule, facts.filter(broken), given.filter(broken), local))
    names = set(city.tables["cases"]["party_name"].drop_nulls())
    for says, articles in found.select("says", "articles").iter_rows():
        assert says.startswith("罚款 ")
        assert not any(name in says for name in names)
        assert articles == "《行政处罚法》第五条第二款"


def test_it_is_explained_part_by_part(bucket: Bucket, city: City) -> None:
    rule = CustomRule(FINES, CONTENT)
    context = context_of(CONTENT, city.as_of)
    told = explain(rule, bucket, context, pl.col("fine") > pl.col("item_fine_max"))
    assert told
    assert told[0].verdict in ("breaks", "not concerned")
    assert told[0].breaks.parts


def test_where_no_sentence_was_written_it_tells_the_facts_and_the_condition() -> None:
    rule = CustomRule(Definition.from_data(FINES.as_data() | {"says": "", "id": "Z002"}), CONTENT)
    assert rule.judgement.says.startswith("罚款 {s0}，事项的罚款上限 {s1}")
    assert "属于：可以确定罚款超过事项的罚款上限" in rule.judgement.says


def test_the_bureaus_own_requirement_is_its_basis_from_its_day_on(
    bucket: Bucket, city: City
) -> None:
    text = "本局《2025 年执法监督要点》第三条"
    data = FINES.as_data() | {"basis": [], "own_basis": text, "since": "2025-06-01"}
    rule = CustomRule(Definition.from_data(data), CONTENT)
    assert rule.off_because is None
    assert rule.cited() == text
    given = numbers(rule, bucket, city.as_of)
    facts, _ = facts_for(rule.subject, bucket, [rule], context_of(CONTENT, city.as_of))
    before = facts["decision_dated_on"] < date(2025, 6, 1)
    assert before.any()
    assert set(given.filter(before.fill_null(False))) == {verdicts.NOT_CONCERNED}


def test_a_definition_is_stored_as_plain_data() -> None:
    assert Definition.from_data(FINES.as_data()) == FINES


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        ({"subject": "case_pair"}, "subject", "案件"),
        ({"title": " "}, "title", "不能为空"),
        ({"breaks": "罚欵 > 1"}, "breaks", "罚款"),
        ({"breaks": "1 < 2"}, "breaks", "至少一个字段"),
        ({"applies": "罚款"}, "applies", "条件"),
        ({"exceptions": {"特殊": "罚款 >"}}, "exceptions", "没有写完"),
        ({"says": "罚款 {罚款"}, "says", "成对"),
        ({"basis": []}, "basis", "条文"),
        ({"basis": ["某某法#1"]}, "basis", "某某法"),
        ({"basis": ["行政处罚法#999"]}, "basis", "999"),
        ({"basis": [], "own_basis": "本局要求", "severity": "F"}, "severity", "致命"),
        ({"severity": "X"}, "severity", "选择"),
        ({"at": "罚款"}, "at", "日期字段"),
    ],
)
def test_it_says_which_part_is_wrong(change: dict[str, object], place: str, told: str) -> None:
    definition = Definition.from_data(FINES.as_data() | change)
    with speaking("zh"), pytest.raises(CustomRuleError) as caught:
        CustomRule(definition, CONTENT)
    assert [fault.place for fault in caught.value.faults] == [place]
    assert told in caught.value.faults[0].words()


def test_it_tells_all_that_is_wrong_at_once() -> None:
    definition = Definition.from_data(FINES.as_data() | {"breaks": "?", "title": "", "basis": []})
    with pytest.raises(CustomRuleError) as caught:
        CustomRule(definition, CONTENT)
    assert {fault.place for fault in caught.value.faults} == {"title", "breaks", "basis"}


# --- the book -------------------------------------------------------------------------------------------


def test_a_book_takes_further_rules_and_refuses_a_number_twice() -> None:
    rule = CustomRule(FINES, CONTENT)
    book = BOOK.with_rules([rule])
    assert book["Z001"] is rule
    assert rule in book.of_subject("case")
    with pytest.raises(ContentError, match="重复"):
        book.with_rules([rule])


def test_a_book_leaves_out_what_is_switched_off_and_still_knows_it() -> None:
    book = BOOK.adjusted(off={"F13": "本市试点，至 2026-12-31"})
    assert "F13" not in {rule.id for rule in book.executable}
    assert book["F13"].off_because == "本市试点，至 2026-12-31"
    assert BOOK["F13"].off_because is None
    with pytest.raises(ContentError, match="没有规则"):
        BOOK.adjusted(off={"F99": "x"})


def test_a_severity_can_only_be_lowered_and_caps_every_finding() -> None:
    graded = next(rule for rule in BOOK.executable if rule.judgement.grades)
    lowered = BOOK.adjusted(severity={graded.id: Severity.NOTE})[graded.id]
    assert {w.severity for w in verdicts.weights_of(lowered)} == {Severity.NOTE}
    assert graded.severity is not Severity.NOTE
    with pytest.raises(ContentError, match="调低"):
        BOOK.adjusted(severity={"F08": Severity.FATAL})
