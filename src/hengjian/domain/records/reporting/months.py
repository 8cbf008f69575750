"""Months as they are handed in: which ones a submission covers, and by when each is due."""

from datetime import date

from hengjian.core.months import after, last_of, span
from hengjian.domain.records.models import Submission
from hengjian.domain.registry.lists import content


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
