"""What each register's list shows and how it is filtered: the columns of the bureau's own 台账.

Serves list, print and export, so that paper and screen agree. A column names a field of the standard,
or computes its cell from the row and the day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from hengjian.core.wording import said, say
from hengjian.domain.registry.models import Certificate
from hengjian.domain.registry.registers import REGISTERS, Register
from hengjian.domain.registry.showing import shown
from hengjian.standard.fields import Field


class Cell(NamedTuple):
    """What stands in one place of a list; ``tone`` colours a state."""

    text: str
    tone: str = ""


Make = Callable[[Any, date], Cell]


@dataclass(frozen=True)
class Column:
    """One column. ``sort``: the database field it is ordered by, never null; ``kind``: its class."""

    name: str
    label: Any
    make: Make
    sort: str = ""
    kind: str = ""


@dataclass(frozen=True)
class State:
    """A state that rows can be in on a day, as a filter."""

    code: str
    label: Any
    condition: Callable[[date], Q]


# --- states of a row -----------------------------------------------------------------------------------

CARD_STATES = {
    "valid": (said("有效", "valid"), "good"),
    "expiring": (said("将到期", "expiring"), "warn"),
    "expired": (said("已过期", "expired"), "bad"),
    "suspended": (said("暂扣中", "suspended"), "bad"),
    "withdrawn": (said("已收回注销", "withdrawn"), "quiet"),
    "early": (said("未生效", "not yet valid"), "note"),
}


def card_state(card: Certificate, day: date, warn_days: int) -> str:
    """What a certificate is on ``day``."""
    if card.withdrawn_on is not None and card.withdrawn_on <= day:
        return "withdrawn"
    if card.valid_to < day:
        return "expired"
    if (
        card.suspended_from is not None
        and card.suspended_from <= day
        and (card.suspended_to is None or card.suspended_to >= day)
    ):
        return "suspended"
    if card.valid_from > day:
        return "early"
    return "expiring" if card.valid_to <= day + timedelta(days=warn_days) else "valid"


def open_cards(day: date) -> Q:
    """Certificates not withdrawn on ``day``."""
    return Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)


def suspended(day: date) -> Q:
    begun = Q(suspended_from__isnull=False, suspended_from__lte=day)  # as its index says it
    return begun & (Q(suspended_to=None) | Q(suspended_to__gte=day))


def good_cards(day: date) -> Q:
    """Certificates that let somebody act on ``day``."""
    return open_cards(day) & Q(valid_from__lte=day, valid_to__gte=day) & ~suspended(day)


def sure_cards(day: date) -> Q:
    """Those of them that nothing registered so far keeps from lasting to their last day."""
    begun = Q(valid_from__lte=day, valid_to__gte=day, withdrawn_on=None)
    return begun & (Q(suspended_from=None) | Q(suspended_to__lt=day))


def _cards(*conditions: Q) -> Exists:
    mine = Certificate.objects.filter(*conditions, officer=OuterRef("pk"))
    return Exists(mine)


def _ends(field: str) -> Callable[[date], Q]:
    return lambda day: Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": day})


def _ended(field: str) -> Callable[[date], Q]:
    return lambda day: Q(**{f"{field}__lt": day})


def _in_post(day: date) -> Q:
    """Officers who have come and not left."""
    return (Q(employed_from=None) | Q(employed_from__lte=day)) & _ends("employed_to")(day)


STATES: dict[str, tuple[State, ...]] = {
    "bodies": (
        State("in_force", said("有主体资格", "qualified"),
              lambda day: Q(qualified_from__lte=day) & _ends("qualified_to")(day)),
        State("none", said("没有主体资格", "never qualified"), lambda day: Q(qualified_from=None)),
        State("ended", said("资格已终止", "no longer qualified"), _ended("qualified_to")),
    ),
    "officers": (
        State("in_force", said("在岗", "in post"), _in_post),
        State("carded", said("在岗持有效证件", "with a valid certificate"),
              lambda day: _in_post(day)
              & (Q(carded_through__gte=day) | Q(_cards(good_cards(day))))),
        State("uncarded", said("在岗没有有效证件", "without a valid certificate"),
              lambda day: _in_post(day)
              & Q(carded_through__lt=day) & ~Q(_cards(good_cards(day)))),
        State("early", said("还没有到岗", "not come yet"), lambda day: Q(employed_from__gt=day)),
        State("ended", said("已离岗", "left"), _ended("employed_to")),
    ),
    "certificates": (
        State("valid", said("有效（含将到期）", "valid"), good_cards),
        State("expired", said("已过期未注销", "expired"),
              lambda day: open_cards(day) & Q(valid_to__lt=day)),
        State("suspended", said("暂扣中", "suspended"),
              lambda day: open_cards(day) & suspended(day) & Q(valid_to__gte=day)),
        State("withdrawn", said("已收回注销", "withdrawn"), lambda day: Q(withdrawn_on__lte=day)),
    ),
    "items": (
        State("in_force", said("依据有效", "in force"), _ends("in_force_to")),
        State("ended", said("依据已失效", "no longer in force"), _ended("in_force_to")),
        State("unmade", said("应定未定裁量标准", "discretion still to be made"),
              lambda day: Q(discretion_required=True, discretion_made_on=None)),
        State("major", said("重大执法决定", "major decisions"), lambda day: Q(major=True)),
    ),
    "discretion": (
        State("in_force", said("适用中", "in use"), _ends("ended_on")),
        State("ended", said("已停用", "ended"), _ended("ended_on")),
    ),
    "delegations": (
        State("in_force", said("有效", "in force"), _ends("valid_to")),
        State("ended", said("已截止", "ended"), _ended("valid_to")),
        State("unevaluated", said("从未评估", "never evaluated"),
              lambda day: _ends("valid_to")(day) & Q(last_evaluated_on=None)),
        State("unpublished", said("未公布", "not published"), lambda day: Q(published_on=None)),
    ),
}  # fmt: skip

KINDS = {
    "bodies": "kind", "officers": "kind", "certificates": "kind", "items": "kind",
    "delegations": "route",
}  # fmt: skip
"""The field of each register that tells kinds apart."""

BODY_PATHS = {
    "bodies": "", "officers": "body", "certificates": "body", "items": "body",
    "discretion": "item__body", "delegations": "to_body",
}  # fmt: skip


# --- cells ---------------------------------------------------------------------------------------------


def _field(register: Register, name: str, sort: str = "", kind: str = "") -> Column:
    one: Field = register.table.field(name)
    attribute = register.attribute(name)

    def make(row: Any, day: date) -> Cell:
        value = getattr(row, attribute)
        if isinstance(value, date):
            return Cell(value.isoformat())
        return Cell(shown(one, value))

    return Column(name, said(one.label, name.replace("_", " ")), make, sort, kind)


def _term(name: str, zh: str, en: str, since: str, until: str, sort: str = "") -> Column:
    """Two days in one cell."""

    def make(row: Any, day: date) -> Cell:
        first, last = getattr(row, since), getattr(row, until)
        if first is None and last is None:
            return Cell("—")
        return Cell(f"{first or '…'} {say('至', 'to')} {last or say('今', 'now')}")

    return Column(name, said(zh, en), make, sort, "nowrap")


def _name_of(name: str, zh: str, en: str, path: str, kind: str = "") -> Column:
    """The name of another row, or a dash."""
    parts = path.split(".")

    def make(row: Any, day: date) -> Cell:
        for part in parts:
            row = getattr(row, part, None)
        return Cell(str(row) if row is not None else "—")

    return Column(name, said(zh, en), make, "", kind)


def _state(register: str, until: str, on: Any, off: Any) -> Column:
    def make(row: Any, day: date) -> Cell:
        last = getattr(row, until)
        return Cell(str(off), "quiet") if last is not None and last < day else Cell(str(on), "good")

    return Column("state", said("状态", "state"), make, "", "state")


def _body_state(row: Any, day: date) -> Cell:
    if row.qualified_from is None:
        return Cell(say("无主体资格", "not qualified"), "bad")
    if row.qualified_to is not None and row.qualified_to < day:
        return Cell(say("已终止", "ended"), "quiet")
    return Cell(say("有效", "qualified"), "good")


def _card(row: Any, day: date) -> Cell:
    """An officer's certificate that matters today; `cards` was read for the page."""
    card = row.card
    if card is None:
        return Cell(say("无证件", "none"), "quiet")
    return Cell(card.code)


