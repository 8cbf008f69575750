"""Many buckets are judged by processes of their own; what they find is what this one would find.

Whatever such a process cannot do is done here: it may die, or come to another book by the same content.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from hengjian.archive import DamagedError
from hengjian.check.standing import Standing, apart
from hengjian.check.tests.simulated import CONTENT, archived, simulated
from hengjian.rules.custom import CustomRule
from hengjian.rules.custom.tests.fines import FINES
from hengjian.rules.loading import Book
from hengjian.rules.rule import Severity
from hengjian.simulator import City

BOOK = Book.load(CONTENT)
Heard = list[apart.Answer | None]


@pytest.fixture(scope="module")
def city() -> City:
    return simulated()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What processes answered; they are started however few buckets there are."""
    answers: Heard = []
    ask = apart._Child.asked

    def asked(child: apart._Child, buckets: apart.Asked) -> apart.Answer | None:
        answers.append(ask(child, buckets))
        return answers[-1]

    monkeypatch.setattr(apart._Child, "asked", asked)
    monkeypatch.setattr(apart, "FROM", 1)
    monkeypatch.setattr(apart, "cores", lambda: 2)
    return answers


@pytest.fixture
def checked(tmp_path: Path, city: City) -> Callable[..., Standing]:
    """What stands of one archive, judged by this process."""
    archive = archived(tmp_path)
    Standing(archive, CONTENT, BOOK).check(city.as_of)
    return lambda book=BOOK: Standing(archive, CONTENT, book)


def _told(standing: Standing) -> tuple[pl.DataFrame, object]:
    about = standing.about()
    assert about is not None
    return standing.findings().drop("run").sort("finding"), about.tallies


def test_it_finds_what_this_process_finds(
    checked: Callable[..., Standing], city: City, heard: Heard
) -> None:
    before = _told(checked())
    changes = checked().recompute(city.as_of)
    assert changes.new.is_empty()
    assert changes.gone.is_empty()
    assert changes.judged == checked().archive.snapshot().case_count
    assert heard
    assert None not in heard
    found, tallies = _told(checked())
    assert found.equals(before[0])
    assert tallies == before[1]


def test_one_that_dies_is_not_missed(
    checked: Callable[..., Standing],
    city: City,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = _told(checked())
    tell = apart._Child._told

    def die_then_tell(child: apart._Child, what: object) -> bool:
        if isinstance(what, list):
            os.kill(child._process.pid, signal.SIGKILL)
            child._process.wait()
        return tell(child, what)

    monkeypatch.setattr(apart._Child, "_told", die_then_tell)
    checked().rejudge(city.as_of)
    assert set(heard) == {None}
    found, tallies = _told(checked())
    assert found.equals(before[0])
    assert tallies == before[1]


def test_it_judges_by_the_book_as_the_bureau_changed_it(
    checked: Callable[..., Standing],
    city: City,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, _ = _told(checked())
    often = before["rule"].value_counts(sort=True)["rule"]
    grave = next(id_ for id_ in often if BOOK[id_].severity is not Severity.NOTE)
    ours = BOOK.with_rules([CustomRule(FINES, CONTENT)]).adjusted(
        off={next(id_ for id_ in often if id_ != grave): "系统改造"},
        severity={grave: Severity.NOTE},
    )
    changes = checked(ours).rejudge(city.as_of)
    assert heard
    assert None not in heard
    assert set(changes.appeared["rule"]) == {"Z001"}
    assert changes.vanished.height
    _, tallies = _told(checked(ours))
    monkeypatch.setattr(apart, "FROM", 99)
    again = checked(ours).recompute(city.as_of)
    assert again.new.is_empty()
    assert again.gone.is_empty()
    assert again.other.is_empty()
    assert _told(checked(ours))[1] == tallies


def test_one_that_comes_to_another_book_does_not_judge(
    checked: Callable[..., Standing], city: City, heard: Heard
) -> None:
    before = _told(checked())
    stands = checked()
    stands._grounds = {**stands._grounds, "L04": "as another program has it"}
    stands.rejudge(city.as_of)
    assert set(heard) == {None}
    assert _told(stands)[0].equals(before[0])


def test_a_damaged_file_is_named_as_ever(
    checked: Callable[..., Standing], city: City, heard: Heard
) -> None:
    facts = checked().state.facts(checked()._known())
    damaged = sorted((facts.folder / "case").rglob("*.arrow"))[0]
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(DamagedError, match=damaged.name):
        checked().rejudge(city.as_of)
    assert None in heard


def test_one_ends_when_whoever_asked_has_gone(checked: Callable[..., Standing], city: City) -> None:
    stands = checked()
    facts = stands.state.facts(stands._known())
    task = apart.Task.of(stands._judging(city.as_of), stands._grounds, facts, 1)
    with apart._Child(task) as child:
        assert child._process.stdin is not None
        assert child.asked([(0, None)]) is not None
        child._process.stdin.close()
        assert child._process.wait(timeout=60) == 0
