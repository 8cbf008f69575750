"""Until the day that `next_due` gives, a rule says of a row what it said; on it, it may speak anew."""

import inspect
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.facts import Bucket
from hengjian.rules import expressions, parameters
from hengjian.rules.engine import context_of, facts_for, judge, judged
from hengjian.rules.expressions import Context, Node
from hengjian.rules.findings import findings_of
from hengjian.rules.loading import Book
from hengjian.rules.next_due import READ_THE_DAY, moves, next_due
from hengjian.rules.rule import Rule
from hengjian.simulator import City, simulate
from hengjian.standard.records import Records

CONTENT = Content()
BOOK = Book.load(CONTENT)
LATER = (1, 5, 30, 92, 183, 400)
FAR = date(9999, 1, 1)


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(600, 5, CONTENT, every_way=True)


def test_every_kind_of_node_that_reads_the_day_is_known() -> None:
    kinds = [
        kind
        for module in (expressions, parameters)
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, Node) and kind.__module__ == module.__name__
    ]
    reading = {kind for kind in kinds if "as_of" in inspect.getsource(kind)}
    assert reading == set(READ_THE_DAY)


def test_rules_that_only_compare_what_is_recorded_never_wake() -> None:
    moving = {rule.id for rule in BOOK.executable if moves(rule)}
    assert {"F08", "C01", "B14", "K11"} <= moving
    assert not moving & {"B01", "A12", "I01", "E02"}
    assert len(moving) < len(BOOK.executable) / 2


@pytest.mark.parametrize("first", [date(2025, 3, 3), date(2026, 11, 20)], ids=str)
def test_nothing_changes_before_the_day_that_is_given(city: City, first: date) -> None:
    """All cases as they were recorded on the first day, so that many are still open."""
    known = city.tables["events"].filter(pl.col("moment_day") <= first)
    bucket = Bucket(Records.of({**city.tables, "events": known}))
    woken: list[str] = []
    for subject in BOOK.subjects:
        rules = [rule for rule in BOOK.of_subject(subject.name) if moves(rule)]
        if not rules:
            continue
        facts, local = facts_for(subject, bucket, rules, context_of(CONTENT, first))
        due = facts.select(subject.key).with_columns(
            due=next_due(rules, facts, local).fill_null(FAR)
        )
        before = _said(rules, facts, local)
        for later in LATER:
            day = first + timedelta(days=later)
            moved = _moved(before, _said(rules, facts, replace(local, as_of=day)))
            early = moved.join(due, on=subject.key, nulls_equal=True).filter(pl.col("due") > day)
            assert early.rows() == []
            woken += moved["rule"].unique().to_list()
        if subject.name == "case":
            assert due.filter(pl.col("due") <= first + timedelta(days=7)).height < facts.height / 3
    assert len(set(woken)) > 10


def test_the_day_of_an_open_term_is_the_day_after_it_ends(city: City) -> None:
    """Ninety days from filing (F08), of a case filed on 5 January: they end on 5 April, a holiday, and
    if that rolls over on 7 April. From 6 April it is disputed, from 8 April late in any reading."""
    case = city.tables["cases"].filter(kind="penalty", procedure="ordinary").head(1)
    filed = (
        city.tables["events"]
        .join(case, on=["body_id", "case_id"], how="semi")
        .filter(activity="filed")
        .with_columns(moment_day=date(2026, 1, 5), moment=None)
    )
    records = Records.of({**city.tables, "cases": case, "events": filed})
    rules = [BOOK["F08"]]
    found = []
    for day in (date(2026, 2, 1), date(2026, 4, 5), date(2026, 4, 6), date(2026, 4, 8)):
        context = context_of(CONTENT, day)
        facts, local = facts_for(BOOK["F08"].subject, Bucket(records), rules, context)
        natures = [findings_of(hits)["nature"][0] for hits in judge(rules, facts, local).hits]
        found.append((next_due(rules, facts, local)[0], natures))
    assert found == [
        (date(2026, 4, 6), []),
        (date(2026, 4, 6), []),
        (date(2026, 4, 8), ["disputed"]),
        (None, ["violation"]),
    ]


def _said(rules: list[Rule], facts: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The verdict of every rule on every row, and all that a finding says of it."""
    key = list(rules[0].subject.key)
    frames = [
        facts.select(key).with_columns(
            judged(rule, facts, context).cast(pl.String).alias("said"), rule=pl.lit(rule.id)
        )
        for rule in rules
    ]
    for hits in judge(rules, facts, context).hits:
        told = findings_of(hits).select("severity", "nature", "says", pl.col("sum").fill_null(""))
        told = told.select(pl.concat_str(pl.all(), separator="|").alias("said"))
        frames.append(hits.facts.select(key).with_columns(told["said"], rule=pl.lit(hits.rule.id)))
    return pl.concat(frames)


def _moved(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Rows and rules of which something else is said."""
    both = [
        one.join(other, on=one.columns, how="anti", nulls_equal=True)
        for one, other in ((before, now), (now, before))
    ]
    return pl.concat(both).drop("said").unique()
