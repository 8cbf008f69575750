"""What was filled into a form: read into one way of writing, and compared with what the form asks.

Serves the page that is filled in, the workbook that is read, and submitting. It knows no database and
refuses nothing by itself: whoever submits is told every fault with its field, row and remedy.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from hengjian.content.form_design import Check, Column, FormDesign, FormField
from hengjian.core.wording import say

LONGEST_LINE, LONGEST_TEXT, MOST_ROWS = 300, 4000, 2000
HELD = 20_000
"""So many characters of a value are kept at all; what is longer than its field may be is told."""
UNIT = "_unit"
"""The key, in a row of a merged table, of the unit that it came from."""
MOST_DIGITS = 18
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 00:00:00)?$")
_YES = {"yes", "是", "有", "true", "1", "√"}
_NO = {"no", "否", "无", "false", "0", "×"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field, or with one cell of its table (rows from 1)."""

    field: str
    label: str
    words: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        where = say(f"第 {self.row} 行", f", row {self.row}") if self.row else ""
        return f"“{self.label}”{where}：{self.words}"


# --- one way of writing ------------------------------------------------------------------------------------


def written(column: Column | FormField, given: object) -> str:
    """The value as it is kept; what cannot be read stays as it was written, to be mended."""
    text = unicodedata.normalize("NFKC", str(given or "")) if column.numeric else str(given or "")
    text = text.replace("\0", "").strip()
    if not text:
        return ""
    if column.numeric:
        number = decimal_of(text)
        return plain(number) if number is not None else text[:HELD]
    if column.kind == "date":
        day = _day(text)
        return day.isoformat() if day is not None else text[:HELD]
    if column.kind == "flag":
        low = text.lower()
        return "yes" if low in _YES else "no" if low in _NO else text[:HELD]
    return text[:HELD]


def decimal_of(text: object) -> Decimal | None:
    """The exact number, or None where it is none."""
    bare = str(text or "").replace(",", "").replace(" ", "")
    try:
        number = Decimal(bare) if bare and bare.lower() not in ("nan", "inf", "infinity") else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return None
    return number


def plain(number: Decimal) -> str:
    """A number without exponent and needless noughts: 1E+2 → 100, 3.50 → 3.5."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    try:
        return date(*map(int, found.groups()[:3])) if found else None
    except ValueError:
        return None


def all_written(design: FormDesign, given: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that was filled in, as it is kept; unknown names are left out, empty rows too."""
    kept: dict[str, Any] = {}
    for field in design.fields():
        value = given.get(field.name)
        if field.kind == "table":
            kept[field.name] = _rows(field, value if isinstance(value, list) else [])
        elif field.kind == "file":
            kept[field.name] = value if isinstance(value, dict) and value.get("sha256") else ""
        else:
            kept[field.name] = written(field, value)
    return {name: value for name, value in kept.items() if value not in ("", [])}


