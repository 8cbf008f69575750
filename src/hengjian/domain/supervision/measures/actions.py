"""What happens to measures: proposed, approved, carried out, answered, closed; advice received and answered.

`take` is the one way along the table. Each step is one transaction with its ledger entry. A measure about
a person that is given up loses its words, as a dismissed finding about a person does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import counted
from hengjian.domain.registry.models import Body, Certificate, Officer
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.duties.actions import fulfilled
from hengjian.domain.supervision.duties.arising.actions import arose
from hengjian.domain.supervision.duties.owing import Owing
from hengjian.domain.supervision.measures import access, telling
from hengjian.domain.supervision.measures.cards.actions import carry_out
from hengjian.domain.supervision.measures.conditions import conditions_of
from hengjian.domain.supervision.measures.models import Measure, Promise
from hengjian.domain.supervision.measures.steps.actions import held, told
from hengjian.domain.supervision.measures.workflow import (
    ABOUT_PERSON,
    ENDED,
    FIRST,
    GIVEN_UP,
    MARKS,
    MOVES,
    PROPOSABLE,
    Kind,
    Move,
    State,
)
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import need

SHORTEST_REASON = 10
MOST_PROMISES = 20
ERASED = "（已清除）"


@dataclass(frozen=True)
class Proposal:
    """What a measure says."""

    kind: Kind
    title: str
    facts: str
    reason: str = ""
    basis: str = ""
    receiver: str = ""
    form: str = ""
    body: Body | None = None
    case: Case | None = None
    officer: Officer | None = None
    card: Certificate | None = None


@dataclass(frozen=True)
class Given:
    """What a step is given beside its words; each step reads what its row of the table asks for."""

    on: date | None = None
    moment: datetime | None = None
    place: str = ""
    days: int | None = None
    receipt: str = ""
    adopted: bool | None = None
    promises: Sequence[tuple[str, date]] = field(default_factory=tuple)
    term: tuple[date | None, date | None] = (None, None)


NOTHING = Given()


@transaction.atomic
def propose(said: Proposal, *, by: Post, at: datetime) -> Measure:
    """A supervisor proposes a measure; the head decides. One about a person names a reason in his words."""
    if not access.proposes(by):
        raise RefusedError(
            say("措施由监督机构的监督人员提出", "supervisors of a bureau propose measures")
        )
    if said.kind not in PROPOSABLE:
        raise PlainError(say("收到的建议请用“登记收到的建议”", "advice is received, not proposed"))
    _whole(said, by, at)
    made = _begun(said, said.kind, by, at)
    told(made, "propose", words=said.reason if said.kind not in ABOUT_PERSON else "", by=by, at=at)
    telling.tell(made, "propose", by=by, at=at)
    return made


@transaction.atomic
def receive_advice(
    said: Proposal, *, received_on: date, days: int | None = None, by: Post, at: datetime
) -> Measure:
    """A procuratorate's or a court's advice came: it is answered in its term."""
    if not access.proposes(by):
        raise RefusedError(say("收到的建议由监督机构登记", "the bureau enters advice"))
    if received_on > day_of(at):
        raise PlainError(say("收到日期在今天以后", "the day of receipt is after today"))
    need(said.receiver, say("建议机关", "who gave it"))
    need(said.title, say("建议名称", "its name"))
    need(said.facts, say("建议内容", "what it says"))
    made = _begun(said, Kind.ADVICE, by, at)
    _term(made, "advice_answer", received_on, days)
    made.told_on = received_on
    told(made, "receive", by=by, at=at)
    arose(
        "suggestion_received", about=made, body=made.body, whose=Owing(made.bureau, made.unit),
        words=f"{made.number} {made.title}", start=received_on, by=by, at=at,
    )  # fmt: skip
    return made


def _begun(said: Proposal, kind: Kind, by: Post, at: datetime) -> Measure:
    bureau, year = by.unit.as_bureau, day_of(at).year
    serial = next_number(bureau, MARKS[kind], year, by=by, at=at)
    return Measure(
        bureau=bureau, unit=by.unit, year=year, serial=serial, kind=kind,
        number=f"{bureau.division.name}{MARKS[kind]}〔{year}〕{serial}号", title=said.title.strip(),
        facts=said.facts.strip(), reason=said.reason.strip(), basis=said.basis.strip(),
        receiver=said.receiver.strip(), form=said.form, body=said.body, case=said.case,
        officer=said.officer, card=said.card, state=FIRST.get(kind, State.PROPOSED),
        proposed_by=by, proposed_at=at,
    )  # fmt: skip


def _whole(said: Proposal, by: Post, at: datetime) -> None:
    """What a proposal of this kind must say."""
    need(said.title, say("事由", "the title"))
    need(said.facts, say("事实", "the facts"))
    if len(said.title.strip()) > 150:
        raise PlainError(say("事由最长 150 字", "a title has 150 signs at most"))
    if said.kind != Kind.CIRCULAR and said.kind != Kind.TRANSFER and said.body is None:
        raise PlainError(say("请选择机关", "choose the body"))
    if said.kind != Kind.TALK:
        need(said.receiver, say("主送或者接收机关", "whom it goes to"))
    body = said.body
    if body is not None and access.body_chosen(body.pk, post=by, at=at) is None:
        raise RefusedError(say(f"{body}不在您的监督范围内", f"{body} is not within your reach"))
    if said.case is not None and (body is None or said.case.body_id != body.pk):
        raise PlainError(say("案件与机关不是同一个", "the case is another body's"))
    if said.kind in ABOUT_PERSON:
        _of_person(said)


def _of_person(said: Proposal) -> None:
    officer, card = said.officer, said.card
    if officer is None or officer.body_id != getattr(said.body, "pk", None):
        raise PlainError(say("请从该机关的人员中选择有关人员", "choose one of the body's people"))
    if len(said.reason.strip()) < SHORTEST_REASON:
        raise PlainError(
            say(f"对个人的建议须由您写明理由，至少 {SHORTEST_REASON} 字",
                "say in your own words why this person answers for it"),
            say("不能只引用系统发现的问题。", "A finding of the system alone is no reason."),
        )  # fmt: skip
    if said.kind == Kind.CARD:
        if card is None or card.officer_id != officer.pk or card.withdrawn_on is not None:
            raise PlainError(say("请选择该人员有效的证件", "choose a certificate of this person"))
        if said.form not in Measure.Form.values:
            raise PlainError(
                say("请选择建议暂扣还是收回", "say whether to suspend or to withdraw it")
            )


@transaction.atomic
def take(
    measure: Measure, code: str, *, seen: int, words: str = "", given: Given = NOTHING, by: Post,
    at: datetime,
) -> Measure:  # fmt: skip
    """One step of the table. Raises ChangedError where somebody was faster, RefusedError where the step is
    another's, PlainError where state or a condition stands in the way."""
    now, move = held(measure, seen, by=by, at=at), MOVES[code]
    _may(move, now, by)
    if move.words:
        need(words, say("情况或者理由", "the words"))
    missing = next((one for one in conditions_of(move, now, by, at) if not one.holds), None)
    if missing is not None:
        raise PlainError(say(f"还不能办理“{move.label}”：须{missing.words}", missing.words),
                         missing.remedy)  # fmt: skip
    _filled(now, move, words, given, by, at)
    if move.to is not None:
        now.state = move.to
    if now.state in ENDED:
        now.ended_at, now.due_on = at, None
    if now.state in GIVEN_UP and now.kind in ABOUT_PERSON:
        _erase(now)
        told(now, code, words=ERASED, more={"erased": True}, by=by, at=at)
    else:
        told(now, code, words="" if code == "hear" else words, by=by, at=at)
    telling.tell(now, code, by=by, at=at)
    _duties(now, move, by, at)
    return now


