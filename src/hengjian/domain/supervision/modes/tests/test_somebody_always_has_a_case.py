"""Whatever bureaus do in whatever order, one of them has the case: never two, never none; rights follow."""

import itertools
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.content.errors import PlainError
from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.tests.little_case import AT
from hengjian.domain.supervision.modes import actions
from hengjian.domain.supervision.modes.actions import Given, Task
from hengjian.domain.supervision.modes.tests.little_mode import SAID, LittleMode
from hengjian.domain.supervision.modes.workflow import MOVES, Mode
from hengjian.domain.supervision.papers.owners import owner_of

pytestmark = pytest.mark.django_db(transaction=False)
FORWARD = (
    "decide",
    "hand_over",
    "receive",
    "report",
    "give_back",
    "hand_back",
    "receive_back",
    "end",
)
DEEDS = (*Mode, *MOVES, *FORWARD, *FORWARD, "notify", "wait", "stale")
WAYS = [
    ("designated", *FORWARD[:3], *FORWARD[3:7]),
    ("escalated", *FORWARD[:3], *FORWARD[3:7]),
    ("joint", "convene", "report"),
]
DONE = st.tuples(st.sampled_from(DEEDS), st.integers(0, 5))
HISTORIES = st.builds(
    lambda way, far, more: [(one, 0) for one in way[:far]] + more,
    st.sampled_from(WAYS), st.integers(0, 8), st.lists(DONE, min_size=2, max_size=10),
)  # fmt: skip
"""Each goes some way as it should, so that hand-overs are common; then anybody does anything."""


@settings(max_examples=10, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(HISTORIES)
def test_it_is_held_by_one(two: LittleMode, history: list[tuple[str, int]]) -> None:
    two.little.at = AT
    case = two.little.opened()
    case.refresh_from_db()
    heads = [two.little.head, two.head_b, two.chief]
    people = [*heads, two.little.first, two.b, two.city_general]
    for deed, number in history:
        with suppress(PlainError):
            do(two, case, deed, people, number)
        case.refresh_from_db()
        is_held_by_one(case)
        rights_follow(case, heads)
        belongs_to_its_holder(case)


@pytest.mark.parametrize("way", WAYS[:2], ids=lambda way: way[0])
def test_the_ways_lead_there_and_back(two: LittleMode, way: tuple[str, ...]) -> None:
    case = two.little.opened()
    people = [two.little.head, two.head_b, two.chief, two.little.first, two.b, two.city_general]
    had = []
    for deed in way:
        case.refresh_from_db()
        do(two, case, deed, people, 0)
        had.append(case.holdings.count())
    assert had == [1, 1, 1, 2, 2, 2, 2, 3]


def do(two: LittleMode, case: Case, deed: str, people: list[Post], number: int) -> None:
    if deed == "wait":
        two.little.wait(1)
        return
    if deed == "notify":
        two.little.take(case, deed, by=people[number])
        return
    if deed in Mode:
        mode = Mode(deed)
        chosen = Given(target=[two.city.bureau_b, two.city.bureau_a][number % 2]) if (
            mode == Mode.DESIGNATED
        ) else Given(tasks=[Task(two.city.bureau_b, "核查")])  # fmt: skip
        actions.ask(case, mode, reason="请决定", words=SAID[mode], given=chosen, seen=case.version,
                    by=people[number], at=two.at)  # fmt: skip
        return
    request = case.modes.order_by("-pk").first()
    if request is None:
        return
    code = deed if deed in MOVES else "receive"
    seen = request.version - (deed == "stale")
    who = people if number == 0 else [people[number]]  # 0: whoever may
    for post in who:
        with suppress(PlainError):
            actions.take(request, code, seen=seen, words="同意", by=post, at=two.at)
            return


def is_held_by_one(case: Case) -> None:
    rows = list(case.holdings.order_by("since", "pk"))
    assert [one.until is None for one in rows] == [False] * (len(rows) - 1) + [True]
    assert (rows[-1].bureau_id, rows[-1].unit_id) == (case.bureau_id, case.unit_id)
    for earlier, later in itertools.pairwise(rows):
        assert earlier.until == later.since
        assert earlier.bureau_id != later.bureau_id


def rights_follow(case: Case, heads: list[Post]) -> None:
    """One head alone acts for the bureau that has it, appoints, and lets papers be drafted."""
    assert [one for one in heads if cases.doers_as(case, one)] == [
        one for one in heads if one.unit_id == case.bureau_id
    ]
    assert sum(cases.may_appoint(case, one) for one in heads) == 1
    assert all(owner_of(case).may_draft(one.post) for one in case.handlers.filter(until=None)), (
        "whoever handles it is of the bureau that has it"
    )


def belongs_to_its_holder(case: Case) -> None:
    running = case.deadlines.filter(state__in=("running", "stopped"))
    assert {one.owner_id for one in running} <= {case.unit_id, case.body_id}
    assert case.steps.count() == case.version - 1