def _card_until(row: Any, day: date) -> Cell:
    return Cell(
        "—" if row.card is None else f"{row.card.valid_from} {say('至', 'to')} {row.card.valid_to}"
    )


def _officer_state(row: Any, day: date) -> Cell:
    if row.employed_to is not None and row.employed_to < day:
        return Cell(say("已离岗", "left"), "quiet")
    if row.employed_from is not None and row.employed_from > day:
        return Cell(say("未到岗", "not come yet"), "note")
    if row.card is None:
        tone = "bad" if row.kind in {"enforcement", "supervisor"} else "quiet"
        return Cell(say("无证件", "no certificate"), tone)
    label, tone = CARD_STATES[row.card_state]
    return Cell(str(label), tone)


def _certificate_state(row: Any, day: date) -> Cell:
    label, tone = CARD_STATES[row.state]
    return Cell(str(label), tone)


def _fines(row: Any, day: date) -> Cell:
    low, high = row.fine_min, row.fine_max
    if low is None and high is None:
        return Cell("—")
    amounts = (f"{amount // 100:,}" if amount is not None else "…" for amount in (low, high))
    return Cell("–".join(amounts) if low != high else f"{low // 100:,}")


def _left(row: Any, day: date) -> Cell:
    left = (row.valid_to - day).days
    return Cell(str(left) if left >= 0 else say(f"已过 {-left}", f"{-left} ago"))


