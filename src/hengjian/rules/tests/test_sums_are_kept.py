"""A sum that was reckoned once is said again, and only where it would be reckoned the same."""

from datetime import date

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.content.speech import speaking
from hengjian.rules import sums
from hengjian.rules.engine import context_of
from hengjian.rules.loading import Book
from hengjian.rules.sums import Sums

CONTENT = Content()
BOOK = Book.load(CONTENT)
START = date(2026, 3, 2)


def _sums(as_of: date, stops: list[tuple[date, date | None]], rows: int = 1) -> list[str | None]:
    rule = next(r for r in BOOK.executable if r.judgement.term and r.judgement.term.stops)
    made = pl.DataFrame(
        {
            "term start": [START] * rows,
            "term which": [0] * rows,
            "term more": [0] * rows,
            "term since": [[since for since, _ in stops]] * rows,
            "term until": [[until for _, until in stops]] * rows,
        },
        schema_overrides={"term since": pl.List(pl.Date), "term until": pl.List(pl.Date)},
    )
    return Sums(rule, context_of(CONTENT, as_of))(made).to_list()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The beginnings of the periods that were counted, none being known."""
    found: list[date] = []
    real = sums.count

    def count(start: date, *args: object, **named: object) -> object:
        found.append(start)
        return real(start, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(sums, "count", count)
    sums._kept.clear()
    return found


def test_a_period_is_counted_once_for_many_rows_and_days(counted: list[date]) -> None:
    first = _sums(date(2026, 9, 1), [], rows=3)
    assert len(set(first)) == 1
    assert _sums(date(2026, 9, 2), []) == first[:1]
    assert counted == [START]


def test_a_stop_that_lasts_is_counted_anew_on_another_day(counted: list[date]) -> None:
    lasting = [(date(2026, 3, 10), None)]
    one = _sums(date(2026, 3, 12), list(lasting))
    assert _sums(date(2026, 3, 13), list(lasting)) != one
    assert counted == [START, START]


def test_another_language_has_its_own_sums(counted: list[date]) -> None:
    with speaking("zh"):
        chinese = _sums(date(2026, 9, 1), [])
    with speaking("en"):
        assert _sums(date(2026, 9, 1), []) != chinese


def test_only_so_many_are_kept(counted: list[date], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST", 0)
    _sums(date(2026, 9, 1), [])
    _sums(date(2026, 9, 1), [(START, START)])
    assert [len(by) for known in sums._kept.values() for by in known.values()] == [1]
