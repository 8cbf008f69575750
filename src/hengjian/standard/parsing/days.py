"""Columns of dates and of moments, by the clock of one place.

Serves the parser. What most of a column is written like is read by Polars, all else by `single`; a day
that does not exist or a year of no living case is refused.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

from hengjian.standard.parsing.column import (
    Fault,
    Parsed,
    by_distinct,
    none_bad,
    one_by_one,
    texts_of,
)
from hengjian.standard.parsing.single import (
    FIRST_YEAR,
    LAST_YEAR,
    parse_date,
    parse_moment,
    year_fault,
)

MOMENT = pl.Datetime("us", "UTC")
_DAY = "%Y-%m-%d"
_TIMES = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M")
_LONG = len("2024-03-01")


class Clock:
    """Reads days and moments as they are meant in one time zone."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self._zone = ZoneInfo(timezone)

    # --- days -------------------------------------------------------------------------------------------

    def read_days(self, written: pl.Series) -> Parsed:
        """Distinct texts, each as a day."""
        texts = texts_of(written)
        days = _plain_days(texts)
        if not _all_within(days):
            days = days.set(_outside(days), None)
        if days.null_count() == texts.null_count():
            return Parsed(days, none_bad(texts), {})
        left = (texts.is_not_null() & days.is_null()).arg_true()
        rest = one_by_one(texts.gather(left), parse_date, pl.Date())
        days = days.scatter(left, rest.values)
        return Parsed(days, texts.is_not_null() & days.is_null(), rest.faults)

    def days_of(self, typed: pl.Series) -> Parsed:
        """Days or moments that the file holds as such."""
        days = typed if typed.dtype == pl.Date else self._local(typed).dt.date()
        if _all_within(days):
            return Parsed(days, none_bad(typed), {})
        outside = _outside(days)
        texts = typed.cast(pl.String).filter(outside)
        faults = dict.fromkeys(texts.unique(maintain_order=True), year_fault())
        return Parsed(days.set(outside, None), outside, faults)

    # --- moments ----------------------------------------------------------------------------------------

    def read_moments(self, written: pl.Series) -> Parsed:
        """Texts as moments; those of a day without its hour as that day."""
        short = written.str.len_bytes() == _LONG
        local = _times(written.set(short, None) if short.any() else written)
        moments, days = self._in_utc(local), local.dt.date()
        faults: dict[str, Fault] = {}
        if days.null_count() > written.null_count():
            # Spaces around a text, which are dear to look for, are hardly ever there.
            left = (written.is_not_null() & days.is_null()).arg_true()
            rest = self._left_over(texts_of(written.gather(left)))
            moments, days = moments.scatter(left, rest.values), days.scatter(left, rest.day)
            faults = rest.faults
        if not _all_within(days):
            outside = _outside(days)
            late = texts_of(written.filter(outside)).unique(maintain_order=True)
            faults |= dict.fromkeys(late, year_fault())
            moments, days = moments.set(outside, None), days.set(outside, None)
        if not faults:
            return Parsed(moments, none_bad(written), faults, day=days)
        return Parsed(moments, texts_of(written).is_not_null() & days.is_null(), faults, day=days)

    def moments_of(self, typed: pl.Series) -> Parsed:
        """Days or moments that the file holds as such."""
        if typed.dtype == pl.Date:
            empty = pl.Series([None], dtype=MOMENT).new_from_index(0, len(typed))
            return Parsed(empty, none_bad(typed), {}, day=typed)
        local = self._local(typed)
        return Parsed(self._in_utc(local), none_bad(typed), {}, day=local.dt.date())

    def _left_over(self, texts: pl.Series) -> Parsed:
        """What is no plain moment: days without an hour, and what people write otherwise."""
        days = _plain_days(texts)
        moments = pl.Series([None], dtype=MOMENT).new_from_index(0, len(texts))
        left = (texts.is_not_null() & days.is_null()).arg_true()
        if left.is_empty():
            return Parsed(moments, none_bad(texts), {}, days)
        rest = by_distinct(self._one_by_one, texts.gather(left))
        moments, days = moments.scatter(left, rest.values), days.scatter(left, rest.day)
        return Parsed(moments, texts.is_not_null() & days.is_null(), rest.faults, days)

    def _one_by_one(self, texts: pl.Series) -> Parsed:
        results = [parse_moment(text, self._zone) for text in texts]
        faulty = [isinstance(result, Fault) for result in results]
        read = [(None, None) if isinstance(result, Fault) else result for result in results]
        return Parsed(
            pl.Series([moment for moment, _ in read], dtype=MOMENT),
            pl.Series(faulty, dtype=pl.Boolean),
            {
                t: result
                for t, result in zip(texts, results, strict=True)
                if isinstance(result, Fault)
            },
            pl.Series([day for _, day in read], dtype=pl.Date),
        )

    def _local(self, typed: pl.Series) -> pl.Series:
        """Moments without a zone as they are, others by the clock here."""
        zone = typed.dtype.time_zone  # type: ignore[attr-defined]
        naive = typed.cast(pl.Datetime("us", zone))
        if zone is None:
            return naive
        return naive.dt.convert_time_zone(self._timezone).dt.replace_time_zone(None)

    def _in_utc(self, local: pl.Series) -> pl.Series:
        offset = self._offset(local.min(), local.max())
        if offset is not None:
            return (local - offset).dt.replace_time_zone("UTC")
        return (
            local.dt.replace_time_zone(self._timezone, ambiguous="earliest", non_existent="null")
            .dt.convert_time_zone("UTC")
            .cast(MOMENT)
        )

    def _offset(self, first: object, last: object) -> timedelta | None:
        """How far the clock was ahead of UTC at every midnight from the year of the first moment to that
        of the last; None if it was set in between, which no clock is twice within a day."""
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            return None
        if first.year < FIRST_YEAR or last.year > LAST_YEAR:
            return None
        offsets = set[timedelta | None]().union(
            *(_offsets_of(self._zone, year) for year in range(first.year, last.year + 1))
        )
        return offsets.pop() if len(offsets) == 1 else None


