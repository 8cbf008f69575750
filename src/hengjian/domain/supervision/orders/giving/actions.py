"""Orders given: numbered, to units with their parts, with a term; about a lead, a case, or a larger order.

What a leader wrote is entered with his name and day. A lead about retaliation goes to no unit that it is
about, and no order tells who reported something.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.duties.following import lead_decided
from hengjian.domain.supervision.leads import access as leads
from hengjian.domain.supervision.leads.guarding import need_silent, need_unconcerned
from hengjian.domain.supervision.leads.marking.actions import handed
from hengjian.domain.supervision.leads.marking.actions import held as lead_held
from hengjian.domain.supervision.leads.workflow import IN_HAND
from hengjian.domain.supervision.leads.workflow import State as LeadState
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.orders import access, telling
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.steps.actions import held, told
from hengjian.domain.supervision.orders.terms import term_of
from hengjian.domain.supervision.orders.workflow import ENDED, Kind, Part, Stand
from hengjian.domain.supervision.refusing import need

MARKS = {
    Kind.ASSIGN: "交办", Kind.TRANSFER: "转办", Kind.SUPERVISE: "督办", Kind.INSTRUCTION: "批示",
}  # fmt: skip
LONGEST_TERM = 365


@dataclass(frozen=True)
class Told:
    """What an order says."""

    kind: Kind
    title: str
    words: str
    days: int | None = None
    leader: str = ""
    leader_words: str = ""
    leader_on: date | None = None
    body: Body | None = None


@transaction.atomic
def give(
    said: Told,
    *,
    leading: Unit,
    joint: Sequence[Unit] = (),
    lead: Lead | None = None,
    lead_seen: int | None = None,
    case: Case | None = None,
    parent: Order | None = None,
    by: Post,
    at: datetime,
) -> Order:
    """An order with its number goes out to the unit that leads and those that join.

    About a ``lead`` it is decided with it (seen in version ``lead_seen``); with a ``parent`` it hands on
    a part of that order, whose unit the giver must be.
    """
    if not access.gives(by):
        raise RefusedError(
            say("您的岗位不能交办、督办", "your post gives no orders"),
            say("请由监督机关的监督人员办理。", "A supervisor of the bureau does it."),
        )
    _complete(said)
    units = _units(said, leading, joint, parent, by)
    about = _about(lead, lead_seen, said, units, by, at)
    above = _above(parent, by, at)
    order = _numbered(said, about, case, above, by, at)
    if above is not None and order.due_on > above.due_on:
        raise PlainError(
            say(f"期限 {order.due_on} 晚于上级交办的期限 {above.due_on}",
                f"it is due on {order.due_on}, after {above.due_on} of the order above"),
            say("请缩短期限。", "Make the term shorter."),
        )  # fmt: skip
    order.save()
    rows = [
        OrderUnit(order=order, unit=unit, part=Part.LEAD if unit == leading else Part.JOINT,
                  stand=Stand.SENT)
        for unit in units
    ]  # fmt: skip
    OrderUnit.objects.bulk_create(rows)
    payload = {"kind": str(order.kind), "number": order.number, "units": [one.pk for one in units]}
    told(order, "give", words=said.words, more=payload, by=by, at=at)
    if above is not None:
        own = next(row.unit for row in access.rows_of(above, by) if row.stand == Stand.RECEIVED)
        told(
            above, "hand_down", unit=own, words=order.number, more={"order": order.pk}, by=by, at=at
        )
    if about is not None:
        handed(about, order.number, by=by, at=at)
        lead_decided(about, words=order.number, by=by, at=at)
    telling.tell_units(telling.kinds.given, order, rows, by=by, at=at)
    return order


def _complete(said: Told) -> None:
    for text, name in ((said.title, say("事项", "the matter")),
                       (said.words, say("情况和要求", "what is asked"))):  # fmt: skip
        need(text, name)
    if said.days is not None and not 1 <= said.days <= LONGEST_TERM:
        raise PlainError(
            say(f"期限须在 1 至 {LONGEST_TERM} 日之间", f"a term is 1 to {LONGEST_TERM} days")
        )
    if said.kind == Kind.INSTRUCTION and not (
        said.leader.strip() and said.leader_words.strip() and said.leader_on
    ):
        raise PlainError(
            say("领导批示须写明批示领导、批示内容和日期", "an instruction has its leader, words and day"),
            say("请照批示原件录入。", "Enter them as they stand on the original."),
        )  # fmt: skip


def _units(
    said: Told, leading: Unit, joint: Sequence[Unit], parent: Order | None, by: Post
) -> list[Unit]:
    """All units, the leading one first, if they may get it."""
    units = list({one.pk: one for one in (leading, *joint)}.values())
    able = access.units_chosen([one.pk for one in units], said.kind, by=by, parent=parent)
    outside = [one for one in units if one not in able]
    if outside:
        raise PlainError(
            say(f"不能交给{outside[0]}：不在本机关的辖区内，或者是本级政府、本机关自己",
                f"{outside[0]} is outside the bureau's area, or its own government"),
            say("交给上级或者辖区以外的机关，请用“转办”。", "Pass it on instead."),
        )  # fmt: skip
    if leading.kind in access.TOWNSHIPS:
        raise PlainError(
            say(f"{leading}只能协办：乡镇（街道）协助监督，不牵头", f"{leading} only joins: townships assist"),
            say("请由本机关科室或者县级机关牵头，司法所协办。", "Let a section or a county body lead."),
        )  # fmt: skip
    return units


def _about(
    lead: Lead | None, seen: int | None, said: Told, units: Sequence[Unit], by: Post, at: datetime
) -> Lead | None:
    """The lead, locked, if it can be handed on to these units in these words."""
    if lead is None:
        return None
    now = lead_held(lead, seen, by=by, at=at)
    if not leads.works(by, now):
        raise RefusedError(say("这条线索不由您的岗位办理", "this lead is not for your post"))
    if now.state not in IN_HAND:
        raise PlainError(
            say(
                f"线索现在是“{LeadState(now.state).label}”，不能交办", "the lead is decided already"
            ),
            say("请看线索页上可以办理的步骤。", "See its page for what may be done."),
        )
    if now.is_retaliation:
        for unit in units:
            need_unconcerned(now, unit)
    texts = {say("事项", "matter"): said.title, say("情况和要求", "what is asked"): said.words,
             say("批示内容", "instruction"): said.leader_words}  # fmt: skip
    need_silent(texts, leads.reporters_of(now))
    return now


def _above(parent: Order | None, by: Post, at: datetime) -> Order | None:
    """The larger order, locked, if the giver's unit has received it."""
    if parent is None:
        return None
    now = held(parent, None, by=by, at=at)
    if now.state in ENDED:
        raise PlainError(say("上级交办事项已经办结", "the order above has ended"))
    if not any(row.stand == Stand.RECEIVED for row in access.rows_of(now, by)):
        raise PlainError(
            say("请先签收上级交办事项，再转交下级", "receive it before you hand it down"),
        )
    return now


def _numbered(
    said: Told, lead: Lead | None, case: Case | None, parent: Order | None, by: Post, at: datetime
) -> Order:
    bureau, day = by.unit.as_bureau, day_of(at)
    mark = MARKS[said.kind]
    serial = next_number(bureau, mark, day.year, by=by, at=at)
    term = term_of(day, said.days)
    body = said.body or (lead.body if lead else None) or (case.body if case else None)
    return Order(
        bureau=bureau, year=day.year, serial=serial, kind=said.kind,
        number=f"{bureau.division.name}{mark}〔{day.year}〕{serial}号",
        title=said.title.strip()[:200], words=said.words.strip(), leader=said.leader.strip()[:64],
        leader_words=said.leader_words.strip(), leader_on=said.leader_on, lead=lead, case=case,
        body=body or (parent.body if parent else None), parent=parent, start=day, days=said.days,
        due_on=term.due, sum=term.sum, source=term.source[:300], given_by=by, given_at=at,
    )  # fmt: skip
