"""待办: everything that waits for the acting post, on one page, the soonest first.

Serves whoever has to do something today. It knows no noun: each module of the desk brings a list `waits`
of `Waits`, whose function tells what of it waits for a post (docs/how-to/tell-what-waits.md). It decides
nothing and shows only what these functions give.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post, chosen_post
from hengjian.surfaces.desk.asking import LONGEST, number, plain
from hengjian.surfaces.desk.cases import words
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.joining import MOST, Entry, Group, Waiting, Waits, joined
from hengjian.surfaces.desk.sheet import Column, Table, exports

SIZE = 50
COLOURS = {"bad": said("已逾期", "late"), "warn": said("将到期", "due soon"),
           "quiet": said("未到期", "later"), "note": said("没有期限", "no term")}  # fmt: skip
KEPT = 30
"""So many seconds the number in the navigation may be old."""
SORTS = ("due", "-due", "since", "-since")


@dataclass(frozen=True)
class Line:
    """A thing that waits, with its noun and its colour on a day, and what else of it waits."""

    noun: Waits
    waiting: Waiting
    colour: str
    also: tuple[Waiting, ...] = ()


def colour_of(waiting: Waiting, day: date) -> str:
    """Late, near, or later; what has no day in the tone that its noun gave it."""
    if waiting.due is None:
        return waiting.tone or "note"
    return str(words.due(waiting.due, day=day)["tone"])


def all_that_waits(post: Post, at: datetime) -> tuple[list[Line], list[Waits]]:
    """Everything that waits for the post, and the nouns of which there is more than is listed."""
    day, found, fuller = clock.day_of(at), [], []
    for noun in sorted(joined("waits"), key=lambda one: one.order):
        rows = list(islice(noun.find(post, at), MOST + 1))
        if len(rows) > MOST:
            fuller.append(noun)
        found += [Line(noun, one, colour_of(one, day)) for one in rows[:MOST]]
    return _joined(found, day), fuller


def _joined(found: list[Line], day: date) -> list[Line]:
    """A thing and what belongs to it on one line, due on the sooner day."""
    there = {one.waiting.url for one in found}
    belonging = [one.waiting for one in found if one.waiting.about in there]
    lines = []
    for one in found:
        also = tuple(more for more in belonging if more.about == one.waiting.url)
        if one.waiting.about in there:
            continue
        days = [more.due for more in (one.waiting, *also) if more.due is not None]
        whole = replace(one.waiting, due=min(days)) if also and days else one.waiting
        lines.append(Line(one.noun, whole, colour_of(whole, day), also))
    return lines


@login_required
def todo(request: StaffRequest) -> HttpResponse:
    """The page."""
    at = clock.now()
    found, fuller = all_that_waits(acting_post(request, at=at), at)
    asked = _asked(request)
    rows = _narrowed(found, asked)
    place = max(1, min(number(request.GET.get("page")) or 1, -(-len(rows) // SIZE) or 1))
    shown = rows[(place - 1) * SIZE : place * SIZE]
    day = clock.day_of(at)
    told = {
        "rows": [{"line": one, "due": words.due(one.waiting.due, day=day)} for one in shown],
        "asked": asked,
        "narrowed": any(asked[name] for name in ("q", "noun", "colour")),
        "nouns": _choices(Counter(one.noun.code for one in found), _names()),
        "colours": _choices(Counter(one.colour for one in found), COLOURS),
        "all": len(found),
        "keep": {name: address(request.GET, **{name: "", "page": ""}) for name in ("noun", "colour")},
        "most": MOST,
        "fuller": [one.words for one in fuller],
        "total": say(f"共 {len(rows):,} 件", f"{len(rows):,} in all"),
        "next": address(request.GET, page=str(place + 1)) if place * SIZE < len(rows) else "",
        "previous": address(request.GET, page=str(place - 1)) if place > 1 else "",
    }  # fmt: skip
    return render(request, "desk/waiting/page.html", told)


@login_required
def todo_count(request: StaffRequest) -> HttpResponse:
    """How many wait, for the navigation; the page fetches it by itself, so that no page waits for it."""
    at = clock.now()
    post = chosen_post(request, at=at)
    count, more, late = counts(post, int(at.timestamp()) // KEPT) if post else (0, False, 0)
    told = {"count": count, "more": more, "late": late}
    return render(request, "desk/waiting/_count.html", told)


@lru_cache(maxsize=1024)
def counts(post: Post, moment: int) -> tuple[int, bool, int]:
    """How many wait, whether there are more, how many are late; counted once in ``KEPT`` seconds, because
    every page asks."""
    found, fuller = all_that_waits(post, datetime.fromtimestamp(moment * KEPT, UTC))
    return len(found), bool(fuller), sum(one.colour == "bad" for one in found)


def _asked(request: StaffRequest) -> dict[str, str]:
    given = request.GET
    sort = given.get("sort", "")
    return {
        "q": plain(given.get("q", ""), LONGEST),
        "noun": plain(given.get("noun", ""), LONGEST),
        "colour": given.get("colour", "") if given.get("colour", "") in COLOURS else "",
        "sort": sort if sort in SORTS else "due",
    }


def _narrowed(found: list[Line], asked: dict[str, str]) -> list[Line]:
    """As filtered and sorted; what has no day stands behind what has one, either way round."""
    rows = [
        one
        for one in found
        if asked["noun"] in ("", one.noun.code)
        and asked["colour"] in ("", one.colour)
        and asked["q"].lower() in _words_of(one).lower()
    ]
    name, back = asked["sort"].removeprefix("-"), asked["sort"].startswith("-")

    def key(one: Line) -> float:
        if name == "since":
            return one.waiting.since.timestamp() if one.waiting.since else 0
        return one.waiting.due.toordinal() if one.waiting.due else 0

    rows.sort(key=key, reverse=back)
    return sorted(rows, key=lambda one: getattr(one.waiting, name) is None)


def _words_of(one: Line) -> str:
    """What the search looks through."""
    return " ".join(f"{each.title} {each.detail}" for each in (one.waiting, *one.also))


def _names() -> dict[str, Any]:
    return {one.code: one.words for one in sorted(joined("waits"), key=lambda one: one.order)}


def _choices(counts: Counter[str], names: dict[str, Any]) -> list[tuple[str, Any, int]]:
    return [(code, words, counts[code]) for code, words in names.items() if counts[code]]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the list as it is filtered."""
    found, _ = all_that_waits(acting_post(request, at=at), at)
    columns = [
        Column(said("类别", "Kind"), lambda one: one.noun.words, 14),
        Column(said("事项", "Matter"), lambda one: one.waiting.title, 50),
        Column(said("要办的", "To do"), lambda one: one.waiting.do, 24),
        Column(
            said("同时履行的职责", "Duty"), lambda one: "、".join(m.title for m in one.also), 30
        ),
        Column(said("编号、机关", "Number, body"), lambda one: one.waiting.detail, 40),
        Column(said("期限", "Due"), lambda one: one.waiting.due, 12),
        Column(said("自何时起", "Since"), lambda one: one.waiting.since, 18),
    ]
    return [Table(say("待办", "To do"), columns, _narrowed(found, _asked(request)))]


urlpatterns = [
    path("todo/", todo, name="todo"),
    path("todo/count/", todo_count, name="todo_count"),
    *exports("todo/", "todo", tables),
]
menu = [Entry(Group.TOP, said("待办", "To do"), "desk:todo", "inbox", 5, count="desk:todo_count")]
