"""Whatever permitted steps people take in whatever order, a case keeps its promises."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.content.errors import PlainError
from hengjian.domain.supervision.cases import actions
from hengjian.domain.supervision.cases.approvals.actions import enter_approval
from hengjian.domain.supervision.cases.deadlines import RIGHTS
from hengjian.domain.supervision.cases.handlers.actions import ask_recusal, decide_recusal
from hengjian.domain.supervision.cases.models import Case, Objection
from hengjian.domain.supervision.cases.objections.actions import decide_objection, object_to
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.cases.workflow import ENDED, TABLE, State

pytestmark = pytest.mark.django_db(transaction=False)
MOVES = [move.code for move in TABLE]
SIDE = ("wait", "object", "review", "approval", "recuse", "stale")
HISTORIES = st.lists(st.sampled_from(MOVES * 2 + list(SIDE) * 3), min_size=8, max_size=40)
OUTCOMES = {"give_opinion", "suggest", "decide", "tell_superior", "ask_government"}


@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(HISTORIES)
def test_it_keeps_its_promises(little: LittleCase, history: list[str]) -> None:
    little.at = AT
    case = little.opened() if history[0] in MOVES[:12] else little.proposed()
    for one in history:
        before = State(case.state)
        steps = case.steps.count()
        with suppress(PlainError):
            _do(little, case, one)
        case.refresh_from_db()
        keeps_its_steps(case, steps)
        stays_where_it_ended(case, before)
        owes_what_somebody_owns(case)
    skipped_nothing(case)


def _do(little: LittleCase, case: Case, one: str) -> None:
    if one == "wait":
        little.wait(12)
    elif one == "object":
        object_to(case, words="异议", seen=case.version, by=little.clerk, at=little.at)
    elif one == "review":
        for objection in case.objections.filter(result=""):
            result = list(Objection.Result)[case.version % 3]
            decide_objection(objection, result, why="复查", by=little.third, at=little.at)
    elif one == "approval":
        enter_approval(
            case, document="批准", dated_on=date(2026, 3, 1), by=little.head, at=little.at
        )
    elif one == "recuse":
        for handler in case.handlers.filter(until=None, post=little.second):
            asked = ask_recusal(handler, ground="回避", by=little.second, at=little.at)
            decide_recusal(asked, granted=True, why="是", by=little.head, at=little.at)
    elif one == "stale":  # somebody who has not looked at it since
        actions.take(case, "withdraw", seen=case.version - 1, words="撤", by=little.head,
                     at=little.at)  # fmt: skip
    else:
        little.take(case, one)


def keeps_its_steps(case: Case, before: int) -> None:
    assert case.steps.count() >= before
    assert case.steps.count() == case.version - 1


def stays_where_it_ended(case: Case, before: State) -> None:
    if before in ENDED:
        allowed = {before} | ({State.ARCHIVED} if before is State.CLOSED else set())
        assert State(case.state) in allowed


def owes_what_somebody_owns(case: Case) -> None:
    running = case.deadlines.filter(state__in=("running", "stopped")).select_related("owner")
    for one in running:
        assert one.owner_id in (case.unit_id, case.body_id)
    if State(case.state) in ENDED:
        assert not running
    elif State(case.state) is not State.PROPOSED:
        assert any(one.step == "whole" for one in running)
    counts = [one for one in running if one.state == "running" and one.step not in RIGHTS]
    due = min((one.due_on for one in counts), default=None)
    assert case.due_on == due


def skipped_nothing(case: Case) -> None:
    """Nobody is told what to correct before he was notified and heard, or was silent too long."""
    taken = [step.move for step in case.steps.all()]
    for place, code in enumerate(taken):
        if code in OUTCOMES:
            earlier = set(taken[:place])
            assert {"approve_opening", "notify", "conclude"} <= earlier
            assert earlier & {"explain", "go_on_unexplained"}
        if code == "decide":
            assert "enter_approval" in taken[:place]
