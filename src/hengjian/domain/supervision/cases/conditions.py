"""What a step needs beyond its state: each condition with the facts that make it true or not.

Serves the actions, which refuse a step whose conditions do not hold, and the case page, which shows them
beside each step before anybody tries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Case, Deadline, Handler, Hearing
from hengjian.domain.supervision.cases.workflow import Move, State

HANDLERS = 2
"""条例 and every rule read ask for two supervisors at least."""


@dataclass(frozen=True)
class Condition:
    """Whether it holds, in words, and what to do if it does not."""

    holds: bool
    words: str
    remedy: str = ""


Check = Callable[[Case, Post | None, date], Condition]


def conditions_of(move: Move, case: Case, by: Post | None, day: date) -> list[Condition]:
    """The conditions of a step on this case, as on this day, for whoever would take it."""
    return [CHECKS[name](case, by, day) for name in move.needs]


def present_handlers(case: Case) -> list[Handler]:
    """Those who handle the case now, the leading one first."""
    found = case.handlers.filter(until=None).select_related("post__person", "certificate")
    return list(found)


def certified(handler: Handler, day: date) -> bool:
    """Whether the handler's supervision certificate is in force on a day."""
    card = handler.certificate
    suspended = card.suspended_from is not None and (
        card.suspended_from <= day and (card.suspended_to is None or day <= card.suspended_to)
    )
    withdrawn = card.withdrawn_on is not None and card.withdrawn_on <= day
    return card.valid_from <= day <= card.valid_to and not suspended and not withdrawn


def _two_handlers(case: Case, by: Post | None, day: date) -> Condition:
    handlers = present_handlers(case)
    count = sum(certified(one, day) and one.post.held_on(day) for one in handlers)
    pending = case.handlers.filter(
        until=None, recusals__granted=None, recusals__isnull=False
    ).count()
    asked = say(f"有 {pending} 件回避申请待决定", f"{pending} recusals are pending") if pending else say(
        "没有待决定的回避", "no recusal is pending"
    )  # fmt: skip
    return Condition(
        count >= HANDLERS and not pending,
        say(
            f"承办人 {len(handlers)} 名，其中监督证件有效的 {count} 名，须有两名以上；{asked}",
            f"{len(handlers)} handlers, {count} with a certificate in force: two are needed; {asked}",
        ),
        say("请负责人先决定回避。", "Let the head decide the recusal first.") if pending
        else say("请指定承办人。", "Appoint handlers."),
    )  # fmt: skip


def _not_the_proposer(case: Case, by: Post | None, day: date) -> Condition:
    same = by is not None and case.proposed_by is not None and (
        by.person_id == case.proposed_by.person_id
    )  # fmt: skip
    return Condition(
        not same,
        say("审批人不是提请立案的人", "whoever decides did not propose the case"),
        say("请另一位负责人审批。", "Let another decide."),
    )


def _not_a_handler(case: Case, by: Post | None, day: date) -> Condition:
    ever = case.handlers.values_list("post__person", flat=True)
    return Condition(
        by is None or by.person_id not in set(ever),
        say("由承办人以外的人办理", "done by somebody who does not handle the case"),
        say("请承办人以外的人办理。", "Let somebody else do it."),
    )


def _overdue(case: Case, steps: tuple[str, ...], day: date) -> tuple[bool, date | None]:
    running = case.deadlines.filter(step__in=steps, state=Deadline.State.RUNNING)
    last = running.order_by("-due_on").first()
    return (last is not None and last.due_on < day), (last.due_on if last else None)


def _explanation_overdue(case: Case, by: Post | None, day: date) -> Condition:
    late, due = _overdue(case, ("explain",), day)
    return Condition(
        late,
        say(f"说明期限 {due or '没有'} 已过", f"the term to explain ({due or 'none'}) is over"),
        say("期限届满以后再转入调查。", "Wait until it is over."),
    )


def _correction_overdue(case: Case, by: Post | None, day: date) -> Condition:
    late, due = _overdue(case, ("rectify", "report_decision"), day)
    return Condition(
        late,
        say(f"整改期限 {due or '没有'} 已过", f"the term to correct ({due or 'none'}) is over"),
        say("期限届满以后再督办。", "Wait until it is over."),
    )


def _opinion_ignored(case: Case, by: Post | None, day: date) -> Condition:
    late, due = _overdue(case, ("rectify",), day)
    rejected = case.steps.filter(move="reject").exists()
    return Condition(
        case.state != State.RECTIFYING or late or rejected,
        say(
            f"整改期内报请决定书的，整改期限 {due or '没有'} 已过或者验收不合格",
            "within the term to correct a decision needs that it is over, or the correction rejected",
        ),
        say("等整改期限届满，或者先验收。", "Wait until it is over, or judge the correction."),
    )