def _may(move: Move, measure: Measure, by: Post) -> None:
    state = State(measure.state)
    if not access.may_take(move, measure, by):
        raise RefusedError(
            say(f"“{move.label}”由{move.by.value}办理", f"“{move.label}” is for {move.by.value}")
        )
    if measure.kind not in move.kinds or state not in move.frm:
        raise PlainError(
            say(f"现在是“{state.label}”，不能“{move.label}”",
                f"it is “{state.label}”: “{move.label}” is not open"),
            say("请看页面上可以办理的步骤。", "See the page for what may be done."),
        )  # fmt: skip


def _filled(
    now: Measure, move: Move, words: str, given: Given, by: Post, at: datetime
) -> None:  # fmt: skip
    """What the step writes into the measure."""
    today = day_of(at)
    match move.code:
        case "hear":
            now.heard, now.heard_on = words.strip(), _day(given.on, today)
        case "enter_consent":
            now.consent, now.consent_on = words.strip()[:200], _day(given.on, today)
        case "approve":
            now.approved_by = by
        case "notify":
            if given.moment is None or given.moment <= at:
                raise PlainError(say("约谈时间须在现在以后", "the moment of the talk is to come"))
            need(given.place, say("约谈地点", "the place"))
            now.moment, now.place = given.moment, given.place.strip()[:200]
        case "hold":
            _promised(now, given.promises, today)
        case "send":
            _term(now, "measure_answer", today, given.days)
        case "hand_over":
            need(given.receipt, say("交接回执（接收人、日期或者文号）", "the receipt"))
            now.receipt = given.receipt.strip()[:200]
            _term(now, "measure_answer", today, given.days)
        case "enter_answer":
            now.told, now.told_on = words.strip(), _day(given.on, today)
            now.adopted, now.due_on = given.adopted, None
        case "carry_out":
            carry_out(now, given.term, by=by, at=at)
        case "reply":
            now.told = words.strip()
            _day(given.on, today)
        case "check_undone":
            now.due_on = _later(given.on, today)
            now.sum = say("核对未落实，重新确定", "set anew because it was not done")


