"""Ten years, both ways: the columns of the engine and counting day by day give the same dates."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.content import Content
from hengjian.terms import Calendar, Counting, Length, Stop, count
from hengjian.terms.columns import CalendarColumns, StopColumns

CONTENT = Content()
CALENDAR = Calendar.of(CONTENT)
SURE = CalendarColumns(CALENDAR)
ANY = CalendarColumns(CALENDAR, trust_unannounced=True)
FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
DAYS = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]

UNITS = {
    Counting.WORKING: "working_day",
    Counting.CALENDAR: "calendar_day",
    Counting.MONTHS: "month",
    Counting.YEARS: "year",
}


@pytest.mark.parametrize(
    ("counting", "amount"),
    [
        (Counting.WORKING, 1),
        (Counting.WORKING, 2),
        (Counting.WORKING, 7),
        (Counting.WORKING, 20),
        (Counting.CALENDAR, 15),
        (Counting.CALENDAR, 90),
        (Counting.MONTHS, 1),
        (Counting.MONTHS, 6),
        (Counting.YEARS, 2),
    ],
)
def test_every_day_of_ten_years_gives_the_same_date(counting: Counting, amount: int) -> None:
    frame = pl.DataFrame({"start": DAYS})
    due = ANY.due(pl.col("start"), pl.lit(amount), counting)
    columns = frame.select(due=due, rolled=ANY.rolled(due))
    for start, on, rolled in zip(DAYS, columns["due"], columns["rolled"], strict=True):
        by_hand = count(start, Length(amount, UNITS[counting]), CALENDAR)
        assert (on, rolled) == (by_hand.due, by_hand.rolled), start


def test_a_date_that_rests_on_an_unannounced_year_is_unknown_in_the_engine() -> None:
    frame = pl.DataFrame({"start": DAYS})
    columns = frame.select(due=SURE.due(pl.col("start"), pl.lit(7), Counting.WORKING))
    for start, on in zip(DAYS, columns["due"], strict=True):
        by_hand = count(start, Length(7, "working_day"), CALENDAR)
        sure = not by_hand.provisional and not CALENDAR.day(start).provisional
        assert on == (by_hand.due if sure else None), start


days = st.dates(FIRST, date(2026, 6, 30))
spans = st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 40)), max_size=4)


@settings(max_examples=300, deadline=None)
@given(
    start=days,
    amount=st.integers(1, 100),
    counting=st.sampled_from([Counting.WORKING, Counting.CALENDAR, Counting.MONTHS]),
    spans=spans,
)
def test_stops_push_the_date_equally_far(
    start: date, amount: int, counting: Counting, spans: list[tuple[int, int]]
) -> None:
    amount = min(amount, 24) if counting is Counting.MONTHS else amount
    stops = [
        Stop(start + timedelta(days=a), start + timedelta(days=a + length)) for a, length in spans
    ]
    merged = _merged(stops)
    by_hand = count(start, Length(amount, UNITS[counting]), CALENDAR, stops=stops)
    frame = pl.DataFrame(
        {
            "start": [start],
            "since": [[since for since, _ in merged]],
            "until": [[until for _, until in merged]],
        },
        schema_overrides={"since": pl.List(pl.Date), "until": pl.List(pl.Date)},
    )
    columns = StopColumns(pl.col("since"), pl.col("until"), len(merged))
    due = ANY.due(pl.col("start"), pl.lit(amount), counting, columns if merged else None)
    assert frame.select(due=due)["due"][0] == by_hand.due


def _merged(stops: list[Stop]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for stop in sorted(stops, key=lambda s: s.since):
        until = stop.until or stop.since
        if merged and stop.since <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((stop.since, until))
    return merged


def test_statutory_holidays_are_the_same_both_ways() -> None:
    columns = pl.DataFrame({"on": DAYS}).select(s=ANY.is_statutory(pl.col("on")))["s"]
    assert list(columns) == [CALENDAR.statutory(on) is not None for on in DAYS]


def test_dates_outside_the_table_are_unknown_not_wrong() -> None:
    frame = pl.DataFrame({"start": [date(1950, 1, 1), date(2090, 1, 1), None]})
    due = frame.select(due=ANY.due(pl.col("start"), pl.lit(7), Counting.WORKING))["due"]
    assert due.to_list() == [None, None, None]
