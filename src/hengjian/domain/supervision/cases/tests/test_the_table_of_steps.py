"""The workflow's table: each step names a power of the list, each state has a way on, names are told."""

from datetime import date

import pytest

from hengjian.content import Content
from hengjian.domain.supervision.cases.conditions import CHECKS
from hengjian.domain.supervision.cases.wording import SIDE_STEPS
from hengjian.domain.supervision.cases.workflow import ENDED, TABLE, State, moves_from

POWERS = Content.installed().power_list(date(2026, 11, 26))


@pytest.mark.parametrize("move", TABLE, ids=lambda move: move.code)
def test_a_step_exercises_a_power_of_the_list(move: object) -> None:
    assert POWERS[move.power].may  # type: ignore[attr-defined]
    assert set(move.needs) <= CHECKS.keys()  # type: ignore[attr-defined]
    assert not move.frm & (ENDED - {State.CLOSED})  # type: ignore[attr-defined]


def test_codes_are_given_once() -> None:
    codes = [move.code for move in TABLE]
    assert len(codes) == len(set(codes))
    assert not set(codes) & SIDE_STEPS.keys()


def test_every_state_can_be_reached_and_left() -> None:
    reached = {State.PROPOSED} | {move.to for move in TABLE if move.to is not None}
    assert reached == set(State)
    for state in set(State) - {State.ARCHIVED, State.REFUSED}:
        assert any(move.to not in (None, state) or move.back for move in moves_from(state)), state


def test_a_case_that_ended_is_only_archived() -> None:
    assert [move.code for state in ENDED for move in moves_from(state)] == ["archive"]


def test_every_condition_is_asked_somewhere() -> None:
    assert {name for move in TABLE for name in move.needs} == CHECKS.keys()


def test_every_paper_of_a_step_is_a_document_of_the_content() -> None:
    from hengjian.domain.supervision.papers.documents import BESIDE

    documents = Content.installed().documents
    named = {move.paper for move in TABLE if move.paper} | {kind for kind, _ in BESIDE}
    assert named <= documents.keys()
    assert len(named) >= 25
