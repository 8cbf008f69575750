"""The list of powers: 28 lines that rest on norms in force here, each with a duty and what follows."""

from datetime import date
from pathlib import Path

import pytest

from hengjian.content import Content, ContentError
from hengjian.content.loader import BUILT_IN

CONTENT = Content()
DAY = date(2026, 11, 26)
LIST = CONTENT.power_list(DAY)


def test_it_has_twenty_eight_lines_of_which_the_city_leads_all_and_a_county_all_but_one() -> None:
    assert len(LIST.powers) == 28
    assert [p.code for p in LIST.powers if p.tiers.get("city") != "lead"] == []
    assert [p.code for p in LIST.powers if p.tiers.get("county") != "lead"] == ["modes"]
    assert LIST["modes"].tiers["county"] == "join"


def test_townships_and_villages_only_assist() -> None:
    parts = {
        p.tiers[tier] for p in LIST.powers for tier in ("township", "village") if tier in p.tiers
    }
    assert parts == {"assist"}
    assert [p.number for p in LIST.of_tier("township")] == [
        2,
        3,
        4,
        5,
        6,
        10,
        11,
        15,
        16,
        17,
        18,
        26,
    ]
    assert [p.number for p in LIST.of_tier("village")] == [16]


def test_it_rests_on_norms_that_hold_here_and_names_their_articles() -> None:
    here = {CONTENT.profile.country, CONTENT.profile.territory[:2]}
    for citation in LIST.cited:
        law = CONTENT.law(citation.law)
        assert law.territory in here, citation
        assert citation.article in law.articles, citation


def test_each_line_answers_the_four_questions() -> None:
    for power in LIST.powers:
        answers = (power.may, power.duties, power.basis, power.consequence, power.documents)
        assert all(answers), power.code


def test_an_event_raises_the_duties_of_the_lines_that_name_it() -> None:
    assert [(p.code, d.step) for p, d in LIST.raised_by("case_opened")] == [("cases", "whole")]
    assert [p.code for p, _ in LIST.raised_by("finding", "F01")] == ["legal_review"]
    assert LIST.raised_by("finding", "Z99") == []
    assert len(LIST.raised_by("yearly")) == 6


def test_a_city_may_have_a_list_of_its_own_of_another_length(tmp_path: Path) -> None:
    mine = _written(tmp_path, "id: HLJ-28", "id: OURS")
    assert Content(mine).power_list(DAY).id == "OURS"
    with pytest.raises(ContentError, match=r"恰有一份|exactly one"):
        Content(mine).power_list(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("event: case_opened", "event: case_closed"),
        ("step: whole", "step: forever"),
        ("行政处罚法#17", "行政处罚法#9999"),
        ("number: 28", "number: 29"),
        ("days: 15, unit: working_day", "days: 15"),
        ("by: 12-31", "by: 02-30"),
    ],
)
def test_a_list_with_a_fault_is_refused(tmp_path: Path, was: str, is_: str) -> None:
    with pytest.raises(ContentError):
        Content(_written(tmp_path, was, is_)).power_list(DAY)


def _written(folder: Path, was: str, is_: str) -> Path:
    """An overlay whose list takes the place of the built-in one."""
    text = (BUILT_IN / "powers" / "hlj-28.yaml").read_text(encoding="utf-8")
    assert was in text
    (folder / "powers").mkdir()
    (folder / "powers" / "hlj-28.yaml").write_text(text.replace(was, is_, 1), encoding="utf-8")
    return folder
