"""Whatever steps people take in whatever order, an order keeps its promises."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.content.errors import PlainError
from hengjian.domain.supervision.cases.tests.little_case import AT
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.tests.little_order import LittleOrder
from hengjian.domain.supervision.orders.workflow import ENDED, OFF, TABLE, State

pytestmark = pytest.mark.django_db
STEPS = st.tuples(st.sampled_from([one.code for one in TABLE if one.code != "withdraw"] * 3 + ["withdraw", "stale"]),
                  st.integers(0, 2))  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, min_size=5, max_size=24))
def test_it_keeps_its_promises(orders: LittleOrder, history: list[tuple[str, int]]) -> None:
    orders.case.at = AT
    order = orders.given(joint=[orders.case.body.unit, orders.station])
    units = (orders.city.bureau_a, orders.case.body.unit, orders.station)
    for code, place in history:
        before, steps = State(order.state), order.steps.count()
        with suppress(PlainError):
            _do(orders, order, code, units[place])
        order.refresh_from_db()
        assert order.steps.count() >= steps
        if before in ENDED:
            assert State(order.state) == before
        _holds(order)


def _do(orders: LittleOrder, order: Order, code: str, unit: object) -> None:
    if code == "stale":
        orders.take(order, "urge", seen=order.version - 1)
    elif code in ("redo", "give_to_another"):
        by = {"by": orders.city.city}
        orders.take(order, code, unit, **by)  # type: ignore[arg-type]
    elif code in ("receive", "report", "send_back"):
        orders.take(order, code, unit)  # type: ignore[arg-type]
    else:
        orders.take(order, code, days=3)


def _holds(order: Order) -> None:
    """One unit leads unless it was sent back, and what is written off was fed back by everybody."""
    active = [one for one in order.units.all() if one.stand not in OFF]
    leading = [one for one in active if one.part == "lead"]
    assert len(leading) == 1 or order.state in (State.RETURNED, State.WITHDRAWN)
    if order.state == State.CLOSED:
        assert {one.stand for one in active} == {"reported"}
    if order.state == State.REPORTED:
        assert all(one.feedback for one in active)
    assert order.due_on >= order.start
