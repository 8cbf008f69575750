"""All lists of cases and deadlines, and what the case page tells: the story, and what may be done next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar, cast

from django.db.models import Count, F, Model, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from hengjian.core.clock import CHINA, day_of
from hengjian.core.keyset import Page, page_of
from hengjian.core.months import after, first_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.domain.registry.deadlines import Counted, counted
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.conditions import CHECKS, Condition
from hengjian.domain.supervision.cases.deadlines import RIGHTS, stops_of
from hengjian.domain.supervision.cases.models import Case, Deadline, Recount
from hengjian.domain.supervision.cases.workflow import (
    ASIDE,
    CORRECTING,
    ENDED,
    Move,
    State,
    moves_from,
)

Dated = TypeVar("Dated", bound=Model)
"""Something with a `due_on`."""
ORDERS = {"": ("-proposed_at", "-id"), "due": ("due_or_never", "id")}
"""The newest first, or the one that is due soonest."""
SOON = 3
"""Days before a deadline from which it is shown as pressing."""


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for."""

    q: str = ""
    state: str = ""
    severity: str = ""
    unit: int | None = None
    body: int | None = None
    bureau: int | None = None
    handler: int | None = None
    division: str = ""
    stage: str = ""
    event: str = ""
    since: date | None = None
    until: date | None = None
    mine: bool = False
    late: bool = False
    ended: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.sort]

    @property
    def narrowed(self) -> bool:
        asked = (self.q, self.state, self.severity, self.unit, self.body, self.bureau, self.handler,
                 self.division, self.stage, self.event)  # fmt: skip
        return any(asked) or self.mine or self.late or self.ended


STAGES = {"correcting": CORRECTING, "waiting": frozenset({State.PROPOSED, State.CLOSING})}
"""Groups of states that lists and boards count together: corrections under way, what waits for a yes."""
EVENTS = ("proposed", "opened", "ended")
"""What happened to a case within the days of a filter."""


@dataclass(frozen=True)
class WantedTerms:
    """What the list of deadlines is asked for; ``steps``: `correction`, or the code of one step."""

    state: str = ""
    step: str = ""
    body: int | None = None
    bureau: int | None = None
    division: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    mine: bool = False
    q: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        asked = (self.state, self.step, self.body, self.bureau, self.division, self.q)
        return any(asked) or bool(self.since or self.until) or self.late or self.mine


CORRECTION = ("rectify", "report_decision")
"""The terms in which a body corrects something."""


@dataclass(frozen=True)
class Next:
    """A step that the table knows from here: whose it is, and what it needs."""

    move: Move
    yours: bool
    conditions: list[Condition]

    @property
    def open(self) -> bool:
        """Whether it can be taken now."""
        return self.yours and all(one.holds for one in self.conditions)

    @property
    def ordinary(self) -> bool:
        """Whether it can be taken now and leads on: not off the way, nor back."""
        return self.open and self.move.code not in ASIDE


def listed(rows: QuerySet[Case], wanted: Wanted, *, post: Post, day: date) -> QuerySet[Case]:
    """``rows`` as filtered; not yet ordered. Ended cases are listed where they are asked for."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(body__name__icontains=word)
        )
    for name in ("state", "severity", "unit", "body", "bureau"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.division:
        rows = rows.filter(body__unit__division__path__startswith=wanted.division)
    if wanted.stage in STAGES:
        rows = rows.filter(state__in=sorted(STAGES[wanted.stage]))
    if wanted.handler:
        rows = rows.filter(handlers__post=wanted.handler, handlers__until=None)
    if wanted.event in EVENTS:
        rows = rows.filter(within(f"{wanted.event}_at", wanted.since, wanted.until))
    if wanted.mine:
        rows = rows.filter(handlers__post=post, handlers__until=None)
    if wanted.late:
        rows = rows.filter(due_on__lt=day)
    if not (wanted.ended or wanted.state or wanted.event):
        rows = rows.exclude(state__in=sorted(ENDED))
    return rows


def within(moment: str, since: date | None, until: date | None) -> Q:
    """That something happened, and from one day to another in China."""
    found = Q(**{f"{moment}__isnull": False})
    if since:
        found &= Q(**{f"{moment}__gte": beginning_of(since)})
    if until:
        found &= Q(**{f"{moment}__lt": beginning_of(until + timedelta(days=1))})
    return found


def beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def cases_page(rows: QuerySet[Case], wanted: Wanted) -> Page[Case]:
    """The page after or before the mark, or the first."""
    return page_of(ordered(rows, wanted), wanted.order, after=wanted.after, before=wanted.before)


def ordered(rows: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    """``rows`` in the order that was asked for; what has no day stands behind what has one."""
    if wanted.sort == "due":
        rows = rows.annotate(due_or_never=Coalesce("due_on", Value(date.max)))
    return rows.order_by(*wanted.order)


def next_steps(case: Case, *, post: Post, at: datetime) -> list[Next]:
    """What may come next: the reader's own steps first, the ordinary ones before those off the way, each
    with what stands in its way."""
    moves = moves_from(State(case.state))
    mine = access.doers_as(case, post)
    asked = {name for move in moves for name in move.needs}
    known = {name: CHECKS[name](case, post, day_of(at)) for name in asked}
    found = [Next(move, move.by in mine, [known[name] for name in move.needs]) for move in moves]
    return sorted(found, key=lambda one: (not one.yours, one.move.code in ASIDE))


def deadlines_of(case: Case) -> QuerySet[Deadline]:
    """All of a case's deadlines, those that still run first."""
    return case.deadlines.select_related("owner").order_by("ended_on", "due_on")


