"""The list of powers on the desk: all of them, each with its four questions, and those of one body.

Serves whoever supervises or is supervised: what may be done, what must be done, on what basis, what
follows if it is not. Norms of other provinces stand apart on the screen and are never printed.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from hengjian.content.powers import Power, PowerList
from hengjian.core import clock
from hengjian.core.organisation.models import Level, Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision.duties import access, powers
from hengjian.domain.supervision.duties.counting import term_words
from hengjian.domain.supervision.duties.exercising import Exercised, exercised
from hengjian.domain.supervision.duties.models import OPEN
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.duties.powers import TIERS
from hengjian.domain.supervision.duties.queries import open_by_power, with_names
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, number, plain
from hengjian.surfaces.desk.duties_words import row_of
from hengjian.surfaces.desk.joining import Entry, Finder, Found, Group, Hit
from hengjian.surfaces.desk.powers_where import where
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

SHOWN = 12
TIER_NAMES = {
    "city": said("市", "city"), "county": said("县（市、区）", "county"),
    "township": said("乡镇（街道）", "township"), "village": said("村（社区）", "village"),
}  # fmt: skip
TIER_SHORT = {
    "city": said("市", "city"), "county": said("县", "county"),
    "township": said("乡", "town"), "village": said("村", "village"),
}  # fmt: skip


@login_required
def power_list(request: StaffRequest) -> HttpResponse:
    """All powers, as filtered."""
    at = clock.now()
    post = _reader(request, at)
    whole = powers.list_to_show(clock.day_of(at))
    found = _asked(request, whole)
    counts = open_by_power(access.duties_seen(post=post, at=at)) if access.concerned(post) else {}
    told = {
        "whole": whole,
        "rows": [_row(one, counts) for one in found],
        "q": plain(request.GET.get("q", ""), LONGEST),
        "choices": _choices(request, whole),
        "narrowed": len(found) < len(whole.powers) or bool(request.GET.get("q")),
        "concerned": access.concerned(post),
        "tiers": [str(TIER_SHORT[one]) for one in TIERS],
        "total": say(f"共 {len(found)} 项", f"{len(found)} in all"),
        "at": at,
    }
    return render(request, "desk/powers/list.html", told)


@login_required
def power(request: StaffRequest, code: str) -> HttpResponse:
    """One power: the four questions, what is owed of it, how often it was exercised this year."""
    at = clock.now()
    post = _reader(request, at)
    day = clock.day_of(at)
    whole = powers.list_to_show(day)
    one = next((one for one in whole.powers if one.code == code), None)
    if one is None:
        raise Http404(say("现行权责清单没有这一项。", "The list in force has no such power."))
    told = _four(one, whole) | {"whole": whole, "day": day, "concerned": access.concerned(post)}
    told["places"] = where(code) if access.concerned(post) else []
    if access.concerned(post):
        owed = access.duties_seen(post=post, at=at).filter(power=code, state__in=OPEN)
        first = list(with_names(owed).order_by("due_on", "id")[: SHOWN + 1])
        bureaus = list(access.bureaus_seen(post=post, at=at))
        counts = exercised(bureaus, day.year, power=code)
        total = sum((counts.get((unit.pk, code), Exercised()) for unit in bureaus), Exercised())
        told |= {
            "duties": [row_of(row, day) for row in first[:SHOWN]],
            "more": len(first) > SHOWN,
            "exercised": total,
            "by_bureau": [
                (unit, counts[unit.pk, code]) for unit in bureaus if (unit.pk, code) in counts
            ],
        }
    return render(request, "desk/powers/page.html", told)


@login_required
def questions(request: StaffRequest) -> HttpResponse:
    """The four questions, of one body or of one tier."""
    at = clock.now()
    post = _reader(request, at)
    whole = powers.list_to_show(clock.day_of(at))
    units = list(access.units_to_ask(post=post, at=at))
    unit, tier = _of_whom(request, post, units)
    counts: dict[str, tuple[int, int]] = {}
    if unit is not None and access.concerned(post):
        counts = open_by_power(access.duties_seen(post=post, at=at).filter(unit=unit))
    group = request.GET.get("group", "")
    chosen = [one for one in whole.of_tier(tier) if not group or one.group == group]
    told = {
        "whole": whole,
        "unit": unit,
        "tier": str(TIER_NAMES[tier]),
        "rows": [_four(one, whole, tier) | _owed(one, counts) for one in chosen],
        "leads": sum(one.tiers.get(tier) == "lead" for one in chosen),  # type: ignore[call-overload]
        "choices": [
            choice("unit", say("监督机构", "Body"), [(str(u.pk), str(u)) for u in units],
                   str(unit.pk) if unit else ""),
            choice("tier", say("层级", "Tier"), _tier_pairs(), "" if unit else tier),
            choice("group", say("类别", "Group"), _group_pairs(whole), group),
        ],
        "at": at,
    }  # fmt: skip
    return render(request, "desk/powers/questions.html", told)


def _of_whom(request: StaffRequest, post: Post, units: Sequence[Unit]) -> tuple[Unit | None, str]:
    """The body that is asked about and its tier: the one chosen, else one's own; or a tier alone.

    Of the two choices the one that was changed counts: ``was`` is the body that the page showed.
    """
    tier = request.GET.get("tier", "")
    chosen = number(request.GET.get("unit"))
    unit = next((one for one in units if one.pk == chosen), None)
    if tier in TIERS and chosen == number(request.GET.get("was")):
        unit = None
    if unit is None and tier not in TIERS:
        own = {post.unit_id, root_of(post.unit)}
        unit = next((one for one in units if one.pk in own), None)
    if unit is not None:
        return unit, _tier_of(unit)
    return None, tier if tier in TIERS else _tier_of(post.unit)


def _tier_of(unit: Unit) -> str:
    """A point in a village assists as a village does; a liaison office as a township does."""
    if unit.kind == UnitKind.CONTACT_POINT:
        return "village"
    level = Level(unit.division.level).value
    return "township" if unit.kind == UnitKind.LIAISON_OFFICE else level


def _reader(request: StaffRequest, at: datetime) -> Post:
    post = acting_post(request, at=at)
    if not access.reads_list(post):
        raise PermissionDenied(
            say(
                "权责清单与管理员的工作无关。", "The list of powers is no administrator's business."
            )
        )
    return post


# --- what is told ------------------------------------------------------------------------------------


def _four(one: Power, whole: PowerList, tier: str = "") -> dict[str, Any]:
    """The four questions of a power."""
    part = one.tiers.get(tier, "") if tier else ""  # type: ignore[call-overload]
    return {
        "power": one,
        "url": reverse("desk:power", args=[one.code]),
        "group": powers.group_name(one.group),
        "part": powers.part_name(part) if part else "",
        "assists": part == "assist",
        "parts": [(str(TIER_NAMES[t]), powers.part_name(p)) for t, p in one.tiers.items()],
        "terms": [
            {
                "event": powers.event_name(duty.event), "says": duty.says, "term": term_words(duty),
                "rules": "、".join(duty.rules), "own": duty.confidence != "read" and not duty.by,
            }
            for duty in one.duties
        ],
        "basis": powers.norms_here(one.basis),
        "reference": powers.norms_elsewhere((*one.basis, *one.reference)),
        "consequence_basis": powers.norms_here(one.consequence_basis),
        "common_basis": powers.norms_here(whole.common.basis),
    }  # fmt: skip


def _owed(one: Power, counts: dict[str, tuple[int, int]]) -> dict[str, int]:
    opened, late = counts.get(one.code, (0, 0))
    return {"open": opened, "late": late}


def _row(one: Power, counts: dict[str, tuple[int, int]]) -> dict[str, Any]:
    return _owed(one, counts) | {
        "power": one,
        "url": reverse("desk:power", args=[one.code]),
        "group": powers.group_name(one.group),
        "parts": [_part(one, tier) for tier in TIERS],
        "terms": [f"{duty.says}（{term_words(duty)}）" for duty in one.duties],
        "basis": [norm.cited for norm in powers.norms_here(one.basis)],
    }


def _part(one: Power, tier: str) -> tuple[str, str]:
    part = one.tiers.get(tier, "")  # type: ignore[call-overload]
    tone = {"lead": "good", "join": "note", "assist": "quiet"}.get(part, "quiet")
    return tone, powers.part_name(part) if part else ""


def _part_words(tier: str, one: Power) -> str:
    return _part(one, tier)[1]


def _choices(request: StaffRequest, whole: PowerList) -> list[Any]:
    given = request.GET
    return [
        choice("tier", say("层级", "Tier"), _tier_pairs(), given.get("tier", "")),
        choice("group", say("类别", "Group"), _group_pairs(whole), given.get("group", "")),
    ]


def _tier_pairs() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in TIER_NAMES.items()]


def _group_pairs(whole: PowerList) -> list[tuple[str, str]]:
    used = {one.group for one in whole.powers}
    return [pair for pair in labels("power_groups").items() if pair[0] in used]


def _asked(request: StaffRequest, whole: PowerList) -> list[Power]:
    given = request.GET
    words, tier, group = plain(given.get("q", ""), LONGEST), given.get("tier"), given.get("group")
    return [
        one for one in whole.powers
        if (not words or words in _text(one))
        and (tier not in TIERS or tier in one.tiers)
        and (not group or one.group == group)
    ]  # fmt: skip


def _text(one: Power) -> str:
    parts = [one.name, one.duty, one.manner, one.consequence, *one.may, *one.documents, *one.basis]
    return " ".join([*parts, *(duty.says for duty in one.duties)])


# --- taken away ----------------------------------------------------------------------------------------


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    _reader(request, at)
    whole = powers.list_to_show(clock.day_of(at))
    tiers = [Column(str(TIER_NAMES[tier]), partial(_part_words, tier), 12) for tier in TIERS]
    columns = [
        Column(said("序号", "No."), lambda one: one.number, 8),
        Column(said("权责事项", "Power"), lambda one: one.name, 36),
        Column(said("类别", "Group"), lambda one: powers.group_name(one.group), 14),
        *tiers,
        Column(said("可以做什么", "May"), lambda one: "；".join(one.may), 50),
        Column(said("必须做什么", "Must"), lambda one: one.duty, 50),
        Column(said("方式", "Manner"), lambda one: one.manner, 30),
        Column(said("职责与期限", "Duties"),
               lambda one: "；".join(f"{d.says}（{term_words(d)}）" for d in one.duties), 50),
        Column(said("依据", "Basis"),
               lambda one: "；".join(norm.cited for norm in powers.norms_here(one.basis)), 50),
        Column(said("不做的后果", "If not"), lambda one: one.consequence, 50),
        Column(said("文书", "Documents"), lambda one: "、".join(one.documents), 40),
    ]  # fmt: skip
    return [Table(say("权责清单", "Powers"), columns, _asked(request, whole))]


def find(words: str, post: Post, at: datetime, limit: int) -> Found:
    """Powers of the list in force that hold the words."""
    if not access.reads_list(post):
        return Found([], 0)
    whole = powers.list_to_show(clock.day_of(at))
    found = [one for one in whole.powers if words in _text(one)]
    hits = [
        Hit(f"{one.number}. {one.name}", reverse("desk:power", args=[one.code]), one.duty)
        for one in found[:limit]
    ]
    return Found(hits, len(found), url=f"{reverse('desk:powers')}?q={words}")


def list_of(year: int, today: date) -> PowerList:
    """The list by which a year is told: the one of its last day, or of today."""
    return powers.list_to_show(min(date(year, 12, 31), today))


urlpatterns = [
    path("powers/", power_list, name="powers"),
    path("powers/questions/", questions, name="power_questions"),
    path("powers/<slug:code>/", power, name="power"),
    *exports("powers/", "powers", _tables),
]
menu = [
    Entry(
        Group.POWERS, said("权责清单", "Powers"), "desk:powers", "item", 52, shown=access.reads_list
    )
]
finders = [Finder(said("权责清单", "Powers"), "item", find, 60)]
