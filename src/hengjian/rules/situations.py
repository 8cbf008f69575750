"""Situations: a jurist's short cases in YAML, told in the standard's own fields.

Each file beside a rule holds cases that break it, are fine, are exempt and cannot be judged. They go
the whole way: records, facts, verdict. What a case does not say is an ordinary, lawful background:
one body, one case, two certified officers, everything reported.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from hengjian.content import Content, ContentError, say
from hengjian.content.loader import read_yaml
from hengjian.facts import Bucket
from hengjian.rules import verdicts
from hengjian.rules.engine import Hits, context_of, facts_for, judged
from hengjian.rules.findings import findings_of
from hengjian.rules.parameters import Parameters
from hengjian.rules.rule import Rule
from hengjian.standard.fields import Kind
from hengjian.standard.records import (
    Records,
    day_column,
    extended,
    schema_of,
    with_everything_covered,
)
from hengjian.standard.tables import BY_NAME

BREAKS, DISPUTED, FINE, NOT_JUDGED, NOT_CONCERNED = (
    "breaks",
    "disputed",
    "fine",
    "not judged",
    "not concerned",
)
_BODY = {
    "body_id": "B1",
    "name": "甲县市场监督管理局",
    "kind": "agency",
    "level": "county",
    "division": "990101",
    "sector": "market",
    "management": "local",
    "qualified_from": date(2019, 1, 1),
}
_OFFICERS = [
    {"officer_id": f"P{n}", "body_id": "B1", "name": f"执法员{n}", "kind": "enforcement"}
    for n in (1, 2)
]
_CERTIFICATES = [
    {
        "cert_no": f"Z{n}",
        "officer_id": f"P{n}",
        "kind": "enforcement",
        "valid_from": date(2019, 1, 1),
        "valid_to": date(2030, 12, 31),
    }
    for n in (1, 2)
]
_KEYS = frozenset(
    [
        "name",
        "expect",
        "as_of",
        "body",
        "bodies",
        "officers",
        "certificates",
        "item",
        "items",
        "discretion",
        "delegation",
        "delegations",
        "case",
        "cases",
        "events",
        "documents",
        "recordings",
        "outcome",
        "outcomes",
        "training",
        "devices",
        "disclosures",
        "ticket",
        "tickets",
        "month",
        "months",
        "parameters",
        "covered",
        "shows",
        "severity",
        "why",
    ]
)


@dataclass(frozen=True)
class Situation:
    """One told case: where it stands, what it says, and which verdict a jurist expects."""

    file: Path
    name: str
    expect: str
    exception: str | None
    as_of: date
    told: dict[str, Any] = field(repr=False)


def situations_of(path: Path) -> list[Situation]:
    """The situations of one YAML file; ContentError names file and case where one is unclear."""
    entries = read_yaml(path)
    if not isinstance(entries, list) or not entries:
        raise ContentError([f"{path}: {say('应为一列案例', 'a list of cases is wanted')}"])
    return [_situation(path, entry) for entry in entries if "changed" not in entry]


def changes_of(path: Path) -> list[tuple[date, str]]:
    """The rule's history as its cases file tells it: entries `{changed: DATE, what: TEXT}`."""
    return [
        (entry["changed"], str(entry["what"]))
        for entry in read_yaml(path) or []
        if "changed" in entry
    ]


def _situation(path: Path, entry: dict[str, Any]) -> Situation:
    unknown = set(entry) - _KEYS
    if unknown or "name" not in entry or "expect" not in entry:
        raise ContentError(
            [f"{path}: {entry.get('name', '?')}: {sorted(unknown) or 'name, expect'}"]
        )
    expect = entry["expect"]
    exception = None
    if isinstance(expect, dict):
        ((expect, exception),) = expect.items()
    return Situation(
        path, entry["name"], expect, exception, entry.get("as_of", date(2025, 12, 31)), entry
    )


@dataclass(frozen=True)
class Answer:
    """What the rule says of a situation: the gravest verdict of its rows, and the findings."""

    verdict: str
    exception: str | None
    findings: pl.DataFrame


