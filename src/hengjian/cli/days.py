"""Days as people write them on the command line and in small files: as data files may write them.

Serves every command that takes a date. It refuses a day that does not exist, in words that name it.
"""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from hengjian.content.errors import PlainError
from hengjian.content.speech import say


class DayError(PlainError, ValueError):
    """What was written is no day, or no moment."""


def day_of(text: str) -> date:
    """The day that ``text`` names in any usual spelling; DayError says why it names none."""
    plain = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):  # without loading what reads the others
        try:
            return date.fromisoformat(plain)
        except ValueError:
            pass
    from hengjian.standard.parsing import Fault, parse_date

    day = parse_date(plain)
    if isinstance(day, Fault):
        raise _wrong(text, day)
    return day


def moment_of(text: str, zone: str) -> datetime:
    """The moment that ``text`` names, by the clock of ``zone``; DayError where there is no hour."""
    from hengjian.standard.parsing import Fault, parse_moment

    place = ZoneInfo(zone)
    found = parse_moment(text, place)
    if isinstance(found, Fault):
        raise _wrong(text, found)
    moment, _ = found
    if moment is None:
        raise DayError(
            say(
                f"按小时计算须写明起算时刻，而不是只有日期 {text}",
                f"hours start at a time, not at the date {text} alone",
            ),
            say("例如 --from 2024-09-27T10:20", "For example --from 2024-09-27T10:20"),
        )
    return moment.astimezone(place).replace(tzinfo=None)


def _wrong(text: str, fault: Any) -> DayError:
    plain = say("不是日期", "not a date")
    why = "" if fault.reason == plain else say(f"：{fault.reason}", f": {fault.reason}")
    return DayError(say(f"“{text}”不是日期{why}", f"“{text}” is no date{why}"), fault.remedy)


if TYPE_CHECKING:
    _Kind = click.ParamType[date]
else:  # not generic in every version that serves
    _Kind = click.ParamType


class Day(_Kind):
    """A day as an option's value."""

    name = "datetime"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return day_of(str(value))
        except DayError as error:
            self.fail(str(error), param, ctx)
