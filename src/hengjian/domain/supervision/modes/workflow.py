"""The way of a request for designated, escalated or joint supervision, as one table.

Serves the actions, which do nothing that is not in it, and the pages, which show what may be done next.
The case itself goes its own way meanwhile: until the receipt is signed whoever had it has it.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from hengjian.core.wording import said
from hengjian.domain.supervision.cases import workflow as cases


class Mode(models.TextChoices):
    """In which way a case is supervised otherwise than by the bureau that opened it alone."""

    DESIGNATED = "designated", said("指定监督", "designated")
    ESCALATED = "escalated", said("提级监督", "escalated")
    JOINT = "joint", said("协同监督", "joint")


class State(models.TextChoices):
    """What a request waits for."""

    ASKED = "asked", said("待决定", "to be decided")
    DECIDED = "decided", said("待移交", "to be handed over")
    HANDED = "handed", said("待签收", "to be received")
    HANDLING = "handling", said("办理中", "being handled")
    REPORTED = "reported", said("已报告结果", "result reported")
    GOING_BACK = "going_back", said("待交还", "to be given back")
    HANDED_BACK = "handed_back", said("待原机关签收", "to be received back")
    ENDED = "ended", said("已结束", "ended")
    REFUSED = "refused", said("不予批准", "refused")
    WITHDRAWN = "withdrawn", said("已撤回", "withdrawn")


S, M = State, Mode
OVER = frozenset({S.ENDED, S.REFUSED, S.WITHDRAWN})
"""Nothing moves a request from here."""
IN_FORCE = frozenset(S) - OVER - {S.ASKED}
WORKING = frozenset({S.HANDLING, S.REPORTED})
"""A joint supervision in which the partners work and see the case."""
MOVABLE = cases.UNDER_WAY - {cases.State.PASSING, cases.State.CLOSING}
"""A case that is before the government, or whose closing waits for approval, stays where it is."""


class Doer(Enum):
    """Who takes a step."""

    ASKER = said("提出申请的监督机关", "the bureau that asked")
    SUPERIOR = said("共同上一级监督机关负责人", "the head of the common superior")
    HOLDER = said("正在办理的监督机关", "the bureau that has the case")
    RECEIVER = said("接收的监督机关", "the bureau that receives it")
    PARTNER = said("参加协同的监督机关", "a bureau that works jointly")


@dataclass(frozen=True)
class Move:
    """One step. ``of``: the modes that know it; ``needs``: conditions by their codes (`conditions`)."""

    code: str
    label: Any
    by: Doer
    frm: frozenset[State]
    to: State
    of: frozenset[Mode]
    needs: tuple[str, ...] = ()
    words: bool = False


MOVING = frozenset({M.DESIGNATED, M.ESCALATED})
"""Modes in which the case goes to another bureau."""
ALL = frozenset(Mode)


def _m(code: str, zh: str, en: str, by: Doer, frm: object, to: State, of: frozenset[Mode] = ALL,
       **more: Any) -> Move:  # fmt: skip
    states = frozenset(frm) if isinstance(frm, (set, frozenset)) else frozenset({frm})
    return Move(code, said(zh, en), by, states, to, of, **more)  # type: ignore[arg-type]


A, U, H, R = Doer.ASKER, Doer.SUPERIOR, Doer.HOLDER, Doer.RECEIVER
TABLE: tuple[Move, ...] = (
    # --- decided by the common superior
    _m("decide", "作出决定", "decide", U, S.ASKED, S.DECIDED, MOVING,
       needs=("grounds", "another_than_the_asker", "case_can_move", "able_to_take"), words=True),
    _m("convene", "决定协同", "convene", U, S.ASKED, S.HANDLING, frozenset({M.JOINT}),
       needs=("grounds", "another_than_the_asker", "case_can_move", "partners"), words=True),
    _m("refuse", "不予批准", "refuse", U, S.ASKED, S.REFUSED, words=True),
    _m("withdraw", "撤回申请", "withdraw", A, S.ASKED, S.WITHDRAWN, words=True),
    _m("revoke", "撤销决定", "revoke the decision", U, {S.DECIDED, S.HANDED}, S.WITHDRAWN, MOVING,
       words=True),
    # --- the whole file goes over
    _m("hand_over", "移交全部材料", "hand over", H, S.DECIDED, S.HANDED, MOVING,
       needs=("case_can_move", "papers_at_rest")),
    _m("receive", "清点签收", "receive", R, S.HANDED, S.HANDLING, MOVING,
       needs=("case_can_move", "papers_at_rest")),
    _m("send_back", "材料不齐，退回补正", "send back", R, S.HANDED, S.DECIDED, MOVING, words=True),
    # --- handled there, reported
    _m("report", "报告办理结果", "report", H, S.HANDLING, S.REPORTED, words=True),
    _m("ask_more", "退回继续办理", "ask for more", U, S.REPORTED, S.HANDLING, words=True),
    _m("end", "结束", "end", U, S.REPORTED, S.ENDED, needs=("case_ended",), words=True),
    # --- given back
    _m("give_back", "决定交还原机关", "give back", U, S.REPORTED, S.GOING_BACK, MOVING,
       needs=("case_can_move",), words=True),
    _m("hand_back", "移交全部材料（交还）", "hand back", H, S.GOING_BACK, S.HANDED_BACK, MOVING,
       needs=("case_can_move", "papers_at_rest")),
    _m("receive_back", "清点签收（交还）", "receive back", R, S.HANDED_BACK, S.ENDED, MOVING,
       needs=("case_can_move", "papers_at_rest")),
    _m("send_again", "材料不齐，退回补正（交还）", "send back again", R, S.HANDED_BACK, S.GOING_BACK,
       MOVING, words=True),
)  # fmt: skip

MOVES: dict[str, Move] = {move.code: move for move in TABLE}
HANDS_OVER = frozenset({"hand_over", "hand_back"})
RECEIVES = frozenset({"receive", "receive_back"})
PAPER = {
    Mode.DESIGNATED: "designation",
    Mode.ESCALATED: "escalation",
    Mode.JOINT: "joint-letter",
}
"""The document of the decision."""
SIDE_STEPS = {
    "ask": said("提出申请", "asked for"),
    "join": said("同意参加协同", "joined"),
    "decline": said("不参加协同", "declined"),
    "plan": said("调整分工", "plan changed"),
    "part_done": said("完成分工任务", "task done"),
}
"""Steps beside the table."""


def moves_from(state: State, mode: Mode) -> list[Move]:
    """The steps that the table knows from here, in its order."""
    return [move for move in TABLE if state in move.frm and mode in move.of]


def step_label(code: str) -> str:
    """What a step is called."""
    return str(MOVES[code].label if code in MOVES else SIDE_STEPS.get(code, code))
