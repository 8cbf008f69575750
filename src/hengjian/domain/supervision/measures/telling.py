"""Who is told of a measure: the head who approves it, the body that it concerns, who proposed it.

Serves the actions. A notice has the number of the measure and never the name of a person.
"""

from datetime import datetime

from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.measures import notice_kinds as kinds
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import BODY_SEES
from hengjian.domain.supervision.papers.telling import clerks_of

WHEN_TOLD = {"notify", "issue", "send"}
"""Steps by which the body first reads of a measure."""


def tell(measure: Measure, code: str, *, by: Post | None, at: datetime) -> None:
    """Whoever must know of this step."""
    if code == "propose":
        heads = Post.objects.filter(unit=measure.bureau, role=Role.LEADER).on(day_of(at))
        for head in heads:
            _one(kinds.proposed, measure, head, by, at)
    elif code in WHEN_TOLD and measure.kind in BODY_SEES and measure.body is not None:
        for clerk in clerks_of(measure.body.unit, at=at):
            _one(kinds.told, measure, clerk, by, at)
    elif code == "report" and measure.proposed_by is not None:
        _one(kinds.reported, measure, measure.proposed_by, by, at)


def _one(kind: Kind, measure: Measure, post: Post, by: Post | None, at: datetime) -> None:
    notify(
        kind, to=post, about=measure, facts={"number": measure.number},
        url=f"/measures/{measure.pk}/", by=by, at=at,
    )  # fmt: skip