_ORDER = (NOT_CONCERNED, FINE, "exempt", NOT_JUDGED, DISPUTED, "conflict", "hint", BREAKS)


def judge(rule: Rule, situation: Situation, content: Content) -> Answer:
    """The rule's verdict on the situation. Raises ValueError if two exceptions clash."""
    if entered := situation.told.get("parameters"):
        content = content.with_values(entered)
        rule = Rule(rule.declaration, content, rule.subject, Parameters(content))
    bucket = Bucket(records_of(situation, content))
    context = context_of(content, situation.as_of)
    facts, local = facts_for(rule.subject, bucket, [rule], context)
    numbers = judged(rule, facts, local)
    verdict, exception = verdict_of(rule, numbers)
    broken = numbers >= verdicts.BREAKS
    findings = findings_of(Hits(rule, facts.filter(broken), numbers.filter(broken), local))
    return Answer(verdict, exception, findings)


def verdict_of(rule: Rule, numbers: pl.Series) -> tuple[str, str | None]:
    """The gravest verdict of the rows, and the exception where it is one."""
    weights = verdicts.weights_of(rule)
    exceptions = list(rule.judgement.exceptions)
    verdict, exception = NOT_CONCERNED, None
    for number in numbers:
        now, named = _named(number, weights, exceptions, rule)
        if _ORDER.index(now) > _ORDER.index(verdict):
            verdict, exception = now, named
    return verdict, exception


def _named(
    number: int, weights: list[verdicts.Weight], exceptions: list[str], rule: Rule
) -> tuple[str, str | None]:
    if number == verdicts.CLASH:
        raise ValueError(f"{rule.id}: two exceptions at once and no order between them")
    if number >= verdicts.BREAKS:
        nature = weights[number - verdicts.BREAKS].nature.value
        return (BREAKS if nature == "violation" else nature), None
    if number >= verdicts.EXEMPT:
        return "exempt", exceptions[number - verdicts.EXEMPT]
    return {0: NOT_CONCERNED, 1: FINE, 2: NOT_JUDGED}[number], None


# --- from a told case to records ------------------------------------------------------------------------


def records_of(situation: Situation, content: Content) -> Records:
    """The records that the situation tells, on the ordinary background."""
    told = situation.told
    zone = ZoneInfo(content.profile.timezone)
    case = {"body_id": "B1", "case_id": "C1", "kind": "penalty", "procedure": "ordinary"}
    tables: dict[str, list[dict[str, Any]]] = {
        "bodies": [_BODY | told.get("body", {})] + [_BODY | b for b in told.get("bodies", [])],
        "officers": _merged(_OFFICERS, told.get("officers", []), "officer_id", {"body_id": "B1"}),
        "certificates": _merged(
            _CERTIFICATES, told.get("certificates", []), "cert_no", {"kind": "enforcement"}
        ),
        "items": [
            {"item_id": "I1", "name": "某项", "kind": "penalty"} | entry
            for entry in _listed(told, "item", "items")
        ],
        "discretion": [{"item_id": "I1"} | entry for entry in told.get("discretion", [])],
        "delegations": [
            {"item_id": "I1", "to_body": "B1"} | entry
            for entry in _listed(told, "delegation", "delegations")
        ],
        "outcomes": [
            {"outcome_id": f"O{n}", "kind": "reconsideration", "body_id": "B1"} | entry
            for n, entry in enumerate(_listed(told, "outcome", "outcomes"))
        ],
    }
    tables |= {
        "training": [{"officer_id": "P1"} | entry for entry in told.get("training", [])],
        "monitoring_devices": [{"body_id": "B1"} | entry for entry in told.get("devices", [])],
        "disclosures": [{"body_id": "B1"} | entry for entry in told.get("disclosures", [])],
        "tickets": [
            {"ticket_id": f"T{n}", "body_id": "B1"} | entry
            for n, entry in enumerate(_listed(told, "ticket", "tickets"))
        ],
        "reports": [{"body_id": "B1"} | entry for entry in _listed(told, "month", "months")],
    }
    cases = [
        case | {"case_id": f"C{n}"} | entry
        for n, entry in enumerate(_listed(told, "case", "cases"), start=1)
    ]
    for entry in cases or [dict(case)]:
        events = entry.pop("events", told.get("events", []))
        documents = entry.pop("documents", told.get("documents", []))
        tables.setdefault("cases", []).append(entry)
        owner = {"body_id": entry["body_id"], "case_id": entry["case_id"]}
        for seq, line in enumerate(events, start=1):
            event = line if isinstance(line, dict) else parse_event(str(line))
            tables.setdefault("events", []).append(owner | {"seq": seq} | event)
        for n, line in enumerate(documents, start=1):
            tables.setdefault("documents", []).append(owner | {"doc_no": f"D{n}"} | line)
    for n, entry in enumerate(told.get("recordings", []), start=1):
        tables.setdefault("recordings", []).append(
            {"recording_id": f"R{n}", "body_id": "B1", "case_id": "C1"} | entry
        )
    frames = {name: _frame(name, rows, content, zone) for name, rows in tables.items() if rows}
    records = Records.of(frames, content.extra_fields)
    covered = told.get("covered", "all")
    if covered == "all":
        return with_everything_covered(records)
    rows = [
        {"body_id": "*", "table": table, "name": name, "covered_from": since, "covered_to": until}
        for table, name, since, until in ((*line.split(), None, None)[:4] for line in covered)
    ]
    return Records.of(
        {**records.frames, "coverage": _frame("coverage", rows, content, zone)},
        content.extra_fields,
    )


