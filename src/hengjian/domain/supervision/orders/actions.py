"""What happens to an order once it was given: received, fed back, sent back, urged, extended, written off.

`take` is the one way along the table. Each step is one transaction with its ledger entry; who has to know
is told by notice.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.leads.guarding import need_unconcerned
from hengjian.domain.supervision.leads.marking.actions import handed_back, order_moved
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.orders import access, telling
from hengjian.domain.supervision.orders.giving.actions import LONGEST_TERM
from hengjian.domain.supervision.orders.models import Order, OrderUnit
from hengjian.domain.supervision.orders.steps.actions import held, keep, told
from hengjian.domain.supervision.orders.terms import term_of
from hengjian.domain.supervision.orders.workflow import (
    ENDED,
    MOVES,
    OFF,
    Move,
    Part,
    Stand,
    State,
)
from hengjian.domain.supervision.refusing import need

URGING = "催办"
"""The series of urgings."""


@transaction.atomic
def take(
    order: Order,
    code: str,
    *,
    seen: int,
    row: OrderUnit | None = None,
    words: str = "",
    days: int | None = None,
    unit: Unit | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    by: Post,
    at: datetime,
) -> Order:
    """One step. ``row``: the unit's row that it is about; ``unit``: to whom it goes instead; ``days``:
    a new term, or how much longer.

    Raises ChangedError where somebody was faster, RefusedError where the step is another's, PlainError
    where the state stands in the way.
    """
    move = MOVES[code]
    now = held(order, seen, by=by, at=at)
    own = _row(now, row) if move.one else None
    _may(move, now, own, by)
    if move.words:
        need(words, say("情况或者理由", "the words"))
    number = ""
    if own is not None:
        _of_unit(now, own, move, words, days, unit, by, at)
    elif code == "urge":
        number = _urged(now, by, at)
    elif code == "extend":
        _longer(now, days)
    elif code in ("close", "withdraw"):
        _ended(now, move, words, by, at)
    for name, data in files if code in ("report", "note") else ():
        keep(now, own.unit if own else None, name, data, by=by, at=at)
    now.state = move.to if isinstance(move.to, State) else _state_of(now)
    told(now, code, unit=own.unit if own else None, words=_with(unit, words), number=number,
         by=by, at=at)  # fmt: skip
    _tell(now, code, own, by, at)
    if code in ("close", "withdraw"):
        _follow(now, words, by, at)
    elif now.lead is not None and code in ("extend", "redo"):
        order_moved(now.lead, by=by, at=at)
    return now


def _may(move: Move, order: Order, row: OrderUnit | None, by: Post) -> None:
    if order.state in ENDED:
        raise PlainError(
            say(f"这项交办{State(order.state).label}，不能再办理", "this order has ended"),
        )
    if not access.may_take(move, order, row, by):
        raise RefusedError(
            say(f"“{move.label}”由{move.by.value}办理", f"“{move.label}” is for {move.by.value}")
        )
    stands = Stand(row.stand) if row is not None else State(order.state)
    if stands not in move.frm:
        raise PlainError(
            say(f"现在是“{stands.label}”，不能“{move.label}”",
                f"it is “{stands.label}”: “{move.label}” is not open"),
            say("请看页面上可以办理的步骤。", "See the page for what may be done."),
        )  # fmt: skip


def _row(order: Order, row: OrderUnit | None) -> OrderUnit:
    if row is None:
        raise PlainError(say("请选择承办单位", "choose the unit"))
    return order.units.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)


def _of_unit(
    order: Order, row: OrderUnit, move: Move, words: str, days: int | None, unit: Unit | None,
    by: Post, at: datetime,
) -> None:  # fmt: skip
    """What the step does to the unit's row."""
    if move.code == "receive":
        row.received_at, row.received_by = at, by
    elif move.code == "report":
        _nothing_below(order, by)
        row.reported_at, row.feedback = at, words.strip()
    elif move.code == "redo":
        row.reported_at = None
        if days is not None:
            _anew(order, days, at)
    row.stand = move.to
    row.save()
    if move.code == "give_to_another":
        _to_another(order, row, unit, by, at)


def _to_another(order: Order, row: OrderUnit, unit: Unit | None, by: Post, at: datetime) -> None:
    """Another unit gets the part; a part that only joined may also be done without."""
    if unit is None:
        if row.part == Part.LEAD:
            raise PlainError(say("牵头单位退回的，须改派给另一单位", "name another unit to lead"))
        return
    if not access.units_chosen([unit.pk], order.kind, by=by, parent=order.parent):
        raise PlainError(say(f"不能交给{unit}", f"{unit} cannot get it"))
    if unit.kind in access.TOWNSHIPS and row.part == Part.LEAD:
        raise PlainError(say(f"{unit}只能协办", f"{unit} only joins"))
    if order.lead is not None and order.lead.is_retaliation:
        need_unconcerned(order.lead, unit)
    active = order.units.exclude(stand__in=sorted(OFF))
    if active.filter(unit=unit).exists():
        raise PlainError(say(f"{unit}已经承办这一事项", f"{unit} has it already"))
    made = OrderUnit.objects.create(order=order, unit=unit, part=row.part, stand=Stand.SENT)
    telling.tell_units(telling.kinds.given, order, [made], by=by, at=at)


