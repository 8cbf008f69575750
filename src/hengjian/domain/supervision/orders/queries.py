"""All lists of orders: given by my bureau or got by my units, filtered, in the order that was asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import Post
from hengjian.domain.supervision.orders import access
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.workflow import ENDED, HELD, OFF, Move, moves_of
from hengjian.domain.supervision.warning import within

ORDER = ("-given_at", "-id")
BY_DUE = ("due_on", "id")
SIDES = ("got", "given", "all")


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for. ``side``: got, given, or all that the post sees."""

    side: str = "got"
    q: str = ""
    kind: str = ""
    state: str = ""
    colour: str = ""
    unit: int | None = None
    body: int | None = None
    ended: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        texts = (self.q, self.kind, self.state, self.colour, self.unit, self.body)
        return any(texts) or self.ended

    @property
    def order(self) -> tuple[str, ...]:
        return BY_DUE if self.sort == "due" else ORDER


def of_side(side: str, *, post: Post, at: datetime) -> QuerySet[Order]:
    """The orders of one side that the post sees."""
    rows = access.orders_seen(post=post, at=at)
    if side == "got":
        return access.got_by(post, rows)
    return access.given_by(post, rows) if side == "given" else rows


def listed(rows: QuerySet[Order], wanted: Wanted, *, day: date) -> QuerySet[Order]:
    """``rows`` as filtered; not yet ordered. Ended ones are listed where they are asked for."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    for name in ("kind", "state", "body"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.unit:
        rows = rows.filter(units__unit=wanted.unit).distinct()
    if wanted.colour:
        rows = rows.filter(within(wanted.colour, day)).exclude(state__in=sorted(ENDED))
    if not wanted.ended and not wanted.state:
        rows = rows.exclude(state__in=sorted(ENDED))
    return rows


def orders_page(rows: QuerySet[Order], wanted: Wanted) -> Page[Order]:
    """The page after or before the mark, or the first, with the units of each."""
    return page_of(with_units(rows), wanted.order, after=wanted.after, before=wanted.before)


def with_units(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Each with its units, in two queries."""
    units = Prefetch(
        "units", OrderUnit.objects.select_related("unit").exclude(stand__in=sorted(OFF))
    )
    return rows.select_related("bureau", "body", "lead").prefetch_related(units)


@dataclass(frozen=True)
class Next:
    """A step that the table knows from here, and the unit's row that it is about."""

    move: Move
    row: OrderUnit | None
    yours: bool


AWAITED = frozenset({"receive", "report", "close", "give_to_another"})
"""Steps of others that one waits for."""


def next_steps(order: Order, *, post: Post, rows: list[OrderUnit]) -> list[Next]:
    """What may come next: the reader's own steps first, then what he waits for."""
    found = []
    for move, place in moves_of(order.state, [one.stand for one in rows]):
        row = rows[place] if place is not None else None
        yours = access.may_take(move, order, row, post)
        if yours or move.code in AWAITED:
            found.append(Next(move, row, yours))
    return sorted(found, key=lambda one: not one.yours)


def owed(*, post: Post, at: datetime) -> QuerySet[OrderUnit]:
    """What the post's units still owe, the earliest due first."""
    rows = OrderUnit.objects.filter(access.got(post), stand__in=sorted(HELD))
    rows = rows.exclude(order__state__in=sorted(ENDED)).select_related("order", "unit")
    return rows.order_by("order__due_on", "pk") if access.concerned(post) else rows.none()


def given(*, post: Post, at: datetime) -> QuerySet[Order]:
    """What the post's bureau gave and has not ended."""
    rows = access.given_by(post, access.orders_seen(post=post, at=at))
    return rows.exclude(state__in=sorted(ENDED))


def due_between(first: date, last: date | None) -> QuerySet[OrderUnit]:
    """What units still owe of orders that are due in these days; without a last day: all up to the first."""
    rows = OrderUnit.objects.filter(stand__in=sorted(HELD)).exclude(order__state__in=sorted(ENDED))
    if last is None:
        rows = rows.filter(order__due_on__lt=first)
    else:
        rows = rows.filter(order__due_on__gte=first, order__due_on__lte=last)
    return rows.select_related("order", "unit").order_by("unit", "order__due_on")


def below(order: Order, *, post: Post, at: datetime) -> list[Any]:
    """The orders handed down from it that the post sees."""
    rows = access.orders_seen(post=post, at=at).filter(parent=order)
    return list(rows.select_related("bureau").order_by("given_at"))
