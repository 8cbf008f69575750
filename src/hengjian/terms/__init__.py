"""Statutory periods: start + length + law → due date and the sum that explains it.

Serves rules, workflow and the public calculator with one way to count. It refuses to guess: a date
that rests on a year whose holidays are not announced is marked provisional.
"""

from hengjian.terms.calendar import Calendar, Day, DayKind
from hengjian.terms.period import Due, DueMoment, Length, Stop, TermError, count, count_hours
from hengjian.terms.regime import Counting, counting_of

__all__ = [
    "Calendar",
    "Counting",
    "Day",
    "DayKind",
    "Due",
    "DueMoment",
    "Length",
    "Stop",
    "TermError",
    "count",
    "count_hours",
    "counting_of",
]
