"""All lists of requests, and what the pages tell: what may be done next, who did what, the deadlines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as Chosen
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import Post
from hengjian.core.rights.once import built_once
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.clock.actions import ALIVE
from hengjian.domain.supervision.cases.conditions import Condition
from hengjian.domain.supervision.cases.models import Case, Deadline
from hengjian.domain.supervision.modes import access
from hengjian.domain.supervision.modes.conditions import CHECKS
from hengjian.domain.supervision.modes.models import ModeRequest, Part
from hengjian.domain.supervision.modes.workflow import (
    OVER,
    WORKING,
    Mode,
    Move,
    State,
    moves_from,
)

ORDER = ("-asked_at", "-id")
SIDES = ("decide", "hand", "receive", "join", "asked")


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for."""

    q: str = ""
    mode: str = ""
    state: str = ""
    side: str = ""
    ended: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.mode or self.state or self.side or self.ended)

    @property
    def order(self) -> tuple[str, ...]:
        return ("asked_at", "id") if self.sort == "oldest" else ORDER


@dataclass(frozen=True)
class Next:
    """A step that the table knows from here: whose it is, and what it needs."""

    move: Move
    yours: bool
    conditions: list[Condition]

    @property
    def open(self) -> bool:
        return self.yours and all(one.holds for one in self.conditions)


def listed(rows: QuerySet[ModeRequest], wanted: Wanted, *, post: Post) -> QuerySet[ModeRequest]:
    """``rows`` as filtered; not yet ordered. What is over is listed where it is asked for."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(number__icontains=word) | Q(case__number__icontains=word)
            | Q(case__title__icontains=word) | Q(case__body__name__icontains=word)
        )  # fmt: skip
    if wanted.mode:
        rows = rows.filter(mode=wanted.mode)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    elif not wanted.ended and not wanted.side:
        rows = rows.exclude(state__in=sorted(OVER))
    return of_side(rows, wanted.side, post=post) if wanted.side else rows


def of_side(rows: QuerySet[ModeRequest], side: str, *, post: Post) -> QuerySet[ModeRequest]:
    """Those in which it is the post's bureau's turn, or which it asked for."""
    return rows.filter(turn_of(side, post))


def turn_of(side: str, post: Post) -> Q:
    """What makes it the turn of the post's bureau, on each side."""
    top = f"{post.unit.path.split('/')[0]}/"
    if side == "decide":
        return Q(state__in=[State.ASKED, State.REPORTED], superior__path__startswith=top)
    if side == "hand":
        going = [State.DECIDED, State.GOING_BACK]
        return Q(state__in=going, case__bureau__path__startswith=top)
    if side == "receive":
        return Q(state=State.HANDED, target__path__startswith=top) | Q(
            state=State.HANDED_BACK, origin__path__startswith=top
        )
    if side == "join":
        mine = Part.objects.filter(
            request=OuterRef("pk"), until=None, leading=False, done_at=None,
            unit__path__startswith=top,
        )  # fmt: skip
        return Q(Exists(mine), state__in=sorted(WORKING))
    return Q(asking__path__startswith=top)


def requests_page(rows: QuerySet[ModeRequest], wanted: Wanted) -> Page[ModeRequest]:
    """The page after or before the mark, or the first."""
    return page_of(rows, wanted.order, after=wanted.after, before=wanted.before)


def next_steps(request: ModeRequest, *, post: Post, at: datetime) -> list[Next]:
    """What may come next: the reader's own steps first, with what stands in their way."""
    moves = moves_from(State(request.state), Mode(request.mode))
    mine = access.doers_as(request, post)
    asked = {name for move in moves for name in move.needs}
    known = {name: CHECKS[name](request, post, at) for name in asked}
    found = [Next(move, move.by in mine, [known[name] for name in move.needs]) for move in moves]
    return sorted(found, key=lambda one: not one.yours)


def parts_of(request: ModeRequest) -> QuerySet[Part]:
    """Who does what, the leading bureau first; those that declined or were left out last."""
    rows = request.parts.select_related("unit", "joined_by__person", "done_by__person")
    return rows.order_by("-leading", "until", "pk")


def running_of(case: Case) -> QuerySet[Deadline]:
    """The deadlines that run on, whoever has the case."""
    return case.deadlines.filter(state__in=ALIVE).select_related("owner").order_by("due_on", "pk")


def sides_of(post: Post) -> list[str]:
    """In which ways it can be the post's turn: a head decides; who acts for the whole bureau hands over,
    receives and joins."""
    if not access.concerned(post):
        return []
    wide = access.bureau_wide(post, post.unit.as_bureau)
    return [*(["decide"] if cases.heads(post) else []), *(SIDES[1:4] if wide else [])]


def waits_for(post: Post, at: datetime) -> dict[str, int]:
    """How many requests wait for the post, by side: one query, none for whoever decides nothing."""
    sides = sides_of(post)
    if not sides:
        return {}
    seen = access.requests_seen(post=post, at=at).order_by()
    counts = {side: Count("pk", filter=turn_of(side, post)) for side in sides}
    return {side: number for side, number in seen.aggregate(**counts).items() if number}


LINE = ("number", "mode", "state", "asked_at", "decide_by", "hand_over_by", "report_by", "case__title",
        "origin__inward_name")  # fmt: skip
"""What is told of a request that waits."""


def waiting_for(post: Post, at: datetime, *, most: int) -> list[tuple[str, ModeRequest]]:
    """Those requests, the oldest first, with what is to be done: one query."""
    sides = sides_of(post)
    if not sides:
        return []
    rows: Any = _by_side(post=post, at=at)
    return [(one.side, one) for one in rows[:most]]


@built_once
def _by_side(*, post: Post, at: datetime) -> QuerySet[ModeRequest]:
    turns = [When(turn_of(side, post), then=Value(side)) for side in sides_of(post)]
    rows = access.requests_seen(post=post, at=at).annotate(
        side=Chosen(*turns, default=Value(""), output_field=CharField())
    )
    told = rows.select_related(None).select_related("case", "origin").only(*LINE)
    return told.exclude(side="").order_by("asked_at", "pk")


def holdings_of(case: Case) -> list[Any]:
    """Who had the case from when to when."""
    return list(case.holdings.select_related("bureau", "unit").order_by("since", "pk"))
