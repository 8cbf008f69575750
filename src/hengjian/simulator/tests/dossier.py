"""A case as a clerk reads it: one dossier after the other, day by day, article in hand.

Serves the tests with limits written once more, slowly and in another way than the simulator's: with
`hengjian.terms.count` and plain Python. It shares no arithmetic with what it checks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from hengjian.content import Content
from hengjian.simulator import City
from hengjian.terms import Calendar, Counting, Length, Stop, count
from hengjian.terms.period import corresponding_day

ZONE = ZoneInfo("Asia/Shanghai")
Event = dict[str, Any]


@dataclass
class Law:
    """The calendar, as the clerk counts on it."""

    calendar: Calendar
    as_of: date
    _known: dict[tuple[date, int], date] = field(default_factory=dict)

    def working(self, start: date, days: int) -> date:
        """The last day of a period of so many working days."""
        key = (start, days)
        if key not in self._known:
            length = Length(days, "working_day")
            self._known[key] = count(start, length, self.calendar, counting=Counting.WORKING).due
        return self._known[key]

    def plain(self, start: date, days: int, stops: list[Stop] | None = None) -> date:
        """The last day of a period of so many days, rolled over in the party's favour."""
        due = count(start, Length(days, "calendar_day"), self.calendar, stops=stops or []).due
        return self.calendar.first_working_from(due)

    def months(self, start: date, months: int) -> date:
        return self.calendar.first_working_from(corresponding_day(start, months))

    def over(self, due: date, done: date | None) -> bool:
        """Whether a term was missed: done after its last day, or not done although it is past."""
        return (done or self.as_of) > due


@dataclass
class Dossier:
    """One case with its events, and what the registers say about it."""

    case: dict[str, Any]
    events: list[Event]
    body: dict[str, Any]
    item: dict[str, Any]
    law: Law
    papers: list[dict[str, Any]] = field(default_factory=list)
    filmed: set[str] = field(default_factory=set)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    tiers: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    devices: dict[str, dict[str, Any]] = field(default_factory=dict)

    def paper(self, kind: str) -> set[str] | None:
        """What the first paper of this kind states; None where there is none."""
        found = next((paper for paper in self.papers if paper["kind"] == kind), None)
        return None if found is None else set(found["fields"] or ())

    def all(self, activity: str) -> list[Event]:
        return [event for event in self.events if event["activity"] == activity]

    def first(self, activity: str) -> Event | None:
        return next(iter(self.all(activity)), None)

    def day(self, activity: str) -> date | None:
        event = self.first(activity)
        return event["moment_day"] if event else None

    def time(self, activity: str) -> datetime | None:
        event = self.first(activity)
        return event["moment"].astimezone(ZONE) if event else None

    @property
    def key(self) -> str:
        return f"{self.case['body_id']}/{self.case['case_id']}"

    @cached_property
    def kinds(self) -> set[str]:
        return set(self.case["penalty_kinds"] or ())

    @cached_property
    def flags(self) -> set[str]:
        return set(self.case["flags"] or ())

    @property
    def ordinary(self) -> bool:
        return self.case["kind"] == "penalty" and self.case["procedure"] == "ordinary"

    @property
    def simple(self) -> bool:
        return self.case["procedure"] == "simple"

    def stops(self) -> list[Stop]:
        return [
            Stop(event["moment_day"], event["until_day"] or self.law.as_of)
            for event in self.all("clock_stopped")
        ]


def dossiers(city: City, content: Content, *, narrow: bool = False) -> Iterator[Dossier]:
    """All cases of bodies that report everything (or, with ``narrow``, of all bodies)."""
    law = Law(Calendar.of(content), city.as_of)
    tables = city.tables
    coverage = tables["coverage"].filter(pl.col("table") == "events", pl.col("name") == "*")
    full = set(coverage["body_id"].to_list())
    bodies = {row["body_id"]: row for row in tables["bodies"].iter_rows(named=True)}
    items = {row["item_id"]: row for row in tables["items"].iter_rows(named=True)}
    events, papers, films, outcomes = (
        _by_case(tables[name]) for name in ("events", "documents", "recordings", "outcomes")
    )
    tiers = {
        (row["item_id"], row["tier"]): (row["fine_min"], row["fine_max"])
        for row in tables["discretion"].iter_rows(named=True)
    }
    devices = {row["device_id"]: row for row in tables["monitoring_devices"].iter_rows(named=True)}
    for case in tables["cases"].iter_rows(named=True):
        if narrow or case["body_id"] in full:
            key = (case["body_id"], case["case_id"])
            yield Dossier(
                case,
                events.get(key, []),
                bodies[case["body_id"]],
                items[case["item_id"]],
                law,
                papers.get(key, []),
                {film["activity"] for film in films.get(key, [])},
                outcomes.get(key, []),
                tiers,
                items,
                devices,
            )


def _by_case(frame: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault((row["body_id"], row["case_id"]), []).append(row)
    return found


Judge = Callable[[Dossier], bool]
