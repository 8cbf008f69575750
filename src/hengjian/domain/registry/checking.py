"""What is wrong with a row before it is written, in words for whoever must mend it.

Serves forms, uploads and actions alike, so that all three refuse the same things. The database's own
constraints stand behind it and are never the first to speak.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hengjian.core.wording import say
from hengjian.domain.registry.lists import labels
from hengjian.domain.registry.registers import Register
from hengjian.standard.fields import Kind


class Fault(NamedTuple):
    """One thing that is wrong: the field (empty: the whole row), why, and what to do."""

    field: str
    reason: str
    remedy: str


TERMS = {
    "bodies": [("qualified_from", "qualified_to")],
    "officers": [("employed_from", "employed_to")],
    "certificates": [("valid_from", "valid_to"), ("suspended_from", "suspended_to")],
    "items": [("in_force_from", "in_force_to"), ("listed_from", "listed_to")],
    "discretion": [],
    "delegations": [("valid_from", "valid_to")],
}
"""The days of each register that begin and end something."""


def faults(register: Register, values: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the row by itself; its links are the action's to find."""
    found = [*_missing(register, values), *_lengths(register, values), *_codes(register, values)]
    for since, until in TERMS[register.name]:
        found += _term(register, values, since, until)
    low, high = values.get("fine_min"), values.get("fine_max")
    if low is not None and high is not None and high < low:
        found.append(
            Fault(
                "fine_max",
                say("罚款上限低于下限", "the greatest fine is below the least"),
                say("请核对两个数额", "check both amounts"),
            )
        )
    if register.name == "delegations" and values.get("to_body") == values.get("from_body"):
        found.append(
            Fault(
                "to_body",
                say("承接机关就是原机关", "a body cannot hand down to itself"),
                say("请核对两个机关编号", "check the numbers of both bodies"),
            )
        )
    if register.name == "bodies" and values.get("parent_id") == values.get("body_id"):
        found.append(
            Fault(
                "parent_id",
                say("上级机关就是它自己", "a body cannot be its own superior"),
                say("请改正或者留空", "mend it or leave it empty"),
            )
        )
    return found


def _missing(register: Register, values: Mapping[str, Any]) -> Iterator[Fault]:
    for one in register.fields:
        if one.required and values.get(one.name) in (None, ""):
            yield Fault(
                one.name,
                say(f"必填的“{one.label}”是空的", f"{one.name} is required"),
                say("请补填", "fill it in"),
            )


def _lengths(register: Register, values: Mapping[str, Any]) -> Iterator[Fault]:
    """A text longer than its column; SQLite would take it, PostgreSQL would not."""
    for one in register.fields:
        value = values.get(one.name)
        if not isinstance(value, str) or one.name in register.links or one.kind is Kind.DATE:
            continue
        if register.name == "bodies" and one.name == "division":
            continue
        most = getattr(
            register.model._meta.get_field(register.attribute(one.name)), "max_length", None
        )
        if most is not None and len(value) > most:
            yield Fault(
                one.name,
                say(
                    f"“{one.label}”有 {len(value)} 个字，最多 {most} 个",
                    f"{one.name} has {len(value)} characters, at most {most} are kept",
                ),
                say("请缩短", "shorten it"),
            )


def _codes(register: Register, values: Mapping[str, Any]) -> Iterator[Fault]:
    for one in register.fields:
        value = values.get(one.name)
        if one.codes is None or not value:
            continue
        given = value.split(";") if one.kind is Kind.CODES else [value]
        for code in given:
            if code not in labels(one.codes):
                yield Fault(
                    one.name,
                    say(f"“{one.label}”没有代码 {code}", f"{one.name} has no code {code}"),
                    say("请从代码表中选", "choose one of the list"),
                )


def _term(register: Register, values: Mapping[str, Any], since: str, until: str) -> Iterator[Fault]:
    first, last = values.get(since), values.get(until)
    begins, ends = register.table.field(since).label, register.table.field(until).label
    if first and last and last < first:
        yield Fault(
            until,
            say(f"{ends} {last} 早于{begins} {first}", f"{until} {last} is before {since} {first}"),
            say("请核对两个日期", "check both dates"),
        )
    if since == "suspended_from" and last and not first:
        yield Fault(
            since,
            say("有暂扣止而没有暂扣起", "a suspension ends that never began"),
            say("请补填暂扣起，或者去掉暂扣止", "fill in its first day, or leave out the last"),
        )