def running(*, post: Post, at: datetime, until: date | None = None) -> QuerySet[Deadline]:
    """Deadlines that run in the cases that the post sees; of a body those that are its own."""
    rows = (
        Deadline.objects.filter(
            state=Deadline.State.RUNNING, case__in=access.cases_seen.keys(post=post, at=at)
        )
        .select_related("case__body", "owner")
        .exclude(step__in=RIGHTS)
    )
    if access.speaks_for_body(post):
        rows = rows.filter(owner=post.unit_id)
    return rows if until is None else rows.filter(due_on__lte=until)


def terms_seen(*, post: Post, at: datetime) -> QuerySet[Deadline]:
    """All deadlines of the cases that the post sees, also those that ended; of a body those that are
    its own."""
    rows = Deadline.objects.filter(case__in=access.cases_seen.keys(post=post, at=at))
    rows = rows.exclude(step__in=RIGHTS).select_related("case__body", "owner")
    return rows.filter(owner=post.unit_id) if access.speaks_for_body(post) else rows


def terms_listed(
    rows: QuerySet[Deadline], wanted: WantedTerms, *, post: Post, day: date
) -> QuerySet[Deadline]:
    """``rows`` as filtered, of those that still run where no other state is asked; not yet ordered."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(case__title__icontains=word) | Q(case__number__icontains=word)
            | Q(case__body__name__icontains=word)
        )  # fmt: skip
    if wanted.step:
        rows = rows.filter(step__in=CORRECTION if wanted.step == "correction" else (wanted.step,))
    for name, value in (("case__body", wanted.body), ("case__bureau", wanted.bureau)):
        if value:
            rows = rows.filter(**{name: value})
    if wanted.division:
        rows = rows.filter(case__body__unit__division__path__startswith=wanted.division)
    if wanted.since:
        rows = rows.filter(due_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(due_on__lte=wanted.until)
    if wanted.mine:
        rows = rows.filter(case__handlers__post=post, case__handlers__until=None)
    if wanted.late:
        return rows.filter(state=Deadline.State.RUNNING, due_on__lt=day)
    if wanted.state == "all":
        return rows
    return rows.filter(state=wanted.state or Deadline.State.RUNNING)


def terms_page(rows: QuerySet[Deadline], wanted: WantedTerms) -> Page[Deadline]:
    """The soonest first."""
    return page_of(rows, ("due_on", "id"), after=wanted.after, before=wanted.before)


def first_of_days(rows: QuerySet[Dated], most: int) -> QuerySet[Dated]:
    """The first of each day, at most so many."""
    place = Window(RowNumber(), partition_by=[F("due_on")], order_by="pk")
    shown = rows.alias(place=place).filter(place__lte=most).order_by("due_on", "pk")
    return cast(QuerySet[Dated], shown)


def numbers_of_days(rows: QuerySet[Any]) -> dict[date, int]:
    """How many are due on each day."""
    return dict(rows.order_by().values_list("due_on").annotate(Count("pk")))


def by_day(rows: Iterable[Dated]) -> dict[date, list[Dated]]:
    """Rows under the day on which they are due."""
    found: dict[date, list[Dated]] = {}
    for one in rows:
        found.setdefault(one.due_on, []).append(one)  # type: ignore[attr-defined]
    return found


def weeks_of(month: date) -> list[list[date]]:
    """The days of a month in weeks from Monday, with the days before and after that fill them."""
    first = first_of(month)
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start < after(first):
        weeks.append([start + timedelta(days=n) for n in range(7)])
        start += timedelta(days=7)
    return weeks


def supervisors_of(case: Case, *, day: date) -> list[tuple[Post, Certificate]]:
    """Who can be appointed: those of the bureau that has the case."""
    return able_supervisors(case.bureau, day=day)


def able_supervisors(bureau: Unit, *, day: date) -> list[tuple[Post, Certificate]]:
    """Supervisors of a bureau in post, also those lent to it, whose certificate is in force, found by
    their name in the register."""
    top = bureau.path.split("/")[0]
    posts: Any = Post.objects.filter(unit__path__startswith=f"{top}/", role="supervisor")
    held = [one for one in posts.select_related("person", "unit", "lent_from__unit").on(day)
            if access.supervises(one)]  # fmt: skip
    cards = Certificate.objects.filter(
        kind="supervision", valid_from__lte=day, valid_to__gte=day, withdrawn_on=None,
        officer__name__in=[one.person.name for one in held],
    ).select_related("officer")  # fmt: skip
    by_name = {card.officer.name: card for card in cards}
    return [(one, by_name[one.person.name]) for one in held if one.person.name in by_name]


def moved_by_calendar() -> list[tuple[Deadline, Counted]]:
    """Running deadlines that today's calendar would put on another day, as it counts them. Nothing is
    changed until a person confirms it (`recounts`)."""
    found = []
    for one in Deadline.objects.filter(state=Deadline.State.RUNNING).select_related("case"):
        made = counted(one.step, one.start, days=one.days, more=one.more, stops=stops_of(one))
        if made.due != one.due_on:
            found.append((one, made))
    return found


@dataclass(frozen=True)
class WantedRecounts:
    """What the list of deadlines to be counted anew is asked for."""

    q: str = ""
    decision: str = "waiting"
    after: str = ""
    before: str = ""


RECOUNTS = ("-found_at", "-id")


def recounts_listed(rows: QuerySet[Recount], wanted: WantedRecounts) -> QuerySet[Recount]:
    """``rows`` as filtered; those that wait are listed where nothing else is asked for."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(deadline__case__title__icontains=word) | Q(deadline__case__number__icontains=word)
            | Q(deadline__case__body__name__icontains=word)
        )  # fmt: skip
    if wanted.decision == "all":
        return rows
    return rows.filter(decision="" if wanted.decision == "waiting" else wanted.decision)
