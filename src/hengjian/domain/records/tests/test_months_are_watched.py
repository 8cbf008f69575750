"""Which body reports what since when: late, shrinking, vanished and narrowed months, found by rules."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hengjian.check.standing.standing import Standing
from hengjian.content import Content
from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.domain.records.models import Reported, Submission
from hengjian.domain.records.place import archive
from hengjian.domain.records.registers import bring_up_to_date
from hengjian.domain.records.reporting.actions import declare_none, open_months, rebuild
from hengjian.domain.records.reporting.months import due_on, months_of
from hengjian.domain.records.tests.handing_in import (
    AT,
    cases_csv,
    events_csv,
    handed,
    month,
    worked,
    zipped,
)
from hengjian.domain.registry.tests.register import LittleRegister
from hengjian.rules.loading import Book

pytestmark = pytest.mark.django_db
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
Hand = Callable[..., Submission]


def row(**asked: Any) -> Reported:
    return Reported.objects.get(**asked)


def found(day: date, *rules: str) -> list[tuple[str, str]]:
    """What these rules find in the archive."""
    content = Content.installed()
    standing = Standing(archive(), content, Book.load(content).limited_to(frozenset(rules)))
    standing.check(day)
    return [(one["rule"], one["says"]) for one in standing.findings().iter_rows(named=True)]


def test_a_month_that_came_is_known_with_its_cases(hand_in: Hand) -> None:
    done = hand_in(period=OCTOBER)
    one = row(month=OCTOBER[0])
    assert (one.body.code, one.cases, one.latest_id) == ("A1", 3, done.pk)
    assert (one.due_on, one.received_at) == (date(2026, 11, 10), done.received_at)
    held = archive().snapshot().registers["reports"].row(0, named=True)
    assert (held["body_id"], held["cases"], held["received_on"]) == ("A1", 3, day_of(AT))


def test_a_month_that_came_late_is_found(hand_in: Hand) -> None:
    hand_in(period=OCTOBER)
    told = found(day_of(AT), "N01")
    assert [rule for rule, _ in told] == ["N01"]
    assert "2026-11-20" in told[0][1]


def test_a_month_that_did_not_come_is_due_and_found_once_the_day_has_passed(hand_in: Hand) -> None:
    hand_in(
        period=(date(2026, 9, 1), date(2026, 9, 30)), at=datetime(2026, 10, 5, tzinfo=AT.tzinfo)
    )
    at = datetime(2026, 11, 2, tzinfo=AT.tzinfo)
    assert [open_months(by=None, at=at), open_months(by=None, at=at)] == [1, 0]
    bring_up_to_date(at=at)
    assert row(month=OCTOBER[0]).received_at is None
    assert found(date(2026, 11, 10), "N01") == []
    assert len(found(date(2026, 11, 11), "N01")) == 1


def test_cases_that_vanish_between_two_hand_overs_of_all_are_found(hand_in: Hand) -> None:
    hand_in(month(range(1, 6)), period=OCTOBER, whole_period=True)
    later = AT + timedelta(hours=1)
    hand_in(month(range(1, 4)), period=OCTOBER, whole_period=True, at=later)
    one = row(month=OCTOBER[0])
    assert (one.vanished, one.vanished_cases) == (2, ["C0004", "C0005"])
    told = found(day_of(AT), "N03")
    assert [rule for rule, _ in told] == ["N03"]
    assert "2 件" in told[0][1]


@pytest.mark.parametrize(
    ("whole", "also", "gone"),
    [
        (False, "", None),  # only some cases were handed in
        (True, "A1,C0004,行政处罚,普通程序,I1,公民,李某,占道,二百\n", None),  # one went back
        (True, "", 2),
    ],
)
def test_what_was_not_all_or_went_back_has_not_vanished(
    hand_in: Hand, whole: bool, also: str, gone: int | None
) -> None:
    hand_in(month(range(1, 6)), period=OCTOBER)
    later = AT + timedelta(hours=1)
    content = month(range(1, 4), also=also)
    hand_in(content, period=OCTOBER, whole_period=whole, at=later)
    assert row(month=OCTOBER[0]).vanished == gone


def test_what_comes_again_has_not_vanished(hand_in: Hand) -> None:
    for hours, numbers in enumerate((range(1, 6), range(1, 4), range(4, 6))):
        at = AT + timedelta(hours=hours)
        hand_in(month(numbers), period=OCTOBER, whole_period=hours < 2, at=at)
    assert row(month=OCTOBER[0]).vanished == 0


def test_a_month_with_far_fewer_cases_is_found(hand_in: Hand) -> None:
    for number, count in ((7, 20), (8, 20), (9, 20), (10, 9)):
        begin, end = date(2026, number, 1), date(2026, number + 1, 1) - timedelta(days=1)
        numbers = range(number * 100, number * 100 + count)
        at = datetime(2026, number + 1, 3, tzinfo=AT.tzinfo)
        hand_in(month(numbers), period=(begin, end), at=at)
    one = row(month=OCTOBER[0])
    assert (one.cases, one.before) == (9, 20)
    assert [rule for rule, _ in found(day_of(AT), "N01", "N02")] == ["N02"]


def test_coverage_that_is_narrowed_is_found(hand_in: Hand) -> None:
    def with_coverage(numbers: range, *rows: str) -> bytes:
        coverage = "\n".join(["机关编号,表,活动或者字段,范围起,范围止", *rows])
        return zipped(cases=cases_csv(numbers), events=events_csv(numbers), coverage=coverage)

    first = with_coverage(range(1, 4), "A1,events,*,2026-01-01,", "A1,documents,*,2026-01-01,")
    hand_in(first, period=OCTOBER)
    assert row(month=OCTOBER[0]).narrowed is None  # there was nothing before
    november = (date(2026, 11, 1), date(2026, 11, 30))
    ended = with_coverage(range(11, 14), "A1,documents,*,2026-01-01,2026-10-31")
    at = datetime(2026, 12, 3, tzinfo=AT.tzinfo)
    hand_in(ended, period=november, at=at)
    one = row(month=november[0])
    assert (one.narrowed, one.narrowed_names) == (1, ["文书"])
    assert [rule for rule, _ in found(day_of(at), "N04")] == ["N04"]


def test_a_month_without_cases_is_declared_and_not_late(
    hand_in: Hand, little: LittleRegister
) -> None:
    hand_in(
        period=(date(2026, 9, 1), date(2026, 9, 30)), at=datetime(2026, 10, 5, tzinfo=AT.tzinfo)
    )
    clerk = little.city.clerk_a
    at = datetime(2026, 11, 5, tzinfo=AT.tzinfo)
    declare_none(little.a1, OCTOBER[0], by=clerk, at=at)
    bring_up_to_date(at=at)
    assert (row(month=OCTOBER[0]).cases, row(month=OCTOBER[0]).received_at) == (0, at)
    assert found(day_of(AT), "N01") == []
    for wrong in (date(2026, 9, 1), date(2026, 11, 1)):
        with pytest.raises(PlainError):
            declare_none(little.a1, wrong, by=clerk, at=at)


def test_a_bureaus_file_counts_for_the_bodies_whose_rows_it_holds(little: LittleRegister) -> None:
    both = month(also="B1,C0009,行政处罚,普通程序,I1,公民,李某,占道,200\n")
    worked(handed(both, unit=little.city.bureau, body=None, period=OCTOBER))
    cases = dict(Reported.objects.values_list("body__code", "cases"))
    assert cases == {"A1": 3, "B1": 1}
    before = list(Reported.objects.order_by("pk").values("body", "month", "cases", "due_on"))
    assert rebuild(by=None, at=AT) == 2
    assert (
        list(Reported.objects.order_by("pk").values("body", "month", "cases", "due_on")) == before
    )


@pytest.mark.parametrize(
    ("begin", "end", "count"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), 1),
        (date(2026, 7, 1), date(2026, 9, 30), 3),
        (date(2026, 10, 2), date(2026, 11, 30), 1),
        (date(2026, 10, 2), date(2026, 10, 31), 0),
    ],
)
def test_a_period_covers_the_months_that_lie_whole_in_it(
    begin: date, end: date, count: int
) -> None:
    assert len(months_of(Submission(period_from=begin, period_to=end))) == count


def test_december_is_due_in_january() -> None:
    assert due_on(date(2026, 12, 1)) == date(2027, 1, 10)