@lru_cache(maxsize=512)
def _offsets_of(zone: ZoneInfo, year: int) -> frozenset[timedelta | None]:
    """Those at every midnight of a year, its first and that of the next among them."""
    first = datetime(year, 1, 1)
    days = (datetime(year + 1, 1, 1) - first).days + 1
    return frozenset(zone.utcoffset(first + timedelta(days=n)) for n in range(days))


def _plain_days(texts: pl.Series) -> pl.Series:
    """Only of full length: Polars also reads days that are cut short."""
    return texts.set(texts.str.len_bytes() != _LONG, None).str.to_date(_DAY, strict=False)


def _times(texts: pl.Series) -> pl.Series:
    """By the form of most of the first texts, and what is left by the others."""
    head = texts.drop_nulls().head(100)
    forms = sorted(_TIMES, key=lambda form: -_time(head, form).count())
    local = _time(texts, forms[0])
    for form in forms[1:]:
        if local.null_count() == texts.null_count():
            break
        left = (local.is_null() & texts.is_not_null()).arg_true()
        local = local.scatter(left, _time(texts.gather(left), form))
    return local


def _time(texts: pl.Series, form: str) -> pl.Series:
    # Hardly two moments are alike, so a cache of those read takes longer than to read them.
    return texts.str.to_datetime(form, strict=False, time_unit="us", cache=False)


def _all_within(days: pl.Series) -> bool:
    first, last = days.min(), days.max()
    return (
        not isinstance(first, date)
        or not isinstance(last, date)
        or (first >= date(FIRST_YEAR, 1, 1) and last <= date(LAST_YEAR, 12, 31))
    )


def _outside(days: pl.Series) -> pl.Series:
    """Days of a year in which no case can lie."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    return ((days < first) | (days > last)).fill_null(False)
