"""What happens to requests for designated, escalated or joint supervision.

Serves pages and the founding. `ask` begins one, `take` is the one way along the table; what partners of a
joint supervision do has actions of its own. A case changes hands in `receive` and nowhere else: in the
same transaction its holder, handlers, deadlines and duties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.rights.routing import section_for
from hengjian.core.wording import say
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases import access as case_access
from hengjian.domain.supervision.cases.actions import note_mode
from hengjian.domain.supervision.cases.handlers.actions import appoint
from hengjian.domain.supervision.cases.holdings.actions import hand_over
from hengjian.domain.supervision.cases.models import Case, Holding
from hengjian.domain.supervision.duties.actions import fulfilled
from hengjian.domain.supervision.duties.arising.actions import arose
from hengjian.domain.supervision.duties.owing import Bureaus
from hengjian.domain.supervision.modes import access, superiors
from hengjian.domain.supervision.modes.conditions import conditions_of
from hengjian.domain.supervision.modes.files import listed
from hengjian.domain.supervision.modes.grounds import judged
from hengjian.domain.supervision.modes.models import ModeRequest, ModeStep, Part
from hengjian.domain.supervision.modes.telling import tell, tell_partners
from hengjian.domain.supervision.modes.workflow import (
    HANDS_OVER,
    MOVABLE,
    MOVES,
    OVER,
    RECEIVES,
    WORKING,
    Mode,
    State,
    step_label,
)
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import ChangedError, need, need_unchanged

MARK = {Mode.DESIGNATED: "监督指定", Mode.ESCALATED: "监督提级", Mode.JOINT: "监督协同"}
LONGEST = 4000


@dataclass(frozen=True)
class Task:
    """What a bureau is to do in a joint supervision."""

    unit: Unit
    words: str
    due_on: date | None = None


@dataclass(frozen=True)
class Given:
    """What a step is given beside its words; each step takes what it knows of."""

    target: Unit | None = None
    report_by: date | None = None
    tasks: Sequence[Task] = ()
    others: str | None = None
    plan: str | None = None
    handlers: Sequence[tuple[Post, Certificate]] = field(default_factory=tuple)


@transaction.atomic
def ask(
    case: Case,
    mode: Mode,
    *,
    reason: str,
    words: Mapping[str, str] | None = None,
    given: Given = Given(),  # frozen
    seen: int,
    by: Post,
    at: datetime,
) -> ModeRequest:
    """The bureau that has the case, or the one above it, asks the common superior to decide.

    ``words`` says what the system cannot see of a ground. ``given`` proposes the bureau that is to have
    the case, or who does what in a joint supervision.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related(
        "bureau__division", "unit", "body__unit"
    ).get(pk=case.pk)  # fmt: skip
    if case.version != seen:
        raise ChangedError(say("您打开页面以后，案件有了变动", "the case changed meanwhile"),
                           say("请看新的情况再申请。", "Look at it again."))  # fmt: skip
    if not access.may_ask(mode, case, by) or not by.held_on(day_of(at)):
        raise _cannot_ask(mode, case, by)
    need(reason, say("理由", "the reason"))
    superior = access.superior_of(mode, case)
    assert superior is not None
    own = superiors.bureau_of(by.unit)
    request = ModeRequest(
        number=_number(mode, superior, by, at), case=case, mode=mode, asking=own, asked_by=by,
        asked_at=at, reason=reason.strip()[:LONGEST], origin=case.bureau, origin_unit=case.unit,
        superior=superior, target=_target(mode, case, superior, given.target),
        grounds=[one.kept() for one in judged(mode, case, words=dict(words or {}), at=at)],
    )  # fmt: skip
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        raise PlainError(
            say("这件案件已有一项没有结束的指定、提级或者协同监督", "one is under way already"),
            say("请先办完，或者撤回。", "Finish or withdraw it first."),
        ) from None
    _put_parts(request, given, at)
    for duty in arose("mode_requested", about=request, body=case.body, words=str(request),
                      whose=Bureaus().own(superior), by=by, at=at):  # fmt: skip
        request.decide_by = duty.due_on
    told = say(
        f"申请{mode.label}（{request.number}）：", f"asked: {mode.label} ({request.number}): "
    )
    note_mode(case, told + reason.strip(), by=by, at=at)
    _note(request, "ask", reason, frm=State.ASKED, by=by, at=at, first=True)
    return request


