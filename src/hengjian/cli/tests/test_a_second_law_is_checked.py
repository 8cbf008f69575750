"""The example of a second law: its rules answer their cases, and a run gives the figures it prints."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from hengjian.cli.tests.conftest import Call
from hengjian.content import Content
from hengjian.rules.loading import Book
from hengjian.rules.rule import Rule
from hengjian.rules.situations import Situation, judge, situations_of
from hengjian.standard.tests.fines_log import FINES, NAME, find, needs_the_fines_log

CHECKOUT = Path(__file__).parents[4]
EXAMPLE = CHECKOUT / "examples" / "road-traffic-fines"
CONTENT = Content(EXAMPLE)
BOOK = Book.load(CONTENT)
LOG_ENDS = "2013-06-18"


def _situations() -> list[tuple[Rule, Situation]]:
    return [
        (rule, situation)
        for rule in BOOK.rules.values()
        for situation in situations_of(Path(rule.declaration.file).with_suffix(".yaml"))
    ]


@pytest.mark.parametrize(
    ("rule", "situation"), _situations(), ids=lambda x: x.id if isinstance(x, Rule) else x.name
)
def test_a_rule_judges_the_situation_as_the_jurist_does(rule: Rule, situation: Situation) -> None:
    answer = judge(rule, situation, CONTENT)
    assert answer.verdict == situation.expect
    if "severity" in situation.told:
        assert answer.findings["severity"].unique().to_list() == [situation.told["severity"]]
    for name, value in situation.told.get("shows", {}).items():
        assert str(value) in answer.findings["says"][0], name


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_a_rule_has_cases_that_break_are_fine_and_cannot_be_judged(rule: Rule) -> None:
    path = Path(rule.declaration.file).with_suffix(".yaml")
    expected = {situation.expect for situation in situations_of(path)}
    assert expected & {"breaks", "hint"}
    assert {"fine", "not judged"} <= expected


@needs_the_fines_log
def test_the_real_log_gives_the_figures_that_the_readmes_print(call: Call) -> None:
    answer = call("check", FINES, "--overlay", EXAMPLE, "--as-of", LOG_ENDS, "--json",
                  "--out", "findings.parquet")  # fmt: skip
    assert answer.code == 0
    run = json.loads(answer.out)
    assert (run["cases"], run["events"]) == (150_370, 561_470)
    counts = pl.read_parquet("findings.parquet").group_by("rule", "severity").len()
    found = {(rule, severity): number for rule, severity, number in counts.iter_rows()}
    figures = {
        id_: (
            told["concerned"],
            *(found.get((id_, severity), 0) for severity in "FSGN"),
            told["not_judged"],
        )
        for id_, told in run["by_rule"].items()
    }
    assert len(figures) == 13
    for page in (EXAMPLE / "README.md", CHECKOUT / "README.md"):
        assert printed_figures(page) == figures, page


def printed_figures(page: Path) -> dict[str, tuple[int, ...]]:
    """The last six columns of each table row that begins with a rule and ends with figures."""
    figures: dict[str, tuple[int, ...]] = {}
    for row in re.findall(r"^\| (RT.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE):
        cells = row.split(" | ")[-6:]
        if all(re.fullmatch(r"[\d,]+|·", cell) for cell in cells):
            numbers = (cell.replace(",", "").replace("·", "0") for cell in cells)
            figures[row[:4]] = tuple(int(number) for number in numbers)
    return figures


def test_the_log_is_found_where_it_lies(tmp_path: Path) -> None:
    checkout = tmp_path / "here"
    checkout.mkdir()
    assert find(checkout, None) is None
    beside = tmp_path / "there" / "data" / NAME
    own = checkout / "data" / NAME
    for place in (beside, own):
        place.parent.mkdir(parents=True)
        place.touch()
        assert find(checkout, None) == place
    assert find(checkout, str(beside)) == beside
    assert find(checkout, str(tmp_path / "nowhere")) is None
