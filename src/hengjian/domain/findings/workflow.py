"""How a finding goes from hand to hand: states, deeds, and whose each deed is, as one table.

Serves actions, which check it, and pages, which offer what it allows. Reasons of a dismissal are told
apart, because those that blame the rule count against it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.wording import said, say
from hengjian.domain.findings.models import Finding, Step

State = Finding.State


class Side(StrEnum):
    """Who does it."""

    SUPERVISOR = "supervisor"
    BODY = "body"


class Deed(StrEnum):
    """What can be done with a finding."""

    DISMISS = "dismiss"
    ASK = "ask"
    ANSWER = "answer"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    REJECT = "reject"
    RAISE = "raise"
    REOPEN = "reopen"
    NOTE = "note"


@dataclass(frozen=True)
class Move:
    """``since``: the states from which it is done · ``becomes``: the state after it (None: the same) ·
    ``bulk``: whether it is done to many at once · ``looks``: about a person only after somebody looked."""

    side: Side
    since: frozenset[State]
    becomes: State | None
    kind: Step.Kind
    words: str
    bulk: bool = False
    looks: bool = False


UNDECIDED = frozenset({State.OPEN, State.REOPENED, State.ANSWERED})
TODO = UNDECIDED | {State.APPEALED}
"""The supervisor's turn."""
DECIDED = frozenset({State.DISMISSED, State.RAISED})

MOVES: dict[Deed, Move] = {
    Deed.DISMISS: Move(
        Side.SUPERVISOR, UNDECIDED | {State.ASKED}, State.DISMISSED, Step.Kind.DISMISSED,
        said("不予处理", "Dismiss"), bulk=True,
    ),
    Deed.ASK: Move(
        Side.SUPERVISOR, UNDECIDED, State.ASKED, Step.Kind.ASKED,
        said("请机关说明", "Ask the body"), bulk=True, looks=True,
    ),
    Deed.RAISE: Move(
        Side.SUPERVISOR, UNDECIDED | {State.ASKED}, State.RAISED, Step.Kind.RAISED,
        said("转为监督线索", "Raise as a lead"), bulk=True, looks=True,
    ),
    Deed.ANSWER: Move(
        Side.BODY, frozenset({State.ASKED}), State.ANSWERED, Step.Kind.ANSWERED,
        said("作出说明", "Answer"),
    ),
    Deed.APPEAL: Move(
        Side.BODY, frozenset({State.ASKED, State.ANSWERED, State.RAISED}), State.APPEALED,
        Step.Kind.APPEALED, said("提出异议", "Appeal"),
    ),
    Deed.UPHOLD: Move(
        Side.SUPERVISOR, frozenset({State.APPEALED}), State.DISMISSED, Step.Kind.UPHELD,
        said("异议成立", "Uphold the appeal"),
    ),
    Deed.REJECT: Move(
        Side.SUPERVISOR, frozenset({State.APPEALED}), State.ANSWERED, Step.Kind.REJECTED,
        said("异议不成立", "Reject the appeal"),
    ),
    Deed.REOPEN: Move(
        Side.SUPERVISOR, frozenset({State.DISMISSED}), State.OPEN, Step.Kind.REOPENED,
        said("重新打开", "Reopen"),
    ),
    Deed.NOTE: Move(
        Side.SUPERVISOR, frozenset(State), None, Step.Kind.NOTED, said("备注", "Note"),
    ),
}  # fmt: skip


class Reason(StrEnum):
    """Why a finding is dismissed."""

    LAWFUL = "lawful"
    DATA = "data"
    MENDED = "mended"
    SLIGHT = "slight"
    TWICE = "twice"
    RULE = "rule"
    OTHER = "other"


REASONS: dict[Reason, str] = {
    Reason.LAWFUL: said("经核查合法，有法定例外情形", "lawful: an exception of the law applies"),
    Reason.DATA: said("报送数据有误，实际不违法", "the data were wrong, the act was lawful"),
    Reason.MENDED: said("机关已自行纠正", "the body has corrected it itself"),
    Reason.SLIGHT: said("情节轻微，不需要处理", "slight; nothing needs to be done"),
    Reason.TWICE: said("与其他线索重复", "the same as another finding"),
    Reason.RULE: said("规则判断不准（误报）", "the rule judged wrongly"),
    Reason.OTHER: said("其他（在说明中写明）", "other (said below)"),
}
BLAMES_THE_RULE = frozenset({Reason.RULE})
"""These, and appeals that were upheld, count against the rule."""


HEARD = frozenset({Step.Kind.ANSWERED, Step.Kind.APPEALED})


def was_heard(finding: Finding, steps: Iterable[str], *, at: datetime) -> bool:
    """Whether the body, and through it the person, has had its say, or has let its day go by."""
    late = finding.due_on is not None and finding.due_on < day_of(at)
    return any(kind in HEARD for kind in steps) or (finding.state == State.ASKED and late)


def one_by_one() -> PlainError:
    """Why a finding about a person is not dealt with among others."""
    return PlainError(
        say("涉及个人，须逐条打开核查后办理", "about a person: it is dealt with by itself"),
        say("请打开这条线索单独办理。", "Open it and look at it before you act."),
    )


def deeds(finding: Finding, side: Side | None) -> list[Deed]:
    """What this side may do with the finding as it is; nothing with one that the data have settled."""
    if not finding.stands:
        return []
    return [
        deed
        for deed, move in MOVES.items()
        if move.side == side
        and State(finding.state) in move.since
        and not (deed is Deed.REOPEN and finding.person)  # its texts were erased
    ]
