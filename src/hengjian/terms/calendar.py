"""The calendar: which day is worked, off, moved about by the yearly notice, or a statutory holiday.

Serves all counting of days. It knows two notions that must not be mixed: *off days* (weekends and
the yearly notice, less make-up days) and the *statutory holidays* of the holiday regulation, which
alone are meant by 行政强制法§43. It never invents a notice: years without one are provisional.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from hengjian.content import Content, ContentError, models, say
from hengjian.content.speech import Language, language

FIRST = date(1999, 12, 31)
LAST = date(2051, 1, 1)
"""Edges of the day table; both edge days themselves count as unknown."""

_WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ONE_DAY = timedelta(days=1)
_TAIL = (12, 29)
"""The next year's notice may still move the last days of a year (2018-12-29 to 31, 2022-12-31)."""


class DayKind(Enum):
    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar. ``holiday`` names the feast for which it is off or made up."""

    on: date
    kind: DayKind
    holiday: str | None
    provisional: bool
    holiday_en: str | None = None

    @property
    def working(self) -> bool:
        return self.kind in (DayKind.WORKING, DayKind.MAKE_UP)

    @property
    def name(self) -> str:
        """What the sum calls this day: its feast, or its weekday."""
        if self.kind is DayKind.HOLIDAY and self.holiday:
            return say(self.holiday, self.holiday_en or self.holiday)
        weekday = weekday_name(self.on)
        if self.kind is DayKind.MAKE_UP:
            return say(f"{weekday}，调休上班日", f"{weekday}, make-up working day")
        return weekday


@dataclass(frozen=True, slots=True)
class Skipped:
    """One day that was passed over, and why."""

    on: date
    why: str


def weekday_name(on: date) -> str:
    number = on.weekday()
    return say(_WEEKDAYS_ZH[number], _WEEKDAYS_EN[number])


@dataclass(frozen=True)
class _Year:
    """The days of a year by what is asked of them, each list rising."""

    worked: list[date]
    off: list[Skipped]
    off_on: list[date]
    made_up: list[date]
    provisional: list[date]

    @classmethod
    def of(cls, days: list[Day]) -> "_Year":
        off = [Skipped(day.on, day.name) for day in days if not day.working]
        return cls(
            [day.on for day in days if day.working],
            off,
            [day.on for day in off],
            [day.on for day in days if day.kind is DayKind.MAKE_UP],
            [day.on for day in days if day.provisional],
        )


def _later(days: list[date], after: date, until: date) -> slice:
    """Which of these days are later than ``after``, up to ``until``."""
    return slice(bisect_right(days, after), bisect_right(days, until))


class Calendar:
    """Days from FIRST to LAST. Raises ContentError where two notices contradict each other."""

    def __init__(
        self,
        years: dict[int, models.CalendarYear],
        week: models.Week | None = None,
        statutory: models.Statutory | None = None,
        festivals: models.Festivals | None = None,
    ) -> None:
        self.week = week or models.Week()
        self._statutory_rule = statutory
        self._festivals = festivals or models.Festivals(years={})
        self.announced_years = frozenset(y for y, entry in years.items() if entry.announced)
        self._off: dict[date, str] = {}
        self._made_up: dict[date, str] = {}
        for entry in years.values():
            if not entry.announced:
                continue
            self._off |= entry.off_days
            self._made_up |= entry.working_days
        both = sorted(self._off.keys() & self._made_up.keys())
        if both:
            raise ContentError(
                [
                    say(f"日历矛盾：{day} 既放假又上班", f"calendar: {day} is both off and worked")
                    for day in both
                ]
            )

    @classmethod
    def of(cls, content: Content) -> "Calendar":
        return cls(content.calendar_years, content.week, content.statutory, content.festivals)

    # --- single days --------------------------------------------------------------------------

    def announced(self, on: date) -> bool:
        """Whether the notices that decide about this day have been published."""
        if not self.week.announced_yearly:
            return FIRST < on < LAST
        if on.year not in self.announced_years:
            return False
        return (on.month, on.day) < _TAIL or on.year + 1 in self.announced_years

    def day(self, on: date) -> Day:
        known = self._days_known.get(on)
        if known is None:
            known = self._days_known[on] = self._day(on)
        return known

    def _day(self, on: date) -> Day:
        provisional = not self.announced(on)
        if on in self._made_up:
            return Day(on, DayKind.MAKE_UP, self._made_up[on], provisional)
        feast = self._off.get(on)
        if feast is None and on.year not in self.announced_years:
            feast = self.statutory(on)
        if feast is not None:
            return Day(on, DayKind.HOLIDAY, feast, provisional, self._english(feast))
        if on.weekday() in self.week.weekend:
            return Day(on, DayKind.WEEKEND, None, provisional)
        return Day(on, DayKind.WORKING, None, provisional)

    def _english(self, feast: str) -> str | None:
        names = self._statutory_rule.english if self._statutory_rule is not None else {}
        parts = [names.get(part) for part in feast.split("、")]
        return ", ".join(part for part in parts if part) or None

    def named(self, feast: str) -> str:
        """A feast of the notices or the regulation in the reader's language."""
        return say(feast, self._english(feast) or feast)

    def is_working(self, on: date) -> bool:
        return self.day(on).working

    def statutory(self, on: date) -> str | None:
        """The statutory holiday that falls on this day (放假办法§2), or None."""
        return self._statutory_days(on.year).get(on)

    def first_working_from(self, on: date) -> date:
        """``on`` itself if worked, else the first worked day after it."""
        while not self.is_working(on) and on < LAST:
            on += timedelta(days=1)
        return on

    # --- several days, looked up and not gone through ---------------------------------------------

    def worked_after(self, on: date, number: int) -> date | None:
        """The first, second, … worked day after ``on``; None where the table ends before."""
        for year in range(on.year, LAST.year):
            worked = self._year(year).worked
            place = bisect_right(worked, on) + number - 1
            if place < len(worked):
                return worked[place]
            number = place - len(worked) + 1
        return None

    def off_between(self, after: date, until: date) -> list[Skipped]:
        """The days off that are later than ``after``, up to ``until``."""
        found: list[Skipped] = []
        for year in self._years(after, until):
            found += year.off[_later(year.off_on, after, until)]
        return found

    def made_up_between(self, after: date, until: date) -> list[date]:
        """The make-up working days that are later than ``after``, up to ``until``."""
        found: list[date] = []
        for year in self._years(after, until):
            found += year.made_up[_later(year.made_up, after, until)]
        return found

    def provisional_between(self, after: date, until: date) -> bool:
        """Whether any day later than ``after``, up to ``until``, rests on a notice to come."""
        years = self._years(after, until)
        return any(year.provisional[_later(year.provisional, after, until)] for year in years)

    def _years(self, after: date, until: date) -> "list[_Year]":
        return [self._year(year) for year in range(after.year, until.year + 1)]

    def _year(self, year: int) -> "_Year":
        """What is looked up of a year, in the reader's language."""
        key = (year, language())
        found = self._years_known.get(key)
        if found is None:
            first = max(date(year, 1, 1), FIRST + _ONE_DAY)
            last = min(date(year, 12, 31), LAST - _ONE_DAY)
            every = range((last - first).days + 1)
            found = _Year.of([self.day(first + timedelta(days=place)) for place in every])
            self._years_known[key] = found
        return found

    @cached_property
    def _years_known(self) -> "dict[tuple[int, Language], _Year]":
        return {}

    # --- whole table, for columns ---------------------------------------------------------------

    @cached_property
    def table(self) -> list[Day]:
        """Every day from FIRST to LAST inclusive; the edges stand for 'outside'."""
        return list(self._days())

    def _days(self) -> Iterator[Day]:
        for offset in range((LAST - FIRST).days + 1):
            yield self.day(FIRST + timedelta(days=offset))

    def _statutory_days(self, year: int) -> dict[date, str]:
        known = self._statutory_cache.get(year)
        if known is None:
            known = self._statutory_cache[year] = self._compute_statutory(year)
        return known

    @cached_property
    def _days_known(self) -> dict[date, Day]:
        """Days that were asked for: sums of terms go through the same years again and again."""
        return {}

    @cached_property
    def _statutory_cache(self) -> dict[int, dict[date, str]]:
        return {}

    def _compute_statutory(self, year: int) -> dict[date, str]:
        rule = self._statutory_rule
        if rule is None:
            return {}
        in_force = [r for r in rule.revisions if r.from_.year <= year]
        if not in_force:
            return {}
        days: dict[date, str] = {}
        for entry in max(in_force, key=lambda revision: revision.from_).days:
            if entry.day is not None:
                month, day = map(int, entry.day.split("-"))
                starts = date(year, month, day)
            else:
                feast = self._festivals.years.get(year, {}).get(entry.festival or "")
                if feast is None:
                    continue
                starts = feast
            for shift in entry.shift:
                on = starts + timedelta(days=shift)
                days[on] = f"{days[on]}、{entry.name}" if on in days else entry.name
        return days
