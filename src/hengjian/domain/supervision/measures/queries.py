"""All lists of measures: filtered, paged by the last row seen, those of a case, what waits for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from hengjian.core.clock import day_of
from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.cases.access import heads
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.measures import access
from hengjian.domain.supervision.measures.conditions import Condition, conditions_of
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import ENDED, Kind, Move, State, moves_of

ORDER = ("-proposed_at", "-id")
BY_DUE = ("due_on", "id")


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for."""

    q: str = ""
    kind: str = ""
    state: str = ""
    body: int | None = None
    late: bool = False
    ended: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.kind or self.state or self.body or self.late or self.ended)

    @property
    def order(self) -> tuple[str, ...]:
        return BY_DUE if self.sort == "due" else ORDER


def listed(rows: QuerySet[Measure], wanted: Wanted, *, day: date) -> QuerySet[Measure]:
    """``rows`` as filtered. The search reads number, title, receiver and body: no person's name."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(receiver__icontains=word)
            | Q(body__name__icontains=word)
        )  # fmt: skip
    for name in ("kind", "state", "body"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.late:
        rows = rows.filter(due_on__lt=day)
    if wanted.sort == "due":
        rows = rows.filter(due_on__isnull=False)
    if not wanted.ended and not wanted.state:
        rows = rows.exclude(state__in=sorted(ENDED))
    return rows


def measures_page(rows: QuerySet[Measure], wanted: Wanted) -> Page[Any]:
    """The page after or before the mark, or the first."""
    shown = rows.select_related("body", "bureau")
    return page_of(shown, wanted.order, after=wanted.after, before=wanted.before)


def of_case(case: Case, *, post: Post, at: datetime) -> list[Measure]:
    """The measures that followed a case, as the post sees them."""
    seen = access.measures_seen(post=post, at=at).filter(case=case)
    return list(seen.order_by("proposed_at"))


def supervisors_of(measure: Measure, *, at: datetime) -> QuerySet[Post]:
    """The supervisors of its bureau that are in post."""
    path = measure.bureau.path.split("/")[0]
    rows = Post.objects.filter(unit__path__startswith=f"{path}/", role=Role.SUPERVISOR)
    return rows.on(day_of(at))


@dataclass(frozen=True)
class Next:
    """A step that the table knows from here, what it still needs, and whether the reader takes it."""

    move: Move
    conditions: list[Condition]
    yours: bool

    @property
    def open(self) -> bool:
        return self.yours and all(one.holds for one in self.conditions)


def next_steps(measure: Measure, *, post: Post, at: datetime) -> list[Next]:
    """What may come next; the reader's own steps first."""
    moves = moves_of(Kind(measure.kind), State(measure.state))
    found = [
        Next(one, conditions_of(one, measure, post, at), access.may_take(one, measure, post))
        for one in moves
    ]
    return sorted(found, key=lambda one: not one.yours)


def waits_for(*, post: Post, at: datetime) -> QuerySet[Measure]:
    """Measures in which it is the post's turn: to approve, to report, or to see to what is due."""
    rows = access.measures_seen(post=post, at=at).exclude(state__in=sorted(ENDED))
    if heads(post):
        return rows.filter(state=State.PROPOSED, bureau=post.unit_id)
    if access.proposes(post):
        mine = Q(proposed_by=post) & ~Q(state__in=[State.PROPOSED, State.HELD])
        due = Q(unit=post.unit_id, due_on__lt=day_of(at))
        hear = Q(proposed_by=post, state=State.PROPOSED, heard_on=None,
                 kind__in=[Kind.DISCIPLINE, Kind.CARD])  # fmt: skip
        return rows.filter(mine | due | hear)
    return rows.filter(kind=Kind.TALK, state__in=[State.NOTIFIED, State.HELD])
