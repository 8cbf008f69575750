"""What a matter means for the duties of its bureau: which step gives rise to one, and when it is due.

Serves the actions of matters, in their transactions. A kind names in content which term is whose duty's: a
stop, an extension or a new beginning moves both.
"""

from datetime import datetime

from hengjian.content.matters import MatterKind, Opening, Step
from hengjian.core.people.models import Post
from hengjian.domain.supervision.duties.actions import follow_terms
from hengjian.domain.supervision.duties.arising.actions import arose
from hengjian.domain.supervision.duties.owing import Owing
from hengjian.domain.supervision.matters.models import OPEN_TERMS, Matter, MatterTerm


def give_rise(matter: Matter, told: Opening | Step, *, by: Post, at: datetime) -> None:
    """What an opening or a step calls for."""
    if told.arises:
        arose(
            told.arises, about=matter, body=matter.body, whose=Owing(matter.bureau, matter.unit),
            words=f"{matter.number} {matter.title}", by=by, at=at,
        )  # fmt: skip


def follow(matter: Matter, kind: MatterKind, *, by: Post, at: datetime) -> None:
    """The bureau's duties are due with the terms that the kind names for them."""
    events = {one.code: one.duty for one in kind.terms if one.duty is not None}
    if not events:
        return
    terms: dict[str, tuple[MatterTerm | None, bool]] = dict.fromkeys(events.values(), (None, False))
    for one in matter.terms.filter(term__in=list(events), state__in=OPEN_TERMS):
        terms[events[one.term]] = (one, one.state == MatterTerm.State.RUNNING)
    follow_terms(matter, terms, by=by, at=at)
