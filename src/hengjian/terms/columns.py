"""The same counting as `period`, for whole columns: arithmetic on a precomputed calendar.

Serves the rule engine. A date that rests on a year not yet announced is null here, so that it can
never become a finding. The property tests hold both ways of counting against each other.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import polars as pl

from hengjian.content import Content
from hengjian.terms.calendar import FIRST, LAST, Calendar
from hengjian.terms.regime import Counting

_EPOCH_FIRST = FIRST.toordinal() - 719_163  # days since 1970-01-01
_FIRST_ROW = pl.Series([_EPOCH_FIRST], dtype=pl.Int32)
_ONE = pl.Series([1], dtype=pl.Int32)
Span = tuple[pl.Series, pl.Series]
"""A first and a last day in each row."""


class CalendarColumns:
    """Look-up tables of one calendar as Polars series, one row per day."""

    def __init__(self, calendar: Calendar, *, trust_unannounced: bool = False) -> None:
        self.calendar = calendar
        self._trust = trust_unannounced
        self._months: dict[int, pl.Series] = {}

    @cached_property
    def provisional(self) -> "CalendarColumns":
        """The same look-ups with provisional dates instead of unknown ones."""
        return CalendarColumns(self.calendar, trust_unannounced=True)

    @cached_property
    def _floor(self) -> pl.Series:
        """Worked days up to and including each day; null outside what is announced."""
        counts: list[int | None] = []
        worked = 0
        for day in self.calendar.table:
            worked += day.working
            counts.append(worked if self._trust or not day.provisional else None)
        counts[0] = counts[-1] = None
        return pl.Series("worked", counts, dtype=pl.Int32)

    @cached_property
    def _nth(self) -> pl.Series:
        """The date of the n-th worked day; null where it is not announced."""
        dates = [
            day.on if self._trust or not day.provisional else None
            for day in self.calendar.table
            if day.working
        ]
        return pl.Series("nth", [None, *dates, None], dtype=pl.Date)

    @cached_property
    def _next_worked(self) -> pl.Series:
        """The first worked day from each day on."""
        following = None
        result: list[object] = []
        for day in reversed(self.calendar.table):
            known = self._trust or not day.provisional
            if day.working:
                following = day.on if known else None
            result.append(following if known else None)
        return pl.Series("rolled", result[::-1], dtype=pl.Date)

    @cached_property
    def _statutory(self) -> pl.Series:
        return pl.Series(
            "statutory",
            [self.calendar.statutory(day.on) is not None for day in self.calendar.table],
            dtype=pl.Boolean,
        )

    # --- look-ups ---------------------------------------------------------------------------------

    def worked_until(self, on: pl.Expr) -> pl.Expr:
        """Worked days from the beginning of the table up to and including ``on``."""
        return pl.lit(self._floor).gather(self._row(on, len(self._floor)))

    def nth_worked(self, index: pl.Expr) -> pl.Expr:
        """The date whose `worked_until` is ``index``, itself a worked day."""
        last = len(self._nth) - 1
        return pl.lit(self._nth).gather(index.clip(0, last))

    def rolled(self, on: pl.Expr) -> pl.Expr:
        """The first worked day from ``on`` on."""
        return pl.lit(self._next_worked).gather(self._row(on, len(self._next_worked)))

    def is_statutory(self, on: pl.Expr) -> pl.Expr:
        """Whether ``on`` is one of the statutory holidays (强§43)."""
        return pl.lit(self._statutory).gather(self._row(on, len(self._statutory)))

    @staticmethod
    def _row(on: pl.Expr, rows: int) -> pl.Expr:
        return (on.cast(pl.Int32) - _EPOCH_FIRST).clip(0, rows - 1)

    # --- on columns at hand -----------------------------------------------------------------------

    def due_of(
        self,
        start: pl.Series,
        amount: pl.Series,
        counting: Counting,
        stops: "Sequence[Span]" = (),
    ) -> pl.Series:
        """As `due`: for each row, or one for all of them. ``stops``: the first, second, … of each row."""
        match counting:
            case Counting.WORKING:
                end = self._worked_until(start) + amount.cast(pl.Int32)
                return self._lengthened(start, end, stops, working=True)
            case Counting.CALENDAR:
                due = (start.cast(pl.Int32) + amount.cast(pl.Int32)).cast(pl.Date)
            case Counting.MONTHS | Counting.YEARS:
                due = self._months_later(start, amount, 12 if counting is Counting.YEARS else 1)
            case _:
                raise ValueError("a period of hours is compared as moments")
        return self._lengthened(start, due.cast(pl.Int32), stops) if stops else due

    def _lengthened(
        self, start: pl.Series, end: pl.Series, stops: "Sequence[Span]", *, working: bool = False
    ) -> pl.Series:
        """The date of ``end``, a number of worked days or of days, moved by each stop before it."""
        for since, until in stops:
            tomorrow = start.cast(pl.Int32) + _ONE
            first = since.cast(pl.Int32)
            first = first.zip_with(first >= tomorrow, tomorrow)  # no period begins before that day
            if working:
                before = (first - _ONE).cast(pl.Date)
                length = self._worked_until(until) - self._worked_until(before)
                reached = since <= _taken(self._nth, end)
            else:
                length = until.cast(pl.Int32) - first + _ONE
                reached = since.cast(pl.Int32) <= end
            end = (end + length).zip_with(reached & (until > start), end)
        return _taken(self._nth, end) if working else end.cast(pl.Date)

    def _months_later(self, start: pl.Series, amount: pl.Series, months: int) -> pl.Series:
        """The day so many times so many months after ``start``."""
        none = pl.Series([None], dtype=pl.Date)
        low, high = amount.min(), amount.max()
        if not isinstance(low, int):
            return none
        if low == high:  # one period for all rows that have any
            later = self._after_months(start, low * months)
            return later.zip_with(amount.is_not_null(), none) if amount.has_nulls() else later
        if len(start) == 1:
            start = start.new_from_index(0, len(amount))
        moved = pl.col("start").dt.offset_by((pl.col("amount") * months).cast(pl.String) + "mo")
        return pl.DataFrame({"start": start, "amount": amount}).select(moved).to_series()

    def _after_months(self, start: pl.Series, months: int) -> pl.Series:
        row = start.cast(pl.Int32) - _FIRST_ROW
        first, last = row.min(), row.max()
        if not isinstance(first, int) or not isinstance(last, int):
            return start  # there is no date at all
        if first < 0 or last >= len(self._days):
            return start.dt.offset_by(f"{months}mo")
        if months not in self._months:
            self._months[months] = self._days.dt.offset_by(f"{months}mo")
        return self._months[months][row.cast(pl.UInt32)]

    @cached_property
    def _days(self) -> pl.Series:
        return pl.date_range(FIRST, LAST, eager=True)

    def _worked_until(self, on: pl.Series) -> pl.Series:
        return _taken(self._floor, on.cast(pl.Int32) - _FIRST_ROW)

    def rolled_of(self, on: pl.Series) -> pl.Series:
        """As `rolled`."""
        return _taken(self._next_worked, on.cast(pl.Int32) - _FIRST_ROW)

    def statutory_of(self, on: pl.Series) -> pl.Series:
        """As `is_statutory`."""
        return _taken(self._statutory, on.cast(pl.Int32) - _FIRST_ROW)

    # --- periods ----------------------------------------------------------------------------------

    def due(
        self,
        start: pl.Expr,
        amount: pl.Expr,
        counting: Counting,
        stops: "StopColumns | None" = None,
    ) -> pl.Expr:
        """The last day of a period; ``amount`` is an integer expression (days, months or years)."""
        match counting:
            case Counting.WORKING:
                return self._due_working(start, amount, stops)
            case Counting.CALENDAR:
                due = (start.cast(pl.Int32) + amount.cast(pl.Int32)).cast(pl.Date)
                return due if stops is None else self._pushed(start, due, stops)
            case Counting.MONTHS | Counting.YEARS:
                months = amount * 12 if counting is Counting.YEARS else amount
                due = start.dt.offset_by(months.cast(pl.Int64).cast(pl.String) + "mo")
                return due if stops is None else self._pushed(start, due, stops)
        raise ValueError("a period of hours is compared as moments")

    def _due_working(self, start: pl.Expr, amount: pl.Expr, stops: "StopColumns | None") -> pl.Expr:
        index = self.worked_until(start) + amount.cast(pl.Int32)
        if stops is not None:
            lengths = [
                self.worked_until(until)
                - self.worked_until((_later(since, start).cast(pl.Int32) - 1).cast(pl.Date))
                for since, until in stops.pairs
            ]
            index = _lengthened(index, start, stops, lengths, self.nth_worked)
        return self.nth_worked(index)

    @staticmethod
    def _pushed(start: pl.Expr, due: pl.Expr, stops: "StopColumns") -> pl.Expr:
        lengths = [
            until.cast(pl.Int32) - _later(since, start).cast(pl.Int32) + 1
            for since, until in stops.pairs
        ]
        days = _lengthened(due.cast(pl.Int32), start, stops, lengths, lambda day: day)
        return days.cast(pl.Date)


def _taken(table: pl.Series, row: pl.Series) -> pl.Series:
    """The entries of ``table`` at these rows, its ends standing for what lies beyond them."""
    last = len(table) - 1
    low, high = row.min(), row.max()
    if isinstance(low, int) and isinstance(high, int) and (low < 0 or high > last):
        row = row.clip(0, last)
    return table[row.cast(pl.UInt32)]


def _later(since: pl.Expr, start: pl.Expr) -> pl.Expr:
    """The first stopped day that counts: a period never begins before the day after ``start``."""
    return pl.max_horizontal(since, start.dt.offset_by("1d"))


def _lengthened(
    end: pl.Expr,
    start: pl.Expr,
    stops: "StopColumns",
    lengths: list[pl.Expr],
    on: Callable[[pl.Expr], pl.Expr],
) -> pl.Expr:
    """``end`` moved by the length of each stop that begins before it, earliest first.

    Each stop asks where the former ones moved the end, so this folds step by step; as one nested
    expression it would triple with every stop. ``on`` turns an end into its date or day number.
    """

    def longer(end: pl.Series, stop: pl.Series) -> pl.Series:
        reached = pl.col("since").cast(pl.Int32) <= on(pl.col("end")).cast(pl.Int32)
        hit = (reached & pl.col("after")).fill_null(False)
        frame = stop.struct.unnest().with_columns(end.alias("end"))
        moved = pl.when(hit).then(pl.col("end") + pl.col("length")).otherwise(pl.col("end"))
        return frame.select(moved)["end"]

    steps = [
        pl.struct(since=since, after=until > start, length=length)
        for (since, until), length in zip(stops.pairs, lengths, strict=True)
    ]
    return pl.fold(end, longer, steps, return_dtype=pl.Int32)


@lru_cache(maxsize=8)
def columns_of(content: Content) -> CalendarColumns:
    """The look-up tables of a content's calendar, made once."""
    return CalendarColumns(Calendar.of(content))


class StopColumns:
    """Merged, sorted stops of each row as two list columns of dates; open ends filled in.

    ``most``: the largest number of stops any row has, so that the arithmetic covers all of them.
    """

    def __init__(self, since: pl.Expr, until: pl.Expr, most: int) -> None:
        self._since, self._until, self._most = since, until, most

    @cached_property
    def pairs(self) -> list[tuple[pl.Expr, pl.Expr]]:
        return [
            (
                self._since.list.get(i, null_on_oob=True),
                self._until.list.get(i, null_on_oob=True),
            )
            for i in range(self._most)
        ]