def _rows(field: FormField, given: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    rows = []
    for one in given:
        row = {col.name: written(col, one.get(col.name)) for col in field.columns}
        row = {name: text for name, text in row.items() if text}
        if row:
            unit = str(one.get(UNIT) or "")[:LONGEST_LINE]
            rows.append({UNIT: unit, **row} if unit else row)
    return rows[: MOST_ROWS + 1]


# --- what is wrong -----------------------------------------------------------------------------------------


def faults(
    design: FormDesign,
    values: Mapping[str, Any],
    *,
    figures: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    whole: bool = True,
) -> list[Fault]:
    """Everything that stands against submitting. ``whole``: also what is empty and must not be."""
    found: list[Fault] = []
    for field in design.fields():
        value = values.get(field.name, "")
        if field.kind == "table":
            found += _of_table(field, value or [], whole)
        elif field.kind != "file":
            words = fault_of(field, str(value))
            if words:
                found.append(Fault(field.name, field.label, words))
        if whole and field.required and not value:
            nothing = {True: "，没有的填 0"}.get(field.numeric, "")
            found.append(Fault(field.name, field.label, say(f"必填{nothing}", "required")))
        if (
            whole
            and changed(field, values, figures or {})
            and not explained(field.name, reasons or {})
        ):
            counted = (figures or {})[field.name]
            words = say(
                f"系统数是 {counted}，改动的请写明原因", f"the system counts {counted}; say why"
            )
            found.append(Fault(field.name, field.label, words))
    return found + [one for check in design.checks for one in _of_check(design, check, values)]


def changed(field: FormField, values: Mapping[str, Any], figures: Mapping[str, str]) -> bool:
    """Whether a figure that the system counted was written over."""
    if not field.figure or field.name not in figures or not values.get(field.name):
        return False
    return decimal_of(values[field.name]) != decimal_of(figures[field.name])


def explained(name: str, reasons: Mapping[str, str]) -> bool:
    """Whether a change has its reason: one of its own, or the one for all (`*`)."""
    return bool(reasons.get(name) or reasons.get("*"))


def fault_of(column: Column | FormField, text: str) -> str:
    """What is wrong with one value; empty where nothing is."""
    if not text:
        return ""
    if column.numeric:
        return _of_number(column, text)
    longest = LONGEST_TEXT if column.kind == "text" else LONGEST_LINE
    if len(text) > longest:
        return say(f"有 {len(text)} 字，最多 {longest} 字", f"{len(text)} signs, {longest} at most")
    if column.kind == "date" and _day(text) is None:
        return say(f"“{text}”不是日期，写成 2026-01-31", f"“{text}” is no date: 2026-01-31")
    if column.kind == "choice" and text not in column.choices:
        listed = "、".join(column.choices[:8])
        return say(f"“{text}”不在选项里，应当是：{listed}", f"“{text}” is none of: {listed}")
    if column.kind == "flag" and text not in ("yes", "no"):
        return say(f"“{text}”不是“是”或者“否”", f"“{text}” is neither yes nor no")
    return ""


def _of_number(column: Column | FormField, text: str) -> str:
    number = decimal_of(text)
    if number is None:
        return say(f"“{text}”不是数字", f"“{text}” is no number")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > column.places:
        if not column.places:
            return say(f"{text} 应当是整数", f"{text} must be whole")
        return say(
            f"{text} 最多 {column.places} 位小数", f"{text}: {column.places} decimals at most"
        )
    if column.min is not None and number < column.min:
        return say(f"{text} 小于 {plain(column.min)}", f"{text} is below {plain(column.min)}")
    if column.max is not None and number > column.max:
        return say(f"{text} 大于 {plain(column.max)}", f"{text} is above {plain(column.max)}")
    return ""


def _of_table(field: FormField, rows: list[dict[str, str]], whole: bool) -> list[Fault]:
    found = []
    if len(rows) > MOST_ROWS:
        words = say(f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")
        found.append(Fault(field.name, field.label, words))
    for place, row in enumerate(rows[:MOST_ROWS], start=1):
        for column in field.columns:
            text = row.get(column.name, "")
            words = fault_of(column, text)
            if whole and column.required and not text:
                words = say("必填", "required")
            if words:
                label = f"{field.label}·{column.label}"
                found.append(Fault(field.name, label, words, place, column.name))
    return found


# --- checks between fields ---------------------------------------------------------------------------------


def _of_check(design: FormDesign, check: Check, values: Mapping[str, Any]) -> list[Fault]:
    names = (check.left, *check.right)
    if check.rows:
        table = design.field(check.rows)
        rows = values.get(check.rows) or []
        sides = [
            (place, [[row.get(name, "")] for name in names])
            for place, row in enumerate(rows[:MOST_ROWS], start=1)
        ]
        label = table.label if table is not None else check.rows
        where = check.rows
    else:
        sides = [(0, [_texts(values, name) for name in names])]
        label, where = design.operand_words(check.left), check.left.partition(".")[0]
    found = []
    for place, texts in sides:
        told = _compared(design, check, texts)
        if told:
            found.append(Fault(where, label, told, place or None))
    return found


def _texts(values: Mapping[str, Any], name: str) -> list[str]:
    """The texts that a name stands for: one field, or a column of a table."""
    table, _, column = name.partition(".")
    if not column:
        return [str(values.get(name, ""))]
    rows = values.get(table) or []
    return [row.get(column, "") for row in rows[:MOST_ROWS]]


def _compared(design: FormDesign, check: Check, texts: list[list[str]]) -> str:
    """What is wrong, with both numbers; nothing where a side is empty or cannot be read."""
    filled = [[one for one in side if one] for side in texts]
    if not filled[0] or not any(filled[1:]):
        return ""
    numbers = [[decimal_of(one) for one in side] for side in filled]
    if any(one is None for side in numbers for one in side):
        return ""
    left, *right = [sum((one for one in side if one is not None), Decimal(0)) for side in numbers]
    total = sum(right, Decimal(0))
    holds = {"=": left == total, "<=": left <= total, ">=": left >= total}[check.sign]
    if holds:
        return ""
    words = design.check_words(check)
    return say(
        f"{words}（{plain(left)} 与 {plain(total)}）", f"{words} ({plain(left)}, {plain(total)})"
    )
