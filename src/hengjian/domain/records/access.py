"""Who sees which record, and why; which bodies' records a list is made of.

Serves every page, list and export of records. A record is seen where its body is reached; whose party
may be named besides, `masking` says.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Q, Value

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.rights.beyond import HOLDS, beyond_reach
from hengjian.core.rights.queries import within_reach
from hengjian.domain.records.models import Record
from hengjian.domain.registry.access import bodies_reached, reaches_bodies
from hengjian.domain.registry.models import Body

WIDE = 4
"""A scope of at least a fourth of all bodies is read in the order of the list."""


@dataclass(frozen=True)
class Scope:
    """The bodies whose records a list may show. ``wide``: they are a good part of all."""

    bodies: tuple[int, ...]
    everything: bool = False
    wide: bool = False

    @property
    def condition(self) -> Q:
        return Q() if self.everything else Q(body__in=self.bodies)


def reads_records(post: Post) -> bool:
    """Whether records are any business of this post."""
    return reaches_bodies(post)


def scope_of(post: Post, *, at: datetime, body: int | None = None, division: str = "") -> Scope:
    """The bodies that the post reaches; only this one, or those within a division's path."""
    rows = bodies_reached(post=post, at=at).order_by()
    if body is not None:
        rows = rows.filter(pk=body)
    if division:
        rows = rows.filter(unit__division__path__startswith=division)
    bodies = tuple(rows.values_list("pk", flat=True))
    total = Body.objects.count() if len(bodies) > 1 else 0
    return Scope(bodies, len(bodies) == total > 1, len(bodies) * WIDE >= total > 1)


def record_seen(pk: int, *, post: Post, at: datetime) -> Record | None:
    """That record with its reason as `why`, or None: to whom it is not shown it does not exist. One that
    belongs to work which the post was given is shown, too."""
    rows = Record.objects.select_related("body")
    found = within_reach(rows, unit="body__unit", post=post, at=at).filter(pk=pk).first()
    if found is not None or not post.held_on(day_of(at)):
        return found
    given = rows.filter(beyond_reach("records.record", post), pk=pk)
    return given.annotate(why=Value(HOLDS, output_field=CharField())).first()


def records_of(keys: list[int]) -> list[Record]:
    """These records in this order; whoever asks has found them within a scope."""
    found = Record.objects.filter(pk__in=keys).select_related("body").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def in_own_body(post: Post, body: int) -> bool:
    """Whether the post is held in the very body whose record it is."""
    return post.unit_id == body
