"""A paper is served: sent through the system and opened by the body, or handed over outside it.

Serves pages and the founding. The first service counts: terms that the document sets begin on its day.
"""

from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.notices.actions import notify
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.notice_kinds import paper_sent
from hengjian.domain.supervision.papers import access, store, telling
from hengjian.domain.supervision.papers.models import Delivery, Paper, PaperFile
from hengjian.domain.supervision.papers.refusing import held, not_yours
from hengjian.domain.supervision.papers.steps.actions import keep, note
from hengjian.domain.supervision.papers.workflow import State
from hengjian.domain.supervision.refusing import ChangedError, need


@transaction.atomic
def send(
    paper: Paper, *, to: Unit | None = None, seen: int, by: Post, at: datetime
) -> Delivery:  # fmt: skip
    """Send it through the system to the body that it is about, or to another receiver whom its owner names:
    served when somebody there opens it. To several it is sent one after another."""
    now = held(paper, seen, {State.SERVE, State.SERVED} if to else {State.SERVE}, by=by,
               may=access.may_issue)  # fmt: skip
    receivers = now.owner.receivers(now)
    if not receivers or (to is not None and to not in receivers):
        raise PlainError(
            say(
                "这份文书不是发给被监督机关的，不能由系统送达", "it is not for the supervised body"
            ),
            say("请邮寄或者直接送达后登记。", "Serve it by post or in person."),
        )
    unit = to or receivers[0]
    if now.deliveries.filter(way=Delivery.Way.SYSTEM, unit=unit).exists():
        raise PlainError(say("已经由系统送出，等待签收", "it was sent; the receipt is awaited"))
    sent = Delivery.objects.create(
        paper=now, way=Delivery.Way.SYSTEM, unit=unit, receiver=_named(unit, now),
        sent_on=day_of(at), sent_by=by,
    )  # fmt: skip
    note(now, "sent", by=by, at=at, words=f"{sent.get_way_display()}：{sent.receiver}",
          more={"way": "system", "unit": unit.pk})  # fmt: skip
    for post in telling.openers_of(unit, at=at):
        notify(paper_sent, to=post, about=now, facts={"number": now.number},
               url="/papers/received/", by=by, at=at)  # fmt: skip
    return sent


@transaction.atomic
def receive(delivery: Delivery, *, by: Post, at: datetime) -> Delivery:
    """The body's clerk opens it: it is served at this moment. Opening it again changes nothing."""
    now = access.locked(delivery.paper_id)
    held = Delivery.objects.get(pk=delivery.pk)
    if not access.receives(by) or held.unit_id not in access.desks_of(by):
        raise not_yours()
    if held.served_on is not None:
        return held
    if now.state == State.VOID:
        raise PlainError(say("这份文书已经作废", "this paper is void"))
    held.served_on, held.served_at = day_of(at), at
    held.received_by, held.signer = by, by.person.name
    held.save()
    _served(now, held, by=by, at=at)
    return held


@transaction.atomic
def enter_service(
    paper: Paper,
    *,
    way: Delivery.Way,
    receiver: str,
    served_on: date | None,
    sent_on: date | None = None,
    signer: str = "",
    tracking: str = "",
    receipt: bytes | None = None,
    seen: int,
    by: Post,
    at: datetime,
) -> Delivery:
    """Service outside the system: by post (number and day; the day of receipt may follow), or in person
    (送达回证: day and signer)."""
    now = held(paper, seen, {State.SERVE}, by=by, may=access.may_issue)
    need(receiver, say("受送达人", "the receiver"))
    _in_time(served_on, now, day_of(at))
    if way == Delivery.Way.POST:
        need(tracking, say("邮件号", "the number of the item"))
    else:
        need(signer, say("签收人", "who signed"))
        if served_on is None:
            raise PlainError(say("请写明送达日期", "the day of service must be given"))
    unit = next(
        (one for one in now.owner.receivers(now) if _named(one, now) == receiver.strip()), None
    )
    made = Delivery.objects.create(
        paper=now, way=way, unit=unit, receiver=receiver.strip(),
        tracking=tracking.strip(), sent_on=sent_on or served_on or day_of(at), sent_by=by,
        served_on=served_on, served_at=at if served_on else None, signer=signer.strip(),
    )  # fmt: skip
    if receipt:
        keep(now, PaperFile.Role.RECEIPT, store.scan_kind(receipt), receipt, by=by, at=at)
    words = f"{made.get_way_display()}：{made.receiver}" + (f"，{tracking}" if tracking else "")
    note(now, "sent", by=by, at=at, words=words, more={"way": str(way)})
    if served_on is not None:
        _served(now, made, by=by, at=at)
    return made


@transaction.atomic
def enter_receipt(
    delivery: Delivery, *, served_on: date, signer: str, receipt: bytes | None = None, by: Post,
    at: datetime,
) -> Delivery:  # fmt: skip
    """What was posted has arrived: the day on its receipt is the day of service."""
    now = access.locked(delivery.paper_id)
    if not access.may_issue(now, by):
        raise not_yours()
    held = Delivery.objects.get(pk=delivery.pk)
    if held.served_on is not None:
        raise ChangedError(say("送达日期已经登记", "its service is entered already"))
    if held.way == Delivery.Way.SYSTEM:
        raise PlainError(say("系统送达由对方打开时签收", "the receiver's opening is the receipt"))
    need(signer, say("签收人", "who signed"))
    _in_time(served_on, now, day_of(at))
    held.served_on, held.served_at, held.signer = served_on, at, signer.strip()
    held.save()
    if receipt:
        keep(now, PaperFile.Role.RECEIPT, store.scan_kind(receipt), receipt, by=by, at=at)
    _served(now, held, by=by, at=at)
    return held


def _in_time(served_on: date | None, paper: Paper, day: date) -> None:
    if served_on is not None and served_on > day:
        raise PlainError(say("送达日期在今天以后", "the day of service is after today"))
    if served_on is not None and paper.dated and served_on < paper.dated:
        raise PlainError(
            say(f"送达日期早于成文日期 {paper.dated}", f"it was served before {paper.dated}")
        )


def _served(paper: Paper, delivery: Delivery, *, by: Post, at: datetime) -> None:
    """The first service counts; terms that the document sets begin on its day."""
    first = paper.served_on is None
    if first:
        paper.served_on, paper.state = delivery.served_on, State.SERVED
    told = f"{delivery.get_way_display()}：{delivery.receiver}，{delivery.served_on}"
    note(paper, "served", by=by, at=at, words=f"{told}，{delivery.signer}签收",
          more={"way": str(delivery.way), "on": str(delivery.served_on)})  # fmt: skip
    if first and delivery.served_on is not None:
        body = paper.owner.body
        whose = body is not None and delivery.unit_id == body.unit_id and not paper.inside
        paper.owner.served(
            paper, f"《{paper.title}》{paper.number}，{told}", whose=whose, on=delivery.served_on,
            by=by, at=at,
        )  # fmt: skip


def _named(unit: Unit, paper: Paper) -> str:
    """The receiver's name: the body's as registered, another unit's as on documents."""
    body = paper.owner.body
    return body.name if body is not None and body.unit_id == unit.pk else unit.name_on_documents
