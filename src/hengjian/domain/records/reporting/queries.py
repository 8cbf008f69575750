"""The overview of months as pages show it: bodies by months, what is wrong with each, what is declared.

Serves the desk. A month is judged here as the rules N01–N04 judge it, so that page and findings agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hengjian.core.clock import day_of
from hengjian.core.keyset import counted, page_of
from hengjian.core.months import after, first_of
from hengjian.core.people.models import Post
from hengjian.domain.records.models import Reported
from hengjian.domain.records.place import archive
from hengjian.domain.records.reporting.figures import declared_by
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.lists import content
from hengjian.domain.registry.models import Body

MONTHS = 12
MISSING, LATE, SHRUNK, VANISHED, NARROWED = "missing", "late", "shrunk", "vanished", "narrowed"


@dataclass(frozen=True)
class Limits:
    """The bureau's own numbers."""

    share: float
    least: int

    @classmethod
    def in_force(cls) -> "Limits":
        values = content().parameters
        return cls(
            float(values["reports.shrunk_share"].values[-1].value),
            int(values["reports.least_cases"].values[-1].value),
        )


def wrong_with(row: Reported, *, day: date, limits: Limits) -> list[str]:
    """What the rules find in a month."""
    if row.received_at is None:
        return [MISSING] if row.due_on < day else []
    found = [LATE] if day_of(row.received_at) > row.due_on else []
    shrunk = (
        row.cases is not None
        and row.before is not None
        and row.before >= limits.least
        and row.cases * 100 < row.before * limits.share
    )
    found += [SHRUNK] if shrunk else []
    found += [VANISHED] if row.vanished else []
    return found + ([NARROWED] if row.narrowed else [])


@dataclass(frozen=True)
class Asked:
    """``wrong``: only bodies with something wrong in the months shown · ``never``: those that have
    handed in nothing yet."""

    q: str = ""
    wrong: bool = False
    never: bool = False
    after: str = ""


@dataclass(frozen=True)
class Overview:
    """Bodies by months; ``after``: the mark of the next page; ``more``: there are
    more than were counted."""

    months: list[date]
    rows: list[tuple[Body, list[Reported | None]]]
    after: str
    count: int
    more: bool


def months_shown(day: date) -> list[date]:
    """The last twelve months that are over, the oldest first."""
    last = after(first_of(day), -1)
    return [after(last, step) for step in range(1 - MONTHS, 1)]


def overview(asked: Asked, *, post: Post, at: datetime) -> Overview:
    """A page of the bodies that the post reaches, with their months."""
    day = day_of(at)
    months = months_shown(day)
    bodies = bodies_asked(asked, months, post=post, at=at)
    page = page_of(bodies, ("code",), after=asked.after)
    known = {
        (row.body_id, row.month): row
        for row in Reported.objects.filter(body__in=page.rows, month__in=months)
    }
    rows = [(body, [known.get((body.pk, month)) for month in months]) for body in page.rows]
    return Overview(months, rows, page.after, *counted(bodies))


def bodies_asked(asked: Asked, months: list[date], *, post: Post, at: datetime) -> QuerySet[Body]:
    """Bodies in reach as they are asked for, in the order of their numbers."""
    bodies = bodies_reached(post=post, at=at).select_related("unit__division")
    if asked.q:
        bodies = bodies.filter(Q(name__icontains=asked.q) | Q(code__iexact=asked.q))
    rows = Reported.objects.filter(body=OuterRef("pk"))
    if asked.never:
        return bodies.filter(~Exists(rows)).order_by("code")
    bodies = bodies.filter(Exists(rows))
    if asked.wrong:
        bodies = bodies.filter(Exists(_wrong(rows.filter(month__in=months), day_of(at))))
    return bodies.order_by("code")


def _wrong(rows: QuerySet[Reported], day: date) -> QuerySet[Reported]:
    """Months with something wrong, as far as the database tells (a late day is one of China)."""
    missing = Q(received_at=None, due_on__lt=day)
    late = Q(received_at__date__gt=F("due_on"))
    return rows.filter(missing | late | Q(vanished__gt=0) | Q(narrowed__gt=0) | _shrunk())


def _shrunk() -> Q:
    limits = Limits.in_force()
    return Q(before__gte=limits.least, cases__lt=F("before") * limits.share / 100)


def never_reported(*, post: Post, at: datetime) -> int:
    """How many bodies in reach have handed in nothing for any month."""
    return bodies_asked(Asked(never=True), [], post=post, at=at).order_by().count()


def months_of_body(body: Body) -> QuerySet[Reported]:
    """All that is known of a body's months, the newest first."""
    return Reported.objects.filter(body=body).select_related("latest").order_by("-month")[:36]


def months_listed(asked: Asked, *, post: Post, at: datetime) -> QuerySet[Reported]:
    """The same bodies' months one by one, to be taken away."""
    months = months_shown(day_of(at))
    bodies = bodies_asked(asked, months, post=post, at=at)
    return Reported.objects.filter(body__in=bodies, month__in=months).select_related("body").order_by(
        "body__code", "month"
    )  # fmt: skip


def lately_missing(*, post: Post, at: datetime) -> int:
    """How many bodies in reach have not handed in the last month, though its day has passed."""
    day = day_of(at)
    bodies = bodies_reached.keys(post=post, at=at)
    last = after(first_of(day), -1)
    return Reported.objects.filter(
        month=last, received_at=None, due_on__lt=day, body__in=bodies
    ).count()  # fmt: skip


def declared(body: Body) -> list[dict[str, Any]]:
    """What the body's systems report at all, as it declared: table, what of it, since when."""
    rows: pl.DataFrame = declared_by(archive(), body.code)
    return rows.to_dicts()


def wrongs(rows: Iterable[Reported], *, day: date) -> dict[int, list[str]]:
    """Of each month by its number what is wrong with it."""
    limits = Limits.in_force()
    return {row.pk: wrong_with(row, day=day, limits=limits) for row in rows}