@transaction.atomic
def take(
    request: ModeRequest,
    code: str,
    *,
    seen: int,
    words: str = "",
    given: Given = Given(),  # frozen
    by: Post,
    at: datetime,
) -> ModeRequest:
    """Take one step of the table; ``seen`` is the version that was on the screen.

    Raises ChangedError where somebody was faster, RefusedError where the step is another's, PlainError
    where the state or a condition stands in the way, naming all of them.
    """
    move, now = MOVES[code], _held(request, seen)
    was = State(now.state)
    if was not in move.frm or now.mode not in move.of:
        raise PlainError(
            say(f"现在是“{was.label}”，不能“{move.label}”", f"it is “{was.label}”: not open"),
            say("请看页面上可以办理的步骤。", "See the page for what may be done."),
        )
    if not by.held_on(day_of(at)) or not access.may_take(move, now, by):
        raise RefusedError(
            say(f"“{move.label}”由{move.by.value}办理", f"“{move.label}” is for {move.by.value}"),
            say("请联系办理的单位。", "Ask them."),
        )
    _propose(now, code, given, at)
    failed = [one for one in conditions_of(move, now, by, at) if not one.holds]
    if failed:
        raise PlainError(
            say("；", "; ").join(say("未具备：", "not so: ") + one.words for one in failed),
            " ".join(one.remedy for one in failed if one.remedy),
        )
    if move.words:
        need(words, say("意见或者理由", "the words"))
    now.state = move.to
    _follow(now, code, words, given, by=by, at=at)
    if move.to in OVER:
        now.ended_at = at
        now.parts.filter(until=None).update(until=at)
        fulfilled((), about=now, dropped=move.to != State.ENDED, by=by, at=at)
    _note(now, code, words, frm=was, by=by, at=at)
    return now


# --- joint ------------------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    request: ModeRequest, *, joins: bool, words: str = "", seen: int, by: Post, at: datetime
) -> Part:
    """A partner says whether it takes part."""
    now, part = _own_part(request, seen, by, at)
    if part.joined_at is not None or part.declined:
        raise ChangedError(say("贵单位已经答复过", "this was answered already"))
    if joins:
        part.joined_at, part.joined_by = at, by
    else:
        need(words, say("不参加的理由", "the reason"))
        part.declined, part.until = words.strip()[:400], at
    part.save()
    _note(now, "join" if joins else "decline", words, frm=State(now.state), by=by, at=at)
    return part


@transaction.atomic
def finish_part(request: ModeRequest, *, words: str, seen: int, by: Post, at: datetime) -> Part:
    """A partner says that its task is done, and what came of it; the case's story tells it."""
    now, part = _own_part(request, seen, by, at)
    need(words, say("完成情况", "what was done"))
    part.joined_at, part.joined_by = part.joined_at or at, part.joined_by or by
    part.done_at, part.done_by, part.done_words = at, by, words.strip()[:LONGEST]
    part.save()
    told = say(f"{part.unit}完成协同任务：", f"{part.unit} did its part: ")
    note_mode(now.case, told + words.strip(), by=by, at=at)
    _note(now, "part_done", words, frm=State(now.state), by=by, at=at)
    return part


@transaction.atomic
def plan(request: ModeRequest, given: Given, *, seen: int, by: Post, at: datetime) -> ModeRequest:
    """The leading bureau changes who does what."""
    now = _held(request, seen)
    if not access.may_plan(now, by) or not by.held_on(day_of(at)):
        raise RefusedError(say("分工由牵头的监督机关调整", "the leading bureau changes the plan"))
    _put_parts(now, given, at)
    if now.state in WORKING:
        tell_partners(now, by=by, at=at)
    _note(now, "plan", now.plan, frm=State(now.state), by=by, at=at)
    return now


# --- parts ------------------------------------------------------------------------------------------------


