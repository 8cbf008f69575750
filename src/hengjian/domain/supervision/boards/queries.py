"""The counts of a bureau's board: cases by place, unit, stage and supervisor, corrections, findings, duties.

Each number is counted over the rows that the post sees, by the same filters as the list to which it
leads, so that both are equal. The number of queries does not grow with the city.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.domain.findings.queries import Wanted as WantedFindings
from hengjian.domain.findings.queries import Worklist
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.models import Deadline, Handler
from hengjian.domain.supervision.cases.queries import CORRECTION, STAGES, terms_seen, within
from hengjian.domain.supervision.cases.workflow import UNDER_WAY, State

UNDER = Q(state__in=sorted(UNDER_WAY))
TODO = WantedFindings().states or frozenset()
"""The states of findings that wait for a supervisor."""
MOST = 5000
"""So many cases under way are read for the days that they stand in their stage."""
Line = Counter[str]
"""Counts by their names."""


@dataclass(frozen=True)
class Period:
    """The days that a board is about."""

    since: date
    until: date


@dataclass(frozen=True)
class Stage:
    """How many cases stand in a state, and since how many days."""

    state: State
    number: int
    middle: int
    longest: int


@dataclass
class Cases:
    """The cases of what the post sees: by the unit in charge, by division, all together."""

    by_unit: dict[int, Line] = field(default_factory=dict)
    by_path: dict[str, Line] = field(default_factory=lambda: defaultdict(Counter))
    units: dict[int, str] = field(default_factory=dict)
    all: Line = field(default_factory=Counter)

    def of_place(self, path: str) -> Line:
        """The sum of a division and those below it."""
        return _below(self.by_path, path)


def cases_counted(*, post: Post, at: datetime, period: Period) -> Cases:
    """One query: by unit and division, what is under way, late, to be corrected, and what came and went."""
    day, found = day_of(at), Cases()
    rows = access.cases_seen(post=post, at=at).order_by()
    grouped: Any = rows.values("unit", "unit__inward_name", "body__unit__division__path").annotate(
        under=Count("pk", filter=UNDER),
        late=Count("pk", filter=UNDER & Q(due_on__lt=day)),
        correcting=Count("pk", filter=Q(state__in=sorted(STAGES["correcting"]))),
        **{
            name: Count("pk", filter=within(f"{name}_at", period.since, period.until))
            for name in ("proposed", "opened", "ended")
        },
    )
    for one in grouped:
        line: Line = Counter(
            {name: one[name] for name in ("under", "late", "correcting", "proposed", "opened", "ended")}
        )  # fmt: skip
        unit = one["unit"]
        found.by_unit[unit] = found.by_unit.get(unit, Counter()) + line
        found.units[unit] = one["unit__inward_name"]
        found.by_path[one["body__unit__division__path"]] += line
        found.all += line
    return found


def stages(*, post: Post, at: datetime) -> list[Stage]:
    """The cases under way by state, and the days since they came into it."""
    rows = access.cases_seen(post=post, at=at).filter(UNDER).order_by("pk")
    came = Max("steps__at", filter=~Q(steps__frm=F("steps__to")))
    days: dict[str, list[int]] = defaultdict(list)
    for state, since, proposed in rows.annotate(came=came).values_list(
        "state", "came", "proposed_at"
    )[:MOST]:
        days[state].append((day_of(at) - day_of(since or proposed)).days)
    return [
        Stage(state, len(days[state]), round(median(days[state])), max(days[state]))
        for state in State
        if days.get(state)
    ]


def corrections(*, post: Post, at: datetime, period: Period) -> dict[str, Line]:
    """Terms to correct, by the division of their body: of those due within the period how many were met,
    missed, still run or were dropped; and how many are late now, whenever they were due."""
    day = day_of(at)
    rows = terms_seen(post=post, at=at).filter(step__in=CORRECTION).order_by()
    due = Q(due_on__gte=period.since, due_on__lte=period.until)
    grouped: Any = rows.values("case__body__unit__division__path").annotate(
        late=Count("pk", filter=Q(state=Deadline.State.RUNNING, due_on__lt=day)),
        **{one.value: Count("pk", filter=due & Q(state=one)) for one in Deadline.State},
    )
    found: dict[str, Line] = defaultdict(Counter)
    names = ("late", *Deadline.State.values)
    for one in grouped:
        path = one["case__body__unit__division__path"]
        found[path] += Counter({name: one[name] for name in names})
    return found


@dataclass(frozen=True)
class Load:
    """What one supervisor has in hand."""

    post: Post
    handled: int
    late: int
    ended: int


def workload(*, post: Post, at: datetime, period: Period) -> list[Load]:
    """Who handles how many of the cases that the post sees: two queries."""
    day = day_of(at)
    seen = access.cases_seen.keys(post=post, at=at)
    under = Q(case__state__in=sorted(UNDER_WAY))
    ended = within("case__ended_at", period.since, period.until)
    rows = Handler.objects.filter(until=None, case__in=seen).order_by().values("post")
    counted = {
        one["post"]: one
        for one in rows.annotate(
            handled=Count("pk", filter=under),
            late=Count("pk", filter=under & Q(case__due_on__lt=day)),
            ended=Count("pk", filter=ended),
        )
    }
    posts = Post.objects.filter(pk__in=list(counted)).select_related("person", "unit__division")
    found = [
        Load(one, counted[one.pk]["handled"], counted[one.pk]["late"], counted[one.pk]["ended"])
        for one in posts
    ]
    return sorted(found, key=lambda one: (-one.handled, one.post.person.name))


@dataclass(frozen=True)
class Findings:
    """Findings that stand, by division and by state."""

    by_path: Mapping[str, Line]
    by_state: Mapping[tuple[str, int], int]
    bodies: Mapping[str, int]

    def of_place(self, path: str) -> Line:
        return _below(self.by_path, path)


def findings_counted(*, post: Post, at: datetime) -> Findings:
    """From the kept counts: what is to be done, the fatal of it, and what was raised. Three queries."""
    work = Worklist(post, WantedFindings(state="all"), at)
    paths = dict(
        Body.objects.filter(pk__in=list(work.scope.bodies)).values_list("pk", "unit__division__path")
    )  # fmt: skip
    grouped = work.tallies().filter(number__gt=0).values_list("body", "state", "weight")
    by_path: dict[str, Line] = defaultdict(Counter)
    by_state: Counter[tuple[str, int]] = Counter()
    for body, state, weight, number in grouped.annotate(Sum("number")):
        by_state[state, weight] += number
        line = by_path[paths.get(body, "")]
        if state in TODO:
            line["todo"] += number
            line["fatal"] += number if weight == 0 else 0
        elif state == "raised":
            line["raised"] += number
    return Findings(by_path, by_state, Counter(paths.values()))


def bodies_of(found: Findings, path: str) -> int:
    """How many bodies a place has that the post sees."""
    return sum(number for one, number in found.bodies.items() if one.startswith(path))


def _below(lines: Mapping[str, Line], path: str) -> Line:
    total: Line = Counter()
    for one, line in lines.items():
        if one.startswith(path):
            total.update(line)
    return total


def summed(lines: Mapping[str, Any], path: str = "") -> Line:
    """All lines of a place and those below it."""
    return _below(lines, path)
