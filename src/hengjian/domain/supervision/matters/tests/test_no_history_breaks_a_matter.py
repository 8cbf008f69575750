"""Whatever permitted steps are taken by whomever, a matter stays whole: no ended one moves, no term is left over."""

import random
from itertools import pairwise
from typing import Any

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.models import Post
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.matters.actions import take
from hengjian.domain.supervision.matters.models import OPEN_TERMS, Matter, MatterTerm
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.domain.supervision.matters.timing.actions import extend_term, resume_term, stop_term
from hengjian.domain.supervision.refusing import ChangedError

KINDS = content().matters
STEPS = 14
TIMING = ("stop_term", "resume_term", "extend_term")


def whole(matter: Matter) -> None:
    kind = KINDS[matter.kind]
    assert matter.state in {one.code for one in kind.states}
    assert matter.ended == kind.state(matter.state).ended
    running = list(matter.terms.filter(state=MatterTerm.State.RUNNING))
    assert matter.due_on == min((one.due_on for one in running), default=None)
    assert not (matter.ended and matter.terms.filter(state__in=OPEN_TERMS).exists())
    steps = list(matter.steps.all())
    assert matter.version == len(steps)
    entries = LedgerEntry.objects.filter(kind__startswith="matter.", subject_id=str(matter.pk))
    assert entries.count() == len(steps)
    assert steps[-1].to == matter.state
    for before, after in pairwise(steps):
        assert after.frm == before.to
        step = kind.step(after.step)
        if after.step in TIMING:
            assert after.to == after.frm
            continue
        assert step is not None
        assert before.to in step.from_


def timed(matter: Matter, dice: random.Random, who: Post, matters: LittleMatter) -> None:
    """Somebody stops a term, lets it go on or extends it, if he may."""
    code = dice.choice(KINDS[matter.kind].terms).code if KINDS[matter.kind].terms else "none"
    given: dict[str, Any] = {"seen": matter.version, "by": who, "at": matters.at}
    do = dice.choice(TIMING)
    try:
        if do == "stop_term":
            stop_term(matter, code, reason="等待答复。", **given)
        elif do == "resume_term":
            resume_term(matter, code, **given)
        else:
            extend_term(matter, code, more=dice.choice((1, 5, 400)), reason="情况复杂。", **given)
    except PlainError:
        pass
    matter.refresh_from_db()


@pytest.mark.parametrize("code", list(KINDS))
def test_a_random_history_leaves_it_whole(matters: LittleMatter, code: str) -> None:
    dice = random.Random(f"{code}:20261126")
    kind, case = KINDS[code], matters.case
    people = [
        case.first, case.second, case.head, case.clerk, matters.other_clerk, matters.invited,
        case.city.county_b,
    ]  # fmt: skip
    matter, taken = matters.opened(code), 0
    for _ in range(STEPS):
        step = dice.choice(
            kind.steps if dice.random() < 0.3 else kind.steps_from(matter.state) or kind.steps
        )
        who = dice.choice(people) if dice.random() < 0.4 else matters.doer(kind, step)
        before = (matter.state, matter.version)
        matters.wait(dice.choice((0, 1, 12)))
        given = {one.name: matters.answer(one) for one in step.fields}
        if who == matters.other_clerk:
            given |= {one.name: [{"officer": "E2"}] for one in step.fields if one.type == "rows"}
        if dice.random() < 0.4:
            timed(matter, dice, who, matters)
            whole(matter)
            before = (matter.state, matter.version)
        try:
            take(matter, step.code, given, seen=matter.version, by=who, at=matters.at)
            taken += 1
        except PlainError:
            matter.refresh_from_db()
            assert (matter.state, matter.version) == before
        matter.refresh_from_db()
        whole(matter)
    assert taken, "nothing could be done at all"


def test_two_at_once_are_not_both_right(matters: LittleMatter) -> None:
    matter, case = matters.opened("entrustment"), matters.case
    given = {"examined": "事项和权限。", "outcome": "准予备案"}
    take(matter, "examine", given, seen=1, by=case.first, at=matters.at)
    with pytest.raises(ChangedError, match="王二已办理“审查委托书”"):
        take(matter, "examine", given, seen=1, by=case.second, at=matters.at)
