"""Who wants to know of check runs and of what people decide: later nouns join here when they are ready.

A run's followers start jobs rather than work; a decision's are called in its own transaction.
"""

from collections.abc import Callable
from datetime import datetime

from hengjian.core.people.models import Post
from hengjian.domain.findings.models import CheckRun, Finding

RunFollower = Callable[[CheckRun, datetime], None]
DeedFollower = Callable[[Finding, Post | None, datetime], None]
_of_runs: list[RunFollower] = []
_of_deeds: list[DeedFollower] = []


def runs_followed_by(follower: RunFollower) -> None:
    """From now on ``follower`` is told of each run that was applied."""
    if follower not in _of_runs:
        _of_runs.append(follower)


def deeds_followed_by(follower: DeedFollower) -> None:
    """From now on ``follower`` is told of each finding whose state a person changed."""
    if follower not in _of_deeds:
        _of_deeds.append(follower)


def tell_of_run(run: CheckRun, *, at: datetime) -> None:
    for follower in _of_runs:
        follower(run, at)


def tell_of_deed(finding: Finding, *, by: Post | None, at: datetime) -> None:
    for follower in _of_deeds:
        follower(finding, by, at)
