"""Days off that are looked up are those that one finds going through the days one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hengjian.content import Content
from hengjian.content.speech import Language, speaking
from hengjian.terms import Calendar, Due, Length, Stop, TermError, count

CONTENT = Content()
CALENDAR = Calendar.of(CONTENT)
LONG_AGO = [Stop(date(1990, 1, 1), date(1990, 1, 2), "中止")]
"""With a stop, wherever it lies, a period is gone through day by day."""


@given(
    st.dates(date(2000, 1, 1), date(2050, 12, 1)),
    st.integers(0, 300),
    st.sampled_from(["zh", "en"]),
)
def test_a_period_of_working_days(start: date, amount: int, language: Language) -> None:
    with speaking(language):
        assert told(start, amount, []) == told(start, amount, LONG_AGO)


def told(start: date, amount: int, stops: list[Stop]) -> tuple[Due, str] | str:
    """The period with its sum, or why there is none."""
    try:
        due = count(start, Length(amount, "working_day"), CALENDAR, stops=stops)
    except TermError as refused:
        return str(refused)
    return due, due.explain("perhaps")


def test_neighbours_of_one_feast_are_one_range_and_weekdays_are_named() -> None:
    with speaking("zh"):
        told = count(date(2024, 9, 27), Length(5, "working_day"), CALENDAR).explain()
    assert "10-01 至 10-07 国庆节" in told
    assert "09-28 周六" in told
    assert "09-29 周日" in told.partition("调休上班日照计")[2]


def test_the_days_between_leave_out_the_first_and_hold_the_last() -> None:
    saturday = date(2024, 6, 15)
    assert CALENDAR.day(saturday).name == "周六"
    found = CALENDAR.off_between(saturday, saturday + timedelta(days=1))
    assert [day.on for day in found] == [saturday + timedelta(days=1)]
