"""The way of a lead as one table: from which state to which, by whom, on what power of the list.

Serves the actions, which do nothing that is not in it, and the lead's page, which shows what may be done
next. A lead that findings gave was looked at when it was raised: it begins as checked.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from hengjian.core.wording import said


class State(models.TextChoices):
    """Where a lead stands."""

    NEW = "new", said("待初核", "to be checked")
    CHECKED = "checked", said("已初核，待处理", "checked, to be decided")
    HANDED = "handed", said("已交办，待反馈", "handed on, awaiting feedback")
    PROPOSED = "proposed", said("已提请立案", "case proposed")
    CASE = "case", said("已立案", "a case was opened")
    REFUSED = "refused", said("不予立案", "no case")
    TRANSFERRED = "transferred", said("已移送", "transferred")
    SETTLED = "settled", said("已办结", "settled")
    MERGED = "merged", said("已并案", "merged into another")


S = State
IN_HAND = frozenset({S.NEW, S.CHECKED, S.HANDED})
"""Somebody must still decide about it."""
CHECK_RUNS = frozenset({S.NEW, S.CHECKED})
"""The term of the preliminary check runs: it ends with the decision what becomes of the lead."""
DECIDED = frozenset({S.CASE, S.REFUSED, S.TRANSFERRED, S.SETTLED})


class Doer(Enum):
    """Who takes a step."""

    HANDLER = said("承办人", "who handles it")
    ROUTER = said("监督机构负责人或者承办科室", "the head or the section in charge")
    CHIEF = said("监督机构负责人", "the head of the supervision body")


@dataclass(frozen=True)
class Move:
    """One step. ``to`` None: the lead stays where it is. ``asks``: what else its form asks for."""

    code: str
    label: Any
    by: Doer
    frm: frozenset[State]
    to: State | None
    power: str
    words: bool = True
    asks: tuple[str, ...] = ()
    paper: str = ""


def _m(code: str, zh: str, en: str, by: Doer, frm: object, to: State | None, power: str,
       **more: Any) -> Move:  # fmt: skip
    states = frozenset(frm) if isinstance(frm, (set, frozenset)) else frozenset({frm})
    return Move(code, said(zh, en), by, states, to, power, **more)  # type: ignore[arg-type]


H, R, C = Doer.HANDLER, Doer.ROUTER, Doer.CHIEF
TABLE: tuple[Move, ...] = (
    _m("check", "登记初核情况", "enter the preliminary check", H, S.NEW, S.CHECKED, "cases"),
    _m("refuse", "不予立案", "open no case", H, S.CHECKED, S.REFUSED, "cases",
       paper="no-case-notice"),
    _m("transfer", "移送有管辖权的机关", "transfer to the competent body", H, S.CHECKED,
       S.TRANSFERRED, "linkage", asks=("receiver",), paper="lead-transfer"),
    _m("settle", "办结", "settle", H, S.CHECKED, S.SETTLED, "cases"),
    _m("assign", "分办", "assign", R, IN_HAND, None, "cases", words=False, asks=("post",)),
    _m("merge", "并入另一条线索", "merge into another", H, {S.NEW, S.CHECKED}, S.MERGED, "cases",
       asks=("main",)),
    _m("unmerge", "撤销并案", "un-merge", H, S.MERGED, None, "cases"),
    _m("reopen", "重新办理", "take up again", C, {S.REFUSED, S.TRANSFERRED, S.SETTLED}, S.CHECKED,
       "cases"),
    _m("note", "记事", "note", H, frozenset(S), None, "cases"),
)  # fmt: skip
MOVES: dict[str, Move] = {move.code: move for move in TABLE}

FOLLOWS = {
    "opened": said("登记", "entered"),
    "handed": said("交办", "handed on by an order"),
    "handed_back": said("交办事项已销号", "the order was written off"),
    "proposed": said("提请立案", "case proposed"),
    "case_opened": said("批准立案", "case opened"),
    "not_opened": said("审批不予立案", "opening refused"),
    "reporter": said("登记反映人", "reporter entered"),
    "answered": said("答复反映人", "reporter answered"),
    "summary": said("改写摘要", "summary rewritten"),
    "took_in": said("并入另一条线索", "another was merged into it"),
    "parted": said("并入的线索已分出", "a merged one was parted"),
    "file": said("收存材料", "file kept"),
}
"""Steps that come with something else than a move of the table."""


def moves_from(state: State) -> list[Move]:
    """The steps that the table knows from a state, in its order."""
    return [move for move in TABLE if state in move.frm]


def step_label(code: str) -> str:
    """What a step is called."""
    return str(MOVES[code].label if code in MOVES else FOLLOWS.get(code, code))
