"""Who wants to know that a submission was accepted: later nouns join here when they are ready.

Each is called in the transaction that makes the acceptance known, and starts a job rather than work.
"""

from collections.abc import Callable
from datetime import datetime

from hengjian.domain.records.models import Submission

Follower = Callable[[Submission, datetime], None]
_followers: list[Follower] = []


def followed_by(follower: Follower) -> Follower:
    """From now on ``follower`` is told of each accepted submission."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def anybody_follows() -> bool:
    """Whether an accepted submission has anything still before it."""
    return bool(_followers)


def tell_followers(submission: Submission, *, at: datetime) -> None:
    """The submission stands in the archive and in the index."""
    for follower in _followers:
        follower(submission, at)