def _vertical(case: Case, by: Post | None, day: date) -> Condition:
    return Condition(
        case.management in ("vertical", "dual"),
        say(
            "被监督机关实行垂直管理，或者双重领导并以上级为主",
            "the body is led from above",
        ),
        say("属地管理的机关由本级监督机构直接处理。", "A local body is dealt with directly."),
    )


def _not_vertical(case: Case, by: Post | None, day: date) -> Condition:
    authorized = case.approvals.filter(authorization=True).exists()
    return Condition(
        case.management != "vertical" or authorized,
        say(
            "被监督机关不实行垂直管理，或者已录入授权依据",
            "the body is not led from above, or an authorization was entered",
        ),
        say("请改用“告知上一级主管部门”，或者录入依据。", "Tell its superior, or enter the basis."),
    )


def _not_barred(case: Case, by: Post | None, day: date) -> Condition:
    bars = [bar.number for bar in case.bars.all() if bar.bars]
    named = "、".join(bars)
    return Condition(
        not bars,
        say(
            f"该行为不在复议、诉讼中，也没有被维持{f'（{named}）' if bars else ''}",
            f"the act is not before, and was not upheld by, reconsideration or court {named}",
        ),
        say("请等复议、诉讼终结，或者终止监督。", "Wait for its end, or terminate the case."),
    )


def _beneficiaries_heard(case: Case, by: Post | None, day: date) -> Condition:
    unheard = [one for one in case.hearings.all() if not _heard(one)]
    return Condition(
        not unheard,
        say(
            f"受益人和利害关系人已听取意见（未听取 {len(unheard)} 名）",
            f"those who benefit were heard ({len(unheard)} not yet)",
        ),
        say("请先听取，或者登记其放弃。", "Hear them, or enter that they waive it."),
    )


def _heard(one: Hearing) -> bool:
    return one.waived or one.heard_on is not None


def _government_approved(case: Case, by: Post | None, day: date) -> Condition:
    found = case.approvals.order_by("-pk").first()
    return Condition(
        found is not None and found.dated_on <= day,
        say(
            f"本级政府已批准或者有授权依据{f'：{found.document}' if found else ''}",
            "the government approved it, or an authorization was entered",
        ),
        say("请录入批准文件。", "Enter the approval."),
    )


def _no_open_objection(case: Case, by: Post | None, day: date) -> Condition:
    return Condition(
        not case.objections.filter(result="").exists(),
        say("没有待复查的异议", "no objection waits for review"),
        say("请先作出复查决定。", "Decide the review first."),
    )


def _papers_served(case: Case, by: Post | None, day: date) -> Condition:
    from hengjian.domain.supervision.papers.queries import unfinished

    left = unfinished(case)
    named = "、".join(f"《{one.title}》（{one.get_state_display()}）" for one in left[:5])
    return Condition(
        not left,
        say(
            f"文书均已送达或者入卷{f'，尚有 {len(left)} 份：{named}' if left else ''}",
            f"all papers are served or filed{f', not yet: {named}' if left else ''}",
        ),
        say("请办完，或者撤稿、作废并说明理由。", "Finish them, or give them up with the reason."),
    )


def _retold(case: Case, by: Post | None, day: date) -> Condition:
    from hengjian.domain.supervision.secrecy.behind import reporters_behind, tells

    reporters = list(reporters_behind(case))
    if not reporters:
        return Condition(True, say("没有反映人，不必改写监督事项", "nobody reported it"))
    told = tells(f"{case.title}\n{case.facts}", reporters)
    summaries = case.leads.exclude(summary="").values_list("summary", flat=True)
    own = case.steps.filter(move="retell").exists() or case.facts in set(summaries)
    named = f"，现在写有反映人的{'、'.join(told)}" if told else ""
    return Condition(
        own and not told,
        say(f"有反映人的，监督事项已经改写{named}", "the matter was retold in other words than the reporter's"),
        say("请在案件页“改写监督事项”。", "Retell it on the case page."),
    )  # fmt: skip


CHECKS: dict[str, Check] = {
    "two_handlers": _two_handlers,
    "not_the_proposer": _not_the_proposer,
    "not_a_handler": _not_a_handler,
    "explanation_overdue": _explanation_overdue,
    "correction_overdue": _correction_overdue,
    "opinion_ignored": _opinion_ignored,
    "vertical": _vertical,
    "not_vertical": _not_vertical,
    "not_barred": _not_barred,
    "beneficiaries_heard": _beneficiaries_heard,
    "government_approved": _government_approved,
    "no_open_objection": _no_open_objection,
    "papers_served": _papers_served,
    "retold": _retold,
}