def _propose(now: ModeRequest, code: str, given: Given, at: datetime) -> None:
    """What the superior decides otherwise than it was asked for."""
    if code == "decide" and given.target is not None:
        now.target = _target(Mode(now.mode), now.case, now.superior, given.target)
    if code == "convene" and (given.tasks or given.others is not None or given.plan is not None):
        _put_parts(now, given, at)


def _follow(
    now: ModeRequest, code: str, words: str, given: Given, *, by: Post, at: datetime
) -> None:
    """What a step brings about."""
    if code in ("decide", "convene", "refuse"):
        now.decided_by, now.decided_at = by, at
        fulfilled(("mode_requested",), about=now, words=words, by=by, at=at)
    if code in ("decide", "convene"):
        now.report_by = given.report_by or now.report_by
        told = say(f"决定{now.get_mode_display()}（{now.number}）：", f"decided ({now.number}): ")
        note_mode(now.case, told + words.strip(), by=by, at=at)
    if code in ("decide", "give_back"):
        _owe_hand_over(now, by=by, at=at)
    if code in HANDS_OVER:
        now.handed, now.received = listed(now.case, at=at), {}
    if code in RECEIVES:
        fulfilled(("mode_decided",), about=now, by=by, at=at)
        now.received = listed(now.case, at=at)
        now.received_at = at
        _move(now, back=code == "receive_back", given=given, by=by, at=at)
    if code == "report":
        now.report = words.strip()[:LONGEST]
        told = say(f"报告办理结果（{now.number}）：", f"result reported ({now.number}): ")
        note_mode(now.case, told + now.report, by=by, at=at)


def _owe_hand_over(now: ModeRequest, *, by: Post, at: datetime) -> None:
    whose = Bureaus().own(now.superior)
    key = f"mode:{now.pk}:{now.version}"  # a giving back is a hand-over of its own
    for duty in arose("mode_decided", about=now, key=key, body=now.case.body, whose=whose,
                      words=str(now), by=by, at=at):  # fmt: skip
        now.hand_over_by = duty.due_on


def _move(now: ModeRequest, *, back: bool, given: Given, by: Post, at: datetime) -> None:
    """The case changes hands; handlers are named where they are given."""
    bureau = now.origin if back else now.target
    assert bureau is not None
    if back:
        unit = now.origin_unit
    else:
        unit = (
            section_for(now.case.body.unit, tier=bureau.division) or Bureaus().own(bureau).handler
        )
    whys = {Mode.DESIGNATED: Holding.Why.DESIGNATED, Mode.ESCALATED: Holding.Why.ESCALATED}
    why = Holding.Why.RETURNED if back else whys[Mode(now.mode)]
    told = say(
        f"案件由{now.case.bureau}移交{bureau}办理（{now.number}），各项期限连续计算。",
        f"{now.case.bureau} handed the case over to {bureau} ({now.number}); all terms run on.",
    )
    hand_over(now.case, bureau=bureau, unit=unit, why=why, words=told, by=by, at=at)
    for place, (post, card) in enumerate(given.handlers):
        case = Case.objects.get(pk=now.case_id)
        appoint(case, post, card, leading=place == 0, seen=case.version, by=by, at=at)
    now.case.refresh_from_db()


def _target(mode: Mode, case: Case, superior: Unit, chosen: Unit | None) -> Unit | None:
    """Who is to have the case; refused where that bureau may not be named."""
    if mode == Mode.ESCALATED:
        return superior
    if mode == Mode.JOINT:
        return case.bureau
    if chosen is None:
        return None
    if chosen.pk not in {one.pk for one in superiors.to_designate(superior, holder=case.bureau)}:
        raise PlainError(
            say(f"不能指定{chosen}", f"{chosen} cannot be designated"),
            say(f"请在{superior}下级的监督机关中另选一个。", f"Choose another below {superior}."),
        )
    return chosen


