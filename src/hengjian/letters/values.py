"""What a document is filled with, checked against its fields and put into words.

Serves both forms of a document with the same words. It refuses what is missing, unknown, too long or
of another kind, all at once, naming the field as the officer knows it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from hengjian.content import PlainError, say
from hengjian.content.documents import Document, FieldOf

BLANK_DATE = "　　　　年　　月　　日"
BLANK_MOMENT = "　　　　年　　月　　日　　时　　分"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: which field, and what to do about it."""

    field: str
    says: str


class LetterError(PlainError):
    """A document cannot be made. `faults` has one sentence per field."""

    def __init__(self, message: str, faults: tuple[Fault, ...], remedy: str = "") -> None:
        self.faults = faults
        listed = say("；", "; ").join(fault.says for fault in faults)
        super().__init__(f"{message}{say('：', ': ')}{listed}" if listed else message, remedy)


def check(document: Document, values: Mapping[str, object], *, blank: bool = False) -> list[Fault]:
    """Everything that is wrong with the values; `blank` lets fields be left out."""
    faults = [
        Fault(name, say(f"没有“{name}”这个字段", f"there is no field {name}"))
        for name in values
        if document.field(name) is None
    ]
    for field in document.fields:
        value = values.get(field.name)
        if value is None or value == "" or value == []:
            if field.required and not blank:
                faults.append(
                    Fault(field.name, say(f"缺少{field.label}", f"{field.label}: missing"))
                )
            continue
        faults += [Fault(field.name, f"{field.label}{words}") for words in _wrong(field, value)]
    return faults


def _wrong(field: FieldOf, value: object) -> Iterator[str]:
    kind = field.type
    if kind == "list":
        yield from _wrong_rows(field, value)
    elif kind in {"line", "text", "choice"}:
        if not isinstance(value, str):
            yield say("应为文字", ": text is wanted")
        else:
            yield from _wrong_words(value, field.max, lines=kind == "text")
            if kind == "choice" and value not in field.choices:
                yield say(f"应为{'、'.join(field.choices)}之一", f": one of {field.choices}")
    elif kind == "date" and (not isinstance(value, date) or isinstance(value, datetime)):
        yield say("应为日期", ": a date is wanted")
    elif kind == "moment" and not isinstance(value, datetime):
        yield say("应为日期和时间", ": a moment is wanted")
    elif kind in {"number", "money"} and (
        isinstance(value, bool) or not isinstance(value, int | float | Decimal)
    ):
        yield say("应为数", ": a number is wanted")
    elif kind == "flag" and not isinstance(value, bool):
        yield say("应为是或者否", ": yes or no is wanted")


def _wrong_words(value: str, most: int, *, lines: bool) -> Iterator[str]:
    if len(value) > most:
        yield say(
            f"有 {len(value)} 字，最多 {most} 字", f": {len(value)} characters, at most {most}"
        )
    bad = [sign for sign in value if unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}]
    if any(sign != "\n" for sign in bad):
        yield say("含有不能打印的字符", ": holds signs that cannot be printed")
    if "\n" in value and not lines:
        yield say("只能写一行", ": one line only")


def _wrong_rows(field: FieldOf, value: object) -> Iterator[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        yield say("应为若干行", ": rows are wanted")
        return
    if len(value) > field.max:
        yield say(
            f"有 {len(value)} 行，最多 {field.max} 行", f": {len(value)} rows, at most {field.max}"
        )
    columns = {column.name: column for column in field.columns}
    for number, row in enumerate(value, 1):
        where = say(f"第 {number} 行", f" row {number}")
        for name, words in row.items():
            column = columns.get(name)
            if column is None:
                yield where + say(f"没有“{name}”这一栏", f": no column {name}")
            elif isinstance(words, str):
                yield from (f"{where}{column.label}{bad}"
                            for bad in _wrong_words(words, column.max, lines=True))  # fmt: skip
            elif isinstance(words, bool) or not isinstance(
                words, date | int | float | Decimal | None
            ):
                yield where + column.label + say("应为文字、数或者日期", ": text, number or date")


def in_words(
    document: Document, values: Mapping[str, object], *, zone: tzinfo, blank: bool = False
) -> dict[str, Any]:
    """Every field of the document in words; fields without a value are empty, or a place to write."""
    found: dict[str, Any] = {}
    for field in document.fields:
        value = values.get(field.name)
        if value is None or value == "":
            found[field.name] = _room(field) if blank else [] if field.type == "list" else ""
        elif isinstance(value, list | tuple):
            found[field.name] = [
                {column.name: words(row.get(column.name), zone) for column in field.columns}
                for row in value
            ]
        elif field.type == "money":
            found[field.name] = f"{Decimal(str(value)):.2f}元"
        else:
            found[field.name] = words(value, zone)
    return found


def _room(field: FieldOf) -> Any:
    """Where a person writes by hand on a printed form."""
    if field.type == "list":
        return [{column.name: "" for column in field.columns} for _ in range(5)]
    if field.type == "choice":
        return "　".join(f"□{choice}" for choice in field.choices)
    return {"date": BLANK_DATE, "moment": BLANK_MOMENT, "flag": "□是　□否"}.get(field.type, "")


def words(value: object, zone: tzinfo) -> str:
    """A value as official documents write it: 2026年3月5日, 2026年3月5日14时05分."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo else value
        return f"{on(local.date())}{local.hour}时{local.minute:02d}分"
    if isinstance(value, date):
        return on(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()


def on(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