def parse_event(line: str) -> dict[str, Any]:
    """`served 2024-03-01 09:30 mode=post amount=200 officers=P1+P2` as an event."""
    activity, day, *rest = line.split()
    event: dict[str, Any] = {"activity": activity, "moment": day}
    for part in rest:
        if "=" not in part:
            event["moment"] = f"{event['moment']} {part}"
            continue
        name, value = part.split("=", 1)
        event[name] = value
    return event


def _listed(told: dict[str, Any], one: str, many: str) -> list[dict[str, Any]]:
    return [dict(entry) for entry in [*([told[one]] if one in told else []), *told.get(many, [])]]


def _merged(
    usual: list[dict[str, Any]], told: list[dict[str, Any]], key: str, given: dict[str, Any]
) -> list[dict[str, Any]]:
    rows = {row[key]: dict(row) for row in usual}
    for entry in told:
        rows[entry[key]] = rows.get(entry[key], given) | entry
    return list(rows.values())


def _frame(name: str, rows: list[dict[str, Any]], content: Content, zone: ZoneInfo) -> pl.DataFrame:
    table = extended(BY_NAME[name], content.extra_fields)
    kinds = {column.name: column.kind for column in table.fields}
    columns: dict[str, list[Any]] = {column: [] for column in schema_of(table)}
    for row in rows:
        unknown = set(row) - set(kinds)
        if unknown:
            raise ContentError([f"{name}: {say('没有字段', 'no field')} {sorted(unknown)}"])
        full = dict.fromkeys(columns) | {k: _value(v, kinds[k]) for k, v in row.items()}
        for column, kind in kinds.items():
            if kind is Kind.MOMENT and full[column] is not None:
                full[column], full[day_column(column)] = _moment(str(row[column]), zone)
        for column, value in full.items():
            columns[column].append(value)
    return pl.DataFrame(columns, schema=schema_of(table), strict=False)


def _value(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    match kind:
        case Kind.MONEY:
            return round(float(value) * 100)
        case Kind.CODES | Kind.IDS:
            return value.replace("+", ",").split(",") if isinstance(value, str) else list(value)
        case Kind.DATE:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        case Kind.INTEGER:
            return int(value)
        case Kind.BOOLEAN:
            return value if isinstance(value, bool) else str(value).lower() in ("true", "yes")
        case Kind.NUMBER:
            return float(value)
    return str(value)


def _moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, date]:
    if len(text) <= 10:
        return None, date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    utc = moment.astimezone(ZoneInfo("UTC"))
    return utc, moment.astimezone(zone).date()
