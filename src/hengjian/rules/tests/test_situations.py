"""Every rule answers its jurist's situations as expected: broken, fine, exempt, not judged."""

from pathlib import Path

import pytest

from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.rules.rule import Rule
from hengjian.rules.situations import Situation, judge, situations_of

CONTENT = Content()
BOOK = Book.load(CONTENT)


def _all() -> list[tuple[Rule, Situation]]:
    pairs = []
    for rule in BOOK.rules.values():
        path = Path(rule.declaration.file).with_suffix(".yaml")
        if path.exists():
            pairs += [(rule, situation) for situation in situations_of(path)]
    return pairs


@pytest.mark.parametrize(
    ("rule", "situation"), _all(), ids=lambda x: x.id if isinstance(x, Rule) else x.name
)
def test_it_judges_the_situation_as_the_jurist_does(rule: Rule, situation: Situation) -> None:
    answer = judge(rule, situation, CONTENT)
    assert answer.verdict == situation.expect
    if situation.exception is not None:
        assert answer.exception == situation.exception
    if "severity" in situation.told:
        assert answer.findings["severity"].unique().to_list() == [situation.told["severity"]]
    for name, value in situation.told.get("shows", {}).items():
        assert str(value) in answer.findings["says"][0], name


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_it_has_cases_that_break_are_fine_and_cannot_be_judged(rule: Rule) -> None:
    path = Path(rule.declaration.file).with_suffix(".yaml")
    assert path.exists(), f"{rule.id}: write its cases in {path.name}"
    expected = {situation.expect for situation in situations_of(path)}
    assert expected & {"breaks", "hint"}, f"{rule.id}: no case breaks it"
    assert "fine" in expected, f"{rule.id}: no case is fine"
    assert "not judged" in expected, f"{rule.id}: no case lacks data"
    named = {s.exception for s in situations_of(path) if s.expect == "exempt"}
    missing = set(rule.judgement.exceptions) - named
    assert not missing, f"{rule.id}: no case for the exception {missing}"
    if rule.judgement.grades:
        natures = {"breaks", "disputed", "conflict", "hint"}
        assert sum(s.expect in natures for s in situations_of(path)) > len(rule.judgement.grades)
