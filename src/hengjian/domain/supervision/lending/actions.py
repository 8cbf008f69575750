"""What happens to lendings. The right is a dated post, made by the decision and approved like every post.

Serves pages and the founding. The certificate must be in force through the whole term: whoever may not
supervise at home may not elsewhere.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.notices.actions import notify
from hengjian.core.notices.notice_kinds import Kind
from hengjian.core.organisation.models import Unit
from hengjian.core.people.actions import lend, recall
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.lending import access
from hengjian.domain.supervision.lending import notice_kinds as kinds
from hengjian.domain.supervision.lending.models import Lending
from hengjian.domain.supervision.lending.workflow import STEPS, WORDS_NEEDED
from hengjian.domain.supervision.modes.grounds import set_to
from hengjian.domain.supervision.modes.superiors import bureau_of, common_superior
from hengjian.domain.supervision.modes.telling import posts_for
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import ChangedError, need

MARK = "监督借用"


@transaction.atomic
def ask(
    own: Post, borrower: Unit, *, since: date, until: date, reason: str, by: Post, at: datetime
) -> Lending:
    """A bureau asks for a supervisor of another one, or offers its own."""
    lender, asking = bureau_of(own.unit), bureau_of(by.unit)
    if not access.may_ask(by) or not by.held_on(day_of(at)):
        raise RefusedError(
            say("由监督机关的负责人或者综合科申请", "the head or general section asks")
        )
    superior = _check_places(lender, borrower, asking)
    _check_term(since, until, at)
    need(reason, say("借用的事由", "the reason"))
    card = _card(own, since, until)
    lending = Lending(
        number=_number(superior, by, at), own=own, lender=lender, borrower=borrower,
        superior=superior, certificate=card, since=since, until=until, reason=reason.strip(),
        asking=asking, asked_by=by, asked_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            lending.save()
    except IntegrityError:
        raise PlainError(say("同样的申请正在等待决定", "the same was asked for already")) from None
    _note(lending, "asked", by=by, at=at)
    _tell(kinds.asked, [superior], lending, by=by, at=at)
    return lending


@transaction.atomic
def decide(
    lending: Lending, code: str, *, words: str, seen: int, by: Post, at: datetime
) -> Lending:
    """Take a step of the table; granting makes the dated post, calling back ends it with today."""
    zh, en, doer, frm, to = STEPS[code]
    now = access.locked(lending.pk)
    if now.version != seen:
        raise ChangedError(
            say("您打开页面以后，这项申请有了变动", "it changed since you opened the page"),
            say("请看新的情况再办理。", "Look at it again."),
        )
    if now.state != frm:
        raise PlainError(say(f"现在是“{now.get_state_display()}”，不能“{zh}”", f"{en} is not open"))
    if not by.held_on(day_of(at)) or not access.may_take(code, now, by):
        raise RefusedError(say(f"“{zh}”由{doer.value}办理", f"“{en}” is for {doer.value}"))
    if code in WORDS_NEEDED:
        need(words, say("理由", "the reason"))
    now.state = to
    if code == "grant":
        now.certificate = _card(now.own, now.since, now.until)
        note = say(f"借用：{now.number}", f"lent: {now.number}")
        now.post = lend(
            now.own, now.borrower, since=max(now.since, day_of(at)), until=now.until, note=note,
            by=by, at=at,
        )  # fmt: skip
    if code == "call_back" and now.post is not None:
        recall(now.post, max(day_of(at), now.post.since), by=by, at=at)
    now.decided_by, now.decided_at, now.decision = by, at, words.strip()
    now.version += 1
    _note(now, code, by=by, at=at)
    _tell(kinds.decided, [now.lender, now.borrower], now, by=by, at=at)
    return now


def _check_places(lender: Unit, borrower: Unit, asking: Unit) -> Unit:
    """The bureau that decides; refused where there is none over both, or it is one and the same."""
    if lender.pk == borrower.pk:
        raise PlainError(say("借入和借出是同一个机关", "both bureaus are the same"))
    superior = common_superior([lender, borrower], own=True)
    if superior is None:
        raise PlainError(
            say("双方没有共同的上一级监督机关", "no bureau stands over both"),
            say("请在同一个市的监督机关之间借用。", "Lend within one city."),
        )
    if asking.pk not in (lender.pk, borrower.pk, superior.pk):
        raise RefusedError(say("由借入、借出的机关或者上一级申请", "one of the two bureaus asks"))
    return superior


def _check_term(since: date, until: date, at: datetime) -> None:
    longest, day = set_to("lending_days", at), day_of(at)
    if until < since:
        raise PlainError(
            say(f"借用止日 {until} 早于起日 {since}", "the term ends before it begins")
        )
    if until < day:
        raise PlainError(say(f"借用止日 {until} 已经过去", "the term is over already"))
    if (until - since).days + 1 > longest:
        raise PlainError(
            say(f"一次最多借用 {longest} 日", f"at most {longest} days at once"),
            say("到期还需要的，另行申请。", "Ask again when it ends."),
        )


def _card(own: Post, since: date, until: date) -> Certificate:
    card = access.card_of(own, since=since, until=until)
    if card is None:
        raise PlainError(
            say(
                f"{own.person.name}没有在 {since} 至 {until} 全程有效的行政执法监督证件",
                f"{own.person.name} has no supervision certificate in force from {since} to {until}",
            ),
            say(
                "请先换证、缩短借用期，或者另选人员。",
                "Renew it, shorten the term, or choose another.",
            ),
        )
    return card


def _number(superior: Unit, by: Post, at: datetime) -> str:
    """示例市监督借用〔2026〕1号"""
    year = day_of(at).year
    serial = next_number(superior, MARK, year, by=by, at=at)
    return f"{superior.division.name}{MARK}〔{year}〕{serial}号"


def _note(now: Lending, code: str, *, by: Post, at: datetime) -> None:
    now.save()
    payload = {
        "post": now.own_id, "unit": now.borrower_id, "since": str(now.since), "until": str(now.until),
        "is": str(now.state), "version": now.version,
    }  # fmt: skip
    record(f"lending.{code}", subject=now, payload=payload, by=by, at=at)


def _tell(kind: Kind, units: list[Unit], now: Lending, *, by: Post, at: datetime) -> None:
    told = {one.pk: one for one in posts_for(units, at=at)} | {now.own.pk: now.own}
    for post in told.values():
        if post.person_id != by.person_id and (kind is kinds.decided or post.pk != now.own.pk):
            notify(kind, to=post, about=now, facts={"number": now.number}, url=f"/lending/{now.pk}/",
                   by=by, at=at)  # fmt: skip
