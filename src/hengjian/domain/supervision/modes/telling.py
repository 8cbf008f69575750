"""Telling the bureaus concerned what happened to a request: their heads and whoever acts for the whole.

Serves the actions, in their transactions. Whoever did it is not told.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.modes import notice_kinds as kinds
from hengjian.domain.supervision.modes.access import BUREAU_WIDE
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.workflow import HANDS_OVER


def tell(request: ModeRequest, code: str, *, by: Post | None, at: datetime) -> None:
    """What a step means for whom."""
    if code == "ask":
        _tell(kinds.asked, [request.superior], request, by=by, at=at)
    elif code in ("decide", "refuse", "convene"):
        _tell(
            kinds.decided, [request.origin, request.asking, request.target], request, by=by, at=at
        )
        if code == "convene":
            tell_partners(request, by=by, at=at)
    elif code in HANDS_OVER:
        receiver = request.target if code == "hand_over" else request.origin
        _tell(kinds.over, [receiver], request, by=by, at=at)
    else:
        every = [request.superior, request.origin, request.target]
        _tell(kinds.moved, every, request, by=by, at=at)


def tell_partners(request: ModeRequest, *, by: Post | None, at: datetime) -> None:
    """Those who are asked to work jointly."""
    parts = request.parts.filter(until=None, leading=False, joined_at=None, declined="")
    units = [one.unit for one in parts.select_related("unit")]
    _tell(kinds.joint, units, request, by=by, at=at)


def _tell(
    kind: Kind, units: Iterable[Unit | None], request: ModeRequest, *, by: Post | None, at: datetime
) -> None:
    url = f"/modes/{request.pk}/"
    for post in posts_for(units, at=at):
        if by is None or post.person_id != by.person_id:
            notify(
                kind,
                to=post,
                about=request,
                facts={"number": request.number},
                url=url,
                by=by,
                at=at,
            )


def posts_for(units: Iterable[Unit | None], *, at: datetime) -> list[Post]:
    """The heads of bureaus, and the supervisors who act for the whole of each."""
    roots = {one.path.split("/")[0] for one in units if one is not None}
    if not roots:
        return []
    here = Q()
    for root in roots:
        here |= Q(unit__path__startswith=f"{root}/")
    rows = Post.objects.filter(here, unit__kind__in=BUREAU_WIDE, lent_from=None)
    rows = rows.filter(role__in=(Role.SUPERVISOR, Role.LEADER)).on(day_of(at))
    return list(rows.select_related("person", "unit").order_by("pk"))
