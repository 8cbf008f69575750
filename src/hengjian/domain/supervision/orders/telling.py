"""Who is told of an order: whoever acts for the units that got it, whoever gave it, and both when it is late.

Serves the actions, and the morning's job. Nothing about persons leaves the house: a notice has the number.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.orders import notice_kinds as kinds
from hengjian.domain.supervision.orders.access import ASSISTS, OURS
from hengjian.domain.supervision.orders.models import Order, OrderUnit


def tell_units(
    kind: Kind, order: Order, rows: Iterable[OrderUnit], *, by: Post | None, at: datetime
) -> None:
    """Whoever acts for these units."""
    told: set[int] = {by.pk} if by is not None else set()
    for row in rows:
        for post in posts_for(row.unit, day_of(at)):
            if post.pk not in told:
                told.add(post.pk)
                _one(kind, order, post, by, at)


def tell_giver(kind: Kind, order: Order, *, by: Post | None, at: datetime) -> None:
    """Whoever gave it, or who heads the bureau where he is no longer in post."""
    post = order.given_by
    if post is None or not post.held_on(day_of(at)):
        post = _heads(order.bureau_id, day_of(at))
    if post is not None and (by is None or post.pk != by.pk):
        _one(kind, order, post, by, at)


def tell_near(kind: Kind, rows: Iterable[OrderUnit], *, at: datetime) -> int:
    """Each post that acts for the units of orders that are due soon or late: one notice a day."""
    days: dict[Post, list[date]] = defaultdict(list)
    day = day_of(at)
    found: dict[int, list[Post]] = {}
    for row in rows:
        if row.unit_id not in found:
            found[row.unit_id] = posts_for(row.unit, day)
        for post in found[row.unit_id]:
            days[post].append(row.order.due_on)
    for post, dues in days.items():
        facts = {"count": len(dues), "due": min(dues)}
        kept = {name: value for name, value in facts.items() if f"{{{name}}}" in kind.zh}
        notify(kind, to=post, facts=kept, url="/orders/?side=got", key=f"{kind.code}:{post.pk}:{day}",
               by=None, at=at)  # fmt: skip
    return len(days)


def posts_for(unit: Unit, day: date) -> list[Post]:
    """Who is told of what a unit got: its own people; where it has none, the head of the bureau."""
    rows = Post.objects.filter(unit=unit).on(day).select_related("person", "unit")
    if unit.kind in OURS:
        posts = list(rows.filter(role=Role.SUPERVISOR))
        if posts:
            return posts
        inside = Post.objects.filter(unit__path__startswith=unit.path, role=Role.SUPERVISOR)
        general = inside.filter(unit__kind=UnitKind.SECTION_GENERAL).on(day)
        return list(general.select_related("person", "unit")) or list(rows.filter(role=Role.LEADER))
    wanted = [role for role, kinds_of in ASSISTS.items() if unit.kind in kinds_of]
    return list(rows.filter(role__in=[*wanted, Role.BODY_CLERK])) or list(
        rows.filter(role=Role.LEADER)
    )


def page_of(order: Order) -> str:
    return f"/orders/{order.pk}/"


def _one(kind: Kind, order: Order, post: Post, by: Post | None, at: datetime) -> None:
    facts = {"number": order.number, "due": order.due_on}
    kept = {name: value for name, value in facts.items() if f"{{{name}}}" in kind.zh}
    notify(kind, to=post, about=order, facts=kept, url=page_of(order), by=by, at=at)


def _heads(bureau: int, day: date) -> Post | None:
    rows = Post.objects.filter(unit=bureau, role=Role.LEADER).on(day)
    return rows.select_related("person", "unit").first()


__all__ = ["kinds", "page_of", "posts_for", "tell_giver", "tell_near", "tell_units"]
