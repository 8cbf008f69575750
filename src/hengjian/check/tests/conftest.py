"""Runs to report on: one made up at length, one judged by the real rules from a few told cases."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.check.run import Run, check
from hengjian.check.tests.fabricated import fabricated_run
from hengjian.content import Content
from hengjian.content.speech import choose_language
from hengjian.rules.loading import Book
from hengjian.rules.situations import Situation, records_of
from hengjian.standard.problems import Problems
from hengjian.standard.submission import SourceFile, Submission

HOSTILE = "<script>window.harmed=1</script>某某"
CHILD_ID = "230102201003111234"
ENTERPRISE_ID = "92990101MA1A2B3C4D"
SHOP = "甲县幸福小卖部"


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    choose_language("zh")
    yield
    choose_language(None)


@pytest.fixture(scope="session")
def content() -> Content:
    return Content()


@pytest.fixture(scope="session")
def book(content: Content) -> Book:
    choose_language("zh")
    return Book.load(content)


@pytest.fixture(scope="session")
def run(book: Book) -> Run:
    """Four hundred fabricated findings of every rule."""
    choose_language("zh")
    return fabricated_run(400, book=book)


@pytest.fixture
def with_findings(run: Run) -> Callable[..., Run]:
    """The fabricated run with columns of its first finding changed."""

    def changed(**values: Any) -> Run:
        first = run.findings.head(1).with_columns(
            pl.Series(name, [value], dtype=run.findings.schema[name])
            for name, value in values.items()
        )
        return Run(
            run.content, run.book, run.submission, run.as_of, run.tallies,
            pl.concat([first, run.findings.slice(1)]),
        )  # fmt: skip

    return changed


def judged(content: Content, told: dict[str, Any], rules: set[str]) -> Run:
    """The told cases checked by the real rules."""
    situation = Situation(Path("told"), "told", "breaks", None, date(2025, 12, 31), told)
    records = records_of(situation, content)
    sources = [SourceFile("cases.csv", "cases", records.case_count + 2, records.case_count)]
    submission = Submission(Path("甲县报送"), records, _problems(), sources)
    book = Book.load(content).limited_to(frozenset(rules))
    return check(submission, content, as_of=date(2025, 12, 31), book=book)


def _problems() -> Problems:
    problems = Problems()
    for field, value, row in (("party_id", CHILD_ID, 3), ("kind", "=cmd()", 4)):
        problems.add(
            file="cases.csv", rows=pl.Series([row]), field=field, values=pl.Series([value]),
            reason=f"“{value}”不能识别", remedy="请核对后重新提交",
        )  # fmt: skip
    return problems


@pytest.fixture(scope="session")
def judged_run(content: Content) -> Run:
    """A child punished, an enterprise visited too often, a shop fined twice: all with names."""
    choose_language("zh")
    party = {"party_kind": "citizen", "party_name": HOSTILE, "party_id": CHILD_ID}
    shop = {"party_kind": "organization", "party_name": SHOP, "party_id": ENTERPRISE_ID}
    fined = {**shop, "matter_id": "M1", "fine": 500, "item_id": "I1", "fact": f"{SHOP}占道经营"}
    told = {
        "item": {"kind": "penalty"},
        "items": [{"item_id": "I2", "kind": "inspection", "yearly_cap": 1}],
        "cases": [
            {
                **party, "party_birth": "2010-03-11", "violation_on": "2024-03-10",
                "penalty_kinds": "warning", "events": ["decided 2024-05-01"],
            },
            {**fined, "events": ["decided 2024-05-01"]},
            {**fined, "fine": 800, "events": ["decided 2024-06-01"]},
            *(
                {**shop, "kind": "inspection", "procedure": None, "item_id": "I2",
                 "inspection_kind": "daily", "events": [f"inspected 2025-0{n}-05"]}
                for n in (3, 4, 5)
            ),
        ],
    }  # fmt: skip
    return judged(content, told, {"C04", "F16", "K04"})
