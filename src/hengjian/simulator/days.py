"""Days as numbers, whole columns at a time, on the real calendar of holidays and make-up days.

Serves the stories, which add working days, calendar days and months to arrays of dates. A day is
the count of days since 1970-01-01; `NONE` stands for "did not happen" and stays NONE in every sum.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from hengjian.terms import Calendar

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NONE = -1
_EPOCH = date(1970, 1, 1)
_SOON = 64
"""Days among which one that fits is looked for first."""


def number(on: date) -> int:
    return (on - _EPOCH).days


def as_date(day: int | np.integer[Any]) -> date:
    return _EPOCH + timedelta(days=int(day))


def present(days: Ints) -> Bools:
    found: Bools = days != NONE
    return found


def latest(*columns: Ints) -> Ints:
    """The latest day of each row; NONE counts as earlier than any day."""
    found: Ints = np.maximum.reduce(columns)
    return found


def plus(days: Ints, amount: Ints | int) -> Ints:
    """Calendar days later."""
    return np.where(days == NONE, NONE, days + amount)


def months_later(days: Ints, months: int) -> Ints:
    """The corresponding day ``months`` later (民法典§202: the last day of a shorter month)."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    target = month + months
    last = ((target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(np.int64)
    offset = (dates - month.astype("datetime64[D]")).astype(np.int64)
    found = np.minimum(target.astype("datetime64[D]").astype(np.int64) + offset, last)
    return np.where(days == NONE, NONE, found)


def day_of_month(days: Ints) -> Ints:
    dates = days.astype("datetime64[D]")
    first = dates.astype("datetime64[M]").astype("datetime64[D]")
    found: Ints = (dates - first).astype(np.int64) + 1
    return found


def year_of(days: Ints) -> Ints:
    found: Ints = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return found


class Days:
    """Working-day arithmetic on one calendar."""

    def __init__(self, calendar: Calendar) -> None:
        table = calendar.table
        self.first = number(table[0].on)
        working = np.array([day.working for day in table])
        self._working = working
        self._floor = np.cumsum(working)
        self._nth = np.concatenate(([0], np.flatnonzero(working) + self.first))
        ahead = np.where(working, np.arange(len(table)), len(table) - 1)
        self._next = np.minimum.accumulate(ahead[::-1])[::-1] + self.first
        self._statutory = np.array([calendar.statutory(day.on) is not None for day in table])
        self.all: Ints = np.arange(len(table)) + self.first

    def working(self, days: Ints) -> Bools:
        found: Bools = self._working[days - self.first] & (days != NONE)
        return found

    def statutory(self, days: Ints) -> Bools:
        found: Bools = self._statutory[days - self.first] & (days != NONE)
        return found

    def add(self, days: Ints, amount: Ints | int) -> Ints:
        """The ``amount``-th working day after each day; the day itself where amount is 0."""
        found = self._nth[self._floor[days - self.first] + amount]
        return np.where(days == NONE, NONE, np.where(np.equal(amount, 0), days, found))

    def back(self, days: Ints, amount: Ints | int) -> Ints:
        """The ``amount``-th working day before each day."""
        before = self._floor[days - 1 - self.first]
        return np.where(days == NONE, NONE, self._nth[before + 1 - amount])

    def roll(self, days: Ints) -> Ints:
        """The day itself if worked, else the first worked day after it."""
        return np.where(days == NONE, NONE, self._next[days - self.first])

    def settle(self, days: Ints) -> Ints:
        """The day itself if worked, else the last worked day before it."""
        return np.where(days == NONE, NONE, self._nth[self._floor[days - self.first]])

    def between(self, start: Ints, end: Ints) -> Ints:
        """Working days after ``start`` up to and including ``end``."""
        found: Ints = self._floor[end - self.first] - self._floor[start - self.first]
        return found

    def first_where(self, days: Ints, fits: Callable[[Ints], Bools]) -> Ints:
        """The first day from each day on that fits; ``fits`` judges each day of an array by itself.
        The calendar's last day where none does."""
        known = days[days != NONE]
        if not len(known):
            return days.copy()
        least, last = int(self.all[800]), int(self.all[-801])
        since, until = max(int(known.min()), least), int(known.max())
        reach = _SOON
        while True:
            among = np.arange(since, min(until + reach, last) + 1)
            good = fits(among)
            if good[max(until - since, 0) :].any() or until + reach >= last:
                break
            reach *= 8  # what fits is mostly near
        ahead = np.where(good, among, self.all[-1])
        following = np.append(np.minimum.accumulate(ahead[::-1])[::-1], self.all[-1])
        place = np.clip(days - since, 0, len(among))
        return np.where(days == NONE, NONE, following[place])
