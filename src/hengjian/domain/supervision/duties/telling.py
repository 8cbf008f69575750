"""Telling posts of duties that are due, missed, explained or decided: one notice a kind and day.

Serves the nightly job and the actions. Who is told: the section that sees to a duty, the head of its
bureau once it is late, and the tier above.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.duties import notice_kinds as kinds
from hengjian.domain.supervision.duties.models import Accountability, Duty
from hengjian.domain.supervision.duties.owing import SECTIONS, root_of

WORKLIST = "/duties/"
ANSWERS = "/accountability/"


def tell_due(rows: Iterable[Duty], kind: Kind, *, at: datetime) -> int:
    """Each section that sees to some of them, of how many; the section's supervisors, or the head."""
    return _tell(rows, lambda one: one.handler, kind, f"{WORKLIST}?state=open", at=at)


def tell_late(rows: Sequence[Duty], *, at: datetime) -> int:
    """The sections, the heads of their bureaus, and the tier above, of what is late since today."""
    told = _tell(rows, lambda one: one.handler, kinds.late, f"{WORKLIST}?state=late", at=at)
    entries = Accountability.objects.filter(duty__in=[one.pk for one in rows], above__isnull=False)
    above: dict[Unit, int] = defaultdict(int)
    for entry in entries.select_related("above"):
        if entry.above is not None:
            above[entry.above] += 1
    day = day_of(at)
    for unit, number in above.items():
        for post in _answerable(unit, day):
            _one(kinds.below, post, {"count": number}, f"{ANSWERS}?state=open", day, at)
            told += 1
    return told


def tell_above_explained(entry: Accountability, *, by: Post, at: datetime) -> None:
    for post in _answerable(entry.above, day_of(at)) if entry.above is not None else ():
        notify(kinds.explained, to=post, about=entry, url=f"{ANSWERS}{entry.pk}/", by=by, at=at)


def tell_decided(entry: Accountability, *, by: Post, at: datetime) -> None:
    """Who explained it, else the head of the bureau."""
    explained = entry.explained_by
    posts = [explained] if explained is not None else _heads(entry.duty.unit_id, day_of(at))
    for post in posts:
        notify(kinds.decided, to=post, about=entry, url=f"{ANSWERS}{entry.pk}/", by=by, at=at)


def _tell(
    rows: Iterable[Duty], whose: Callable[[Duty], Unit], kind: Kind, url: str, *, at: datetime
) -> int:
    by_unit: dict[Unit, list[date]] = defaultdict(list)
    for row in rows:
        by_unit[whose(row)].append(row.due_on)
    day, told = day_of(at), 0
    for unit, days in by_unit.items():
        for post in _seeing_to(unit, day, late=kind is kinds.late):
            _one(kind, post, {"count": len(days), "due": min(days)}, url, day, at)
            told += 1
    return told


def _one(
    kind: Kind, post: Post, facts: dict[str, object], url: str, day: date, at: datetime
) -> None:
    kept = {name: value for name, value in facts.items() if f"{{{name}}}" in kind.zh}
    notify(
        kind, to=post, facts=kept, url=url, key=f"{kind.code}:{post.pk}:{day}", by=None, at=at
    )  # fmt: skip


def _seeing_to(unit: Unit, day: date, *, late: bool) -> list[Post]:
    """The supervisors of a section; the head of its bureau too where it is late, or nobody else is."""
    held = Post.objects.filter(unit=unit, role=Role.SUPERVISOR).on(day)
    posts = list(held.select_related("person", "unit"))
    return [*posts, *_heads(root_of(unit), day)] if late or not posts else posts


def _answerable(above: Unit, day: date) -> list[Post]:
    """Who answers for the tier above: its general section and heads; of a government its leaders."""
    rows = Post.objects.filter(unit__path__startswith=f"{root_of(above)}/").on(day)
    posts = list(rows.select_related("person", "unit"))
    general = [
        post for post in posts
        if post.role == Role.SUPERVISOR and post.unit.kind in (UnitKind.BUREAU, SECTIONS[0])
    ]  # fmt: skip
    leaders = [post for post in posts if post.role == Role.LEADER and post.unit_id == above.pk]
    return [*general, *leaders]


def _heads(bureau: int, day: date) -> list[Post]:
    rows = Post.objects.filter(unit=bureau, role=Role.LEADER).on(day)
    return list(rows.select_related("person", "unit"))
