"""Months as the days on which they begin: first and last day, the month so many later, those in between."""

import calendar
from collections.abc import Iterator
from datetime import date


def first_of(day: date) -> date:
    return day.replace(day=1)


def last_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def after(month: date, steps: int = 1) -> date:
    """The month so many ``steps`` later, or before."""
    whole = month.year * 12 + month.month - 1 + steps
    return date(whole // 12, whole % 12 + 1, 1)


def span(begin: date, end: date) -> Iterator[date]:
    """Each month from that of ``begin`` to that of ``end``."""
    month = first_of(begin)
    while month <= end:
        yield month
        month = after(month)
