"""The one place that reads the time. Views and workers ask it once; everything below is told `at`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, UTC."""
    return datetime.now(UTC)


def day_of(at: datetime) -> date:
    """The calendar day in China on which ``at`` falls: the day that the law and people mean."""
    return at.astimezone(CHINA).date()
