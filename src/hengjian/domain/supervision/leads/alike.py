"""Leads that may be about the same matter: same body or none, near in time, in like words.

Serves the lead's page, which only suggests: a person merges, with a reason. What a reporter said is not
compared, so that nobody finds out who else reported.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from hengjian.core.people.models import Post
from hengjian.core.search.pairs import folded, pairs
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.access import leads_seen
from hengjian.domain.supervision.leads.workflow import State
from hengjian.domain.supervision.models import Lead

MOST = 200
SHOWN = 5
LEAST = 0.3
"""Of the pairs of characters of the shorter text so many stand in the other one too."""


@dataclass(frozen=True)
class Alike:
    """A lead that may be about the same, and how alike its words are."""

    lead: Lead
    share: float

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def alike(lead: Lead, *, post: Post, at: datetime) -> list[Alike]:
    """The likeliest ones of the same bureau that the post sees: one query."""
    days = timedelta(days=int(content().parameters["orders.alike_days"].values[-1].value))
    about = Q(body=lead.body_id) | Q(body=None) if lead.body_id else Q()
    rows = leads_seen(post=post, at=at).filter(
        about, bureau=lead.bureau_id, opened_at__gte=lead.opened_at - days,
        opened_at__lte=lead.opened_at + days,
    )  # fmt: skip
    rows = rows.exclude(pk=lead.pk).exclude(state=State.MERGED).order_by("-opened_at")[:MOST]
    own = _pairs(lead)
    found = [Alike(one, _share(own, _pairs(one))) for one in rows]
    likely = [one for one in found if one.share >= LEAST]
    return sorted(likely, key=lambda one: (-one.share, -one.lead.pk))[:SHOWN]


def _pairs(lead: Lead) -> frozenset[str]:
    text = f"{lead.title} {lead.summary or ('' if lead.reported else lead.words)}"
    return frozenset(pairs(folded(text)))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0
