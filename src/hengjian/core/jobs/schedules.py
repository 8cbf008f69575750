"""Which tasks run by themselves, and when: named in an app's `tasks.py`, changed by a row.

every("ledger.self_check", "30 2 * * *", self_check)
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from django_tasks.base import Task

from hengjian.content.errors import PlainError
from hengjian.core.wording import say

CHINA = "Asia/Shanghai"


@dataclass(frozen=True)
class Regular:
    """A task without arguments and the minutes at which it runs (five cron fields, in ``zone``)."""

    name: str
    cron: str
    task: Task[[], Any]
    zone: str = CHINA


REGULAR: dict[str, Regular] = {}


def every(name: str, cron: str, task: Task[[], Any], *, zone: str = CHINA) -> None:
    """Have ``task`` run by itself; ``name`` is `noun.verb` and stays for ever."""
    last_slot(cron, zone, at=datetime(2026, 1, 1, tzinfo=UTC))  # a mistake shows at start-up
    REGULAR[name] = Regular(name, cron, task, zone)


def last_slot(cron: str, zone: str, *, at: datetime) -> datetime:
    """The latest slot that is not after ``at``."""
    return _next(cron, zone, at.replace(second=59, microsecond=0), back=True)


def next_slot(cron: str, zone: str, *, at: datetime) -> datetime:
    """The first slot after ``at``."""
    return _next(cron, zone, at, back=False)


def _next(cron: str, zone: str, at: datetime, *, back: bool) -> datetime:
    if len(cron.split()) != 5:
        raise _wrong(cron, zone)
    try:
        return next(CronSim(cron, at.astimezone(ZoneInfo(zone)), reverse=back)).astimezone(UTC)
    except (CronSimError, StopIteration, ZoneInfoNotFoundError, ValueError) as error:
        raise _wrong(cron, zone) from error


def _wrong(cron: str, zone: str) -> PlainError:
    return PlainError(
        say(f"不是能用的时间表：{cron}（{zone}）", f"no usable schedule: {cron} ({zone})"),
        say(
            "依次写分、时、日、月、星期，例如 30 2 * * * 即每天 2:30。",
            "Write minute, hour, day, month, weekday: 30 2 * * * is 2:30 every day.",
        ),
    )
