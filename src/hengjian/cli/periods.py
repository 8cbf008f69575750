"""Reads a CSV of periods (columns law, days, from; unit if wanted), row by row, for `due` and `calendar`.

It names every faulty row with its line and refuses the file as a whole: half a result would be taken
for all of it.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from hengjian.cli.days import DayError, day_of
from hengjian.cli.look import fail
from hengjian.cli.progress import Tell
from hengjian.content import Content, ContentError, PlainError, models, say
from hengjian.terms import Calendar, Due, Length, TermError, count
from hengjian.terms.regime import Counting

COLUMNS = ("law", "days", "from")
SHOWN = 20
"""How many faulty rows are named."""
TELL_EVERY = 500
_UNITS = {
    Counting.WORKING: ("个工作日", "working day"),
    Counting.CALENDAR: ("日", "calendar day"),
    Counting.MONTHS: ("个月", "month"),
    Counting.YEARS: ("年", "year"),
    Counting.HOURS: ("小时", "hour"),
}


@dataclass(frozen=True)
class Period:
    """One row: its line in the file, what stood in it, and the period it describes."""

    line: int
    row: dict[str, str]
    start: date
    length: Length
    law: models.Law | None

    def due(self, calendar: Calendar) -> Due:
        return count(self.start, self.length, calendar, law=self.law)


def read_periods(path: Path, content: Content, calendar: Calendar, tell: Tell) -> list[Period]:
    """All periods of the file, each of which ``calendar`` can count."""
    from hengjian.standard.reading.limits import Limits, checked_size
    from hengjian.standard.reading.tabular import decoded

    if not path.is_file():
        raise fail(
            say(f"找不到文件 {path}", f"no such file: {path}"),
            say("请核对路径；应为 CSV 文件。", "Check the path; a CSV file is wanted."),
        )
    checked_size(path, Limits())
    text = decoded(path)
    lines = text.count("\n") + 1
    reader = csv.DictReader(io.StringIO(text))
    header = reader.fieldnames or []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise fail(
            say(f"{path.name} 缺少列：{'、'.join(missing)}", f"{path.name} lacks {missing}"),
            say("表头应有 law、days、from 三列。", "The header must hold law, days, from."),
        )
    periods: list[Period] = []
    faults: list[str] = []
    for number, row in enumerate(reader):
        if number % TELL_EVERY == 0:
            tell(say(f"读取 {path.name}", f"reading {path.name}"), reader.line_num / lines / 2)
        given = {name: (value or "").strip() for name, value in row.items() if name in header}
        try:
            period = _period(reader.line_num, given, content)
            period.due(calendar)
        except (PlainError, ContentError) as error:
            faults.append(
                say(
                    f"{path.name} 第 {reader.line_num} 行：{error}",
                    f"{path.name} row {reader.line_num}: {error}",
                )
            )
        else:
            periods.append(period)
    if faults:
        rest = len(faults) - SHOWN
        more = [say(f"…另有 {rest} 行有误", f"… and {rest} more rows")] if rest > 0 else []
        raise fail("\n  ".join(faults[:SHOWN] + more))
    return periods


def _period(line: int, given: dict[str, str], content: Content) -> Period:
    if not given["days"].isdecimal():
        raise TermError(
            say(
                f"days 应为不小于 0 的整数，而不是“{given['days']}”",
                f"days must be a number of 0 or more, not “{given['days']}”",
            )
        )
    try:
        start = day_of(given["from"])
    except DayError as error:
        raise TermError(f"from {error.message}", error.remedy) from error
    law = law_named(given["law"], content) if given["law"] else None
    return Period(line, given, start, Length(int(given["days"]), given.get("unit") or "day"), law)


def law_named(name: str, content: Content) -> models.Law:
    """The law by its id, full or short name; TermError names those that are written alike."""
    try:
        return content.law(name)
    except ContentError as error:
        near = _laws_like(name.strip().strip("《》"), content)
        if not near:
            raise TermError(error.problems[0]) from error
        named, named_en = "、".join(f"《{law}》" for law in near), ", ".join(near)
        raise TermError(
            say(f"不认识的法律“{name}”", f"unknown law “{name}”"),
            say(f"是不是{named}？", f"Is it {named_en}?"),
        ) from error


def _laws_like(name: str, content: Content) -> list[str]:
    """Ids of laws one of whose names holds ``name``, or is written much like it."""
    names = {
        known: law.id for law in content.laws.values() for known in (law.id, *law.names) if known
    }
    holding = [known for known in names if len(name) > 1 and name in known]
    near = holding or get_close_matches(name, names, n=3, cutoff=0.6)
    return list(dict.fromkeys(names[known] for known in sorted(near, key=len)))[:5]


def length_words(due: Due) -> str:
    """The length of a period as it was counted: 20 个工作日, 90 日, 3 个月."""
    zh, en = _UNITS[due.counting]
    amount = due.length.amount
    return say(f"{amount} {zh}", f"{amount} {en if amount == 1 else f'{en}s'}")
