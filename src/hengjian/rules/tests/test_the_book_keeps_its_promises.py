"""What the whole book promises: its plan is covered, foreign norms bind nobody, weights fit ranks."""

from pathlib import Path

import pytest

from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.rules.rule import Nature, Rule, Severity, holds_here
from hengjian.rules.verdicts import weights_of

CONTENT = Content()
BOOK = Book.load(CONTENT)
PLAN = {"A": 14, "B": 14, "C": 6, "D": 9, "E": 11, "F": 24, "G": 13, "H": 13, "I": 22, "J": 18,
        "K": 17, "L": 9, "M": 12}  # fmt: skip
"""How many rules of each group the plan of 182 names."""
AT_MOST_SERIOUS = ("F02", "K01", "K02", "K08", "K12", "L04")
"""Rules that rest on a document below the rank of a rule; they can never be fatal."""


def planned() -> list[str]:
    return [f"{group}{n:02d}" for group, count in PLAN.items() for n in range(1, count + 1)]


def test_every_rule_of_the_plan_is_written_or_says_why_not() -> None:
    known = {**BOOK.rules, **BOOK.unwritten}
    assert [id_ for id_ in planned() if id_ not in known] == []
    assert len(planned()) == 182


def test_at_least_150_rules_are_executed_here() -> None:
    assert sum(rule.id in set(planned()) for rule in BOOK.executable) >= 150


def test_what_is_not_written_needs_a_person_or_data_and_says_which() -> None:
    for entry in BOOK.unwritten.values():
        assert len(entry.why) > 10, entry.id
        assert "尚未" not in entry.why, entry.id


def test_a_rule_that_rests_only_on_another_province_gives_no_finding() -> None:
    foreign = [rule for rule in BOOK.rules.values() if not rule.binding]
    assert len(foreign) >= 5
    for rule in foreign:
        assert rule.off_because
        assert rule not in BOOK.executable
        assert all(rule not in BOOK.of_subject(s.name) for s in BOOK.subjects)


@pytest.mark.parametrize("rule", BOOK.executable, ids=lambda rule: rule.id)
def test_no_number_of_another_province_is_used_here(rule: Rule) -> None:
    for name in rule.parameters:
        for value in CONTENT.parameters[name].values:
            for cited in value.basis:
                law = CONTENT.law(cited.split("#")[0])
                assert holds_here(law, CONTENT.profile), f"{rule.id}: {name} rests on {cited}"


@pytest.mark.parametrize("rule", BOOK.executable, ids=lambda rule: rule.id)
def test_only_a_norm_of_rank_makes_a_finding_fatal(rule: Rule) -> None:
    ranks = {rule.law(citation).rank for citation in rule.binding}
    fatal = {weight.severity for weight in weights_of(rule)} & {Severity.FATAL}
    if ranks <= {"normative", "judicial"}:
        assert not fatal


def test_documents_without_rank_weigh_serious_at_most() -> None:
    for id_ in AT_MOST_SERIOUS:
        assert BOOK[id_].severity is not Severity.FATAL, id_


def test_what_lies_between_the_plain_and_the_rolled_end_is_a_note() -> None:
    for rule in BOOK.rules.values():
        disputed = weights_of(rule)[1]
        assert (disputed.severity, disputed.nature) == (Severity.NOTE, Nature.DISPUTED)


def test_clashing_norms_are_conflicts_and_not_violations() -> None:
    for id_ in ("G06", "G07"):
        natures = {weight.nature for weight in weights_of(BOOK[id_])}
        assert Nature.CONFLICT in natures, id_


def test_each_rule_is_one_file_and_its_cases() -> None:
    for rule in BOOK.rules.values():
        path = Path(rule.declaration.file)
        assert path.stem.startswith(rule.id.lower() + "_"), path.name
        assert path.with_suffix(".yaml").exists(), path.name
