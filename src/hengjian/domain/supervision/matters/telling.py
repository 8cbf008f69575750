"""Telling posts that a matter waits for them, or that it has ended.

Serves the actions. Who is told: the clerks of the bodies that are asked, the handler or the section, the
head of the bureau, the invited supervisor. A notice carries the number alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from hengjian.content.matters import MatterKind
from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.matters import notice_kinds
from hengjian.domain.supervision.matters.access import supervisors_of
from hengjian.domain.supervision.matters.kinds import kind_named
from hengjian.domain.supervision.matters.models import Matter, MatterTerm
from hengjian.domain.supervision.papers.telling import TOLD_FIRST

OUTSIDE = frozenset({"body", "party", "invited"})


def tell_next(
    matter: Matter, kind: MatterKind, *, moved: bool = True, by: Post | None, at: datetime
) -> None:
    """Whoever may act now is told, but for who just acted; where the matter stayed where it was, only the
    bureau is told, of what came from outside."""
    url, facts = f"/matters/{matter.pk}/", {"number": matter.number}
    if matter.ended:
        for post in _once(_bodies(matter, {"body", "party"}, at), by):
            notify(notice_kinds.ended, to=post, about=matter, facts=facts, url=url, by=by, at=at)
        return
    doers = {one.by for one in kind.steps_from(matter.state)}
    posts = _bureau(matter, doers if moved else doers - OUTSIDE, at)
    if moved:
        posts += _bodies(matter, doers, at)
    elif by is not None and root_of(by.unit) == matter.bureau_id:
        return
    for post in _once(posts, by):
        notify(notice_kinds.asked, to=post, about=matter, facts=facts, url=url, by=by, at=at)


def tell_term(term: MatterTerm, kind: Kind, *, at: datetime) -> int:
    """Whoever owes it is told once of a term that is near, and once of one that has passed: of a body's
    those bodies that have not done it, and the handler too where it is late."""
    matter = term.matter
    posts = _owing(term, at)
    moved = f":{term.due_on}" if term.more or term.stops else ""
    if kind is notice_kinds.late and term.of_body:
        posts += _bureau(matter, {"handler"}, at)
    for post in _once(posts, None):
        notify(
            kind, to=post, about=matter, facts={"number": matter.number}, due=term.due_on,
            url=f"/matters/{matter.pk}/", key=f"{kind.code}:{term.pk}{moved}:{post.pk}", by=None, at=at,
        )  # fmt: skip
    return len(posts)


def _owing(term: MatterTerm, at: datetime) -> list[Post]:
    matter = term.matter
    if not term.of_body:
        return _bureau(matter, {"handler"}, at)
    if matter.invited is not None:
        return [matter.invited]
    kind = kind_named(matter.kind)
    ending = [one for one in (kind.steps if kind else ()) if term.term in one.ends]
    codes = [one.code for one in ending if one.by == "party"]
    did = set(
        matter.steps.filter(step__in=codes, at__date__gte=term.start).values_list("body", flat=True)
    )
    doers = {"party"} if codes else {"body"}
    return [one for one in _bodies(matter, doers, at) if one.unit_id not in did]


def _bodies(matter: Matter, doers: Iterable[str], at: datetime) -> list[Post]:
    """Who speaks for the bodies that are asked: one query for all of them."""
    units: list[int] = []
    asker = matter.opened_by is not None and matter.body_id == matter.opened_by.unit_id
    if "body" in doers and matter.body_id is not None and (matter.told or asker):
        units.append(matter.body_id)
    if "party" in doers and matter.told:
        units += matter.parties.order_by().values_list("body", flat=True)
    if not units:
        return []
    rows = Post.objects.filter(unit__in=units, role__in=TOLD_FIRST).on(day_of(at))
    held: dict[int, list[Post]] = defaultdict(list)
    for post in rows.select_related("person", "unit"):
        held[post.unit_id].append(post)
    found: list[Post] = []
    for posts in held.values():
        first = min(TOLD_FIRST.index(Role(one.role)) for one in posts)
        found += [one for one in posts if one.role == TOLD_FIRST[first]]
    return found


def _bureau(matter: Matter, doers: Iterable[str], at: datetime) -> list[Post]:
    found: list[Post] = []
    if "invited" in doers and matter.invited is not None:
        found.append(matter.invited)
    if "handler" in doers:
        section = [
            one for one in supervisors_of(matter.bureau, at) if one.unit_id == matter.unit_id
        ]
        found += [matter.handler] if matter.handler is not None else section
    if "chief" in doers:
        rows = Post.objects.filter(unit=matter.bureau_id, role=Role.LEADER).on(day_of(at))
        found += list(rows.select_related("person", "unit"))
    return found


def _once(posts: Iterable[Post], by: Post | None) -> list[Post]:
    found = {one.pk: one for one in posts if by is None or one.pk != by.pk}
    return list(found.values())
