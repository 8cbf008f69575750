"""A holiday notice as an officer types it in: a small YAML file, each fault named with its line.

Serves `calendar`. It refuses keys it does not know, days that do not exist and days of another year:
a mistyped notice would move due dates without a word.
"""

from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from hengjian.cli.days import DayError, day_of
from hengjian.cli.look import fail
from hengjian.content import models, say
from hengjian.content.errors import reason_of

KEYS = {
    "year": ("年份", "the year"),
    "off_days": ("放假的日子", "days off"),
    "working_days": ("调休上班的日子", "days worked instead"),
    "announced": ("是否已经公布", "whether it is announced"),
    "sources": ("来源", "where it was published"),
}
FIRST, LAST = 2000, 2050
_EXAMPLE = """
    year: 2027
    off_days: {2027-01-01: 元旦, 2027-02-05: 春节}
    working_days: {2027-02-20: 春节}"""


def read_notice(path: Path) -> models.CalendarYear:
    """The notice in ``path``; fails with every fault of the file."""
    notice = _Notice(path.name)
    made = notice.read(path)
    if notice.faults or made is None:
        raise fail(
            say(f"{path.name} 不是写好的放假通知", f"{path.name} is no proper holiday notice")
            + "".join(f"\n  {fault}" for fault in notice.faults),
            say("应写成三行，例如：", "Three lines are wanted, for example:") + _EXAMPLE,
        )
    return made


@dataclass
class _Notice:
    """What was found in the file so far."""

    file: str
    faults: list[str] = field(default_factory=list)

    def fault(self, node: yaml.Node, zh: str, en: str) -> None:
        line = node.start_mark.line + 1
        self.faults.append(say(f"{self.file} 第 {line} 行：{zh}", f"{self.file} line {line}: {en}"))

    def read(self, path: Path) -> models.CalendarYear | None:
        try:
            root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark is not None else 1
            self.faults.append(
                say(
                    f"{self.file} 第 {line} 行：标点或者缩进不合 YAML 的写法"
                    "（冒号后面要有空格，括号、引号要成对）",
                    f"{self.file} line {line}: not YAML (a space after each colon, brackets in pairs)",
                )
            )
            return None
        except UnicodeDecodeError:
            self.faults.append(
                say(f"{self.file} 不是 UTF-8 编码的文本", f"{self.file} is no text in UTF-8")
            )
            return None
        except OSError as error:
            self.faults.append(
                say(f"打不开 {self.file}（{reason_of(error)}）", f"{self.file}: {reason_of(error)}")
            )
            return None
        if not isinstance(root, yaml.MappingNode):
            self.faults.append(
                say(
                    f"{self.file} 应由“项目: 内容”组成",
                    f"{self.file} should hold lines of “key: value”",
                )
            )
            return None
        return self._entries(root)

    def _entries(self, root: yaml.MappingNode) -> models.CalendarYear | None:
        found: dict[str, yaml.Node] = {}
        for key, value in root.value:
            if key.value in found:
                self.fault(key, f"“{key.value}”写了两次", f"“{key.value}” is written twice")
            elif key.value not in KEYS:
                self._unknown(key)
            else:
                found[key.value] = value
        if "year" not in found:
            self.faults.append(say(f"{self.file} 缺少 year（年份）", f"{self.file} lacks the year"))
            return None
        year = self._year(found["year"])
        if year is None:
            return None
        told: dict[str, Any] = {"year": year}
        told |= {
            name: self._days(name, found[name], year)
            for name in ("off_days", "working_days")
            if name in found
        }
        self._both(told, found)
        told |= self._others(found)
        return None if self.faults else models.CalendarYear.model_validate(told)

    def _unknown(self, key: yaml.Node) -> None:
        near = get_close_matches(str(key.value), KEYS, n=1, cutoff=0.5)
        known = "、".join(f"{name}（{zh}）" for name, (zh, _) in KEYS.items())
        meant = say(f"，是不是 {near[0]}？", f"; is it {near[0]}?") if near else say("。", ".")
        self.fault(
            key,
            f"没有“{key.value}”这一项{meant}可以写的项目：{known}",
            f"there is no key “{key.value}”{meant} Known: {', '.join(KEYS)}",
        )

    def _year(self, node: yaml.Node) -> int | None:
        text = str(node.value)
        if not text.isdecimal() or not FIRST <= int(text) <= LAST:
            self.fault(
                node,
                f"year 应为 {FIRST} 至 {LAST} 之间的年份，而不是“{_shown(node)}”",
                f"year must lie between {FIRST} and {LAST}, not “{_shown(node)}”",
            )
            return None
        return int(text)

    def _days(self, name: str, node: yaml.Node, year: int) -> dict[date, str]:
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.fault(
                node,
                f"{name} 应写成 {{日期: 节日名称}}",
                f"{name} wants {{date: name of the holiday}}",
            )
            return {}
        days: dict[date, str] = {}
        for key, value in node.value:
            day = self._day(name, key, year)
            if day is None:
                continue
            if not isinstance(value, yaml.ScalarNode) or not value.value.strip():
                self.fault(
                    key,
                    f"{name} 的 {day} 没有写节日名称",
                    f"{name}: {day} lacks the name of the holiday",
                )
            elif day in days:
                self.fault(key, f"{name} 的 {day} 写了两次", f"{name}: {day} is written twice")
            else:
                days[day] = value.value.strip()
        return days

    def _day(self, name: str, key: yaml.Node, year: int) -> date | None:
        try:
            day = day_of(str(key.value))
        except DayError as error:
            self.fault(key, f"{name} 的{error}", f"{name}: {error}")
            return None
        # New Year's holiday may begin in December before, and end the year in January after.
        if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
            self.fault(
                key,
                f"{name} 的 {day} 不是 {year} 年的日子（元旦前后可以写到上年12月和下年1月）",
                f"{name}: {day} is no day of {year} (nor of the December before or January after)",
            )
            return None
        return day

    def _both(self, told: dict[str, Any], found: dict[str, yaml.Node]) -> None:
        for day in sorted({*told.get("off_days", {})} & {*told.get("working_days", {})}):
            self.fault(
                found["working_days"],
                f"{day} 既写成放假，又写成上班",
                f"{day} is both a day off and a working day",
            )

    def _others(self, found: dict[str, yaml.Node]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if "announced" in found:
            word = str(found["announced"].value).lower()
            if word not in ("true", "false"):
                self.fault(
                    found["announced"],
                    f"announced 应写 true 或者 false，而不是“{_shown(found['announced'])}”",
                    f"announced is true or false, not “{_shown(found['announced'])}”",
                )
            told["announced"] = word == "true"
        if "sources" in found:
            node = found["sources"]
            items = node.value if isinstance(node, yaml.SequenceNode) else [node]
            if not all(isinstance(item, yaml.ScalarNode) for item in items):
                self.fault(node, "sources 应为几行文字", "sources holds lines of text")
            else:
                told["sources"] = tuple(item.value for item in items)
        return told


def _shown(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "…"
