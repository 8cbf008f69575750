"""The simulated city: every planted violation of a written rule is found, and nothing else is.

The truth was written from the articles, the rules from the articles too, each without the other. A
difference is decided by the article and becomes a situation of the rule or a change of the plant.
"""

from pathlib import Path

import polars as pl
import pytest

from hengjian.check import Run, check
from hengjian.content import Content
from hengjian.simulator import CITY, EVERYDAY, simulate
from hengjian.simulator.city import City
from hengjian.simulator.recipe import Recipe
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission

CITIES = [(100_000, 7, CITY), (3000, 11, CITY), (10_000, 11, EVERYDAY)]


@pytest.fixture(scope="module", params=CITIES, ids=lambda p: f"{p[0]} cases, {p[2]}")
def judged(request: pytest.FixtureRequest) -> tuple[City, Run]:
    cases, seed, mix = request.param
    content = Content()
    city = simulate(cases, seed, content, recipe=Recipe.of(content).mixed(mix))
    submission = Submission(Path("city"), Records.of(city.tables), Problems())
    return city, check(submission, content, as_of=city.as_of)


def planted(city: City, run: Run, *verdicts: str) -> pl.DataFrame:
    written = [tally.rule.id for tally in run.tallies]
    return city.truth.filter(pl.col("verdict").is_in(verdicts) & pl.col("rule").is_in(written))


def test_every_planted_violation_is_found(judged: tuple[City, Run]) -> None:
    city, run = judged
    missed = planted(city, run, "breaks", "conflict").join(
        run.findings, on=["rule", "occurrence"], how="anti"
    )
    assert missed.select("rule", "occurrence", "how").to_dicts() == []


def test_nothing_else_is_found(judged: tuple[City, Run]) -> None:
    city, run = judged
    extra = run.findings.join(
        planted(city, run, "breaks", "conflict"), on=["rule", "occurrence"], how="anti"
    )
    assert extra.select("rule", "occurrence", "says").to_dicts() == []


def test_norm_conflicts_are_not_called_violations(judged: tuple[City, Run]) -> None:
    city, run = judged
    found = run.findings.join(planted(city, run, "conflict"), on=["rule", "occurrence"])
    assert not found.is_empty()
    assert set(found["nature"]) == {"conflict"}
    assert set(found["severity"]) == {"N"}


def test_near_misses_and_exemptions_are_left_alone(judged: tuple[City, Run]) -> None:
    city, run = judged
    lawful = planted(city, run, "near_miss", "exempt")
    assert lawful.height > 50
    wrong = lawful.join(run.findings, on=["rule", "occurrence"])
    assert wrong.select("rule", "occurrence", "how").to_dicts() == []


def test_every_written_rule_looked_at_something(judged: tuple[City, Run]) -> None:
    """But those of months handed in: the web keeps them, and no file holds them."""
    _, run = judged
    idle = [tally.rule for tally in run.tallies if tally.concerned == 0]
    assert [rule.id for rule in idle if rule.subject.name != "body_month"] == []
    assert [tally.rule.id for tally in run.tallies if tally.clashes] == []