_B, _O, _C, _I, _T, _D = (REGISTERS[name] for name in REGISTERS)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "bodies": (
        _field(_B, "body_id", "code", "code"),
        _field(_B, "name", "name"),
        _field(_B, "kind"),
        _field(_B, "level"),
        _name_of("division", "区划", "division", "unit.division", "nowrap"),
        _field(_B, "sector"),
        _field(_B, "management"),
        _name_of("parent", "上级机关", "superior", "parent"),
        _field(_B, "uscc", kind="code nowrap"),
        _field(_B, "confirmation"),
        _term("term", "主体资格起止", "qualified", "qualified_from", "qualified_to"),
        Column("state", said("状态", "state"), _body_state, "", "state"),
    ),
    "officers": (
        _field(_O, "officer_id", "code", "code"),
        _field(_O, "name", "name"),
        _name_of("body", "所在机关", "body", "body"),
        _field(_O, "kind"),
        Column("card", said("证件号", "certificate"), _card, "", "code"),
        Column("card_until", said("证件有效期", "valid"), _card_until, "", "nowrap"),
        _field(_O, "legal_qualification"),
        _field(_O, "exam_passed_on", kind="nowrap"),
        _field(_O, "employed_from", kind="nowrap"),
        _field(_O, "employed_to", kind="nowrap"),
        Column("state", said("状态", "state"), _officer_state, "", "state"),
    ),
    "certificates": (
        _field(_C, "cert_no", "code", "code"),
        _name_of("officer", "持证人", "holder", "officer"),
        _name_of("body", "所在机关", "body", "body"),
        _field(_C, "kind"),
        _field(_C, "sector"),
        Column("division", said("执法区域", "area"), lambda row, day: Cell(row.place or "—"), "",
               "nowrap"),
        _field(_C, "valid_from", kind="nowrap"),
        _field(_C, "valid_to", "valid_to", "nowrap"),
        Column("left", said("剩余天数", "days left"), _left, "", "number"),
        _term("suspension", "暂扣", "suspended", "suspended_from", "suspended_to"),
        _field(_C, "withdrawn_on", kind="nowrap"),
        Column("state", said("状态", "state"), _certificate_state, "", "state"),
    ),
    "items": (
        _field(_I, "item_id", "code", "code"),
        _field(_I, "name", "name"),
        _field(_I, "kind"),
        Column("body", said("实施机关", "body"),
               lambda row, day: Cell(str(row.body) if row.body else say("多家共用", "shared"))),
        _field(_I, "basis"),
        _field(_I, "basis_level"),
        _term("term", "依据施行起止", "in force", "in_force_from", "in_force_to"),
        _field(_I, "penalty_kinds"),
        Column("fines", said("罚款幅度（元）", "fine (yuan)"), _fines, "", "number"),
        _field(_I, "major"),
        _state("items", "in_force_to", said("有效", "in force"), said("已失效", "ended")),
    ),
    "discretion": (
        Column("item_id", said("事项编码", "item"), lambda row, day: Cell(row.item.code),
               "item__code", "code"),
        _name_of("item", "事项名称", "item", "item"),
        _field(_T, "tier"),
        _field(_T, "description"),
        Column("fines", said("罚款幅度（元）", "fine (yuan)"), _fines, "", "number"),
        _state("discretion", "ended_on", said("适用中", "in use"), said("已停用", "ended")),
    ),
    "delegations": (
        Column("item_id", said("事项编码", "item"), lambda row, day: Cell(row.item.code),
               "item__code", "code"),
        _name_of("item", "事项名称", "item", "item"),
        _name_of("to_body", "承接机关", "to", "to_body"),
        _name_of("from_body", "原机关", "from", "from_body"),
        _field(_D, "route"),
        _field(_D, "document"),
        _field(_D, "scope"),
        _term("term", "起止", "term", "valid_from", "valid_to"),
        _field(_D, "published_on", kind="nowrap"),
        _field(_D, "last_evaluated_on", kind="nowrap"),
        _state("delegations", "valid_to", said("有效", "in force"), said("已截止", "ended")),
    ),
}  # fmt: skip

READ: Mapping[str, tuple[str, ...]] = {
    "officers": (
        "code", "name", "body__name", "kind", "legal_qualification", "exam_passed_on",
        "employed_from", "employed_to",
    ),
    "certificates": (
        "code", "officer__name", "officer__code", "body__name", "kind", "sector", "division",
        "valid_from", "valid_to", "suspended_from", "suspended_to", "withdrawn_on",
    ),
}  # fmt: skip
"""The fields that the columns of the long registers show; their lists read no others."""

ORDERS: Mapping[str, tuple[str, ...]] = {
    "bodies": ("code",), "officers": ("code",), "certificates": ("code",), "items": ("code",),
    "discretion": ("item__code", "id"), "delegations": ("item__code", "id"),
}  # fmt: skip
"""How each list is ordered unless asked otherwise; the last field is unique."""
