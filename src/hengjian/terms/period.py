"""Counting one period as one does by hand, keeping the sum: which days are left out, and why.

Serves the calculator, the explanation of a finding and every document with a deadline. The day on
which a period starts is not counted (民诉§85); a month ends on the corresponding day, or on the last
day of a shorter month (民法典§202). It does not know what a period is *for*: who calls says whether
the last day rolls over and which days are stopped.
"""

import calendar as gregorian
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from hengjian.content import PlainError, models, say
from hengjian.content.citation import Citation
from hengjian.terms.calendar import FIRST, LAST, Calendar, DayKind, Skipped, weekday_name
from hengjian.terms.regime import Counting, counting_of

Roll = Literal["no", "yes", "perhaps"]
_ONE_DAY = timedelta(days=1)
UNITS = ("day", "working_day", "calendar_day", "hour", "month", "year")


class TermError(PlainError, ValueError):
    """A period that cannot be counted. The message says why."""


@dataclass(frozen=True, slots=True)
class Length:
    """``amount`` of ``unit`` (day, working_day, calendar_day, hour, month, year); amount ≥ 0."""

    amount: int
    unit: str = "day"

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise TermError(say("期限不能为负数", "a period cannot be negative"))
        if self.unit not in UNITS:
            known = "、".join(UNITS)
            raise TermError(
                say(
                    f"期限单位“{self.unit}”不认识；有：{known}",
                    f"unknown unit “{self.unit}”; known: {known}",
                )
            )


