"""A told case in the reader's words: labels of tables, fields and codes instead of their names.

Serves the jurist who reads a rule's cases and knows no code list.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hengjian.content import Content, say
from hengjian.rules.situations import Situation, parse_event
from hengjian.standard.fields import Table
from hengjian.standard.records import extended
from hengjian.standard.tables import BY_NAME

_TABLES = {
    "body": "bodies",
    "bodies": "bodies",
    "officers": "officers",
    "certificates": "certificates",
    "item": "items",
    "items": "items",
    "discretion": "discretion",
    "delegation": "delegations",
    "delegations": "delegations",
    "case": "cases",
    "cases": "cases",
    "events": "events",
    "documents": "documents",
    "recordings": "recordings",
    "outcome": "outcomes",
    "outcomes": "outcomes",
    "training": "training",
    "devices": "monitoring_devices",
    "disclosures": "disclosures",
    "ticket": "tickets",
    "tickets": "tickets",
}


def told_lines(situation: Situation, content: Content) -> list[str]:
    """One line a part of the case: which table, and what it says."""
    return list(_lines(situation, content))


def _lines(situation: Situation, content: Content) -> Iterator[str]:
    told = situation.told
    if "as_of" in told:
        yield say("检查截至：", "as of: ") + str(told["as_of"])
    for key, value in told.items():
        if key in _TABLES:
            table = extended(BY_NAME[_TABLES[key]], content.extra_fields)
            rows = value if isinstance(value, list) else [value]
            yield f"{say(table.label, table.name)}：" + "；".join(
                _row(row, table, content) for row in rows
            )
        elif key == "parameters":
            yield say("录入的参数：", "entered: ") + "；".join(
                f"{content.parameters[name].label} {_plain(amount)}"
                for name, amount in value.items()
            )
        elif key == "covered" and value != "all":
            yield say("报送范围：", "reported: ") + "；".join(
                _span(line, content) for line in value
            )
        elif key == "why":
            yield str(value)


def _row(row: Any, table: Table, content: Content) -> str:
    if isinstance(row, str):
        row = parse_event(row)
    fields = {field.name: field for field in table.fields}
    parts = []
    for name, value in row.items():
        if name in ("events", "documents"):
            inner = extended(BY_NAME[name], content.extra_fields)
            parts.append("〔" + "；".join(_row(part, inner, content) for part in value) + "〕")
            continue
        field = fields[name]
        words = _words(value, field.codes, content)
        leads = table.name == "events" and name in ("activity", "moment")
        parts.append(words if leads else f"{say(field.label, name)} {words}")
    return "，".join(parts) if parts else "—"


def _words(value: Any, codes: str | None, content: Content) -> str:
    if codes and codes in content.code_lists and value is not None:
        labels = {code.code: code.label for code in content.code_lists[codes].codes}
        values = (
            value if isinstance(value, list | tuple) else str(value).replace("+", ",").split(",")
        )
        return "、".join(labels.get(str(one), str(one)) for one in values)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(part) for part in value)
    if isinstance(value, Mapping):
        return "，".join(f"{key} {_plain(part)}" for key, part in value.items())
    if value is None:
        return say("（空）", "(empty)")
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    return str(value)


def _span(line: str, content: Content) -> str:
    table, name, *dates = line.split()
    labels = {code.code: code.label for code in content.code_lists["activities"].codes}
    everything = say("全部", "all")
    what = everything if name == "*" else labels.get(name, name)
    label = BY_NAME[table].label if table in BY_NAME else everything
    return f"{label}{say('的', ' ')}{what}" + (f"（{' — '.join(dates)}）" if dates else "")
