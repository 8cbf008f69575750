"""The way of a measure as one table: kinds of measure, their states, and who takes which step.

Serves the actions, which do nothing that is not in it, and the page, which shows what comes next and what
still stands in the way. A measure about a person never moves without a reason and a hearing of his own.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from hengjian.core.wording import said


class Kind(models.TextChoices):
    """What is done after a case, or without one."""

    TALK = "talk", said("约谈", "talk with heads")
    CIRCULAR = "circular", said("通报", "circular")
    DISCIPLINE = "discipline", said("责任追究建议", "suggestion to discipline")
    CARD = "card", said("暂扣收回证件建议", "suggestion about a certificate")
    TRANSFER = "transfer", said("线索移送", "transfer")
    ADVICE = "advice", said("检察司法建议", "advice received")


class State(models.TextChoices):
    """Where a measure stands."""

    PROPOSED = "proposed", said("待审批", "to be approved")
    APPROVED = "approved", said("已批准", "approved")
    NOTIFIED = "notified", said("已通知约谈", "notified")
    HELD = "held", said("已约谈，待落实", "held, to be followed up")
    REPORTED = "reported", said("已报落实，待核对", "follow-up reported")
    SENT = "sent", said("已发出，待反馈", "sent")
    HANDED = "handed", said("已移交，待反馈", "handed over")
    ANSWERED = "answered", said("已反馈", "answered")
    RECEIVED = "received", said("已收到，待答复", "received")
    CLOSED = "closed", said("已办结", "closed")
    REFUSED = "refused", said("不予批准", "refused")
    WITHDRAWN = "withdrawn", said("已撤回", "withdrawn")


S, K = State, Kind
ENDED = frozenset({S.CLOSED, S.REFUSED, S.WITHDRAWN})
GIVEN_UP = frozenset({S.REFUSED, S.WITHDRAWN})
ABOUT_PERSON = frozenset({K.DISCIPLINE, K.CARD})
"""They concern one person: a human reason and his own words come first (facts.md §8)."""
SUGGESTS = frozenset({K.DISCIPLINE, K.CARD, K.TRANSFER})
"""They go to somebody who answers."""
BODY_SEES = {
    K.TALK: frozenset({S.NOTIFIED, S.HELD, S.REPORTED, S.CLOSED}),
    K.CIRCULAR: frozenset({S.SENT, S.CLOSED}),
    K.CARD: frozenset({S.SENT, S.ANSWERED, S.CLOSED}),
}
"""From which states on the body reads it; of the other kinds it reads nothing (副卷)."""
FIRST = {K.ADVICE: S.RECEIVED}
"""The state in which a kind begins, where it is not proposed first."""
MARKS = {
    K.TALK: "约谈", K.CIRCULAR: "通报", K.DISCIPLINE: "追责建议", K.CARD: "证件建议",
    K.TRANSFER: "移送", K.ADVICE: "收建议",
}  # fmt: skip
"""The series in which a bureau numbers each kind."""
POWERS = {
    K.TALK: "talks", K.CIRCULAR: "talks", K.DISCIPLINE: "accountability",
    K.CARD: "accountability", K.TRANSFER: "linkage", K.ADVICE: "linkage",
}  # fmt: skip
"""The power of the list that each kind exercises."""


class Doer(Enum):
    """Who takes a step."""

    HANDLER = said("监督机构工作人员", "a supervisor of the bureau")
    CHIEF = said("监督机构负责人", "the head of the supervision body")
    BODY = said("被监督机关", "the supervised body")


@dataclass(frozen=True)
class Move:
    """One step. ``needs``: conditions by their codes (`conditions`). ``paper``: the document it rests on.
    ``asks``: what its form asks for beside words. ``event``: what the list of powers sees in it."""

    code: str
    label: Any
    by: Doer
    kinds: frozenset[Kind]
    frm: frozenset[State]
    to: State | None
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    words: bool = True
    event: str = ""


PAPERS = {
    K.TALK: ("talk-notice", "talk-record"), K.CIRCULAR: ("circular",),
    K.DISCIPLINE: ("accountability",), K.CARD: ("certificate-proposal",),
    K.TRANSFER: ("lead-transfer",), K.ADVICE: ("suggestion-answer",),
}  # fmt: skip
"""The documents of each kind, the one that goes out first."""


def _m(code: str, zh: str, en: str, by: Doer, kinds: object, frm: object, to: State | None,
       **more: Any) -> Move:  # fmt: skip
    def several(one: Any) -> Any:
        return frozenset(one) if isinstance(one, (set, frozenset)) else frozenset({one})

    return Move(code, said(zh, en), by, several(kinds), several(frm), to, **more)


H, C, B = Doer.HANDLER, Doer.CHIEF, Doer.BODY
PROPOSABLE = frozenset(K) - {K.ADVICE}
TABLE: tuple[Move, ...] = (
    # --- approval
    _m("hear", "听取本人意见", "hear the person", H, ABOUT_PERSON, S.PROPOSED, None, asks=("on",)),
    _m("enter_consent", "录入政府同意文件", "enter the government's consent", H, K.CIRCULAR,
       S.PROPOSED, None, asks=("on",)),
    _m("approve", "批准", "approve", C, PROPOSABLE, S.PROPOSED, S.APPROVED,
       needs=("not_the_proposer", "person_heard", "government_consents"), words=False),
    _m("refuse", "不予批准", "refuse", C, PROPOSABLE, S.PROPOSED, S.REFUSED,
       needs=("not_the_proposer",)),
    # --- talk
    _m("notify", "通知约谈", "notify", H, K.TALK, S.APPROVED, S.NOTIFIED, needs=("paper",),
       asks=("moment", "place"), words=False),
    _m("hold", "登记约谈", "enter the talk", H, K.TALK, S.NOTIFIED, S.HELD,
       needs=("two_hold", "moment_came"), asks=("promises",), event="talk_held"),
    _m("report", "报告落实情况", "report what was done", B, K.TALK, S.HELD, S.REPORTED,
       needs=("promises_kept",)),
    _m("check_undone", "核对未落实，退回", "not done: return", H, K.TALK, S.REPORTED, S.HELD,
       asks=("due",)),
    _m("check_done", "核对落实，办结", "done: close", H, K.TALK, {S.HELD, S.REPORTED}, S.CLOSED,
       needs=("promises_kept", "record_filed", "papers_done")),
    # --- circular, suggestions, transfer
    _m("issue", "印发", "issue", H, K.CIRCULAR, S.APPROVED, S.SENT, needs=("paper",), words=False),
    _m("send", "发出建议", "send", H, ABOUT_PERSON, S.APPROVED, S.SENT, needs=("paper",),
       asks=("days",), words=False, event="suggestion_sent"),
    _m("hand_over", "移送交接", "hand over", H, K.TRANSFER, S.APPROVED, S.HANDED, needs=("paper",),
       asks=("receipt", "days"), words=False),
    _m("urge", "催促反馈", "urge an answer", H, SUGGESTS, {S.SENT, S.HANDED}, None),
    _m("enter_answer", "登记反馈", "enter the answer", H, SUGGESTS, {S.SENT, S.HANDED}, S.ANSWERED,
       asks=("on", "adopted")),
    _m("carry_out", "按发证机关决定登记证件", "enter what the issuer decided", H, K.CARD, S.ANSWERED,
       None, needs=("adopted",), asks=("term",), words=False),
    _m("close", "办结", "close", H, {K.CIRCULAR, *SUGGESTS}, {S.SENT, S.ANSWERED}, S.CLOSED,
       needs=("answered", "carried_out", "papers_done")),
    # --- advice of procurators and courts
    _m("reply", "登记答复，办结", "reply and close", H, K.ADVICE, S.RECEIVED, S.CLOSED,
       needs=("paper", "papers_done"), asks=("on",)),
    # --- giving up
    _m("withdraw", "撤回", "withdraw", C, PROPOSABLE, {S.APPROVED, S.NOTIFIED}, S.WITHDRAWN,
       needs=("nothing_sent", "papers_done")),
)  # fmt: skip
MOVES: dict[str, Move] = {move.code: move for move in TABLE}
FOLLOWS = {
    "propose": said("提出", "proposed"),
    "receive": said("收到建议", "advice received"),
    "kept": said("承诺事项落实", "promise kept"),
}


def moves_of(kind: Kind, state: State) -> list[Move]:
    """The steps that the table knows for a kind from a state, in its order."""
    return [move for move in TABLE if kind in move.kinds and state in move.frm]


def step_label(code: str) -> str:
    """What a step is called."""
    return str(MOVES[code].label if code in MOVES else FOLLOWS.get(code, code))
