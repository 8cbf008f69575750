"""How orders are shown: tones of states, a unit's part and where it stands."""

from datetime import date
from typing import Any

from hengjian.core.wording import say
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.workflow import ENDED, OFF, Kind, Part, Stand, State
from hengjian.domain.supervision.warning import due_words

_TONES = {
    State.RUNNING: "note", State.REPORTED: "warn", State.RETURNED: "bad", State.CLOSED: "good",
    State.WITHDRAWN: "quiet",
}  # fmt: skip
_STANDS = {
    Stand.SENT: "warn", Stand.RECEIVED: "note", Stand.REPORTED: "good", Stand.RETURNED: "bad",
    Stand.RELIEVED: "quiet",
}  # fmt: skip


def state(order: Order) -> tuple[str, str]:
    """Tone and words of an order's state."""
    now = State(order.state)
    return _TONES[now], str(now.label)


def stand(row: OrderUnit) -> tuple[str, str]:
    """Tone and words of where a unit stands."""
    now = Stand(row.stand)
    return _STANDS[now], str(now.label)


def due(order: Order, day: date) -> dict[str, Any]:
    """Its due day; of an ended one only the day."""
    shown = due_words(order.due_on, day)
    return shown | {"tone": "quiet", "words": "", "colour": ""} if order.state in ENDED else shown


def units(order: Order) -> dict[str, Any]:
    """Who leads, and how many join."""
    rows = [one for one in order.units.all() if one.stand not in OFF]
    leading = next((one.unit for one in rows if one.part == Part.LEAD), None)
    joint = [str(one.unit) for one in rows if one.part == Part.JOINT]
    shown = "、".join(joint[:2])
    if len(joint) > 2:
        shown = say(f"{shown}等 {len(joint)} 个单位", f"{shown} and {len(joint) - 2} more")
    return {"leading": leading, "joint": shown}


def kind_tone(order: Order) -> str:
    """What presses more stands out."""
    return "warn" if order.kind in (Kind.SUPERVISE, Kind.INSTRUCTION) else "quiet"
