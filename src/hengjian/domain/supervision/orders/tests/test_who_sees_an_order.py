"""An order is seen by who gave it, the units that got it and the tiers above; by nobody else."""

import pytest

from hengjian.domain.supervision.orders.access import order_seen, orders_seen, steps_seen, why_order
from hengjian.domain.supervision.orders.queries import given, of_side, owed
from hengjian.domain.supervision.orders.tests.little_order import LittleOrder

pytestmark = pytest.mark.django_db


def test_it_is_seen_with_the_reason(orders: LittleOrder) -> None:
    order = orders.given(
        by=orders.case.first, leading=orders.case.body.unit, joint=[orders.station]
    )
    city = orders.city
    people = {
        "gave": orders.case.first, "of its bureau": orders.case.second, "head": orders.case.head,
        "got": orders.case.clerk, "joins": orders.officer, "above": city.city, "leader": city.leader,
        "stranger": city.county_b, "administrator": city.audit_admin,
    }  # fmt: skip
    seen = {name: list(orders_seen(post=post, at=orders.at)) for name, post in people.items()}
    assert {name for name, rows in seen.items() if rows} == set(people) - {
        "stranger",
        "administrator",
    }
    whys = {name: rows[0].why for name, rows in seen.items() if rows}  # type: ignore[attr-defined]
    assert whys["gave"] == "gave"
    assert whys["got"] == whys["joins"] == "got"
    assert whys["above"] == whys["leader"] == "above"
    assert all(why_order(code) != code for code in whys.values())
    assert [one.pk for one in of_side("got", post=orders.case.clerk, at=orders.at)] == [order.pk]
    assert not of_side("given", post=orders.case.clerk, at=orders.at)
    assert not of_side("got", post=orders.case.first, at=orders.at)


def test_who_sent_it_back_owes_nothing(orders: LittleOrder) -> None:
    order = orders.given()
    assert owed(post=orders.case.clerk, at=orders.at).count() == 1
    orders.take(order, "send_back", orders.case.body.unit)
    assert owed(post=orders.case.clerk, at=orders.at).count() == 0
    assert given(post=orders.city.city, at=orders.at).count() == 1


def test_who_joins_reads_his_own_part(orders: LittleOrder) -> None:
    order = orders.fed_back()
    rows = list(order.units.select_related("unit"))
    moves = {
        name: [one.move for one in steps_seen(order, post=post, rows=rows)]
        for name, post in (("gave", orders.city.city), ("leads", orders.case.first),
                           ("joins", orders.case.clerk))
    }  # fmt: skip
    assert moves["gave"] == moves["leads"] == ["give", "receive", "report", "receive", "report"]
    assert moves["joins"] == ["give", "receive", "report"]
    assert order_seen(order.pk, post=orders.case.clerk, at=orders.at) == order
