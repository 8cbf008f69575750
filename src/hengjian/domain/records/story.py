"""One case as the archive holds it, told for a page: head, parties, events, terms, papers, recordings.

Serves the page of a record. Whoever may not be shown the party gets texts without it; everything else
is as the body reported it, in the words of the code lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from hengjian.archive.reader import CaseReader
from hengjian.archive.snapshot import Snapshot
from hengjian.content import Content
from hengjian.core.wording import say
from hengjian.domain.records.masking import Shown, without_party
from hengjian.domain.records.models import Record
from hengjian.domain.records.periods import DECISION, Acts, Period, merged, periods
from hengjian.domain.records.place import archive
from hengjian.domain.registry.lists import labels
from hengjian.standard.fields import Field, Kind
from hengjian.standard.tables import CASES
from hengjian.terms import Calendar

DECISIONS = ("decision", "on_spot_decision")
HEAD = (
    "kind", "procedure", "item_id", "filing_no", "decision_no", "party_kind", "place_division",
    "violation_on", "violation_ended_on", "found_on", "fine", "confiscated", "illegal_gain",
    "surcharge", "penalty_kinds", "measure_kinds", "enforcement_kinds", "flags", "evidence_kinds",
    "device_id", "sum_involved", "tier", "result", "permit_valid_to", "promised_days",
    "inspection_kind", "matter_id",
)  # fmt: skip
"""The fields of a case that are told in its head, in this order; the party's stand apart."""


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    day: date
    moment: datetime | None
    activity: str
    words: str
    officers: tuple[str, ...]
    details: tuple[str, ...]
    note: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    words: str
    number: str
    dated: date | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Film:
    number: str
    words: str
    since: datetime | None
    until: datetime | None
    uploaded: datetime | None
    delay: str
    gaps: int
    gap_note: str
    device: str
    deleted: date | None


@dataclass(frozen=True)
class Outcome:
    words: str
    number: str
    result: str
    decided: date | None
    reasons: str


