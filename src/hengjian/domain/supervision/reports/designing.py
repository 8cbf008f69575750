"""Changing a form's design piece by piece: sections, fields, checks added, moved, copied, taken away.

Serves the editor on screen and the reading of YAML. Each step gives a new sound design or says in an
officer's words why not; nothing is changed in place.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from hengjian.content.errors import PlainError
from hengjian.content.faults import fault_words
from hengjian.content.form_design import FormDesign
from hengjian.core.wording import say

Way = Literal["up", "down"]
MOST_BYTES = 512 * 1024
_PLACES = {
    "sections": "分组", "fields": "栏目", "checks": "核对关系", "columns": "列", "label": "名称",
    "name": "代码", "kind": "类型", "unit": "单位", "min": "最小值", "max": "最大值",
    "choices": "选项", "title": "标题", "right": "右边", "left": "左边", "sign": "符号",
    "decimals": "小数位", "words": "说明", "help": "填写说明", "due": "期限", "period": "周期",
}  # fmt: skip


def designed(raw: object) -> FormDesign:
    """The design that ``raw`` says. Raises PlainError with each place and fault."""
    try:
        return FormDesign.model_validate(raw)
    except ValidationError as error:
        told = [_told(fault) for fault in error.errors()[:8]]
        raise PlainError(
            "；".join(told), say("请改好后再保存。", "Mend it and save again.")
        ) from error


def _told(fault: Any) -> str:
    place = " ".join(
        say(f"第 {one + 1} 项", f"no. {one + 1}") if isinstance(one, int) else _PLACES.get(one, str(one))
        for one in fault["loc"]
    )  # fmt: skip
    if fault["loc"] == ("name",):
        place = say("报表名称", "name of the form")
    words = fault_words(fault)
    return f"{place}：{words}" if place else words


def stored(design: FormDesign) -> dict[str, Any]:
    """As the database and YAML keep it: only what is not the usual value."""
    kept: dict[str, Any] = _bare(design.model_dump(mode="python", exclude_defaults=True))
    return kept


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


def as_yaml(design: FormDesign) -> str:
    return yaml.safe_dump(stored(design), allow_unicode=True, sort_keys=False, width=100)


def from_yaml(data: bytes) -> FormDesign:
    """A design from an uploaded file. Raises PlainError with line or place."""
    if len(data) > MOST_BYTES:
        raise PlainError(say("文件超过 512 KB，不是报表设计", "the file is too large for a form"))
    try:
        raw = yaml.safe_load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PlainError(
            say("文件不是 UTF-8 文字", "the file is not UTF-8 text"),
            say("请另存为 UTF-8 编码。", "Save it as UTF-8."),
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = say(f"第 {line + 1} 行", f"line {line + 1}") if line is not None else ""
        raise PlainError(
            say(f"不是可读的 YAML {where}", f"unreadable YAML {where}").strip(),
            say("请核对缩进和冒号。", "Check indents and colons."),
        ) from error
    if not isinstance(raw, dict):
        raise PlainError(say("文件里没有报表设计", "the file holds no form"))
    return designed(raw)


# --- piece by piece ----------------------------------------------------------------------------------------


class Piece:
    """A design under work, as plain lists. Every method changes it; `done` gives the sound design."""

    def __init__(self, design: FormDesign) -> None:
        self.raw: dict[str, Any] = stored(design)
        self.sections: list[dict[str, Any]] = self.raw.setdefault("sections", [])

    def done(self) -> FormDesign:
        return designed(self.raw)

    def section(self, place: int) -> dict[str, Any]:
        found: dict[str, Any] = _at(self.sections, place)
        return found

    def add_section(self, title: str) -> None:
        self.sections.append({"title": title.strip()[:60], "fields": []})

    def change_section(self, place: int, title: str, help: str) -> None:
        self.section(place)["title"] = title.strip()
        self.section(place)["help"] = help.strip()

    def remove_section(self, place: int) -> None:
        if self.section(place).get("fields"):
            raise PlainError(
                say("这一组里还有栏目", "the section still has fields"),
                say("请先移走或者删除栏目。", "Move or remove its fields first."),
            )
        del self.sections[place]

    def move_section(self, place: int, way: Way) -> None:
        _swap(self.sections, place, way)

    def put_field(self, section: int, field: Mapping[str, Any], old: str = "") -> None:
        """A new field at the end of a section, or another in the place of ``old``; checks follow its name."""
        fields: list[dict[str, Any]] = self.section(section).setdefault("fields", [])
        if not old:
            fields.append(dict(field))
            return
        home, place = self._find(old)
        if home is fields:
            fields[place] = dict(field)
        else:
            del home[place]
            fields.append(dict(field))
        if old != field["name"]:
            self._rename(old, str(field["name"]))

    def move_field(self, name: str, way: Way) -> None:
        """Up or down; at the end of its section into the neighbour."""
        home, place = self._find(name)
        wanted = place + (1 if way == "down" else -1)
        if 0 <= wanted < len(home):
            _swap(home, place, way)
            return
        here = next(n for n, one in enumerate(self.sections) if one.get("fields") is home)
        there = here + (1 if way == "down" else -1)
        if 0 <= there < len(self.sections):
            target = self.sections[there].setdefault("fields", [])
            target.insert(0 if way == "down" else len(target), home.pop(place))

    def remove_field(self, name: str) -> None:
        """With it go the checks that name it."""
        home, place = self._find(name)
        del home[place]
        kept = [one for one in self.raw.get("checks", []) if name not in _named(one)]
        self.raw["checks"] = kept

    def add_check(self, check: Mapping[str, Any]) -> None:
        self.raw.setdefault("checks", []).append(dict(check))

    def remove_check(self, place: int) -> None:
        checks: list[Any] = self.raw.get("checks", [])
        _at(checks, place)
        del checks[place]

    def free_name(self, wanted: str = "") -> str:
        """A code that no field has yet."""
        taken = {field["name"] for one in self.sections for field in one.get("fields", [])}
        if wanted and wanted not in taken:
            return wanted
        number = len(taken) + 1
        while f"f{number}" in taken:
            number += 1
        return f"f{number}"

    def _find(self, name: str) -> tuple[list[dict[str, Any]], int]:
        for one in self.sections:
            for place, field in enumerate(one.get("fields", [])):
                if field["name"] == name:
                    return one["fields"], place
        raise PlainError(
            say("这个栏目已经不在了", "this field is gone"), say("请刷新页面。", "Reload.")
        )

    def _rename(self, old: str, new: str) -> None:
        def other(name: str) -> str:
            first, dot, rest = name.partition(".")
            return f"{new}{dot}{rest}" if first == old else name

        for check in self.raw.get("checks", []):
            if check.get("rows"):
                check["rows"] = other(check["rows"])
            else:
                check["left"], check["right"] = (
                    other(check["left"]),
                    [other(one) for one in check["right"]],
                )


def _named(check: Mapping[str, Any]) -> set[str]:
    if check.get("rows"):
        return {check["rows"]}
    return {name.partition(".")[0] for name in (check["left"], *check["right"])}


def _at(rows: Sequence[Any], place: int) -> Any:
    if not 0 <= place < len(rows):
        raise PlainError(say("这一项已经不在了", "this is gone"), say("请刷新页面。", "Reload."))
    return rows[place]


def _swap(rows: list[Any], place: int, way: Way) -> None:
    _at(rows, place)
    other = place + (1 if way == "down" else -1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
