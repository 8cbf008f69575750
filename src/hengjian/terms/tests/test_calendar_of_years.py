"""The calendar: notices of eight years, statutory holidays, and years nobody has announced."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from hengjian.content import Content, ContentError, models
from hengjian.terms import Calendar, DayKind, Length, count

CONTENT = Content()
CALENDAR = Calendar.of(CONTENT)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_each_announced_year_is_there(year: int) -> None:
    assert year in CALENDAR.announced_years
    days = [CALENDAR.day(date(year, 1, 1) + timedelta(days=i)) for i in range(365)]
    assert 245 <= sum(day.working for day in days) <= 256


@pytest.mark.parametrize("year", range(2019, 2027))
def test_statutory_holidays_are_never_worked(year: int) -> None:
    for on in (date(year, 1, 1) + timedelta(days=i) for i in range(365)):
        if CALENDAR.statutory(on):
            assert not CALENDAR.is_working(on), on


@pytest.mark.parametrize(("year", "number"), [(2020, 11), (2024, 11), (2025, 13), (2026, 13)])
def test_there_are_thirteen_statutory_days_since_2025(year: int, number: int) -> None:
    on = [date(year, 1, 1) + timedelta(days=i) for i in range(366)]
    names = [CALENDAR.statutory(day) for day in on if day.year == year]
    feasts = sum(len(name.split("、")) for name in names if name)
    assert feasts == number


def test_the_statutory_days_of_2026_are_those_of_the_regulation() -> None:
    days = [
        date(2026, 1, 1) + timedelta(days=i)
        for i in range(365)
        if CALENDAR.statutory(date(2026, 1, 1) + timedelta(days=i))
    ]
    assert " ".join(f"{d:%m-%d}" for d in days) == (
        "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03"
    )


def test_a_moved_saturday_is_worked_and_a_moved_monday_is_off() -> None:
    assert CALENDAR.day(date(2024, 10, 12)).kind is DayKind.MAKE_UP
    assert CALENDAR.day(date(2024, 10, 7)).kind is DayKind.HOLIDAY
    assert CALENDAR.day(date(2024, 10, 7)).name == "国庆节"


def test_a_notice_may_name_days_of_the_year_before() -> None:
    assert not CALENDAR.is_working(date(2022, 12, 31))
    assert CALENDAR.announced(date(2022, 12, 31))


def test_a_year_not_announced_is_provisional_with_weekends_and_statutory_days() -> None:
    assert CALENDAR.day(date(2027, 2, 8)).kind is DayKind.HOLIDAY
    assert CALENDAR.day(date(2027, 2, 9)).working
    assert CALENDAR.day(date(2027, 2, 9)).provisional


def test_the_last_days_of_the_last_announced_year_may_still_move() -> None:
    assert CALENDAR.announced(date(2026, 12, 28))
    assert not CALENDAR.announced(date(2026, 12, 29))
    assert CALENDAR.announced(date(2025, 12, 31))


def test_a_provisional_date_says_so_and_becomes_certain_with_the_notice() -> None:
    before = count(date(2026, 12, 24), Length(5, "working_day"), CALENDAR)
    assert before.provisional
    assert "暂算" in before.explain()
    notice = models.CalendarYear(
        year=2027,
        off_days={date(2027, 1, 1): "元旦"},
        working_days={date(2026, 12, 27): "元旦"},
    )
    new = Calendar(
        {**CONTENT.calendar_years, 2027: notice},
        CONTENT.week,
        CONTENT.statutory,
        CONTENT.festivals,
    )
    after = count(date(2026, 12, 24), Length(5, "working_day"), new)
    assert not after.provisional
    assert after.due == before.due - timedelta(days=1)


def test_a_day_that_is_both_off_and_worked_is_refused() -> None:
    day = date(2027, 1, 1)
    year = models.CalendarYear(year=2027, off_days={day: "元旦"}, working_days={day: "元旦"})
    with pytest.raises(ContentError, match="2027-01-01"):
        Calendar({2027: year})


def test_a_city_overlays_one_year(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2027.yaml").write_text(
        "year: 2027\noff_days: {2027-01-04: 本地}\nworking_days: {}\n", encoding="utf-8"
    )
    calendar = Calendar.of(Content(tmp_path))
    assert not calendar.is_working(date(2027, 1, 4))
    assert calendar.day(date(2024, 10, 12)).kind is DayKind.MAKE_UP