@dataclass(frozen=True)
class Version:
    """A version of a case: the batch that brought it, and what it changed against the one before."""

    batch: int
    accepted_at: datetime | None
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Story:
    fact: str
    head: tuple[tuple[str, str], ...]
    events: tuple[Event, ...] = ()
    periods: tuple[Period, ...] = ()
    papers: tuple[Paper, ...] = ()
    films: tuple[Film, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    versions: tuple[Version, ...] = ()
    birth: date | None = None


@cache
def _reader(root: str) -> CaseReader:
    return CaseReader(archive().layout)


def reader() -> CaseReader:
    """What reads single cases, kept from page to page."""
    return _reader(str(Path(settings.ARCHIVE)))


def story_of(
    record: Record,
    party: Shown,
    secret: tuple[str, str],
    content: Content,
    calendar: Calendar,
    *,
    today: date,
) -> Story | None:
    """The case of this record, or None where the archive does not hold it.

    ``secret``: the party's name and number, which are taken out of every text where ``party`` is masked.
    """
    body = record.body
    versions, snapshot = reader().read(record.bucket, body.code, record.case_id)
    if versions.is_empty():
        return None
    row = versions.row(-1, named=True)

    def plain(text: str | None) -> str:
        if not text:
            return ""
        return without_party(text, *secret, record.party_kind) if party.masked else text

    told = {one.code: one for one in content.code_lists["activities"].codes}
    events = tuple(_event(one, told, plain) for one in row["events"] or ())
    acts = _acts(row, body.sector)
    return Story(
        fact=plain(row["fact"]),
        head=_head(row),
        events=events,
        periods=tuple(periods(acts, content, calendar, today=today)),
        papers=tuple(_paper(one) for one in row["documents"] or ()),
        films=tuple(_film(one, plain) for one in row["recordings"] or ()),
        outcomes=_outcomes(snapshot, body.code, record.case_id, plain),
        versions=_versions(snapshot, versions, party),
        birth=None if party.masked else row["party_birth"],
    )  # fmt: skip


def _head(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    fields = {one.name: one for one in CASES.fields}
    told = ((say(fields[name].label, name), shown(fields[name], row[name])) for name in HEAD)
    return tuple((label, words) for label, words in told if words)


def shown(what: Field, value: Any) -> str:
    """A value in words; nothing where there is none."""
    if value is None or value == []:
        return ""
    if what.kind is Kind.MONEY:
        return say(f"{value / 100:,.2f} 元", f"{value / 100:,.2f} yuan")
    if what.kind is Kind.CODE:
        return labels(what.codes or "").get(value, str(value))
    if what.kind is Kind.CODES:
        known = labels(what.codes or "")
        return say("、", ", ").join(known.get(one, one) for one in value)
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    return str(value)


def _event(one: Mapping[str, Any], told: Mapping[str, Any], plain: Any) -> Event:
    code = told.get(one["activity"])
    modes, kinds = labels("modes"), labels("penalty_kinds")
    details = []
    if one["mode"]:
        details.append(modes.get(one["mode"], one["mode"]))
    if one["amount"] is not None:
        details.append(say(f"{one['amount'] / 100:,.2f} 元", f"{one['amount'] / 100:,.2f} yuan"))
    if one["kinds"]:
        details.append(say("、", ", ").join(kinds.get(kind, kind) for kind in one["kinds"]))
    if one["days"] is not None:
        details.append(say(f"{one['days']} 日", f"{one['days']} days"))
    if one["until_day"] is not None:
        details.append(say(f"至 {one['until_day']}", f"until {one['until_day']}"))
    if one["doc_no"]:
        details.append(say(f"文书 {one['doc_no']}", f"paper {one['doc_no']}"))
    if one["party_present"] is not None:
        details.append(
            say("当事人在场", "party present")
            if one["party_present"]
            else say("当事人不在场", "party absent")
        )
    return Event(
        day=one["moment_day"], moment=one["moment"], activity=one["activity"],
        words=code.label if code else one["activity"],
        officers=tuple(one["officers"] or ()), details=tuple(details), note=plain(one["note"]),
        marks=code.marks if code else (),
    )  # fmt: skip


def _acts(row: Mapping[str, Any], sector: str) -> Acts:
    days: dict[str, list[date]] = {}
    extensions: dict[str, int] = {}
    stops = []
    for one in row["events"] or ():
        days.setdefault(one["activity"], []).append(one["moment_day"])
        if one["days"]:
            extensions[one["activity"]] = extensions.get(one["activity"], 0) + one["days"]
        if one["activity"] == "clock_stopped":
            why = labels("modes").get(one["mode"] or "", "")
            stops.append((one["moment_day"], one["until_day"], why))
    printed = [one["dated_on"] for one in row["documents"] or () if one["kind"] in DECISIONS and one["dated_on"]]  # fmt: skip
    decided = printed[-1:] or days.get("decided", [])[:1] or days.get("decided_on_spot", [])[:1]
    days[DECISION] = decided
    return Acts(days, merged(stops), extensions, row, sector)


def _paper(one: Mapping[str, Any]) -> Paper:
    known = labels("document_fields")
    return Paper(
        labels("document_kinds").get(one["kind"], one["kind"]), one["doc_no"], one["dated_on"],
        tuple(known.get(name, name) for name in one["fields"] or ()),
    )  # fmt: skip


def _film(one: Mapping[str, Any], plain: Any) -> Film:
    ended, uploaded = one["until"], one["uploaded"]
    delay = ""
    if ended is not None and uploaded is not None and uploaded >= ended:
        hours = (uploaded - ended).total_seconds() / 3600
        delay = say(f"{hours:.0f} 小时后", f"{hours:.0f} h later") if hours < 48 else say(f"{hours / 24:.0f} 天后", f"{hours / 24:.0f} days later")  # fmt: skip
    return Film(
        one["recording_id"], labels("activities").get(one["activity"] or "", ""), one["since"], ended,
        uploaded, delay, one["gaps"] or 0, plain(one["gap_note"]), one["device"] or "", one["deleted_on"],
    )  # fmt: skip


def _outcomes(snapshot: Snapshot, body: str, case: str, plain: Any) -> tuple[Outcome, ...]:
    rows = snapshot.register("outcomes")
    mine = rows.filter((pl.col("body_id") == body) & (pl.col("case_id") == case))
    return tuple(
        Outcome(
            labels("outcome_kinds").get(one["kind"], one["kind"]), one["outcome_id"],
            labels("outcome_results").get(one["result"] or "", one["result"] or ""),
            one["decided_on"], plain(one["reasons"]),
        )
        for one in mine.iter_rows(named=True)
    )  # fmt: skip


def _versions(snapshot: Snapshot, versions: pl.DataFrame, party: Shown) -> tuple[Version, ...]:
    """The versions, newest first, each with the fields that it changed; personal values stay hidden."""
    accepted = dict(snapshot.batches.select("seq", "accepted_at").iter_rows())
    rows = versions.to_dicts()
    found = []
    for place, row in enumerate(rows):
        changes = _changes(rows[place - 1], row, party) if place else ()
        found.append(Version(row["batch"], accepted.get(row["batch"]), changes))
    return tuple(reversed(found))


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], party: Shown
) -> tuple[tuple[str, str, str], ...]:
    found = []
    for one in CASES.fields:
        if one.name in ("body_id", "case_id") or before[one.name] == after[one.name]:
            continue
        label = say(one.label, one.name)
        if one.personal and party.masked:
            found.append((label, say("（已隐去）", "(withheld)"), say("（已隐去，有更正）", "(withheld, corrected)")))  # fmt: skip
        else:
            found.append((label, shown(one, before[one.name]), shown(one, after[one.name])))
    for name, zh, en in (("events", "活动", "events"), ("documents", "文书", "papers"), ("recordings", "音像记录", "recordings")):  # fmt: skip
        old, new = before[name] or [], after[name] or []
        if old != new:
            words = say(f"{len(new)} 项", f"{len(new)}")
            found.append((say(zh, en), say(f"{len(old)} 项", f"{len(old)}"), words if len(old) != len(new) else say(f"{words}，内容有更正", f"{words}, corrected")))  # fmt: skip
    return tuple(found)