@dataclass(frozen=True, slots=True)
class Stop:
    """Days that are not counted, both ends included. ``until`` None: still stopped."""

    since: date
    until: date | None = None
    reason: str = ""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and its sum.

    ``due`` is the last day of the period as the law counts it; ``rolled`` the first worked day from
    it on; which of the two binds is the caller's switch. ``provisional``: the date rests on days
    whose holidays are not announced yet. ``rolled_provisional`` says the same of ``rolled``.
    """

    start: date
    length: Length
    counting: Counting
    due: date
    rolled: date
    provisional: bool
    rolled_provisional: bool
    skipped: tuple[Skipped, ...]
    made_up: tuple[date, ...]
    stopped: tuple[Skipped, ...]
    rolled_over: tuple[Skipped, ...]
    law: str | None
    article: str | None

    def explain(self, roll: Roll = "no") -> str:
        """The sum in words: start, regime and its article, each day left out by name, the end.

        ``roll``: whether a last day that is off rolls over: no, yes, or perhaps (both are named).
        """
        return "".join(self._parts(roll)).rstrip()

    def _parts(self, roll: Roll) -> list[str]:
        how = self._length()
        parts = [
            say(
                f"{self.start}（{weekday_name(self.start)}）当日不计，自次日起算 {how}。",
                f"From the day after {self.start} ({weekday_name(self.start)}): {how}. ",
            )
        ]
        if self.stopped:
            days = len(self.stopped)
            parts.append(
                say(
                    f"扣除 {days} 日：{self._ranges(self.stopped)}。",
                    f"Clock stopped on {days} days: {self._ranges(self.stopped)}. ",
                )
            )
        if self.skipped:
            parts.append(
                say(
                    f"不计 {len(self.skipped)} 日：{self._ranges(self.skipped)}。",
                    f"Not counted, {len(self.skipped)} days: {self._ranges(self.skipped)}. ",
                )
            )
        if self.made_up:
            named = say("、", ", ").join(
                f"{_day(d, self.start.year)} {weekday_name(d)}" for d in self.made_up
            )
            parts.append(
                say(f"调休上班日照计：{named}。", f"Make-up working days are counted: {named}. ")
            )
        if roll == "yes" and self.rolled_over:
            parts.append(
                say(
                    f"末日 {self.due} 为休息日，顺延 {self._ranges(self.rolled_over)}，"
                    f"至 {self.rolled}（{weekday_name(self.rolled)}）届满。",
                    f"The last day {self.due} is off; rolled over "
                    f"{self._ranges(self.rolled_over)} to {self.rolled} "
                    f"({weekday_name(self.rolled)}). ",
                )
            )
        else:
            parts.append(
                say(
                    f"至 {self.due}（{weekday_name(self.due)}）届满。",
                    f"Due {self.due} ({weekday_name(self.due)}). ",
                )
            )
        if roll == "perhaps" and self.rolled_over:
            parts.append(
                say(
                    f"末日为休息日，如准用民事诉讼法顺延，则至 {self.rolled}"
                    f"（{weekday_name(self.rolled)}）；两日之间有争议。",
                    f"That day is off; if it rolls over by analogy with civil procedure: "
                    f"{self.rolled} ({weekday_name(self.rolled)}); in between is disputed. ",
                )
            )
        if self.provisional if roll == "no" else self.rolled_provisional:
            parts.append(
                say(
                    "（暂算：该年节假日安排尚未公布，只扣周末和法定节日；不得据此认定违法。）",
                    "(Provisional: that year's holidays are not announced; only weekends and the "
                    "statutory days are left out. Never the basis of a finding.)",
                )
            )
        return parts

    def _length(self) -> str:
        n = self.length.amount
        if self.counting in (Counting.WORKING, Counting.CALENDAR):
            cited = _cited(self.law, self.article)
            if self.counting is Counting.WORKING:
                return say(f"{n} 个工作日{cited}", f"{n} working days{cited}")
            return say(f"{n} 日，按自然日{cited}", f"{n} calendar days{cited}")
        return {
            Counting.MONTHS: say(f"{n} 个月", f"{n} months"),
            Counting.YEARS: say(f"{n} 年", f"{n} years"),
            Counting.HOURS: say(f"{n} 小时", f"{n} hours"),
        }[self.counting]

    def _ranges(self, days: Sequence[Skipped]) -> str:
        """Neighbouring days with one reason as one range; the year only where it is another one."""
        to, year = say("至", "to"), self.start.year
        return say("；", "; ").join([_range(*group, to, year) for group in _grouped(days)])


def _grouped(days: Sequence[Skipped]) -> Iterator[tuple[date, date, str]]:
    """The first and the last of neighbouring days with one reason, and that."""
    first = last = date.min
    why = ""
    for day in days:
        if day.why != why or day.on - last != _ONE_DAY:
            if why:
                yield first, last, why
            first, why = day.on, day.why
        last = day.on
    if why:
        yield first, last, why


@lru_cache(maxsize=16_384)
def _range(first: date, last: date, why: str, to: str, year: int) -> str:
    """Days off of one reason, as sums that begin in ``year`` name them again and again."""
    days = _day(first, year) if first == last else f"{_day(first, year)} {to} {_day(last, year)}"
    return f"{days} {why}"


def _day(on: date, year: int) -> str:
    return str(on)[5:] if on.year == year else str(on)


@dataclass(frozen=True, slots=True)
class DueMoment:
    """A period of hours. ``due`` counts from the moment; ``latest`` from the end of that hour,
    because the hour in which a period starts is not counted either (民诉§85)."""

    start: datetime
    hours: int
    due: datetime
    latest: datetime

    def explain(self) -> str:
        return say(
            f"自 {self.start:%Y-%m-%d %H:%M} 起 {self.hours} 小时，至 {self.due:%Y-%m-%d %H:%M}"
            f"（开始之时不计，最迟 {self.latest:%Y-%m-%d %H:%M}）。",
            f"{self.hours} hours from {self.start:%Y-%m-%d %H:%M}: {self.due:%Y-%m-%d %H:%M} "
            f"(the hour of the start not counted: {self.latest:%Y-%m-%d %H:%M}).",
        )


def count(
    start: date,
    length: Length,
    calendar: Calendar,
    *,
    law: models.Law | None = None,
    stops: Sequence[Stop] = (),
    counting: Counting | None = None,
) -> Due:
    """The due date of ``length`` from ``start`` under ``law``, with its sum.

    ``counting`` overrides the law's clause where the length holds an extension: the clause speaks of
    the number of days written in the law. Raises TermError for a stop that has no end,
    because then the period has no end either, where a date lies outside the calendar, and for hours
    (use `count_hours`).
    """
    counting = counting or counting_of(length.amount, length.unit, law)
    if counting is Counting.HOURS:
        raise TermError(
            say(
                "以小时计算的期限须有起算时刻，请单独计算",
                "a period of hours starts at a moment: count it on its own",
            )
        )
    if any(stop.until is None for stop in stops):
        raise TermError(say("期间仍在中止，无法算出届满日", "the clock is still stopped"))
    _held_to_calendar(start, length.amount)
    skipped: list[Skipped] = []
    stopped: list[Skipped] = []
    made_up: list[date] = []
    provisional = False
    if counting in (Counting.MONTHS, Counting.YEARS):
        months = length.amount * (12 if counting is Counting.YEARS else 1)
        on = corresponding_day(start, months)
        for stop in sorted(stops, key=lambda s: s.since):
            for day in _days_of(stop, after=start):
                if day <= on and all(day != done.on for done in stopped):
                    stopped.append(Skipped(day, stop.reason or say("中止", "stopped")))
                    on += timedelta(days=1)
    elif counting is Counting.CALENDAR and not stops:
        on = start + timedelta(days=length.amount)
    elif not stops:
        on = _worked(calendar, start, length.amount)
        skipped = calendar.off_between(start, on)
        made_up = calendar.made_up_between(start, on)
        provisional = calendar.provisional_between(start, on)
    else:
        on, left = start, length.amount
        while left:
            on = _held_to_calendar(on + _ONE_DAY)
            stop_now = next((stop for stop in stops if stop.holds(on)), None) if stops else None
            day_now = calendar.day(on) if counting is Counting.WORKING else None
            if day_now is not None:
                provisional = provisional or day_now.provisional
            if stop_now is not None:
                stopped.append(Skipped(on, stop_now.reason or say("中止", "stopped")))
            elif day_now is not None and not day_now.working:
                skipped.append(Skipped(on, day_now.name))
            else:
                left -= 1
                if day_now is not None and day_now.kind is DayKind.MAKE_UP:
                    made_up.append(on)
    rolled = calendar.first_working_from(_held_to_calendar(on))
    passed = [calendar.day(on + timedelta(days=i)) for i in range((rolled - on).days)]
    article = law.day_counting.article if law is not None else None
    return Due(
        start=start,
        length=length,
        counting=counting,
        due=on,
        rolled=rolled,
        provisional=provisional,
        rolled_provisional=provisional
        or any(day.provisional for day in (*passed, calendar.day(rolled))),
        skipped=tuple(skipped),
        made_up=tuple(made_up),
        stopped=tuple(stopped),
        rolled_over=tuple(Skipped(day.on, day.name) for day in passed),
        law=law.id if law is not None and length.unit == "day" else None,
        article=article if length.unit == "day" else None,
    )


def count_hours(start: datetime, hours: int) -> DueMoment:
    """The end of a period of ``hours`` from the moment ``start``."""
    if hours < 0:
        raise TermError(say("期限不能为负数", "a period cannot be negative"))
    _held_to_calendar(start.date(), hours)
    begun = start.replace(minute=0, second=0, microsecond=0)
    next_hour = start if begun == start else begun + timedelta(hours=1)
    span = timedelta(hours=hours)
    return DueMoment(start=start, hours=hours, due=start + span, latest=next_hour + span)


def corresponding_day(start: date, months: int) -> date:
    """The corresponding day ``months`` later, or the last day of a shorter month (民法典§202)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if year > LAST.year:
        raise _out_of_calendar()
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _worked(calendar: Calendar, start: date, amount: int) -> date:
    """The day on which so many days after ``start`` were worked."""
    on = calendar.worked_after(start, amount) if amount else start
    if on is None:
        raise _out_of_calendar()
    return on


def _held_to_calendar(on: date, amount: int = 0) -> date:
    """``on`` itself, if it and an amount of any unit that small can be looked up."""
    if not FIRST < on < LAST or amount > (LAST - FIRST).days:
        raise _out_of_calendar()
    return on


def _out_of_calendar() -> TermError:
    first, last = FIRST.year + 1, LAST.year - 1
    return TermError(
        say(
            f"只能计算 {first} 年至 {last} 年之间的期限",
            f"only periods between {first} and {last} can be counted",
        ),
        say("请核对起算日和期限的长短。", "Check the start and the length."),
    )


def _days_of(stop: Stop, after: date) -> list[date]:
    first = max(stop.since, after + timedelta(days=1))
    until = min(stop.until or first, LAST)
    return [first + timedelta(days=i) for i in range((until - first).days + 1)]


def _cited(law: str | None, article: str | None) -> str:
    if law is None:
        return ""
    if article is None:
        return say(f"（{law} 未另定计日办法）", f" ({law} has no clause on counting days)")
    cited = Citation(law, article).words()
    return say(f"（{cited}）", f" ({cited})")
