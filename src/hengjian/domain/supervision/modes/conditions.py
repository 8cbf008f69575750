"""What a step of a request needs beyond its state: each condition with the facts that make it true or not.

Serves the actions, which refuse a step whose conditions do not hold, and the pages, which show them first.
"""

from collections.abc import Callable
from datetime import datetime

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.conditions import HANDLERS, Condition
from hengjian.domain.supervision.cases.queries import able_supervisors
from hengjian.domain.supervision.cases.workflow import ENDED
from hengjian.domain.supervision.cases.workflow import State as CaseState
from hengjian.domain.supervision.modes.grounds import judged, words_of
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.superiors import to_designate
from hengjian.domain.supervision.modes.workflow import MOVABLE, MOVING, Mode, Move
from hengjian.domain.supervision.papers.queries import unfinished

Check = Callable[[ModeRequest, Post | None, datetime], Condition]


def conditions_of(
    move: Move, request: ModeRequest, by: Post | None, at: datetime
) -> list[Condition]:
    """The conditions of a step on this request, for whoever would take it."""
    return [CHECKS[name](request, by, at) for name in move.needs]


def _grounds(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    found = judged(Mode(request.mode), request.case, words=words_of(request.grounds), at=at)
    held = "、".join(str(one.ground.label) for one in found if one.holds)
    number = sum(one.holds for one in found)
    return Condition(
        bool(held),
        say(
            f"符合的条件 {number} 项{f'：{held}' if held else ''}",
            f"{number} grounds hold: {held}",
        ),
        say("没有一项条件成立的，不予批准。", "Refuse it where none holds."),
    )


def _another(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    same = by is not None and request.asked_by is not None and (
        by.person_id == request.asked_by.person_id
    )  # fmt: skip
    return Condition(
        not same,
        say("决定的人不是提出申请的人", "whoever decides did not ask"),
        say("请另一位负责人决定。", "Let another decide."),
    )


def _movable(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    state = CaseState(request.case.state)
    return Condition(
        state in MOVABLE,
        say(f"案件在办，现在是“{state.label}”", f"the case is under way: “{state.label}”"),
        say(
            "报请政府批准、结案审批中的，先办完；已经结案的，撤回或者结束。",
            "Finish what is before the government or waits for closing; end it where the case ended.",
        ),
    )


def _able(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    if request.mode not in MOVING:
        return Condition(True, "")
    target = request.target
    if target is None:
        return Condition(
            False,
            say("还没有写明由哪个机关办理", "no bureau is named"),
            say("请选择被指定的机关。", "Choose one."),
        )
    able = len(able_supervisors(target, day=day_of(at)))
    fit = target.pk == request.superior_id or target.pk in {
        one.pk for one in to_designate(request.superior, holder=request.case.bureau)
    }
    return Condition(
        fit and able >= HANDLERS,
        say(
            f"{target}不是原机关，监督证件有效的在岗监督人员 {able} 名，须 {HANDLERS} 名以上",
            f"{target} is another bureau and has {able} supervisors with a certificate",
        ),
        say("请另选机关，或者先借用监督人员。", "Choose another, or lend it supervisors first."),
    )


def _partners(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    count = request.parts.filter(until=None, leading=False).count()
    return Condition(
        count > 0 or bool(request.others.strip()),
        say(
            f"参加协同的监督机关 {count} 个{f'，其他单位：{request.others}' if request.others else ''}",
            f"{count} bureaus join; others: {request.others}",
        ),
        say("请写明谁来协同、做什么。", "Name who joins, and what for."),
    )


def _at_rest(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    left = unfinished(request.case)
    named = "、".join(f"《{one.title}》（{one.get_state_display()}）" for one in left[:5])
    return Condition(
        not left,
        say(
            f"案件没有办到一半的文书{f'，尚有 {len(left)} 份：{named}' if left else ''}",
            f"no paper of the case is half done{f', not so: {named}' if left else ''}",
        ),
        say(
            "请原机关先办完，或者撤稿、作废：换了机关，文号和用印接不上。",
            "Finish them or give them up: another bureau cannot number and seal them.",
        ),
    )


def _case_ended(request: ModeRequest, by: Post | None, at: datetime) -> Condition:
    state = CaseState(request.case.state)
    if request.mode == Mode.JOINT:
        left = request.parts.filter(until=None, declined="", done_at=None, leading=False).count()
        return Condition(
            not left,
            say(
                f"各单位的任务都已完成（未完成 {left} 个）", f"all tasks are done ({left} are not)"
            ),
            say("请完成任务，或者调整分工。", "Finish them, or change the plan."),
        )
    return Condition(
        state in ENDED,
        say(f"案件已经办结，现在是“{state.label}”", f"the case has ended: “{state.label}”"),
        say("没有办结的，退回继续办理，或者决定交还。", "Else ask for more, or give it back."),
    )


CHECKS: dict[str, Check] = {
    "grounds": _grounds,
    "another_than_the_asker": _another,
    "case_can_move": _movable,
    "able_to_take": _able,
    "partners": _partners,
    "papers_at_rest": _at_rest,
    "case_ended": _case_ended,
}