def _put_parts(now: ModeRequest, given: Given, at: datetime) -> None:
    """Who does what: the leading bureau has its row; a partner left out ends, a new one is added."""
    if now.mode != Mode.JOINT:
        return
    if given.others is not None:
        now.others = given.others.strip()[:400]
    if given.plan is not None:
        now.plan = given.plan.strip()[:LONGEST]
    lead = now.parts.filter(leading=True, until=None).first()
    if lead is None:
        words = say("牵头，统一报告，制发文书", "leads, reports, issues the papers")
        Part.objects.create(request=now, unit=now.origin, leading=True, task=words, joined_at=at)
    if not given.tasks:
        return
    may = {one.pk for one in superiors.to_join(now.superior, holder=now.case.bureau)}
    there = {one.unit_id: one for one in now.parts.filter(until=None, leading=False)}
    for task in given.tasks:
        if task.unit.pk not in may:
            raise PlainError(say(f"{task.unit}不能参加协同", f"{task.unit} cannot join"),
                             say("请另选监督机关。", "Choose another."))  # fmt: skip
        need(task.words, say(f"{task.unit}的任务", f"the task of {task.unit}"))
        part = there.pop(task.unit.pk, None) or Part(request=now, unit=task.unit)
        part.task, part.due_on = task.words.strip()[:LONGEST], task.due_on
        part.save()
    for gone in there.values():
        gone.until = at
        gone.save(update_fields=["until"])


def _own_part(request: ModeRequest, seen: int, by: Post, at: datetime) -> tuple[ModeRequest, Part]:
    now = _held(request, seen)
    part = access.own_part(now, by)
    if part is None or not by.held_on(day_of(at)):
        raise RefusedError(say("贵单位不参加这项协同监督", "your bureau takes no part in this"))
    if now.state not in WORKING:
        raise PlainError(say("协同监督现在不在办理中", "it is not under way now"))
    return now, part


def _held(request: ModeRequest, seen: int) -> ModeRequest:
    """The request, locked; refused where somebody changed it since it was on the screen."""
    now = access.locked(request.pk)
    need_unchanged(now, seen, step_label)
    return now


def _note(
    now: ModeRequest,
    code: str,
    words: str,
    *,
    frm: State,
    by: Post,
    at: datetime,
    first: bool = False,
) -> None:
    """The step, the next version, the ledger's entry (codes and digests, no words), and who is told."""
    ModeStep.objects.create(
        request=now, move=code, frm=frm, to=now.state, words=words.strip()[:LONGEST], post=by, at=at
    )
    now.version += 0 if first else 1
    now.save()
    payload: dict[str, Any] = {
        "mode": str(now.mode), "case": now.case_id, "was": str(frm), "is": str(now.state),
        "version": now.version,
    }  # fmt: skip
    if code in HANDS_OVER or code in RECEIVES:
        kept = now.handed if code in HANDS_OVER else now.received
        payload |= {"sha256": kept["digest"], "pieces": len(kept["pieces"])}
    record(f"mode.{code}", subject=now, payload=payload, by=by, at=at)
    tell(now, code, by=by, at=at)


def _number(mode: Mode, superior: Unit, by: Post, at: datetime) -> str:
    """示例市监督指定〔2026〕1号"""
    year = day_of(at).year
    serial = next_number(superior, MARK[mode], year, by=by, at=at)
    return f"{superior.division.name}{MARK[mode]}〔{year}〕{serial}号"


def _cannot_ask(mode: Mode, case: Case, by: Post) -> PlainError:
    if not case_access.reads_inside(by):
        return RefusedError(say("您的岗位不能申请", "your post cannot ask for it"))
    if access.superior_of(mode, case) is None:
        return PlainError(
            say(f"{case.bureau}没有上一级监督机关，不能{mode.label}", "no bureau stands above"),
            say(
                "请由本机关办理，或者报请本级政府。", "Handle it here, or report to the government."
            ),
        )
    if case.state not in MOVABLE:
        return PlainError(
            say(f"案件现在是“{case.get_state_display()}”，不能申请", "not in this state"),
            say("报请政府批准、结案审批中的先办完。", "Finish what is under way first."),
        )
    return RefusedError(
        say(
            "由正在办理的监督机关或者它的上一级申请",
            "the bureau that has the case, or the one above it, asks",
        ),
        say("请联系他们。", "Ask them."),
    )