def _nothing_below(order: Order, by: Post) -> None:
    """What the unit handed down has ended before it reports."""
    own = order.below.exclude(state__in=sorted(ENDED)).filter(bureau=by.unit.as_bureau)
    first = own.first()
    if first is not None:
        raise PlainError(
            say(f"转交下级的 {first.number} 还没有销号", f"{first.number} below has not ended"),
            say("请先销号或者撤回，再反馈。", "Write it off, or withdraw it, first."),
        )


def _urged(order: Order, by: Post, at: datetime) -> str:
    order.urgings += 1
    year = day_of(at).year
    serial = next_number(order.bureau, URGING, year, by=by, at=at)
    return f"{order.bureau.division.name}{URGING}〔{year}〕{serial}号"


def _longer(order: Order, days: int | None) -> None:
    if days is None or not 1 <= days <= LONGEST_TERM:
        raise PlainError(say("请写明延长多少日", "say by how many days"))
    order.more += days
    term = term_of(order.start, order.days, order.more)
    order.due_on, order.sum, order.source = term.due, term.sum, term.source[:300]


def _anew(order: Order, days: int, at: datetime) -> None:
    """A new term from today, because it is done again."""
    if not 1 <= days <= LONGEST_TERM:
        raise PlainError(say(f"期限须在 1 至 {LONGEST_TERM} 日之间", "a term is 1 to 365 days"))
    order.start, order.days, order.more = day_of(at), days, 0
    term = term_of(order.start, days)
    order.due_on, order.sum, order.source = term.due, term.sum, term.source[:300]


def _ended(order: Order, move: Move, words: str, by: Post, at: datetime) -> None:
    order.closed_at, order.closed_words = at, words.strip()
    if move.code == "withdraw":
        for one in order.below.exclude(state__in=sorted(ENDED)):
            _withdrawn_with(one, order, at)


def _withdrawn_with(below: Order, above: Order, at: datetime) -> None:
    """What was handed down from an order that is withdrawn is withdrawn with it."""
    now = held(below, None, by=None, at=at)
    reason = say(f"上级撤回 {above.number}", f"{above.number} was withdrawn")
    now.closed_at, now.closed_words = at, reason
    now.state = State.WITHDRAWN
    for one in now.below.exclude(state__in=sorted(ENDED)):
        _withdrawn_with(one, now, at)
    told(now, "withdraw", words=reason, by=None, at=at)
    _lead_back(now, reason, None, at)
    _tell(now, "withdraw", None, None, at)


def _state_of(order: Order) -> State:
    """Where it stands, from where its units stand."""
    stands = set(order.units.exclude(stand=Stand.RELIEVED).values_list("stand", flat=True))
    if Stand.RETURNED in stands:
        return State.RETURNED
    return State.REPORTED if stands == {Stand.REPORTED} else State.RUNNING


def _follow(order: Order, words: str, by: Post, at: datetime) -> None:
    """What the end of an order means for the larger one, and for its lead."""
    if order.parent is not None:
        above = held(order.parent, None, by=by, at=at)
        told(above, "below_closed", words=order.number, more={"order": order.pk}, by=by, at=at)
    _lead_back(order, words, by, at)


def _lead_back(order: Order, words: str, by: Post | None, at: datetime) -> None:
    """The last order about a lead has ended: it is decided about again."""
    lead = order.lead
    if lead is not None and not lead.orders_about.exclude(state__in=sorted(ENDED)).exists():
        handed_back(lead, f"{order.number}：{words.strip()}", by=by, at=at)


def _tell(order: Order, code: str, row: OrderUnit | None, by: Post | None, at: datetime) -> None:
    kinds = telling.kinds
    rows = [one for one in order.units.select_related("unit") if one.stand not in OFF]
    if code == "urge":
        late = [one for one in rows if one.stand != Stand.REPORTED]
        telling.tell_units(kinds.urged, order, late or rows, by=by, at=at)
    elif code == "redo" and row is not None:
        telling.tell_units(kinds.redo, order, [row], by=by, at=at)
    elif code in ("close", "withdraw"):
        telling.tell_units(kinds.ended, order, rows, by=by, at=at)
    elif code == "send_back":
        telling.tell_giver(kinds.returned, order, by=by, at=at)
    elif code == "report" and order.state == State.REPORTED:
        telling.tell_giver(kinds.reported, order, by=by, at=at)


def _with(unit: Unit | None, words: str) -> str:
    return "：".join(one for one in (str(unit) if unit else "", words.strip()) if one)
