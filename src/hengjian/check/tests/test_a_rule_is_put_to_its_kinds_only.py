"""Rows of a kind that a rule certainly passes over are not put to it; all others are."""

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.facts import Bucket, build_facts
from hengjian.rules import verdicts
from hengjian.rules.concerns import SORTS, may_concern
from hengjian.rules.engine import context_of, facts_read, judged
from hengjian.rules.loading import Book
from hengjian.rules.panel import Panel
from hengjian.simulator import simulate
from hengjian.standard.records import Records

CONTENT = Content()
BOOK = Book.load(CONTENT)
RULES = BOOK.of_subject("case")


@pytest.fixture(scope="module")
def facts() -> pl.DataFrame:
    city = simulate(900, 7, CONTENT)
    bucket = Bucket(Records.of(city.tables))
    return build_facts(RULES[0].subject, bucket, facts_read(RULES[0].subject, RULES))


def test_what_a_rule_passes_over_never_concerns_it(facts: pl.DataFrame) -> None:
    context = context_of(CONTENT, simulate(1, 7, CONTENT).as_of)
    passed_over = 0
    for sort in facts.select(SORTS).unique().rows():
        rows = facts.filter(
            pl.all_horizontal(
                pl.col(name).eq_missing(pl.lit(value, dtype=pl.String))
                for name, value in zip(SORTS, sort, strict=True)
            )
        )
        for rule in RULES:
            if not may_concern(rule, sort):
                passed_over += 1
                assert set(judged(rule, rows, context)) == {verdicts.NOT_CONCERNED}, rule.id
    assert passed_over > len(RULES)


def test_a_rule_on_penalties_is_put_to_penalties_and_not_to_permits() -> None:
    ordinary = next(rule for rule in RULES if rule.id == "F08")
    assert may_concern(ordinary, ("penalty", "ordinary"))
    assert may_concern(ordinary, ("penalty", None))  # the procedure was not stated
    assert not may_concern(ordinary, ("permit", None))


def test_sort_by_sort_gives_what_all_at_once_gives(facts: pl.DataFrame) -> None:
    context = context_of(CONTENT, simulate(1, 7, CONTENT).as_of)
    panel = Panel(RULES[0].subject, RULES, context)
    parts = panel.parted(facts)
    assert sum(rows.height for rows in parts.values()) == facts.height
    broken = {
        tally.rule.id: tally.broken
        for rule in RULES
        for tally in Panel(RULES[0].subject, [rule], context).judged((), facts).tallies
    }
    found: dict[str, int] = dict.fromkeys(broken, 0)
    for sort, rows in parts.items():
        for tally in panel.judged(sort, rows).tallies:
            found[tally.rule.id] += tally.broken
    assert found == broken
    assert sum(found.values()) > 0
