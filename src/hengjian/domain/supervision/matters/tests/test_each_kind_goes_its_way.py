"""Each kind of matter can be walked to each of its ends by the people whom it names, and by no others."""

from collections import deque

import pytest

from hengjian.content.errors import PlainError
from hengjian.content.matters import MatterKind, Step
from hengjian.core.people.duties import RefusedError
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.matters.answers import merged
from hengjian.domain.supervision.matters.conditions import CHECKS
from hengjian.domain.supervision.matters.models import Matter, MatterTerm
from hengjian.domain.supervision.matters.registering.actions import EFFECTS
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.domain.supervision.models import Lead

KINDS = content().matters
MENDED = [(kind.code, step) for kind in KINDS.values() for step in kind.steps if step.mends]
ENDS = [(kind.code, one.code) for kind in KINDS.values() for one in kind.states if one.ended]


def way_to(kind: MatterKind, end: str, start: str = "") -> list[Step]:
    """The shortest way from a state, else from the opening, to an end."""
    start = start or kind.opens.to
    seen, queue = {start}, deque([(start, list[Step]())])
    while queue:
        state, way = queue.popleft()
        if state == end:
            return way
        for step in kind.steps_from(state):
            if step.to is not None and step.to not in seen:
                seen.add(step.to)
                queue.append((step.to, [*way, step]))
    raise AssertionError(f"{kind.code}: no way to {end}")


def walk(matters: LittleMatter, matter: Matter, way: list[Step]) -> None:
    for step in way:
        if "objection_term_over" in step.needs or "objections_settled" in step.needs:
            matters.wait(20)
        matters.take(matter, step.code)
        if step.when_all:
            assert matter.state in step.from_, "the other body has not done it yet"
            matters.take(matter, step.code, by=matters.other_clerk, **_of_other(step))


def _of_other(step: Step) -> dict[str, object]:
    tables = {one.name for one in step.fields if one.type == "rows"}
    return {name: [{"officer": "E2"}] for name in tables}


@pytest.mark.parametrize(("code", "end"), ENDS)
def test_a_matter_comes_to_this_end(matters: LittleMatter, code: str, end: str) -> None:
    kind = KINDS[code]
    matter = matters.opened(code)
    walk(matters, matter, way_to(kind, end))
    assert matter.state == end
    assert matter.ended
    assert matter.due_on is None
    assert not matter.terms.filter(state=MatterTerm.State.RUNNING).exists()
    last = way_to(kind, end)[-1]
    assert (last.does == "open_lead") == Lead.objects.exists()
    with pytest.raises(PlainError):
        matters.take(matter, last.code)


@pytest.mark.parametrize("code", list(KINDS))
def test_a_step_is_refused_to_whoever_it_is_not_for(matters: LittleMatter, code: str) -> None:
    kind, city = KINDS[code], matters.case.city
    matter = matters.opened(code)
    for step in kind.steps_from(matter.state):
        for stranger in (city.county_b, city.system_admin, matters.other_clerk):
            if step.by == "party" and stranger == matters.other_clerk:
                continue
            with pytest.raises(RefusedError):
                matters.take(matter, step.code, by=stranger)


@pytest.mark.parametrize("code", [code for code, _ in MENDED])
def test_what_is_to_be_mended_is_refused_unchanged(matters: LittleMatter, code: str) -> None:
    kind, step = KINDS[code], dict(MENDED)[code]
    matter = matters.opened(code)
    for _ in range(2):  # what a step asks for the first time is new by itself
        walk(matters, matter, way_to(kind, step.from_[0], matter.state))
        if all(one.name in merged(matter) for one in step.fields):
            break
        matters.take(matter, step.code)
    with pytest.raises(PlainError, match="没有改动"):
        matters.take(matter, step.code)
    assert matter.state in step.from_
    words = next(one.name for one in step.fields if one.type == "text")
    matters.take(matter, step.code, **{words: "按要求写明监督方式。"})
    assert matter.state == step.to


def test_what_content_names_is_there() -> None:
    steps = [step for kind in KINDS.values() for step in kind.steps]
    assert {step.does for step in steps if step.does} == set(EFFECTS)
    assert {name for step in steps for name in step.needs} == set(CHECKS)
    sources = {step.source for step in steps if step.source}
    assert sources <= set(Lead.Source.values)
    assert all(step.source for step in steps if step.does == "open_lead")
