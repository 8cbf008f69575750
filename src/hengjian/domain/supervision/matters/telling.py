"""Telling posts that a matter waits for them, or that it has ended.

Serves the actions. Who is told: the clerks of the bodies that are asked, the handler or the section, the
head of the bureau, the invited supervisor. A notice carries the number alone.
"""

from collections.abc import Iterable
from datetime import datetime

from hengjian.content.matters import MatterKind
from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.matters import notice_kinds
from hengjian.domain.supervision.matters.access import supervisors_of
from hengjian.domain.supervision.matters.models import Matter
from hengjian.domain.supervision.papers.telling import clerks_of


def tell_next(matter: Matter, kind: MatterKind, *, by: Post | None, at: datetime) -> None:
    """Whoever may act now is told, but for who just acted."""
    url = f"/matters/{matter.pk}/"
    if matter.ended:
        for post in _once(_bodies(matter, {"body", "party"}, at), by):
            notify(notice_kinds.ended, to=post, about=matter, facts={"number": matter.number},
                   url=url, by=by, at=at)  # fmt: skip
        return
    doers = {one.by for one in kind.steps_from(matter.state)}
    posts = [*_bodies(matter, doers, at), *_bureau(matter, doers, at)]
    for post in _once(posts, by):
        notify(notice_kinds.asked, to=post, about=matter, facts={"number": matter.number}, url=url,
               due=None, by=by, at=at)  # fmt: skip


def _bodies(matter: Matter, doers: Iterable[str], at: datetime) -> list[Post]:
    units: list[Unit] = []
    asker = matter.opened_by is not None and matter.body_id == matter.opened_by.unit_id
    if "body" in doers and matter.body is not None and (matter.told or asker):
        units.append(matter.body.unit)
    if "party" in doers and matter.told:
        units += [one.body.unit for one in matter.parties.select_related("body__unit")]
    return [post for unit in units for post in clerks_of(unit, at=at)]


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
