"""When a notice may disturb: on working days of the project's own calendar, in office hours.

Serves notices. Pure: told the calendar and the moment. An urgent kind does not ask here.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hengjian.content import Content
from hengjian.core.clock import CHINA
from hengjian.terms import Calendar

FROM, TO = time(8, 0), time(20, 0)


@cache
def calendar() -> Calendar:
    """The calendar of this installation; read once."""
    return Calendar.of(Content.installed())


def calm_until(at: datetime, days: Calendar) -> datetime:
    """``at`` itself if it may disturb, else the next moment that may."""
    here = at.astimezone(CHINA)
    day = here.date()
    if days.is_working(day) and here.time() < TO:
        return at if here.time() >= FROM else _morning(day)
    return _morning(days.first_working_from(day + timedelta(days=1)))


def working_days_later(at: datetime, count: int, days: Calendar) -> datetime:
    """The same hour, so many working days on."""
    here = at.astimezone(CHINA)
    day = here.date()
    for _ in range(count):
        day = days.first_working_from(day + timedelta(days=1))
    return datetime.combine(day, here.time(), CHINA).astimezone(UTC)


def _morning(day: date) -> datetime:
    return datetime.combine(day, FROM, CHINA).astimezone(UTC)
