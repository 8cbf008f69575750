"""Days looked for on the calendar: the first that fits, near or far."""

import numpy as np
import pytest

from hengjian.content import Content
from hengjian.simulator.days import NONE, Days, Ints
from hengjian.simulator.registry import days_of


@pytest.fixture(scope="module")
def days() -> Days:
    return days_of(Content())


@pytest.mark.parametrize("every", [7, 365, 5_000])
def test_it_finds_the_first_day_that_fits_however_far_it_lies(days: Days, every: int) -> None:
    asked = np.array([20_000, NONE, 20_003, 20_700, 20_000])
    found = days.first_where(asked, lambda on: on % every == 3)
    known = asked[asked != NONE]
    assert found[1] == NONE
    assert (np.delete(found, 1) == known + (3 - known) % every).all()


def test_it_says_the_last_day_of_the_calendar_where_none_fits(days: Days) -> None:
    def never(on: Ints) -> np.ndarray:
        return np.zeros(len(on), dtype=bool)

    found = days.first_where(np.array([20_000, NONE]), never)
    assert found.tolist() == [days.all[-1], NONE]
    assert days.first_where(np.array([NONE]), never).tolist() == [NONE]
