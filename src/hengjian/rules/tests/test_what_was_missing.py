"""Where a rule does not judge, it names what it did not judge for: nothing else, and never nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.content.speech import choose_language
from hengjian.facts import Bucket
from hengjian.rules import verdicts
from hengjian.rules.engine import context_of, facts_for, judged, missing
from hengjian.rules.explain import explain
from hengjian.rules.loading import Book
from hengjian.rules.rule import Rule
from hengjian.rules.situations import Situation, records_of, situations_of

CONTENT = Content()
BOOK = Book.load(CONTENT)


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    choose_language("zh")


def _missing(rule: Rule, situation: Situation) -> dict[str, int]:
    """What was missing in the rows of the situation that the rule does not judge."""
    context = context_of(CONTENT, situation.as_of)
    bucket = Bucket(records_of(situation, CONTENT))
    facts, local = facts_for(rule.subject, bucket, [rule], context)
    open_ = judged(rule, facts, local) == verdicts.NOT_JUDGED
    assert open_.any(), situation.name
    return missing(rule, facts.filter(open_), local)


def _told(rule: str, **told: Any) -> dict[str, int]:
    as_of = told.pop("as_of", date(2025, 12, 31))
    return _missing(BOOK[rule], Situation(Path("told"), "told", "not judged", None, as_of, told))


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_it_always_names_something(rule: Rule) -> None:
    for situation in situations_of(Path(rule.declaration.file).with_suffix(".yaml")):
        if situation.expect == "not judged" and "parameters" not in situation.told:
            assert _missing(rule, situation), situation.name


def test_it_names_the_parameter_that_nobody_has_entered() -> None:
    told = {
        "body": {"sector": "environment"},
        "events": ["clue_received 2024-03-01", "filed 2024-05-18"],
    }
    assert list(_told("C01", **told)) == ["没有已核实的参数：决定是否立案的期限"]


def test_it_names_the_parameter_before_facts_that_are_missing_too() -> None:
    told = {
        "body": {"sector": "environment"},
        "covered": ["events clue_received", "events filed"],
        "events": ["clue_received 2024-03-01", "filed 2024-05-18"],
    }
    first, *facts = _told("C01", **told)
    assert first == "没有已核实的参数：决定是否立案的期限"
    assert facts == ["是否有立案期限延长", "是否有期间扣除"]


def test_it_names_the_report_that_is_wanting_where_an_act_may_still_be_reported() -> None:
    told = {"covered": ["events clue_received"], "events": ["clue_received 2024-03-29"]}
    named = _told("C01", **told)
    assert {"立案日期", "“立案”的报送范围"} <= set(named)
    assert "线索登记日期" not in named
    assert "程序" not in named


def test_it_passes_over_facts_beside_a_false_condition() -> None:
    """Where nothing touches health or finance, whether harm was done changes no term."""
    told = {"case": {"violation_on": date(2020, 1, 1)}, "events": ["decided 2024-05-01"]}
    assert list(_told("C03", **told)) == ["发现日期"]
    assert "情形“有危害后果”" in _told("C03", **told, covered=["events *"])


def test_it_names_the_days_off_that_are_not_announced() -> None:
    told = {"as_of": date(2027, 3, 1), "events": ["clue_received 2026-12-30", "filed 2027-02-28"]}
    assert list(_told("C01", **told)) == ["有关年度的放假安排"]


def test_an_explanation_names_the_same() -> None:
    told = {
        "body": {"sector": "environment"},
        "events": ["clue_received 2024-03-01", "filed 2024-05-18"],
    }
    situation = Situation(Path("told"), "told", "not judged", None, date(2025, 12, 31), told)
    bucket = Bucket(records_of(situation, CONTENT))
    context = context_of(CONTENT, situation.as_of)
    (answer,) = explain(BOOK["C01"], bucket, context, pl.lit(True))
    assert answer.verdict == "not judged"
    assert answer.missing == ("没有已核实的参数：决定是否立案的期限",)
