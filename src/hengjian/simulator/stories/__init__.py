"""The kinds of cases that the city has; each module tells one story as columns of days.

Serves the simulation, which runs each story once for all its cases. No story asks whether a case is
planted: lawful is what a story does by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hengjian.simulator.batch import Batch, Doc, Step
from hengjian.simulator.stories import (
    clue,
    coercion,
    inspection,
    ordinary,
    permit,
    referral,
    simple,
)


def _nothing(b: Batch) -> None:
    """No story but that of inspections has something to settle after the hours are set."""


@dataclass(frozen=True)
class Story:
    """A story: its steps and documents, and what draws, schedules and fills its cases."""

    name: str
    kind: str
    steps: tuple[Step, ...]
    docs: tuple[Doc, ...]
    draw: Callable[[Batch], None]
    schedule: Callable[[Batch], None]
    fill: Callable[[Batch], None]
    settle: Callable[[Batch], None] = _nothing


STORIES = {
    story.name: story
    for story in (
        Story("ordinary", "penalty", ordinary.STEPS, ordinary.DOCS, ordinary.draw,
              ordinary.schedule, ordinary.fill),
        Story("simple", "penalty", simple.STEPS, simple.DOCS, simple.draw, simple.schedule,
              simple.fill),
        Story("permit", "permit", permit.STEPS, permit.DOCS, permit.draw, permit.schedule,
              permit.fill),
        Story("inspection", "inspection", inspection.STEPS, inspection.DOCS, inspection.draw,
              inspection.schedule, inspection.fill, inspection.settle),
        Story("coercion", "coercion", coercion.STEPS, coercion.DOCS, coercion.draw,
              coercion.schedule, coercion.fill),
        Story("referral", "penalty", referral.STEPS, referral.DOCS, referral.draw,
              referral.schedule, referral.fill),
        Story("clue", "penalty", clue.STEPS, clue.DOCS, clue.draw, clue.schedule, clue.fill),
    )
}  # fmt: skip

__all__ = ["STORIES", "Story"]
