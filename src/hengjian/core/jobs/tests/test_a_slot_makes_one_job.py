"""A schedule makes one job per slot: whoever ticks, however often, whatever the clock says."""

from datetime import UTC, datetime, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.jobs import schedules
from hengjian.core.jobs.actions import change_schedule, start_due
from hengjian.core.jobs.models import Job, Schedule
from hengjian.core.jobs.tests import sample_tasks

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # 18:00 in China
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nightly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "REGULAR", {})
    monkeypatch.setattr("hengjian.core.jobs.actions.REGULAR", schedules.REGULAR)
    schedules.every("sample.nightly", "30 2 * * *", sample_tasks.count_divisions)
    assert start_due(by=None, at=START) == []


def made(hours: float) -> int:
    return len(start_due(by=None, at=START + timedelta(hours=hours)))


def test_it_is_due_by_the_time_of_china_once() -> None:
    assert [made(hours) for hours in (8, 8.4, 8.5, 8.6, 20, 32.4, 32.6)] == [0, 0, 1, 0, 0, 0, 1]
    keys = list(Job.objects.order_by("id").values_list("key", flat=True))
    assert keys == [
        "sample.nightly@2026-03-02T18:30:00+00:00",
        "sample.nightly@2026-03-03T18:30:00+00:00",
    ]


def test_it_has_no_slot_twice_when_the_clock_is_set_back() -> None:
    assert made(9) == 1
    assert [made(hours) for hours in (7, 8.5, 9)] == [0, 0, 0]
    assert made(33) == 1


def test_it_is_not_stalled_by_a_clock_that_ran_ahead() -> None:
    assert made(24 * 365) == 1
    assert [made(9), made(9.5), made(33)] == [1, 0, 1]


def test_it_makes_up_for_missed_slots_once() -> None:
    assert made(24 * 10) == 1


def test_it_rests_while_paused_and_moves_when_changed() -> None:
    schedule = Schedule.objects.get(name="sample.nightly")
    change_schedule(schedule, cron="", paused=True, by=None, at=START)
    assert made(9) == 0
    change_schedule(schedule, cron="0 6 * * *", paused=False, by=None, at=START)
    assert [made(hours) for hours in (9, 11.9, 12)] == [0, 0, 1]
    with pytest.raises(PlainError, match="依次写分、时、日、月、星期"):
        change_schedule(schedule, cron="61 * * * *", paused=False, by=None, at=START)


@pytest.mark.parametrize("cron", ["", "* * * *", "* * * * * *", "0 25 * * *"])
def test_it_refuses_what_is_no_schedule(cron: str) -> None:
    with pytest.raises(PlainError, match="不是能用的时间表"):
        schedules.every("sample.other", cron, sample_tasks.count_divisions)
