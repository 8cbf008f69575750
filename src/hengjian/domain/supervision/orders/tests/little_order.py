"""An order of the city to a county's bureau, a body and a township that joins; and those who act for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hengjian.core.organisation.actions import add_division, add_unit
from hengjian.core.organisation.models import Level, Unit, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.orders import actions
from hengjian.domain.supervision.orders.giving.actions import Told, give
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.workflow import Kind

TEXT = {
    "title": "重复检查的核实",
    "words": "请核实检查次数和依据，属于重复的督促合并，并书面反馈。",
}


@dataclass
class LittleOrder:
    """`take` acts as whoever the step is for."""

    case: LittleCase
    station: Unit
    officer: Post

    @classmethod
    def ready(cls, case: LittleCase) -> "LittleOrder":
        town = add_division(
            "990101001", "一镇", Level.TOWNSHIP, parent=case.city.county_a_division, by=None, at=AT
        )
        station = add_unit(UnitKind.JUSTICE_STATION, "一镇司法所", division=town, by=None, at=AT)
        person = enrol_person("station", "司一", by=None, at=AT)
        officer = give_post(person, station, Role.STATION_OFFICER, since=SINCE, by=None, at=AT)
        return cls(case, station, officer)

    @property
    def city(self) -> SmallCity:
        return self.case.city

    @property
    def at(self) -> Any:
        return self.case.at

    def told(self, kind: Kind = Kind.ASSIGN, **more: Any) -> Told:
        return Told(**({"kind": kind, **TEXT} | more))

    def given(self, kind: Kind = Kind.ASSIGN, **more: Any) -> Order:
        """By the city's section, led by the county's bureau; the body joins."""
        of_text = {name: more.pop(name) for name in list(more) if name in Told.__dataclass_fields__}
        asked = {
            "leading": self.city.bureau_a, "joint": [self.case.body.unit], "by": self.city.city, "at": self.at
        }  # fmt: skip
        return give(self.told(kind, **of_text), **(asked | more))

    def row(self, order: Order, unit: Unit) -> OrderUnit:
        return order.units.exclude(stand__in=("returned", "relieved")).get(unit=unit)

    def take(self, order: Order, code: str, unit: Unit | None = None, **more: Any) -> Order:
        order.refresh_from_db()
        row = None
        if unit is not None:
            row = order.units.filter(unit=unit).order_by("-pk").first()
        who = {
            None: self.city.city, self.city.bureau_a.pk: self.case.first,
            self.case.body.unit_id: self.case.clerk, self.station.pk: self.officer,
            self.city.bureau_b.pk: self.city.county_b,
        }  # fmt: skip
        by = who[unit.pk if unit is not None else None]
        asked = {"seen": order.version, "row": row, "words": "情况如下。", "by": by, "at": self.at}
        made = actions.take(order, code, **(asked | more))
        order.refresh_from_db()
        return made

    def fed_back(self) -> Order:
        """Received and fed back by both."""
        order = self.given()
        for unit in (self.city.bureau_a, self.case.body.unit):
            self.take(order, "receive", unit)
            self.take(order, "report", unit)
        return order


INSTRUCTION = {
    "kind": Kind.INSTRUCTION, "leader": "郑市长", "leader_words": "请司法局核实并报结果。",
    "leader_on": date(2026, 3, 1),
}  # fmt: skip
