"""Who follows changes of the trees: what is derived from units registers here when the program starts.

Serves the actions of this noun, which call `units_changed` inside their transaction, and the nouns
above, which this one does not know. A follower that fails undoes the change.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hengjian.core.entries.actions import Actor
from hengjian.core.organisation.models import Unit


class Follower(Protocol):
    """Brings up to date what hangs on these units."""

    def __call__(self, units: Sequence[Unit], *, by: Actor | None, at: datetime) -> object: ...


_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Have ``follower`` called after each change, once however often it asks."""
    if follower not in _followers:
        _followers.append(follower)


def units_changed(units: Sequence[Unit], *, by: Actor | None, at: datetime) -> None:
    """These units are new, or stand elsewhere than before."""
    for follower in _followers:
        follower(units, by=by, at=at)
