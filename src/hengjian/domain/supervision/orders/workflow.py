"""The way of an order as one table: what each unit does with it, and what who gave it does.

Serves the actions and the order's page. An order has a state of its own, and each unit to which it went
has one; a step of a unit moves the unit's row, a step of the giver the order or one of its units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from hengjian.core.wording import said


class Kind(models.TextChoices):
    """What kind of order it is; an urging (催办) is a numbered step of one of these."""

    ASSIGN = "assign", said("交办", "assignment")
    TRANSFER = "transfer", said("转办", "passing on")
    SUPERVISE = "supervise", said("督办", "supervised order")
    INSTRUCTION = "instruction", said("领导批示", "leader's instruction")


class State(models.TextChoices):
    """Where an order stands."""

    RUNNING = "running", said("办理中", "under way")
    REPORTED = "reported", said("已反馈，待销号", "fed back")
    RETURNED = "returned", said("被退回，待改派", "sent back")
    CLOSED = "closed", said("已销号", "written off")
    WITHDRAWN = "withdrawn", said("已撤回", "withdrawn")


class Part(models.TextChoices):
    """As what a unit takes part."""

    LEAD = "lead", said("牵头", "leads")
    JOINT = "joint", said("协办", "joins")


class Stand(models.TextChoices):
    """What a unit has done with it."""

    SENT = "sent", said("待签收", "not received yet")
    RECEIVED = "received", said("办理中", "at work")
    REPORTED = "reported", said("已反馈", "fed back")
    RETURNED = "returned", said("已退回", "sent back")
    RELIEVED = "relieved", said("已改派", "given to another")


ENDED = frozenset({State.CLOSED, State.WITHDRAWN})
HELD = frozenset({Stand.SENT, Stand.RECEIVED})
"""The unit still owes something."""
OFF = frozenset({Stand.RETURNED, Stand.RELIEVED})
"""The unit has nothing to do with it any more."""
DOWNWARD = frozenset({Kind.ASSIGN, Kind.SUPERVISE, Kind.INSTRUCTION})
"""Kinds that command: only units of the giver's own area get them."""


class Doer(Enum):
    """Who takes a step."""

    UNIT = said("承办单位", "the unit")
    GIVER = said("交办机关", "who gave it")


@dataclass(frozen=True)
class Move:
    """One step. ``frm``: states of the unit's row for a unit's step (and for a step of the giver that
    is about one unit: ``one``), else of the order. ``asks``: what its form asks for beside words."""

    code: str
    label: Any
    by: Doer
    frm: frozenset[Any]
    to: Any
    words: bool = True
    one: bool = False
    asks: tuple[str, ...] = ()


def _m(code: str, zh: str, en: str, by: Doer, frm: object, to: Any, **more: Any) -> Move:
    states = frozenset(frm) if isinstance(frm, (set, frozenset)) else frozenset({frm})
    return Move(code, said(zh, en), by, states, to, **more)


U, G = Doer.UNIT, Doer.GIVER
OPEN = frozenset(State) - ENDED
TABLE: tuple[Move, ...] = (
    _m("receive", "签收", "receive", U, Stand.SENT, Stand.RECEIVED, words=False, one=True),
    _m("report", "反馈", "feed back", U, Stand.RECEIVED, Stand.REPORTED, one=True, asks=("file",)),
    _m("close", "销号", "write off", G, State.REPORTED, State.CLOSED),
    _m("give_to_another", "改派", "give to another", G, Stand.RETURNED, Stand.RELIEVED, one=True,
       asks=("unit",)),
    _m("redo", "退回重办", "have it done again", G, Stand.REPORTED, Stand.RECEIVED, one=True,
       asks=("days",)),
    _m("send_back", "退回", "send back", U, HELD, Stand.RETURNED, one=True),
    _m("urge", "催办", "urge", G, OPEN, None),
    _m("extend", "延期", "extend", G, OPEN, None, asks=("days",)),
    _m("note", "记事", "note", G, OPEN, None),
    _m("withdraw", "撤回", "withdraw", G, OPEN, State.WITHDRAWN),
)  # fmt: skip
MOVES: dict[str, Move] = {move.code: move for move in TABLE}
FOLLOWS = {
    "give": said("发出", "given"),
    "hand_down": said("转交下级", "handed down"),
    "below_closed": said("下级事项已销号", "the order below was written off"),
    "file": said("收存材料", "file kept"),
}


def moves_of(state: Any, stands: Sequence[Any]) -> list[tuple[Move, int | None]]:
    """The steps open to an order in this state, each with the place of the unit that it is about."""
    if state in ENDED:
        return []
    found: list[tuple[Move, int | None]] = []
    for move in TABLE:
        if not move.one and state in move.frm:
            found.append((move, None))
        elif move.one:
            found += [(move, place) for place, stand in enumerate(stands) if stand in move.frm]
    return found


def step_label(code: str) -> str:
    """What a step is called."""
    return str(MOVES[code].label if code in MOVES else FOLLOWS.get(code, code))
