"""A list of divisions as a file: read, checked row by row, and held against what is entered.

Serves the import on screen and by command. It writes nothing; what is entered but not in the list is
told and left alone, because a list may be of one county only.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.core.organisation.models import Division, DivisionAlias, Level
from hengjian.core.wording import said, say

COLUMNS = ("code", "name", "level", "kind", "above", "aliases", "note")
DIGITS = {Level.CITY: 6, Level.COUNTY: 6, Level.TOWNSHIP: 12, Level.VILLAGE: 12}


@dataclass(frozen=True)
class Listed:
    """One division of the list; ``aliases`` are pairs of origin and code."""

    code: str
    name: str
    level: Level
    kind: str
    above: str
    aliases: tuple[tuple[str, str], ...]
    note: str


class Change(Enum):
    """What the list would do to a division."""

    NEW = said("新增", "new")
    RENAMED = said("改名", "renamed")
    MOVED = said("改上级", "moved")
    KIND = said("改类别", "kind")
    ALIAS = said("加别名", "alias")
    UNLISTED = said("清单里没有（不动）", "not in the list (left alone)")


@dataclass(frozen=True)
class Difference:
    """One line of the difference list."""

    change: Change
    code: str
    name: str
    before: str = ""
    after: str = ""

    @property
    def words(self) -> Any:
        return self.change.value


def read_list(text: str) -> list[Listed]:
    """The rows of the file; the first that cannot be used is told with its line and column."""
    lines = [
        (number, line)
        for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines or tuple(next(csv.reader([lines[0][1]]))) != COLUMNS:
        raise PlainError(
            say(
                f"区划清单的表头应为：{','.join(COLUMNS)}",
                f"the head of the list should be: {','.join(COLUMNS)}",
            ),
            say("请照自带的 codes/divisions/2310.csv 写。", "See codes/divisions/2310.csv."),
        )
    found: dict[str, Listed] = {}
    for number, line in lines[1:]:
        row = next(csv.reader([line]))
        listed = _row(number, [value.strip() for value in row])
        if listed.code in found:
            raise _fault(number, "code", say("这个代码前面已有", "this code came before"))
        found[listed.code] = listed
    for number, line in lines[1:]:
        above = next(csv.reader([line]))[4].strip()
        if above and above not in found and not Division.objects.filter(code=above).exists():
            raise _fault(number, "above", say(f"没有上级 {above}", f"there is no {above} above"))
    return sorted(found.values(), key=lambda one: list(Level).index(one.level))


def _row(number: int, row: list[str]) -> Listed:
    if len(row) != len(COLUMNS):
        raise _fault(number, "", say(f"应有 {len(COLUMNS)} 列", f"{len(COLUMNS)} columns wanted"))
    code, name, level, kind, above, aliases, note = row
    if level not in Level.values:
        raise _fault(number, "level", say(f"没有层级“{level}”", f"no such level: {level}"))
    if not code.isdigit() or len(code) != DIGITS[Level(level)]:
        wanted = DIGITS[Level(level)]
        raise _fault(number, "code", say(f"代码应为 {wanted} 位数字", f"{wanted} digits wanted"))
    if not name:
        raise _fault(number, "name", say("没有名称", "no name"))
    if not above and level != Level.CITY:
        raise _fault(number, "above", say("没有写上级", "nothing stands above it"))
    pairs = [one.partition("=") for one in aliases.split(";") if one.strip()]
    return Listed(
        code, name, Level(level), kind, above,
        tuple((origin.strip(), other.strip()) for origin, _, other in pairs if other.strip()), note,
    )  # fmt: skip


def _fault(number: int, column: str, what: str) -> PlainError:
    where = say(f"第 {number} 行", f"line {number}") + (f" {column}" if column else "")
    return PlainError(
        say(f"区划清单{where}：{what}", f"list of divisions, {where}: {what}"),
        say("改正之后再导入；没有写入任何内容。", "Mend it and import again; nothing was written."),
    )


def differences(listed: Iterable[Listed]) -> list[Difference]:
    """What the list would change, in its order; then what it does not name, under the same top."""
    listed = list(listed)
    held = {one.code: one for one in Division.objects.select_related("parent")}
    aliases = set(DivisionAlias.objects.values_list("code", flat=True))
    found: list[Difference] = []
    for one in listed:
        now = held.get(one.code)
        if now is None:
            found.append(Difference(Change.NEW, one.code, one.name, after=one.name))
            continue
        if now.name != one.name:
            found.append(Difference(Change.RENAMED, one.code, one.name, now.name, one.name))
        if now.kind != one.kind:
            found.append(Difference(Change.KIND, one.code, one.name, now.kind, one.kind))
        above = now.parent.code if now.parent else ""
        if above != one.above:
            found.append(Difference(Change.MOVED, one.code, one.name, above, one.above))
        found += [
            Difference(Change.ALIAS, one.code, one.name, after=f"{origin} {code}")
            for origin, code in one.aliases
            if code not in aliases
        ]
    codes = {one.code for one in listed}
    tops = tuple(one.code[:4] for one in listed if one.level == Level.CITY)
    found += [
        Difference(Change.UNLISTED, one.code, one.name, before=one.name)
        for one in held.values()
        if tops and one.code.startswith(tops) and one.code not in codes
    ]
    return found
