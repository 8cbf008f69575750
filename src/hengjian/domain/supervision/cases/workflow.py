"""The way of a supervision case as one table: from which state to which, by whom, on what power.

Serves the actions, which do nothing that is not in it, and the case page, which shows what may be done
next and what still stands in the way. Terms are named after the steps of a deadline profile.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

from hengjian.core.wording import said


class State(models.TextChoices):
    """Where a case stands."""

    PROPOSED = "proposed", said("立案审批", "opening to be approved")
    OPEN = "open", said("已立案", "open")
    NOTIFIED = "notified", said("已通知，待说明", "notified")
    INVESTIGATING = "investigating", said("调查", "being investigated")
    DELIBERATING = "deliberating", said("审理", "being deliberated")
    RECTIFYING = "rectifying", said("整改期", "to be corrected")
    PASSING = "passing", said("报请政府批准", "before the government")
    EXECUTING = "executing", said("决定执行期", "decision to be carried out")
    TOLD = "told", said("已告知上级主管部门", "its superior was told")
    REPORTED = "reported", said("已报整改，待验收", "correction reported")
    CLOSING = "closing", said("结案审批", "closing to be approved")
    CLOSED = "closed", said("已结案", "closed")
    ARCHIVED = "archived", said("已归档", "archived")
    REFUSED = "refused", said("不予立案", "not opened")


S = State
ENDED = frozenset({S.CLOSED, S.ARCHIVED, S.REFUSED})
"""Nothing moves a case from here but the archiving of a closed one."""
UNDER_WAY = frozenset(S) - ENDED
BEFORE_BODY = frozenset({S.PROPOSED, S.OPEN, S.REFUSED})
"""The supervised body does not know of the case yet."""
CORRECTING = frozenset({S.RECTIFYING, S.EXECUTING})


class Doer(Enum):
    """Who takes a step."""

    HANDLER = said("承办监督人员", "a handler")
    CHIEF = said("监督机构负责人", "the head of the supervision body")
    BODY = said("被监督机关", "the supervised body")


@dataclass(frozen=True)
class Move:
    """One step. ``to`` None: the case stays where it is. ``starts``, ``ends``: deadlines by their
    steps; a term that only this move knows is given with it. ``needs``: conditions by their codes
    (`conditions`). ``paper``: the document made with it. ``words``: whether it needs a reason or text.
    """

    code: str
    label: Any
    by: Doer
    frm: frozenset[State]
    to: State | None
    power: str
    needs: tuple[str, ...] = ()
    paper: str = ""
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    words: bool = False
    back: bool = False  # to the state from which a step forward had led here


def _m(code: str, zh: str, en: str, by: Doer, frm: object, to: State | None, power: str,
       **more: Any) -> Move:  # fmt: skip
    states = frozenset(frm) if isinstance(frm, (set, frozenset)) else frozenset({frm})
    return Move(code, said(zh, en), by, states, to, power, **more)  # type: ignore[arg-type]


H, C, B = Doer.HANDLER, Doer.CHIEF, Doer.BODY
TABLE: tuple[Move, ...] = (
    # --- opening
    _m("approve_opening", "批准立案", "approve the opening", C, S.PROPOSED, S.OPEN, "cases",
       needs=("not_the_proposer",), paper="case-approval", starts=("notify", "whole"),
       ends=("take_up",)),
    _m("refuse_opening", "不予立案", "do not open", C, S.PROPOSED, S.REFUSED, "cases",
       needs=("not_the_proposer",), paper="no-case-notice", ends=("take_up",), words=True),
    # --- the body is told and heard
    _m("notify", "通知被监督机关", "notify the body", H, S.OPEN, S.NOTIFIED, "cases",
       needs=("two_handlers", "retold"), paper="supervision-notice", starts=("explain",), ends=("notify",)),
    _m("explain", "提交书面说明", "explain in writing", B, S.NOTIFIED, S.INVESTIGATING, "cases",
       ends=("explain",), words=True),
    _m("go_on_unexplained", "逾期未说明，转入调查", "go on without an explanation", H, S.NOTIFIED,
       S.INVESTIGATING, "cases", needs=("explanation_overdue",), ends=("explain",), words=True),
    # --- investigation
    _m("call_dossiers", "调卷", "call for dossiers", H, {S.NOTIFIED, S.INVESTIGATING}, None, "cases",
       needs=("two_handlers",), paper="dossier-call", words=True),
    _m("inquire", "询问", "inquire", H, {S.NOTIFIED, S.INVESTIGATING}, None, "cases",
       needs=("two_handlers",), paper="inquiry-record", words=True),
    _m("inspect", "调查勘验", "inspect", H, {S.NOTIFIED, S.INVESTIGATING}, None, "cases",
       needs=("two_handlers",), paper="inspection-record", words=True),
    _m("hear", "听证论证", "hold a hearing", H, {S.INVESTIGATING, S.DELIBERATING}, None, "cases",
       needs=("two_handlers",), paper="hearing-record", words=True),
    _m("conclude", "调查终结，提交审理", "conclude the investigation", H, S.INVESTIGATING,
       S.DELIBERATING, "cases", needs=("two_handlers",), words=True),
    _m("investigate_more", "退回补充调查", "investigate more", C, S.DELIBERATING, S.INVESTIGATING,
       "cases", words=True),
    # --- what comes of it
    _m("terminate", "终止监督", "terminate", C, S.DELIBERATING, S.CLOSING, "cases",
       paper="close-notice", words=True),
    _m("corrected_at_once", "当场改正", "corrected at once", H, {S.INVESTIGATING, S.DELIBERATING},
       S.CLOSING, "instruments", needs=("two_handlers",), words=True),
    _m("give_opinion", "制发监督意见书", "give an opinion", C, S.DELIBERATING, S.RECTIFYING,
       "instruments", needs=("not_vertical",), paper="opinion",
       starts=("rectify", "ask_review"), words=True),
    _m("suggest", "制发监督建议书", "make a suggestion", C, S.DELIBERATING, S.RECTIFYING,
       "instruments", needs=("not_vertical",), paper="suggestion", starts=("rectify",),
       words=True),
    _m("ask_government", "报请政府批准决定", "ask the government's approval", C,
       {S.DELIBERATING, S.RECTIFYING}, S.PASSING, "instruments",
       needs=("not_vertical", "not_barred", "beneficiaries_heard", "opinion_ignored"),
       paper="decision-request", words=True),
    _m("decide", "制发监督决定书", "give the decision", C, S.PASSING, S.EXECUTING, "instruments",
       needs=("government_approved",), paper="decision",
       starts=("report_decision", "ask_review"), ends=("rectify",), words=True),
    _m("government_returned", "政府退回", "the government returned it", C, S.PASSING,
       S.DELIBERATING, "instruments", words=True),
    _m("tell_superior", "告知上一级主管部门", "tell its superior", C, S.DELIBERATING, S.TOLD,
       "instruments", needs=("vertical",), paper="superior-letter", starts=("rectify",),
       words=True),
    _m("superior_answered", "登记上级主管部门答复", "the superior answered", H, S.TOLD, S.CLOSING,
       "instruments", ends=("rectify",), words=True),
    # --- correction
    _m("urge", "督办", "urge", H, CORRECTING, None, "instruments",
       needs=("correction_overdue",), paper="urge-notice", words=True),
    _m("report", "报告整改情况", "report the correction", B, CORRECTING, S.REPORTED, "instruments",
       ends=("rectify", "report_decision"), words=True),
    _m("accept", "验收销号", "accept the correction", H, S.REPORTED, S.CLOSING, "instruments",
       needs=("two_handlers",), paper="correction-acceptance", words=True),
    _m("reject", "验收不合格", "reject the correction", H, S.REPORTED, None, "instruments",
       needs=("two_handlers",), starts=("rectify",), words=True, back=True),
    # --- closing
    _m("withdraw", "撤销立案", "withdraw the case", C,
       {S.OPEN, S.NOTIFIED, S.INVESTIGATING, S.DELIBERATING}, S.CLOSING, "cases",
       paper="close-notice", words=True),
    _m("close", "批准结案", "approve the closing", C, S.CLOSING, S.CLOSED, "cases",
       needs=("not_a_handler", "no_open_objection", "papers_served"), paper="closing-approval",
       ends=("whole",)),
    _m("reopen", "结案退回", "return the closing", C, S.CLOSING, None, "cases", words=True, back=True),
    _m("archive", "归档", "archive", H, S.CLOSED, S.ARCHIVED, "cases", paper="dossier-catalogue"),
)  # fmt: skip

BACK = frozenset(move.code for move in TABLE if move.back)
"""Steps that lead back."""
ASIDE = BACK | frozenset({
    "refuse_opening", "withdraw", "terminate", "investigate_more", "government_returned", "go_on_unexplained",
})  # fmt: skip
"""Steps off the ordinary way: no page puts them first."""
ENTERED: dict[State, tuple[str, ...]] = {
    S.OPEN: ("notify",),
    S.NOTIFIED: ("explain",),
    S.RECTIFYING: ("rectify",),
    S.EXECUTING: ("report_decision",),
    S.TOLD: ("rectify",),
}
"""The terms that begin anew where a case comes back to a state."""
MOVES: dict[str, Move] = {move.code: move for move in TABLE}


def moves_from(state: State) -> list[Move]:
    """The steps that the table knows from a state, in its order."""
    return [move for move in TABLE if state in move.frm]
