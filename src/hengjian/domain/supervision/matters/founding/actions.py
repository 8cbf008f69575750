"""Founds the demo's matters: two or three of each kind at different stages, made by the actions that people use.

Serves the founding of the demo. What is filled in is invented and says so; days are counted back from today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from hengjian.content.errors import PlainError
from hengjian.core.clock import CHINA, day_of
from hengjian.core.people.models import Post
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.models import Body, Certificate, Item, Officer
from hengjian.domain.supervision.duties.comparing import quarter_before
from hengjian.domain.supervision.matters.actions import open_matter, take
from hengjian.domain.supervision.matters.founding.recipes import RECIPES, Recipe
from hengjian.domain.supervision.matters.kinds import kind_named
from hengjian.domain.supervision.matters.models import Matter
from hengjian.domain.supervision.papers.founding.actions import found_paper

LEFT_OUT = 6
"""So many bodies of the city no assessment was about in the last quarter."""


BESIDE_REGISTERS = ("open_lead", "draw_dossiers")
"""What steps do that changes no register."""


@dataclass(frozen=True)
class Cast:
    """Who acts: two supervisors of a county and its head, a body's clerk, an invited supervisor, and the
    city's general section with its head."""

    first: Post
    second: Post
    head: Post
    clerk: Post
    invited: Post
    city: Post
    city_head: Post

    def doer(self, name: str) -> Post:
        found: Post = getattr(self, name)
        return found


@transaction.atomic
def found_matters(cast: Cast, *, by: Post | None = None, at: datetime) -> list[Matter]:
    """All of the recipes, and the campaign of the last quarter that counts as an assessment of most bodies."""
    known = _known(cast, at)
    made = [_one(cast, recipe, known, at) for recipe in RECIPES]
    return [*made, _campaign(cast, at)]


def _one(cast: Cast, recipe: Recipe, known: Mapping[str, str], at: datetime) -> Matter:
    kind = kind_named(recipe.kind)
    assert kind is not None
    moment = at - timedelta(days=recipe.days)
    opener = cast.first if "body" not in kind.opens.by else cast.clerk
    matter = open_matter(recipe.kind, _filled(recipe.given, known, moment), by=opener, at=moment)
    for step in recipe.steps:
        moment = min(moment + timedelta(days=step.after), at)
        known_step = kind.step(step.code)
        if known_step is not None and known_step.does not in (None, *BESIDE_REGISTERS):
            moment = at  # the registers were founded today, and know of nothing before
        given = _filled(step.given, known, moment)
        try:
            take(matter, step.code, given, seen=_version(matter), by=cast.doer(step.by), at=moment)
        except PlainError:
            if step.code != "draw":  # in a small demo these bodies have no cases to draw from
                raise
            break
        if step.code in recipe.papers and known_step is not None and known_step.paper:
            found_paper(
                matter, known_step.paper, move=step.code, upto=recipe.papers[step.code],
                handlers=[cast.first, cast.second], head=cast.head, clerk=cast.clerk, by=cast.first,
                at=moment,
            )  # fmt: skip
    return matter


def _campaign(cast: Cast, at: datetime) -> Matter:
    """A campaign of the city in the last quarter, about all of its bodies but a few."""
    begin, end, _ = quarter_before(day_of(at))
    bodies = bodies_reached(post=cast.city, at=at).filter(qualified_to=None).order_by("code")
    codes = list(bodies.values_list("code", flat=True))[:-LEFT_OUT]
    opened = _noon(begin + timedelta(days=6))
    matter = open_matter("campaign", {
        "subject": "涉企行政检查专项监督（模拟）", "aims": "检查主体、事项、频次合法，扫码留痕。",
        "scope": "本市各级执法机关今年以来的涉企行政检查。", "bodies": codes,
        "begins_on": begin, "self_check_by": begin + timedelta(days=40), "ends_on": end,
        "group": "市司法局牵头，各县（市、区）司法局参加。",
    }, by=cast.city, at=opened)  # fmt: skip
    over = _noon(end - timedelta(days=18))
    for code, who, moment, given in (
        ("approve", "city_head", opened + timedelta(days=3), {"bureau_opinion": "同意。"}),
        ("notify", "city", opened + timedelta(days=5), {"demands": "对照清单自查，按期报送。"}),
        ("finish", "city", over, {"ended_on": day_of(over)}),
        ("report", "city", over + timedelta(days=9), {
            "done": "各机关完成自查，抽查三十一个机关。", "found": "少数检查没有扫码，个别超过频次上限。",
            "corrected": "发现的问题已逐项整改。", "proposals": "把扫码情况纳入每月通报。"}),
        ("close", "city_head", over + timedelta(days=12), {"note": "同意办结。"}),
    ):  # fmt: skip
        take(matter, code, given, seen=_version(matter), by=cast.doer(who), at=moment)
    return matter


def _version(matter: Matter) -> int:
    matter.refresh_from_db(fields=["version"])
    return matter.version


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(10), CHINA)


def _known(cast: Cast, at: datetime) -> dict[str, str]:
    """The numbers of the rows that the recipes speak of: `{item}` and the like in what is filled in."""
    body = Body.objects.get(unit=cast.clerk.unit)
    others = bodies_reached(post=cast.first, at=at).exclude(unit=cast.clerk.unit).order_by("code")
    cards = Certificate.objects.filter(body=body, kind="enforcement", withdrawn_on=None)
    card = cards.select_related("officer").order_by("valid_to", "code").first()
    own = Q(body=body) | Q(body=None)
    items = list(Item.objects.filter(own, in_force_to=None).order_by("body", "code")[:2])
    officers = list(Officer.objects.filter(body=body, employed_to=None).order_by("code")[:4])
    entrusted = others.filter(kind="entrusted").first() or others.first()
    rival = others.filter(sector="urban").first() or others[0]
    assert card is not None
    assert entrusted is not None
    found = {
        "body": body.code, "other": rival.code, "third": others.exclude(pk=rival.pk)[0].code,
        "entrusted": entrusted.code, "card": card.code, "holder": card.officer.code,
        "invited": str(cast.invited.pk),
    }  # fmt: skip
    found["year"] = str(day_of(at).year)
    found |= {f"officer{place}": one.code for place, one in enumerate(officers)}
    return found | {f"item{place}": one.code for place, one in enumerate(items)}


def _filled(value: Any, known: Mapping[str, str], moment: datetime) -> Any:
    """What a recipe says, with numbers for `{…}` and days for whole numbers of days from the step."""
    if isinstance(value, str):
        return value.format_map(known)
    if isinstance(value, timedelta):
        return day_of(moment + value)
    if isinstance(value, Mapping):
        return {name: _filled(one, known, moment) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, known, moment) for one in value]
    return value
