"""Whose turn it is in a case: which cases wait for a post, and for which step of the table.

Serves the list of what waits. Each state waits for one doer; what a body has let pass waits for the
handlers again. It shows where to go, and permits nothing: the workflow's table does that.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post
from hengjian.core.rights.once import built_once
from hengjian.core.wording import said, say
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.conditions import HANDLERS
from hengjian.domain.supervision.cases.models import Case, Deadline, Handler, Objection, Recusal
from hengjian.domain.supervision.cases.workflow import Doer, State

S = State
H, C, B = Doer.HANDLER, Doer.CHIEF, Doer.BODY


@dataclass(frozen=True)
class Turn:
    """Who does what next."""

    by: Doer
    do: Any


TURNS: dict[State, Turn] = {
    S.PROPOSED: Turn(C, said("审批立案", "decide about opening it")),
    S.OPEN: Turn(H, said("通知被监督机关", "notify the body")),
    S.NOTIFIED: Turn(B, said("提交书面说明", "explain in writing")),
    S.INVESTIGATING: Turn(H, said("调查，终结后提交审理", "investigate, then conclude")),
    S.DELIBERATING: Turn(C, said("审理，决定怎样处理", "deliberate and decide")),
    S.RECTIFYING: Turn(B, said("整改并报告", "correct and report")),
    S.PASSING: Turn(C, said("政府批准后制发决定书", "give the decision once approved")),
    S.EXECUTING: Turn(B, said("执行决定并报告", "carry the decision out and report")),
    S.TOLD: Turn(H, said("登记上级主管部门答复", "enter the superior's answer")),
    S.REPORTED: Turn(H, said("验收整改", "judge the correction")),
    S.CLOSING: Turn(C, said("审批结案", "decide about closing it")),
    S.CLOSED: Turn(H, said("归档", "archive it")),
}
"""The states in which a case waits; none is missing but those in which nothing comes any more."""
LAPSED: dict[State, Any] = {
    S.NOTIFIED: said("机关逾期未说明：转入调查", "no explanation came: go on"),
    S.RECTIFYING: said("机关逾期未整改：督办", "no correction came: urge"),
    S.EXECUTING: said("机关逾期未执行：督办", "the decision was not carried out: urge"),
}
APPOINT = said("指定承办人（须两名以上）", "appoint two handlers")
REVIEW = said("复查异议", "review the objection")
RECUSAL = said("决定回避申请", "decide about the recusal")


LINE = ("pk", "title", "number", "state", "due_on", "proposed_at", "opened_at", "body__name",
        "bureau__inward_name", "handled", "staffed", "objected", "recusal")  # fmt: skip
"""What is told of a case that waits."""


def states_of(doer: Doer) -> list[str]:
    return sorted(state for state, turn in TURNS.items() if turn.by is doer)


@built_once
def waiting_cases(*, post: Post, at: datetime) -> QuerySet[Case]:
    """The cases in which it is the post's turn, the soonest first, each with what it waits for:
    `handled` (the post handles it), `staffed` (two handle it), `objected`, `recusal`."""
    if not access.concerned(post):
        return Case.objects.none()
    day = day_of(at)
    mine = Handler.objects.filter(case=OuterRef("pk"), post=post, until=None)
    pending = Recusal.objects.filter(handler__case=OuterRef("pk"), granted=None)
    rows = access.cases_seen(post=post, at=at).annotate(
        handled=Exists(mine),
        staffed=Exists(_present().order_by("pk")[HANDLERS - 1 : HANDLERS]),
        objected=Exists(Objection.objects.filter(case=OuterRef("pk"), result="")),
        recusal=Exists(pending),
    )
    rows = rows.select_related(None)
    return rows.filter(_turn_of(post, day)).order_by(F("due_on").asc(nulls_last=True), "id")


def _turn_of(post: Post, day: date) -> Q:
    turn = Q(pk__in=[])
    if access.speaks_for_body(post):
        turn |= Q(body=post.unit_id, state__in=states_of(B))
    if access.heads(post):
        turn |= Q(bureau=post.unit_id) & (
            Q(state__in=states_of(C)) | Q(recusal=True) | Q(objected=True) | _unstaffed()
        )
    if access.supervises(post):
        own = Q(state__in=states_of(H)) | Q(state__in=sorted(LAPSED), due_on__lt=day)
        turn |= Q(handled=True) & own
        ours = Q(bureau__path__startswith=f"{post.unit.path.split('/')[0]}/")
        turn |= ours & Q(handled=False, objected=True)
        if post.unit.kind in (UnitKind.SECTION_GENERAL, UnitKind.BUREAU):
            turn |= ours & _unstaffed()
    return turn


def _present() -> QuerySet[Handler]:
    """Who handles the case of the query around this one."""
    return Handler.objects.filter(case=OuterRef("pk"), until=None)


def _unstaffed() -> Q:
    return Q(state=S.OPEN, staffed=False)


def waiting_lines(*, post: Post, at: datetime, most: int) -> list[Any]:
    """The first of them, only with what is told of each (`LINE`)."""
    if not access.concerned(post):
        return []
    return list(waiting_cases(post=post, at=at).values_list(*LINE, named=True)[:most])


def what_to_do(case: Any, post: Post, day: date) -> str:
    """What the post is to do in a case of `waiting_lines`."""
    state = State(case.state)
    if access.supervises(post) and not case.handled:
        return str(REVIEW if case.objected else APPOINT)
    if access.heads(post):
        if case.recusal:
            return str(RECUSAL)
        if case.objected:
            return str(REVIEW)
        if state is S.OPEN:
            return str(APPOINT)
    if state in LAPSED and access.supervises(post):
        return str(LAPSED[state])
    return str(TURNS[state].do)


def turn_in_words(case: Case, day: date, *, staffed: bool = True) -> str:
    """Whose turn it is in a case, and for what; nothing where nothing comes any more."""
    state = State(case.state)
    if state not in TURNS:
        return ""
    if state is State.OPEN and not staffed:
        return say(f"轮到{C.value}：{APPOINT}", f"{C.value}: {APPOINT}")
    turn = TURNS[state]
    if state in LAPSED and case.due_on is not None and case.due_on < day:
        return say(f"轮到{H.value}：{LAPSED[state]}", f"{H.value}: {LAPSED[state]}")
    return say(f"轮到{turn.by.value}：{turn.do}", f"{turn.by.value}: {turn.do}")


def owed_by(post: Post, cases: list[int]) -> dict[int, date]:
    """Case → the day by which its body owes what it is asked for: of these cases, in one query."""
    if not access.speaks_for_body(post) or not cases:
        return {}
    running = Deadline.objects.filter(
        case__in=cases, owner=post.unit_id, state=Deadline.State.RUNNING
    )
    return dict(running.exclude(step__in=("ask_review",)).values_list("case", "due_on"))
