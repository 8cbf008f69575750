"""What happens to supervision cases. Every write names the power it exercises and is in the ledger.

Serves pages and other nouns. `take` is the one way along the workflow's table; the side ways have a room
each beside this one: handlers, terms, recounts, bars, hearings, approvals, objections, holdings.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.files.guard import Arrived
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.attached.actions import attach
from hengjian.domain.supervision.cases.clock import actions as clock
from hengjian.domain.supervision.cases.conditions import conditions_of
from hengjian.domain.supervision.cases.deadlines import OF_BODY
from hengjian.domain.supervision.cases.models import Case, CaseStep, Deadline, Holding
from hengjian.domain.supervision.cases.refusing import held, not_yours, under_way
from hengjian.domain.supervision.cases.steps.actions import saved, stepped, told
from hengjian.domain.supervision.cases.workflow import (
    BACK,
    BEFORE_BODY,
    ENDED,
    ENTERED,
    MOVES,
    UNDER_WAY,
    State,
)
from hengjian.domain.supervision.leads.marking.actions import proposed as leads_proposed
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import need
from hengjian.domain.supervision.secrecy.guarding import need_silent

CASE_MARK = "监督"


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
    need(title, say("案由", "the title"))
    need(facts, say("监督事项", "the facts"))
    if by is not None and not access.supervises(by):
        raise not_yours()
    case = Case.objects.create(
        title=title.strip(), facts=facts.strip(), body=body, bureau=bureau, unit=unit,
        management=body.management or "local", severity=severity, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    found = list(leads)
    leads_proposed(found, by=by, at=at)
    case.leads.set(found)
    need_silent({say("案由", "title"): case.title, say("监督事项", "facts"): case.facts}, case)
    Holding.objects.create(case=case, bureau=bureau, unit=unit, since=at)
    step = stepped(
        case, "propose", "cases", to=State.PROPOSED, words=facts, inside=True, by=by, at=at
    )
    clock.begin(case, "take_up", step, by=by, at=at)
    return saved(case, step, by=by, at=at)


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
    case = held(case, seen)
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
        need(words, say("内容或者理由", "the words"))
    was = State(case.state)
    now = move.to or (_before(case) if move.back else was)
    step = stepped(
        case, code, move.power, frm=was, to=now, words=words, inside=inside, by=by, at=at
    )
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
    saved(case, step, by=by, at=at)
    return step


@transaction.atomic
def retell(case: Case, *, facts: str, title: str = "", seen: int, by: Post, at: datetime) -> Case:
    """What the body reads of the matter, in other words than a reporter's. Before it is told only."""
    case = held(case, seen)
    under_way(case)
    if State(case.state) not in BEFORE_BODY:
        raise PlainError(
            say("被监督机关已经收到通知，监督事项不能再改写", "the body was told already"),
            say("需要更正的，另发更正文书。", "Correct it by another paper."),
        )
    if not access.may_retell(case, by):
        raise not_yours()
    need(facts, say("监督事项", "the facts"))
    case.facts, case.title = facts.strip(), title.strip()[:200] or case.title
    need_silent({say("案由", "title"): case.title, say("监督事项", "facts"): case.facts}, case)
    told(case, "retell", "cases", words=facts, inside=True, by=by, at=at)
    return case


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
    case = access.locked(case.pk)
    step = stepped(case, "paper_served", "instruments", words=words, inside=inside, by=by, at=at)
    if move and State(case.state) in UNDER_WAY:
        started = case.deadlines.filter(
            started_by__move=move, step__in=OF_BODY, state=Deadline.State.RUNNING
        )
        for one in started:
            clock.begin_later(one, on=on, by=by, at=at)
    saved(case, step, by=by, at=at)
    return step


@transaction.atomic
def note_mode(case: Case, words: str, *, by: Post | None, at: datetime) -> CaseStep:
    """Something of a designated, escalated or joint supervision happened; the case's story tells it."""
    case = access.locked(case.pk)
    return told(case, "note_mode", "modes", words=words, inside=True, by=by, at=at)


def _number(bureau: Unit, by: Post | None, at: datetime) -> str:
    """甲县监督〔2026〕1号"""
    year = day_of(at).year
    serial = next_number(bureau, CASE_MARK, year, by=by, at=at)
    return f"{bureau.division.name}{CASE_MARK}〔{year}〕{serial}号"


def _before(case: Case) -> State:
    """The state from which a step forward had led to the present one."""
    led = case.steps.filter(to=case.state).exclude(frm=case.state).exclude(move__in=BACK)
    return State(led.order_by("-pk").values_list("frm", flat=True)[0])


def _no_longer_held(by: Post) -> RefusedError:
    """A lent supervisor's remit ends with its last day, and begins with its first."""
    days = f"{by.since} — {by.until or ''}"
    return RefusedError(
        say(f"您的这个岗位今天不在任期内（{days}）", f"this post is not held today ({days})"),
        say("请以在任的岗位办理，或者请负责人另行指定承办人。", "Act in a post that you hold."),
    )
