"""A little register for tests: two bodies in county A, one in county B, officers, cards, an item."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.actions import enter_row
from hengjian.domain.registry.models import Body, Certificate, Delegation, Item, Officer
from hengjian.domain.registry.registers import (
    BODIES,
    CERTIFICATES,
    DELEGATIONS,
    ITEMS,
    OFFICERS,
    Register,
    Values,
)

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def entered(register: Register, by: Any = None, at: datetime = AT, **values: Any) -> Any:
    return enter_row(register, values, by=by, at=at)


def body(number: str, division: str, **more: Any) -> Values:
    return {
        "body_id": number, "name": f"{number}市场监督管理局", "kind": "agency", "level": "county",
        "division": division, "sector": "market", "management": "local",
        "qualified_from": "2019-03-01", **more,
    }  # fmt: skip


def officer(number: str, of: str, **more: Any) -> Values:
    return {
        "officer_id": number, "body_id": of, "name": f"甲{number}", "kind": "enforcement",
        "employed_from": "2020-01-01", **more,
    }  # fmt: skip


def card(number: str, of: str, **more: Any) -> Values:
    return {
        "cert_no": number, "officer_id": of, "kind": "enforcement", "valid_from": "2024-01-01",
        "valid_to": "2028-12-31", **more,
    }  # fmt: skip


@dataclass
class LittleRegister:
    city: SmallCity
    a1: Body
    a2: Body
    b1: Body
    officer: Officer
    stranger: Officer
    card: Certificate
    item: Item
    delegation: Delegation

    @classmethod
    def entered(cls, city: SmallCity) -> "LittleRegister":
        a1 = entered(BODIES, **body("A1", "990101"))
        a2 = entered(BODIES, **body("A2", "990101", kind="township", level="township"))
        b1 = entered(BODIES, **body("B1", "990102"))
        someone = entered(OFFICERS, **officer("P1", "A1"))
        stranger = entered(OFFICERS, **officer("P2", "B1"))
        his = entered(CERTIFICATES, **card("C1", "P1"))
        item = entered(
            ITEMS, item_id="I1", name="对违规摆摊的处罚", kind="penalty", body_id="A1",
            fine_min=5000, fine_max=200000, penalty_kinds="warning;fine",
        )  # fmt: skip
        down = entered(
            DELEGATIONS, item_id="I1", to_body="A2", from_body="A1", route="empowered",
            valid_from="2024-07-01",
        )  # fmt: skip
        return cls(city, a1, a2, b1, someone, stranger, his, item, down)
