"""One value at a time, in any of the spellings that people use.

Serves the readers of columns for what is not written in the most usual way, and the command line. A
value that cannot be meant is answered with the fault, never with a guess.
"""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hengjian.content import say
from hengjian.standard.parsing.column import Fault

FIRST_YEAR, LAST_YEAR = 1900, 2078

_UTC = ZoneInfo("UTC")
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(
    r"^(?P<date>\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?)[T\s]*"
    r"(?P<hour>\d{1,2})[:：时](?P<minute>\d{1,2})分?(?:[:：]?(?P<second>\d{1,2})(?:\.\d+)?秒?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?$"
)
_HASH = "[0-9a-f]{64}"
_TRUE = {"是", "有", "true", "yes", "y", "1", "√", "在场"}
_FALSE = {"否", "无", "false", "no", "n", "0", "×", "不在场"}
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def parse_date(text: str) -> date | Fault:
    """A date in any usual spelling, or why it is none (2024年2月30日: no such day)."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    match = _DATE.match(plain)
    if match is None:
        with_time = _TIME.match(unicodedata.normalize("NFKC", text).strip())
        if with_time is not None:
            return parse_date(with_time["date"])
        return Fault(
            say("不是日期", "not a date"),
            say("请写成 2024-03-01 的样子", "write it like 2024-03-01"),
        )
    year, month, day = (int(part) for part in match.groups() if part is not None)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return year_fault()
    try:
        return date(year, month, day)
    except ValueError:
        return Fault(
            say(f"{year}年{month}月没有{day}日", f"{year}-{month:02} has no day {day}"),
            say("请核对原始文书上的日期", "check the date on the original document"),
        )


def parse_moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, date] | Fault:
    """A moment (UTC, or None where only a date is given) and its local date, or the fault."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _TIME.match(plain)
    if match is None:
        day = parse_date(plain)
        return day if isinstance(day, Fault) else (None, day)
    on = parse_date(match["date"])
    if isinstance(on, Fault):
        return on
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Fault(
            say("没有这个时刻", "no such time of day"),
            say("时刻应在 00:00 至 23:59 之间", "a time lies between 00:00 and 23:59"),
        )
    local = datetime(on.year, on.month, on.day, hour, minute, second)
    offset = match["offset"]
    if offset:
        sign = "+00:00" if offset == "Z" else offset
        aware = datetime.fromisoformat(f"{local.isoformat()}{sign}")
    else:
        aware = local.replace(tzinfo=zone)
    return aware.astimezone(_UTC), aware.astimezone(zone).date()


def parse_boolean(text: str) -> bool | Fault:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _TRUE:
        return True
    if plain in _FALSE:
        return False
    return Fault(
        say("不是“是”或者“否”", "neither yes nor no"), say("请写 是 或者 否", "write yes or no")
    )


def uscc_is_valid(code: str) -> bool:
    """Whether the check digit of a unified social credit code is right (GB 32100)."""
    if len(code) != 18 or any(sign not in _USCC for sign in code):
        return False
    total = sum(
        _USCC.index(sign) * weight for sign, weight in zip(code, _USCC_WEIGHTS, strict=False)
    )
    return _USCC[(31 - total % 31) % 31] == code[17]


def year_fault() -> Fault:
    return Fault(
        say(
            f"年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
            f"the year is not between {FIRST_YEAR} and {LAST_YEAR}",
        ),
        say("请核对年份", "check the year"),
    )


def folded(text: str) -> str:
    """For a second look at codes: full-width forms, case and inner spaces do not matter."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").lower()
