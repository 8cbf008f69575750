"""Reads a CSV of periods (columns law, days, from; unit if wanted), row by row, for `due` and `calendar`.

It names every faulty row with its line and refuses the file as a whole: half a result would be taken
for all of it.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hengjian.cli.look import fail
from hengjian.cli.progress import Tell
from hengjian.content import Content, ContentError, PlainError, models, say
from hengjian.terms import Calendar, Due, Length, TermError, count

COLUMNS = ("law", "days", "from")
SHOWN = 20
"""How many faulty rows are named."""
TELL_EVERY = 500


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
        start = date.fromisoformat(given["from"])
    except ValueError as error:
        raise TermError(
            say(f"from 不是日期：“{given['from']}”", f"from is not a date: “{given['from']}”")
        ) from error
    law = content.law(given["law"]) if given["law"] else None
    return Period(line, given, start, Length(int(given["days"]), given.get("unit") or "day"), law)
