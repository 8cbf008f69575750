"""An order is given, received, fed back and written off; each step by whom it is for."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.notices.models import Notice
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.orders import actions
from hengjian.domain.supervision.orders.giving.actions import give
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.tasks import reminded
from hengjian.domain.supervision.orders.tests.little_order import INSTRUCTION, LittleOrder
from hengjian.domain.supervision.orders.workflow import Kind
from hengjian.domain.supervision.refusing import ChangedError
from hengjian.domain.supervision.warning import colour_of

pytestmark = pytest.mark.django_db


def test_it_is_numbered_without_a_gap_by_bureau_kind_and_year(orders: LittleOrder) -> None:
    first, second = orders.given(), orders.given()
    with pytest.raises(PlainError, match="请写明"):
        orders.given(words=" ")
    third = orders.given()
    other = orders.given(Kind.SUPERVISE)
    assert [one.number for one in (first, second, third, other)] == [
        "示例市交办〔2026〕1号", "示例市交办〔2026〕2号", "示例市交办〔2026〕3号", "示例市督办〔2026〕1号",
    ]  # fmt: skip
    assert first.due_on == date(2026, 3, 17)
    assert "15" in first.sum
    told = Notice.objects.filter(kind="orders.given", about_id=str(first.pk))
    assert set(told.values_list("post", flat=True)) >= {orders.case.clerk.pk, orders.case.first.pk}


def test_it_is_received_fed_back_and_written_off(orders: LittleOrder) -> None:
    order = orders.given()
    county, body = orders.city.bureau_a, orders.case.body.unit
    with pytest.raises(PlainError, match="不能“反馈”"):
        orders.take(order, "report", county)
    orders.take(order, "receive", county)
    orders.take(order, "report", county)
    assert order.state == "running"
    with pytest.raises(PlainError, match="不能“销号”"):
        orders.take(order, "close")
    orders.take(order, "receive", body)
    orders.take(order, "report", body)
    assert order.state == "reported"
    with pytest.raises(RefusedError):
        orders.take(order, "close", by=orders.case.first)
    orders.take(order, "close", words="已核实，同意销号。")
    assert (order.state, order.closed_words) == ("closed", "已核实，同意销号。")
    with pytest.raises(PlainError, match="不能再办理"):
        orders.take(order, "urge")
    kinds = set(
        LedgerEntry.objects.filter(kind__startswith="order.").values_list("kind", flat=True)
    )
    assert kinds == {"order.give", "order.receive", "order.report", "order.close"}


def test_feedback_is_returned_with_a_new_term(orders: LittleOrder) -> None:
    order = orders.fed_back()
    orders.case.wait(5)
    orders.take(order, "redo", orders.city.bureau_a, days=7, by=orders.city.city)
    assert order.state == "running"
    assert order.due_on == date(2026, 3, 16)  # seven days end on a Saturday
    assert orders.row(order, orders.city.bureau_a).stand == "received"
    assert orders.row(order, orders.case.body.unit).stand == "reported"


def test_who_sends_it_back_is_replaced(orders: LittleOrder) -> None:
    order = orders.given()
    county = orders.city.bureau_a
    with pytest.raises(PlainError, match="请写明"):
        orders.take(order, "send_back", county, words="")
    orders.take(order, "send_back", county, words="不属于本县管辖。")
    assert order.state == "returned"
    row = order.units.get(unit=county)
    with pytest.raises(PlainError, match="改派"):
        _to(orders, order, row, None)
    with pytest.raises(PlainError, match="只能协办"):
        _to(orders, order, row, orders.station)
    _to(orders, order, row, orders.city.bureau_b)
    assert order.state == "running"
    assert orders.row(order, orders.city.bureau_b).part == "lead"


def _to(orders: LittleOrder, order: Order, row: OrderUnit, unit: Unit | None) -> None:
    order.refresh_from_db()
    actions.take(
        order, "give_to_another", seen=order.version, row=row, words="改派。", unit=unit,
        by=orders.city.city, at=orders.at,
    )  # fmt: skip
    order.refresh_from_db()


def test_it_is_urged_and_extended_by_who_gave_it(orders: LittleOrder) -> None:
    order = orders.given()
    orders.take(order, "urge", words="请抓紧办理。")
    assert order.urgings == 1
    assert order.steps.get(move="urge").number == "示例市催办〔2026〕1号"
    assert Notice.objects.filter(kind="orders.urged", post=orders.case.clerk).exists()
    with pytest.raises(PlainError, match="多少日"):
        orders.take(order, "extend")
    orders.take(order, "extend", days=10)
    assert order.due_on == date(2026, 3, 27)
    assert "延长 10 日" in order.sum
    with pytest.raises(RefusedError):
        orders.take(order, "extend", days=10, by=orders.case.first)


def test_a_leaders_instruction_has_name_words_and_day(orders: LittleOrder) -> None:
    with pytest.raises(PlainError, match="批示领导"):
        orders.given(Kind.INSTRUCTION)
    order = orders.given(**INSTRUCTION)
    assert order.number == "示例市批示〔2026〕1号"
    assert order.leader == "郑市长"


def test_who_may_get_it_depends_on_place_and_kind(orders: LittleOrder) -> None:
    county = {"by": orders.case.first, "joint": []}
    with pytest.raises(PlainError, match="辖区"):
        orders.given(leading=orders.city.bureau, **county)
    with pytest.raises(PlainError, match="辖区"):
        orders.given(leading=orders.city.bureau_b, **county)
    assert orders.given(Kind.TRANSFER, leading=orders.city.bureau, **county).pk  # handed up
    with pytest.raises(PlainError, match="只能协办"):
        orders.given(leading=orders.station, **county)
    order = orders.given(
        leading=orders.case.body.unit, by=orders.case.first, joint=[orders.station]
    )
    orders.take(order, "receive", orders.station)
    orders.take(order, "report", orders.station)
    for post in (orders.officer, orders.case.clerk):
        with pytest.raises(RefusedError):
            orders.given(by=post)


def test_it_is_handed_down_and_nothing_below_is_forgotten(orders: LittleOrder) -> None:
    order = orders.given(joint=[])
    county = orders.city.bureau_a
    asked = {
        "leading": orders.case.body.unit, "joint": [orders.station], "parent": order,
        "by": orders.case.first, "at": orders.at,
    }  # fmt: skip
    with pytest.raises(PlainError, match="先签收"):
        give(orders.told(days=5), **asked)
    orders.take(order, "receive", county)
    with pytest.raises(PlainError, match="晚于上级"):
        give(orders.told(days=40), **asked)
    below = give(orders.told(days=5), **asked)
    assert (below.parent, below.number) == (order, "甲县交办〔2026〕1号")
    with pytest.raises(PlainError, match="还没有销号"):
        orders.take(order, "report", county)
    for unit in (orders.case.body.unit, orders.station):
        orders.take(below, "receive", unit)
        orders.take(below, "report", unit)
    orders.take(below, "close", by=orders.case.first)
    orders.take(order, "report", county)
    assert order.state == "reported"
    assert [one.move for one in order.steps.all()] == [
        "give", "receive", "hand_down", "below_closed", "report"
    ]  # fmt: skip


def test_what_was_handed_down_is_withdrawn_with_it(orders: LittleOrder) -> None:
    order = orders.given(joint=[])
    orders.take(order, "receive", orders.city.bureau_a)
    below = give(
        orders.told(days=5), leading=orders.case.body.unit, parent=order, by=orders.case.first,
        at=orders.at,
    )  # fmt: skip
    orders.take(order, "withdraw", words="重复交办。")
    below.refresh_from_db()
    assert (order.state, below.state) == ("withdrawn", "withdrawn")


def test_a_lead_is_handed_on_and_comes_back(orders: LittleOrder) -> None:
    lead = LittleLead(orders.case).entered()
    asked = {"lead": lead, "joint": [], "leading": orders.case.body.unit, "by": orders.case.first}
    with pytest.raises(PlainError, match="反映人"):
        orders.given(words="沈岚反映，请核实。", lead_seen=lead.version, **asked)
    order = orders.given(lead_seen=lead.version, **asked)
    lead.refresh_from_db()
    assert (lead.state, order.body) == ("handed", orders.case.body)
    assert lead.due_on == order.due_on == date(2026, 3, 17)
    orders.take(order, "extend", days=10, by=orders.case.first)
    lead.refresh_from_db()
    assert lead.due_on == date(2026, 3, 27)
    orders.take(order, "receive", orders.case.body.unit)
    orders.take(order, "report", orders.case.body.unit)
    orders.take(order, "close", by=orders.case.first, words="已补开清单。")
    lead.refresh_from_db()
    assert lead.state == "checked"
    assert "已补开清单" in lead.steps.get(move="handed_back").words


def test_retaliation_goes_to_nobody_whom_it_is_about(orders: LittleOrder) -> None:
    lead = LittleLead(orders.case).entered(kind=Lead.Kind.RETALIATION)
    asked = {"lead": lead, "lead_seen": lead.version, "by": orders.case.first}
    with pytest.raises(PlainError, match="所反映的单位"):
        orders.given(leading=orders.case.body.unit, joint=[], **asked)
    with pytest.raises(PlainError, match="所反映的单位"):
        orders.given(
            Kind.TRANSFER, leading=orders.city.bureau, joint=[orders.case.body.unit], **asked
        )
    assert orders.given(Kind.TRANSFER, leading=orders.city.bureau, joint=[], **asked).pk


def test_the_second_of_two_is_told_who_was_first(orders: LittleOrder) -> None:
    order = orders.given()
    seen = order.version
    orders.take(order, "receive", orders.case.body.unit)
    with pytest.raises(ChangedError, match="李四已办理“签收”"):
        orders.take(order, "receive", orders.city.bureau_a, seen=seen)


def test_colours_come_before_the_day_and_units_are_told(orders: LittleOrder) -> None:
    order = orders.given(joint=[])
    due = order.due_on
    assert [colour_of(due, due - timedelta(days=n)) for n in (6, 5, 2, 0, -1)] == [
        "", "yellow", "red", "red", "late"
    ]  # fmt: skip
    assert reminded(orders.at) == {"late": 0, "soon": 0}
    orders.case.wait(12)
    assert reminded(orders.at)["soon"] == 3  # the three supervisors of the county
    orders.case.wait(5)
    assert reminded(orders.at)["late"] == reminded(orders.at)["late"] == 3
    late = Notice.objects.filter(kind="orders.late")
    assert late.count() == 3  # once a day
    for step in ("receive", "report"):
        orders.take(order, step, orders.city.bureau_a)
    orders.case.wait(1)
    assert reminded(orders.at)["late"] == 0
