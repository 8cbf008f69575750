"""What happens to supervision cases. Every write names the power it exercises and is in the ledger.

Serves pages and other nouns. `take` is the one way along the workflow's table; the side ways — handlers,
recusal, stops, extension, bars, hearings, approval, objection — have actions of their own below.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.files.guard import Arrived
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import step_name, term_of
from hengjian.domain.registry.models import Body, Certificate
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.attached.actions import attach
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.conditions import conditions_of
from hengjian.domain.supervision.cases.deadlines import OF_BODY
from hengjian.domain.supervision.cases.models import (
    Approval,
    Bar,
    Case,
    CaseStep,
    Deadline,
    Handler,
    Hearing,
    Holding,
    Objection,
    Recount,
    Recusal,
)
from hengjian.domain.supervision.cases.recounts.access import may_decide
from hengjian.domain.supervision.cases.wording import step_label
from hengjian.domain.supervision.cases.workflow import (
    BACK,
    BEFORE_BODY,
    CORRECTING,
    ENDED,
    ENTERED,
    MOVES,
    UNDER_WAY,
    State,
)
from hengjian.domain.supervision.duties.following import case_moved
from hengjian.domain.supervision.leads.marking.actions import proposed as leads_proposed
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.secrecy.guarding import need_silent

CASE_MARK = "监督"


class ChangedError(PlainError):
    """Somebody else was faster; the message says who did what."""


@transaction.atomic
def propose(
    *,
    title: str,
    facts: str,
    body: Body,
    bureau: Unit,
    unit: Unit,
    leads: Iterable[Lead] = (),
    severity: str = "",
    by: Post | None,
    at: datetime,
) -> Case:
    """A lead stands: a case is proposed to the head of the bureau. ``facts`` is what the body may read
    of it later; ``unit`` is the section that is to handle it."""
    _need(title, say("案由", "the title"))
    _need(facts, say("监督事项", "the facts"))
    if by is not None and not access.supervises(by):
        raise _not_yours()
    case = Case.objects.create(
        title=title.strip(), facts=facts.strip(), body=body, bureau=bureau, unit=unit,
        management=body.management or "local", severity=severity, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    found = list(leads)
    leads_proposed(found, by=by, at=at)
    case.leads.set(found)
    need_silent({say("案由", "title"): case.title, say("监督事项", "facts"): case.facts}, case)
    Holding.objects.create(case=case, bureau=bureau, unit=unit, since=at)
    step = _step(
        case, "propose", "cases", to=State.PROPOSED, words=facts, inside=True, by=by, at=at
    )
    clock.begin(case, "take_up", step, by=by, at=at)
    return _saved(case, step, by=by, at=at)


@transaction.atomic
def take(
    case: Case,
    code: str,
    *,
    seen: int,
    words: str = "",
    inside: bool = False,
    days: int | None = None,
    files: Iterable[Arrived] = (),
    by: Post | None,
    at: datetime,
) -> CaseStep:
    """Take one step of the table. ``seen`` is the version that was on the screen; ``days`` the term
    that the document itself names; ``inside``: the body is not to read the words, nor the ``files``.

    Raises ChangedError where somebody was faster, RefusedError where the step is another's, PlainError
    where the state or a condition stands in the way, naming all of them.
    """
    move, day = MOVES[code], day_of(at)
    case = _held(case, seen)
    if by is not None and not by.held_on(day):
        raise _no_longer_held(by)
    if State(case.state) not in move.frm:
        raise PlainError(
            say(
                f"案件现在是“{State(case.state).label}”，不能“{move.label}”",
                f"the case is “{State(case.state).label}”: “{move.label}” is not open",
            ),
            say("请看案件页上可以办理的步骤。", "See the case page for what may be done."),
        )
    if by is not None and not access.may_take(move, case, by):
        raise RefusedError(
            say(f"“{move.label}”由{move.by.value}办理", f"“{move.label}” is for {move.by.value}")
        )
    failed = [one for one in conditions_of(move, case, by, day) if not one.holds]
    if failed:
        raise PlainError(
            say("；", "; ").join(say("未具备：", "not so: ") + one.words for one in failed),
            " ".join(one.remedy for one in failed if one.remedy),
        )
    if move.words:
        _need(words, say("内容或者理由", "the words"))
    was = State(case.state)
    now = move.to or (_before(case) if move.back else was)
    step = _step(case, code, move.power, frm=was, to=now, words=words, inside=inside, by=by, at=at)
    attach(step, files, by=by, at=at)
    clock.end(case, move.ends, by=by, at=at)
    if now != was:
        case.state = now
    for name in move.starts or (ENTERED.get(now, ()) if move.back else ()):
        own = days if name == "rectify" else None
        clock.begin(case, name, step, days=own, by=by, at=at)
    if code == "approve_opening":
        case.number, case.opened_at = _number(case.bureau, by, at), at
    if now is State.CLOSING:
        clock.end_all(case, but=("whole",), by=by, at=at)
    if now in ENDED:
        clock.end_all(case, by=by, at=at)
        case.ended_at = case.ended_at or at
    _saved(case, step, by=by, at=at)
    return step


@transaction.atomic
def retell(case: Case, *, facts: str, title: str = "", seen: int, by: Post, at: datetime) -> Case:
    """What the body reads of the matter, in other words than a reporter's. Before it is told only."""
    case = _held(case, seen)
    _under_way(case)
    if State(case.state) not in BEFORE_BODY:
        raise PlainError(
            say("被监督机关已经收到通知，监督事项不能再改写", "the body was told already"),
            say("需要更正的，另发更正文书。", "Correct it by another paper."),
        )
    if not access.may_retell(case, by):
        raise _not_yours()
    _need(facts, say("监督事项", "the facts"))
    case.facts, case.title = facts.strip(), title.strip()[:200] or case.title
    need_silent({say("案由", "title"): case.title, say("监督事项", "facts"): case.facts}, case)
    step = _step(case, "retell", "cases", words=facts, inside=True, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return case


# --- handlers -------------------------------------------------------------------------------------------


@transaction.atomic
def appoint(
    case: Case,
    post: Post,
    certificate: Certificate,
    *,
    leading: bool = False,
    seen: int,
    by: Post | None,
    at: datetime,
) -> Handler:
    """A supervisor handles the case from now on, on this supervision certificate."""
    case, day = _held(case, seen), day_of(at)
    _under_way(case)
    if by is not None and not access.may_appoint(case, by):
        raise _not_yours()
    if not access.supervises(post) or not post.held_on(day):
        raise PlainError(say("承办人须是在岗的监督人员", "a handler must be a supervisor in post"))
    if (
        certificate.kind != "supervision"
        or not certificate.valid_from <= day <= certificate.valid_to
    ):
        raise PlainError(
            say(
                f"证件 {certificate.code} 不是有效的行政执法监督证件",
                f"{certificate.code} is no supervision certificate in force",
            ),
            say("请另选持有效监督证件的人员。", "Choose somebody who holds one."),
        )
    if case.handlers.filter(post__person=post.person_id, until=None).exists():
        raise PlainError(say("此人已是承办人", "this person handles the case already"))
    if leading:
        case.handlers.filter(until=None, leading=True).update(leading=False)
    handler = Handler.objects.create(
        case=case, post=post, certificate=certificate, leading=leading, since=at
    )
    step = _step(case, "appoint", "cases", words=f"{post.person.name}（{certificate.code}）",
                 inside=True, by=by, at=at)  # fmt: skip
    _saved(case, step, by=by, at=at)
    return handler


@transaction.atomic
def ask_recusal(handler: Handler, *, ground: str, by: Post, at: datetime) -> Recusal:
    """The handler himself, or the body, asks that he leaves the case."""
    case = _locked(handler.case)
    _under_way(case)
    _need(ground, say("回避理由", "the ground"))
    own = by.person_id == handler.post.person_id
    if not own and not (access.speaks_for_body(by) and by.unit_id == case.body_id):
        raise _not_yours()
    if handler.until is not None or handler.recusals.filter(granted=None).exists():
        raise PlainError(
            say("此人已不承办，或者回避申请正待决定", "he left already, or it is being decided")
        )
    asked = Recusal.objects.create(handler=handler, ground=ground.strip(), asked_by=by, asked_at=at)
    step = _step(case, "ask_recusal", "cases", words=ground, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return asked


@transaction.atomic
def decide_recusal(recusal: Recusal, *, granted: bool, why: str, by: Post, at: datetime) -> Recusal:
    """The head of the bureau decides; who leaves no longer handles the case."""
    case = _locked(recusal.handler.case)
    if not access.heads(by) or by.unit_id != case.bureau_id:
        raise _not_yours()
    if recusal.granted is not None:
        raise ChangedError(say("回避申请已经决定", "the recusal is decided already"))
    _need(why, say("决定理由", "the reason"))
    recusal.granted, recusal.why = granted, why.strip()
    recusal.decided_by, recusal.decided_at = by, at
    recusal.save()
    if granted:
        Handler.objects.filter(pk=recusal.handler_id).update(until=at, leading=False)
    step = _step(case, "decide_recusal", "cases", words=why, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return recusal


# --- time -----------------------------------------------------------------------------------------------


@transaction.atomic
def stop_clock(deadline: Deadline, *, reason: str, by: Post, at: datetime) -> Deadline:
    """Days from now on do not count, for this reason (appraisal, another authority's decision …)."""
    case = _handled(deadline.case, by)
    _need(reason, say("中止理由", "the reason"))
    clock.stop(deadline, reason=reason.strip(), by=by, at=at)
    step = _step(case, "stop_clock", "cases", words=reason, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return deadline


@transaction.atomic
def start_clock(deadline: Deadline, *, by: Post, at: datetime) -> Deadline:
    """Days count again."""
    case = _handled(deadline.case, by)
    clock.go_on(deadline, by=by, at=at)
    step = _step(case, "start_clock", "cases", by=by, at=at)
    _saved(case, step, by=by, at=at)
    return deadline


@transaction.atomic
def extend_whole(case: Case, *, reason: str, seen: int, by: Post, at: datetime) -> Deadline:
    """The term of the whole case is extended once, with the approval of the head of the bureau."""
    case = _held(case, seen)
    if not access.heads(by) or by.unit_id != case.bureau_id:
        raise _not_yours()
    _need(reason, say("延长理由", "the reason"))
    whole = case.deadlines.filter(step="whole", state=Deadline.State.RUNNING).first()
    if whole is None:
        raise PlainError(say("全案期限没有在计算", "the term of the case is not running"))
    clock.extend(whole, more=term_of("whole_extension").value, by=by, at=at)
    step = _step(case, "extend_whole", "cases", words=reason, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return whole


@transaction.atomic
def confirm_moved(recount: Recount, *, by: Post, at: datetime) -> Deadline:
    """The calendar changed: a person confirms that this deadline moves with it."""
    case, recount = _recounted(recount, by)
    deadline = recount.deadline
    clock.settle(deadline, by=by, at=at)
    if deadline.due_on != recount.due:
        raise ChangedError(
            say("放假安排又有变动，结果不再是列出的日期", "the calendar changed once more"),
            say("请重新核对后再确认。", "Look for changes again, then confirm."),
        )
    _decide(recount, Recount.Decision.CONFIRMED, "", by, at)
    words = say(
        f"{step_name(deadline.step)}：{recount.was} → {deadline.due_on}（放假安排变动）",
        f"{step_name(deadline.step)}: {recount.was} → {deadline.due_on}",
    )
    step = _step(case, "confirm_moved", "cases", words=words, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return deadline


@transaction.atomic
def decline_moved(recount: Recount, *, why: str, by: Post, at: datetime) -> Recount:
    """The deadline stays where it was, for this reason."""
    case, recount = _recounted(recount, by)
    _need(why, say("不变动的理由", "why it is not moved"))
    _decide(recount, Recount.Decision.DECLINED, why, by, at)
    words = say(
        f"{step_name(recount.deadline.step)}仍为 {recount.was}：{why.strip()}",
        f"{step_name(recount.deadline.step)} stays {recount.was}: {why.strip()}",
    )
    step = _step(case, "decline_moved", "cases", words=words, inside=True, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return recount


def _recounted(recount: Recount, by: Post) -> tuple[Case, Recount]:
    """The case and the recount, locked, while it waits and its deadline runs."""
    case = _locked(recount.deadline.case)
    now = Recount.objects.select_for_update().get(pk=recount.pk)
    if not may_decide(case, by):
        raise _not_yours()
    if now.decision:
        raise ChangedError(say("这一期限已经处理", "it was decided already"))
    if now.deadline.state != Deadline.State.RUNNING or now.deadline.due_on != now.was:
        raise ChangedError(
            say("这一期限已经结束或者另有变动", "this deadline ended or changed meanwhile"),
            say("请重新核对。", "Look for changes again."),
        )
    return case, now


def _decide(recount: Recount, decision: Recount.Decision, why: str, by: Post, at: datetime) -> None:
    recount.decision, recount.why = decision, why.strip()[:400]
    recount.decided_by, recount.decided_at = by, at
    recount.save()


@transaction.atomic
def note_served(
    case: Case,
    words: str,
    *,
    move: str,
    on: date,
    inside: bool = False,
    by: Post | None,
    at: datetime,
) -> CaseStep:
    """A document of the case was served. ``move``: the step that it was made for.

    A step starts its terms on its own day, because most are served at once. Where the body got the
    document only later, what the body must do in a term begins on the day of service instead.
    """
    case = _locked(case)
    step = _step(case, "paper_served", "instruments", words=words, inside=inside, by=by, at=at)
    if move and State(case.state) in UNDER_WAY:
        started = case.deadlines.filter(
            started_by__move=move, step__in=OF_BODY, state=Deadline.State.RUNNING
        )
        for one in started:
            clock.begin_later(one, on=on, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return step


# --- what a decision needs --------------------------------------------------------------------------------


@transaction.atomic
def enter_bar(
    case: Case,
    *,
    kind: str,
    number: str,
    since: date,
    until: date | None = None,
    upheld: bool = False,
    by: Post,
    at: datetime,
) -> Bar:
    """The act is before reconsideration or a court, or was there and perhaps ``upheld``."""
    case = _handled(case, by)
    _need(number, say("案号", "the number"))
    _bar_days(since, until, upheld, at)
    if case.bars.filter(kind=kind, number=number.strip()).exists():
        raise PlainError(say("这个案号已经登记", "this number was entered already"))
    bar = Bar.objects.create(
        case=case, kind=kind, number=number.strip(), since=since, until=until, upheld=upheld
    )
    step = _step(case, "enter_bar", "linkage", words=number, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return bar


@transaction.atomic
def end_bar(bar: Bar, *, until: date, upheld: bool, by: Post, at: datetime) -> Bar:
    """It ended there; what was upheld stays barred here."""
    case = _handled(bar.case, by)
    bar = Bar.objects.select_for_update().get(pk=bar.pk)
    if bar.until is not None:
        raise ChangedError(say("终结已经登记", "its end was entered already"))
    _bar_days(bar.since, until, upheld, at)
    bar.until, bar.upheld = until, upheld
    bar.save()
    step = _step(case, "end_bar", "linkage", words=bar.number, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return bar


def _bar_days(since: date, until: date | None, upheld: bool, at: datetime) -> None:
    """It began before it ended, and both are over; upheld is only what ended."""
    if since > day_of(at) or (until is not None and not since <= until <= day_of(at)):
        raise PlainError(
            say("日期不对：受理在终结以前，都不晚于今天", "the days are wrong"),
            say("请核对受理日期和终结日期。", "It begins before it ends, and neither is to come."),
        )
    if upheld and until is None:
        raise PlainError(
            say("被维持的，须填终结日期", "what was upheld has ended: give the day"),
        )


@transaction.atomic
def ask_beneficiary(case: Case, *, whom: str, by: Post, at: datetime) -> Hearing:
    """Somebody who benefits from the act, or is concerned by it, is to be heard."""
    case = _handled(case, by)
    _need(whom, say("受益人或者利害关系人", "whom"))
    hearing = Hearing.objects.create(case=case, whom=whom.strip(), asked_on=day_of(at))
    step = _step(case, "ask_beneficiary", "instruments", inside=True, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return hearing


@transaction.atomic
def enter_heard(hearing: Hearing, *, waived: bool, words: str, by: Post, at: datetime) -> Hearing:
    """He was heard, or waived it."""
    case = _handled(hearing.case, by)
    if hearing.waived or hearing.heard_on is not None:
        raise ChangedError(say("听取情况已经登记", "it was entered already"))
    hearing.waived, hearing.heard_on = waived, None if waived else day_of(at)
    hearing.save()
    step = _step(case, "enter_heard", "instruments", words=words, inside=True, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return hearing


@transaction.atomic
def enter_approval(
    case: Case,
    *,
    document: str,
    dated_on: date,
    authorization: bool = False,
    by: Post,
    at: datetime,
) -> Approval:
    """The government's approval of a decision, or the norm by which the bureau decides itself."""
    case = _handled(case, by)
    _need(document, say("批准文件或者授权依据", "the document"))
    if dated_on > day_of(at):
        raise PlainError(say("批准日期在今天以后", "the approval is dated after today"))
    approval = Approval.objects.create(
        case=case, document=document.strip(), dated_on=dated_on, authorization=authorization,
        entered_by=by,
    )  # fmt: skip
    step = _step(case, "enter_approval", "instruments", words=document, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return approval


# --- objection --------------------------------------------------------------------------------------------


@transaction.atomic
def object_to(
    case: Case,
    *,
    words: str,
    files: Iterable[Arrived] = (),
    seen: int,
    by: Post,
    at: datetime,
) -> Objection:
    """The body objects within its term; what was asked of it does not rest meanwhile."""
    case, day = _held(case, seen), day_of(at)
    if not access.speaks_for_body(by) or by.unit_id != case.body_id:
        raise _not_yours()
    _need(words, say("异议理由", "the reason"))
    term = case.deadlines.filter(step="ask_review", state=Deadline.State.RUNNING).first()
    if State(case.state) not in CORRECTING or term is None:
        raise PlainError(say("现在没有可以提出异议的文书", "there is nothing to object to now"))
    if day > term.due_on:
        raise PlainError(
            say(f"提出异议的期限 {term.due_on} 已过", f"the term to object ended on {term.due_on}")
        )
    objection = Objection.objects.create(case=case, words=words.strip(), made_by=by, made_at=at)
    step = _step(case, "object", "review", words=words, by=by, at=at)
    attach(step, files, by=by, at=at)
    clock.end(case, ("ask_review",), by=by, at=at)
    clock.begin(case, "answer_review", step, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return objection


@transaction.atomic
def decide_objection(
    objection: Objection, result: Objection.Result, *, why: str, by: Post, at: datetime
) -> Objection:
    """Others than the handlers review: kept, changed (deliberated anew) or withdrawn."""
    case = _locked(objection.case)
    if not access.may_review(case, by):
        raise RefusedError(
            say("复查由原承办人以外的人员办理", "others than the handlers review it")
        )
    if Objection.objects.select_for_update().get(pk=objection.pk).result:
        raise ChangedError(say("复查已经决定", "the review is decided already"))
    _need(why, say("复查理由", "the reason"))
    objection.result, objection.why = result, why.strip()
    objection.reviewed_by, objection.reviewed_at = by, at
    objection.save()
    was = State(case.state)
    now = {
        Objection.Result.KEPT: was,
        Objection.Result.CHANGED: State.DELIBERATING,
        Objection.Result.WITHDRAWN: State.CLOSING,
    }[result]
    clock.end(case, ("answer_review",), by=by, at=at)
    if now != was:
        case.state = now
        clock.end_all(case, but=("whole",), by=by, at=at)
    step = _step(case, "decide_objection", "review", frm=was, to=now, words=why, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return objection


# --- who has it -------------------------------------------------------------------------------------------


@transaction.atomic
def note_mode(case: Case, words: str, *, by: Post | None, at: datetime) -> CaseStep:
    """Something of a designated, escalated or joint supervision happened; the case's story tells it."""
    case = _locked(case)
    step = _step(case, "note_mode", "modes", words=words, inside=True, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return step


@transaction.atomic
def hand_over(
    case: Case,
    *,
    bureau: Unit,
    unit: Unit,
    why: Holding.Why,
    words: str,
    by: Post | None,
    at: datetime,
) -> CaseStep:
    """Another bureau has the case from this moment on: its handlers end, its deadlines run on to the same
    days and are the new one's. `modes` decides whether it may be."""
    case = _locked(case)
    _under_way(case)
    had, case.bureau, case.unit = case.unit, bureau, unit
    case.holdings.filter(until=None).update(until=at)
    Holding.objects.create(case=case, bureau=bureau, unit=unit, why=why, since=at)
    Recusal.objects.filter(handler__case=case, granted=None).update(
        granted=True, why="案件移交，承办关系终止", decided_by=by, decided_at=at
    )
    case.handlers.filter(until=None).update(until=at, leading=False)
    clock.pass_on(case, had, by=by, at=at)
    step = _step(case, "hand_over", "modes", words=words, by=by, at=at)
    _saved(case, step, by=by, at=at)
    return step


def _number(bureau: Unit, by: Post | None, at: datetime) -> str:
    """甲县监督〔2026〕1号"""
    year = day_of(at).year
    serial = next_number(bureau, CASE_MARK, year, by=by, at=at)
    return f"{bureau.division.name}{CASE_MARK}〔{year}〕{serial}号"


# --- parts ------------------------------------------------------------------------------------------------


def _held(case: Case, seen: int) -> Case:
    """The case, locked; refused where somebody changed it since it was on the screen."""
    now = _locked(case)
    if now.version != seen:
        last = now.steps.select_related("post__person").last()
        who = last.post.person.name if last is not None and last.post else say("系统", "the system")
        label = step_label(last.move) if last is not None else ""
        raise ChangedError(
            say(
                f"您打开页面以后，{who}已办理“{label}”",
                f"since you opened the page {who} has done “{label}”",
            ),
            say("请看新的情况再办理。", "Look at it again, then go on."),
        )
    return now


def _before(case: Case) -> State:
    """The state from which a step forward had led to the present one."""
    led = case.steps.filter(to=case.state).exclude(frm=case.state).exclude(move__in=BACK)
    return State(led.order_by("-pk").values_list("frm", flat=True)[0])


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def _handled(case: Case, by: Post) -> Case:
    """The case, locked, if it is under way and ``by`` handles it or heads its bureau."""
    now = _locked(case)
    _under_way(now)
    head = access.heads(by) and by.unit_id == now.bureau_id
    if not head and not access.handles(now, by):
        raise _not_yours()
    return now


def _under_way(case: Case) -> None:
    if State(case.state) not in UNDER_WAY:
        raise PlainError(say(f"案件{State(case.state).label}，不能再办理", "the case has ended"))


def _step(
    case: Case,
    move: str,
    power: str,
    *,
    frm: State | None = None,
    to: State | None = None,
    words: str = "",
    inside: bool = False,
    by: Post | None,
    at: datetime,
) -> CaseStep:
    if not inside and words and not (by is not None and access.speaks_for_body(by)):
        need_silent({say("内容", "words"): words}, case)
    state = State(case.state)
    return CaseStep.objects.create(
        case=case, move=move, frm=frm or state, to=to or state, power=power, words=words.strip(),
        inside=inside, post=by, at=at,
    )  # fmt: skip


def _saved(case: Case, step: CaseStep, *, by: Post | None, at: datetime) -> Case:
    """The case with its next version, and the ledger's entry: codes and ids, no words."""
    case.version += 1
    clock.note_next(case, by=by, at=at)
    case.save()
    payload: dict[str, Any] = {
        "move": step.move, "power": step.power, "was": str(step.frm), "is": str(step.to), "step": step.pk,
        "version": case.version,
    }  # fmt: skip
    if hashes := list(step.files.values_list("sha256", flat=True)):
        payload["files"] = hashes
    record(f"case.{step.move}", subject=case, payload=payload, by=by, at=at)
    case_moved(case, step, by=by, at=at)
    return case


def _need(words: str, what: str) -> None:
    if not words.strip():
        raise PlainError(say(f"请写明{what}", f"{what} must be given"))


def _no_longer_held(by: Post) -> RefusedError:
    """A lent supervisor's remit ends with its last day, and begins with its first."""
    days = f"{by.since} — {by.until or ''}"
    return RefusedError(
        say(f"您的这个岗位今天不在任期内（{days}）", f"this post is not held today ({days})"),
        say("请以在任的岗位办理，或者请负责人另行指定承办人。", "Act in a post that you hold."),
    )


def _not_yours() -> RefusedError:
    return RefusedError(
        say("这项工作不由您的岗位办理", "this is not for your post"),
        say("请由承办人、监督机构负责人或者被监督机关办理。", "See the case page for whose it is."),
    )
