"""Deadlines of supervision: a step of the deadline profile, counted by the calendar, with its sum.

Serves findings, leads, cases, duties and documents alike. What the bureau entered in its profile is counted as it says; a stop leaves days
out, an extension adds to the length; a calendar that changed gives a list that a person confirms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from hengjian.content import models
from hengjian.content.errors import PlainError
from hengjian.core.notices.quiet import calendar
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content, labels
from hengjian.terms import Counting, Length, Stop, count

_COUNTINGS = {"working_day": Counting.WORKING, "calendar_day": Counting.CALENDAR}


@dataclass(frozen=True)
class Counted:
    """A due day and how it came about; ``source`` says where the length is laid down, or that it is
    this system's own; ``provisional``: it rests on days off that are not announced yet."""

    due: date
    sum: str
    source: str
    provisional: bool


@cache
def profile() -> models.DeadlineProfile:
    """The profile in use: the content's default one."""
    return next(iter(content().deadline_profiles.values()))


def step_name(step: str) -> str:
    """What a step is called."""
    return labels("supervision_steps").get(step, step)


def term_of(step: str) -> models.ProfileTerm:
    """The profile's term for a step. Raises PlainError where it has none."""
    for term in profile().terms:
        if term.step == step:
            return term
    raise PlainError(
        say(
            f"期限档案 {profile().id} 没有规定“{step_name(step)}”的期限",
            f"the deadline profile {profile().id} has no term for {step}",
        ),
        say("请在期限档案中录入这一步的期限及其依据。", "Enter its length and source there."),
    )


def counted(
    step: str, start: date, *, days: int | None = None, more: int = 0, stops: Sequence[Stop] = ()
) -> Counted:
    """When ``step`` is due that began on ``start``.

    ``days``: the length where a document names its own · ``more``: an extension, in the same unit ·
    ``stops``: days that do not count; one without an end cannot be counted yet (TermError).
    """
    term = term_of(step)
    length = Length((days if days is not None else term.value) + more, term.unit)
    due = count(start, length, calendar(), stops=stops, counting=_COUNTINGS[term.unit])
    told = due.explain("yes")
    if more:
        told += say(f"其中延长 {more} 日。", f" Of these, {more} by extension.")
    return Counted(due.rolled, told, _source(term, own=days is not None), due.rolled_provisional)


def _source(term: models.ProfileTerm, *, own: bool) -> str:
    if own:
        return say("文书写明的期限", "the term that the document names")
    if term.basis:
        return say("、", ", ").join(term.basis)
    note = f"：{term.note}" if term.note else ""
    return say(
        f"{profile().title}{note}", f"{profile().title}: set by this system until one is entered"
    )
