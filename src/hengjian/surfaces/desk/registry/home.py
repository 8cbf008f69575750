"""What the registers bring to the home page and to the search in the bar.

Serves every post that has business in the registers; for the others it says nothing and asks nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hengjian.core.clock import day_of
from hengjian.core.keyset import COUNTED
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry import access
from hengjian.domain.registry.lists import warning_days
from hengjian.domain.registry.queries import (
    Wanted,
    cards_expiring,
    listed,
    officers_uncarded,
    order_of,
)
from hengjian.domain.registry.registers import DELEGATIONS, REGISTERS, Register
from hengjian.surfaces.desk.joining import Concern, Figure, Finder, Found, Hit, Section, Tone

MOST = 9_999
"""So far the home page counts: it is opened more often than anything, and must not wait for figures."""


def expiring(post: Post, at: datetime) -> Iterable[Concern]:
    """Certificates that end soon, and officers who may not act."""
    if not access.reaches_bodies(post):
        return
    within = warning_days()
    ending = cards_expiring(post, at=at, within=within)
    first = ending.order_by("valid_to", "code").values_list("valid_to", flat=True)
    days = list(first[: COUNTED + 1])
    if days:
        yield Concern(
            Section.TODAY, Tone.WARN,
            say(f"证件将在 {within} 日内到期", f"Certificates end within {within} days"),
            url=f"{reverse('desk:certificates')}?within={within}&sort=valid_to",
            count=min(len(days), COUNTED), due=days[0],
            note=say("请持证人所在机关办理换证", "Let their bodies renew them"),
        )  # fmt: skip
    lacking = officers_uncarded(post, at=at).order_by()[:COUNTED].count()
    if lacking:
        yield Concern(
            Section.LATE, Tone.BAD,
            say("在岗执法人员没有有效证件", "Officers in post without a valid certificate"),
            url=f"{reverse('desk:officers')}?state=uncarded&kind=enforcement", count=lacking,
            note=say("无证不得执法（行政处罚法第四十二条）", "They may not act"),
        )  # fmt: skip


def unevaluated(post: Post, at: datetime) -> Iterable[Concern]:
    """Items handed down whose handing down nobody has evaluated: the business of both sides."""
    if not access.reaches_bodies(post):
        return
    rows = access.listable(DELEGATIONS, post=post, at=at)
    waiting = listed(DELEGATIONS, rows, Wanted(state="unevaluated"), day=day_of(at))
    count = waiting.order_by().values("pk")[:COUNTED].count()
    if count:
        yield Concern(
            Section.TODAY, Tone.NOTE,
            say("下放、委托的事项从未评估", "Delegations that were never evaluated"),
            url=f"{reverse('desk:delegations')}?state=unevaluated", count=count,
            note=say("请承接和下放的机关一同评估", "Both sides evaluate them"),
        )  # fmt: skip


def counted(post: Post, at: datetime) -> Iterable[Figure]:
    """How large the registers are."""
    if not access.reaches_bodies(post):
        return
    day = day_of(at)
    for name, state, zh, en in (
        ("bodies", "in_force", "执法主体", "Bodies"),
        ("officers", "in_force", "在岗人员", "Officers in post"),
        ("certificates", "valid", "有效证件", "Valid certificates"),
        ("delegations", "in_force", "下放与委托", "Delegations"),
    ):
        register = REGISTERS[name]
        rows = access.listable(register, post=post, at=at, counted=True)
        wanted = listed(register, rows, Wanted(state=state), day=day).order_by()
        number = wanted.values("pk")[: MOST + 1].count()
        told = f"{number:,}" if number <= MOST else say(f"{MOST:,} 以上", f"over {MOST:,}")
        yield Figure(say(zh, en), told, f"{reverse(f'desk:{name}')}?state={state}")


def find(words: str, post: Post, at: datetime, limit: int, *, register: Register) -> Found:
    """The first rows of a register that hold the words."""
    if not access.concerned(post):
        return Found([], 0)
    rows = listed(
        register, access.listable(register, post=post, at=at), Wanted(q=words), day=day_of(at)
    )
    first = list(rows.order_by(*order_of(register, ""))[:limit])
    total = len(first)
    if total == limit:
        total = rows.order_by().values("pk")[: COUNTED + 1].count()
    base = reverse(f"desk:{register.name}")
    return Found(
        [Hit(str(row), f"{base}{row.pk}/", _detail(register, row)) for row in first],
        min(total, COUNTED), total > COUNTED, f"{base}?{urlencode({'q': words})}",
    )  # fmt: skip


def _detail(register: Register, row: Any) -> str:
    if register.name in {"officers", "certificates"}:
        holder = f"{row.officer} " if register.name == "certificates" else ""
        return f"{holder}{row.body}"
    return str(getattr(row, "code", ""))


concerns = [expiring, unevaluated]
figures = [counted]
finders = [
    Finder(said(one.zh, one.en), icon, partial(find, register=one), order)
    for order, (one, icon) in enumerate(
        (
            (REGISTERS["bodies"], "body"),
            (REGISTERS["officers"], "people"),
            (REGISTERS["certificates"], "certificate"),
            (REGISTERS["items"], "item"),
        ),
        start=10,
    )
]
