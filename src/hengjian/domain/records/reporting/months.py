"""Months as they are handed in: which ones a submission covers, and by when each is due."""

import calendar
from collections.abc import Iterator
from datetime import date

from hengjian.domain.records.models import Submission
from hengjian.domain.registry.lists import content


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


def months_of(submission: Submission) -> list[date]:
    """The months that lie whole within the period of a submission."""
    begin, end = submission.period_from, submission.period_to
    if begin is None or end is None:
        return []
    return [m for m in span(begin, end) if begin <= m and last_of(m) <= end]


def is_of_one_month(submission: Submission) -> bool:
    """Whether its figures are those of a month."""
    begin, end = submission.period_from, submission.period_to
    return begin is not None and begin.day == 1 and end == last_of(begin)


def due_on(month: date) -> date:
    """The day by which the bureau wants the month's data: its own requirement, a parameter."""
    day = int(content().parameters["reports.due_day"].values[-1].value)
    following = after(month)
    return following.replace(day=min(day, last_of(following).day))