def _promised(now: Measure, promises: Sequence[tuple[str, date]], today: date) -> None:
    if len(promises) > MOST_PROMISES:
        raise PlainError(say(f"承诺事项最多 {MOST_PROMISES} 项", "too many promises"))
    for what, due in promises:
        if due < today:
            raise PlainError(say(f"“{what}”的完成期限已经过了", f"{what}: its term is over"))
    Promise.objects.bulk_create(
        [Promise(measure=now, what=what.strip()[:300], due_on=due) for what, due in promises]
    )
    if promises:
        now.due_on = min(due for _, due in promises)
        now.sum = say("约谈中承诺的最早期限", "the first day that was promised")


@transaction.atomic
def keep_promise(promise: Promise, *, done: str, seen: int, by: Post, at: datetime) -> Promise:
    """The body says what it did of a promise."""
    now = held(promise.measure, seen, by=by, at=at)
    if not access.may_take(MOVES["report"], now, by):
        raise RefusedError(say("落实情况由被约谈单位填报", "the body itself reports it"))
    if now.state != State.HELD:
        raise PlainError(say("现在不能填报落实情况", "it cannot be reported now"))
    need(done, say("落实情况", "what was done"))
    promise.done, promise.done_on = done.strip(), day_of(at)
    promise.save()
    left = now.promises.filter(done_on=None).order_by("due_on").first()
    now.due_on = left.due_on if left is not None else now.due_on
    told(now, "kept", words=promise.what, by=by, at=at)
    return promise


def _duties(now: Measure, move: Move, by: Post, at: datetime) -> None:
    """What the step is to the list of powers: a duty arises, or one is done."""
    if move.event:
        arose(
            move.event, about=now, body=now.body, whose=Owing(now.bureau, now.unit),
            words=f"{now.number}" if now.kind in ABOUT_PERSON else f"{now.number} {now.title}",
            by=by, at=at,
        )  # fmt: skip
    if move.code == "enter_answer":
        fulfilled(("suggestion_sent",), about=now, by=by, at=at)
    if now.state in ENDED:
        fulfilled((), about=now, by=by, at=at)


def _erase(now: Measure) -> None:
    """Nothing that was said about a person stays where the measure was given up."""
    now.title = now.facts = now.reason = ERASED
    now.heard = now.basis = ""
    now.steps.update(words="")


def _term(now: Measure, step: str, start: date, days: int | None) -> None:
    if days is not None and not 1 <= days <= 365:
        raise PlainError(say("期限须在 1 至 365 日之间", "a term is 1 to 365 days"))
    term = counted(step, start, days=days)
    now.due_on, now.sum, now.source = term.due, term.sum, term.source[:300]


def _day(on: date | None, today: date) -> date:
    if on is None:
        raise PlainError(say("请写明日期", "the day must be given"))
    if on > today:
        raise PlainError(say("日期在今天以后", "the day is after today"))
    return on


def _later(on: date | None, today: date) -> date:
    if on is None or on <= today:
        raise PlainError(say("请写明今天以后的期限", "name a day to come"))
    return on
