"""Published and computed cases of counting: each date and its sum, as a jurist would reckon it."""

from datetime import date, datetime

import pytest

from hengjian.content import Content
from hengjian.terms import Calendar, Counting, Length, Stop, count, count_hours
from hengjian.terms.period import corresponding_day

CONTENT = Content()
CALENDAR = Calendar.of(CONTENT)


@pytest.mark.parametrize(
    ("law", "start", "days", "counting", "due", "rolled"),
    [
        # T1, a real Sichuan case: the 90th day is a Sunday, rolled to Monday
        ("行政处罚法", "2024-09-09", 90, "calendar_days", "2024-12-08", "2024-12-09"),
        # T2: National Day with its make-up Sunday and Saturday
        ("行政处罚法", "2024-09-27", 7, "working_days", "2024-10-12", "2024-10-12"),
        # T4: Labour Day between
        ("行政处罚法", "2025-04-30", 5, "working_days", "2025-05-12", "2025-05-12"),
        # T7: cash taken on a Sunday that is worked
        ("行政处罚法", "2025-09-28", 2, "working_days", "2025-09-30", "2025-09-30"),
        # T8: thirty days of seizure end inside the holidays; the power does not roll
        ("行政强制法", "2025-09-03", 30, "calendar_days", "2025-10-03", "2025-10-09"),
        # fifteen days are not among the lengths of §85: calendar days
        ("行政处罚法", "2024-05-06", 15, "calendar_days", "2024-05-21", "2024-05-21"),
        # six days are not among them either
        ("行政处罚法", "2024-04-30", 6, "calendar_days", "2024-05-06", "2024-05-06"),
        # 强§69: ten days and less are working days, eleven are not
        ("行政强制法", "2024-11-01", 10, "working_days", "2024-11-15", "2024-11-15"),
        ("行政强制法", "2024-11-01", 11, "calendar_days", "2024-11-12", "2024-11-12"),
        # 许§82: all of them
        ("行政许可法", "2024-04-01", 20, "working_days", "2024-04-29", "2024-04-29"),
        ("行政许可法", "2024-04-01", 45, "working_days", "2024-06-05", "2024-06-05"),
        # 复§88: three, five, seven, ten; sixty are calendar days
        ("行政复议法", "2024-04-01", 10, "working_days", "2024-04-16", "2024-04-16"),
        ("行政复议法", "2024-04-01", 60, "calendar_days", "2024-05-31", "2024-05-31"),
        # a regulation without a clause: calendar days
        ("310", "2024-09-30", 3, "calendar_days", "2024-10-03", "2024-10-08"),
        ("黑程", "2024-04-03", 3, "calendar_days", "2024-04-06", "2024-04-07"),
    ],
)
def test_it_counts_days_as_each_law_says(
    law: str, start: str, days: int, counting: str, due: str, rolled: str
) -> None:
    result = count(date.fromisoformat(start), Length(days), CALENDAR, law=CONTENT.law(law))
    assert result.counting is Counting(counting)
    assert (result.due.isoformat(), result.rolled.isoformat()) == (due, rolled)
    assert not result.rolled_provisional


def test_it_names_every_day_it_leaves_out() -> None:
    result = count(date(2024, 9, 27), Length(7), CALENDAR, law=CONTENT.law("罚"))
    assert [(s.on.isoformat(), s.why) for s in result.skipped] == [
        ("2024-09-28", "周六"),
        *((f"2024-10-0{day}", "国庆节") for day in range(1, 8)),
    ]
    assert [d.isoformat() for d in result.made_up] == ["2024-09-29", "2024-10-12"]
    assert result.explain() == (
        "2024-09-27（周五）当日不计，自次日起算 7 个工作日（《行政处罚法》第八十五条）。"
        "不计 8 日：09-28 周六；10-01 至 10-07 国庆节。"
        "调休上班日照计：09-29 周日、10-12 周六。至 2024-10-12（周六）届满。"
    )


def test_it_says_how_a_last_day_rolls_over() -> None:
    result = count(date(2024, 9, 9), Length(90), CALENDAR, law=CONTENT.law("罚"))
    assert "至 2024-12-09（周一）届满" in result.explain("yes")
    assert "两日之间有争议" in result.explain("perhaps")
    assert "12-09" not in result.explain("no")


def test_a_notice_says_working_days_in_words() -> None:
    result = count(date(2024, 4, 1), Length(20, "working_day"), CALENDAR)
    assert result.due == date(2024, 4, 29)
    assert "（" not in result.explain().split("工作日")[1][:1]


def test_a_stopped_clock_is_not_counted_and_is_named() -> None:
    stop = Stop(date(2024, 10, 8), date(2024, 10, 20), "鉴定")
    result = count(date(2024, 9, 9), Length(90), CALENDAR, law=CONTENT.law("罚"), stops=[stop])
    assert result.due == date(2024, 12, 21)
    assert len(result.stopped) == 13
    assert "扣除 13 日：10-08 至 10-20 鉴定" in result.explain()


def test_a_stop_after_the_end_does_not_help() -> None:
    late = Stop(date(2024, 12, 9), date(2025, 1, 20), "鉴定")
    result = count(date(2024, 9, 9), Length(90), CALENDAR, law=CONTENT.law("罚"), stops=[late])
    assert result.due == date(2024, 12, 8)


def test_overlapping_stops_are_counted_once() -> None:
    stops = [
        Stop(date(2024, 10, 8), date(2024, 10, 20), "听证"),
        Stop(date(2024, 10, 15), date(2024, 10, 25), "鉴定"),
    ]
    result = count(date(2024, 9, 9), Length(90), CALENDAR, law=CONTENT.law("罚"), stops=stops)
    assert len(result.stopped) == 18


def test_a_clock_that_still_stands_has_no_due_date() -> None:
    with pytest.raises(ValueError, match="中止"):
        count(date(2024, 9, 9), Length(90), CALENDAR, stops=[Stop(date(2024, 10, 8))])


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-09-06", 3, "2024-12-06"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_month_ends_on_the_corresponding_day(start: str, months: int, due: str) -> None:
    assert corresponding_day(date.fromisoformat(start), months).isoformat() == due
    counted = count(date.fromisoformat(start), Length(months, "month"), CALENDAR)
    assert counted.due.isoformat() == due


def test_hours_run_from_the_moment_and_at_most_from_the_end_of_that_hour() -> None:
    result = count_hours(datetime(2024, 3, 5, 10, 20), 24)
    assert result.due == datetime(2024, 3, 6, 10, 20)
    assert result.latest == datetime(2024, 3, 6, 11, 0)
    on_the_hour = count_hours(datetime(2024, 3, 5, 10, 0), 24)
    assert on_the_hour.latest == on_the_hour.due


def test_zero_days_end_on_the_day_itself() -> None:
    assert count(date(2024, 9, 27), Length(0), CALENDAR).due == date(2024, 9, 27)


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        Length(-1)
