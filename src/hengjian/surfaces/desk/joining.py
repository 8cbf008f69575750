"""How a noun joins the desk: its module here names what it brings, and no other file is edited.

`urlpatterns` (pages), `menu` (entries of the side navigation), `concerns` and `figures` (functions that
feed the home page), `waits` (what waits for a post), `finders` (what the search in the bar looks through),
`beforehand` (functions that read what is dear to read the first time, called before the server answers).
All are lists at module level.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any

from django.db.models import QuerySet

from hengjian.core.people.models import Post
from hengjian.core.wording import said
from hengjian.surfaces import desk

NO_PAGES = frozenset({"urls", "apps", "tests", "joining", "frame"})


def everybody(post: Post) -> bool:
    """An entry that each post is shown."""
    return True


class Group(Enum):
    """The groups of the side navigation, from above to below."""

    TOP = ""
    WORK = said("监督", "Supervision")
    COORDINATION = said("协调和报表", "Coordination and reports")
    POWERS = said("履职", "Powers and duties")
    DATA = said("执法数据", "Enforcement data")
    REGISTRY = said("名录", "Registry")
    SYSTEM = said("系统", "System")


@dataclass(frozen=True)
class Entry:
    """A line of the side navigation; ``page`` is the name of a URL without arguments, ``count`` of one
    that tells how many there are."""

    group: Group
    words: Any
    page: str
    icon: str = "right"
    order: int = 100
    shown: Callable[[Post], bool] = field(default=everybody)
    count: str = ""


class Section(Enum):
    """Where on the home page a concern stands."""

    LATE = "late"
    TODAY = "today"
    NEW = "new"
    WHOLE = "whole"


class Tone(Enum):
    """How much a concern presses."""

    BAD = "bad"
    WARN = "warn"
    NOTE = "note"
    GOOD = "good"


@dataclass(frozen=True)
class Concern:
    """One line of the home page: so many of something, to be seen at ``url``, due on a day."""

    section: Section
    tone: Tone
    title: str
    url: str = ""
    count: int | None = None
    due: date | None = None
    note: str = ""

    @property
    def shown_count(self) -> str:
        return "" if self.count is None else f"{self.count:,}"


@dataclass(frozen=True)
class Figure:
    """One number that a leader sees at once."""

    label: str
    value: int | str
    url: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        """Thousands are set apart: Django would group Chinese numbers by four."""
        return f"{self.value:,}" if isinstance(self.value, int) else self.value


MOST = 100
"""So many things of one noun that wait are listed; beyond it the noun's own list has the rest."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, where it is done, what is to be done, until when, since when.

    ``tone`` (bad, warn, note) colours what has no day; what has one is coloured by it. ``number`` is more
    than one where a line stands for many things that are done on one page. ``about``: the page of another
    thing to which this one belongs; where that waits too, both are told on one line.
    """

    title: str
    url: str
    do: str
    due: date | None = None
    since: datetime | None = None
    detail: str = ""
    tone: str = ""
    number: int = 1
    about: str = ""


@dataclass(frozen=True)
class Waits:
    """What of a noun waits for a post (docs/how-to/tell-what-waits.md): its code and name for the filter,
    and a function that gives the soonest first, at most ``MOST`` + 1, with a fixed number of queries."""

    code: str
    words: Any
    icon: str
    find: Callable[[Post, datetime], Iterable[Waiting]]
    order: int = 100


Concerned = Callable[[Post, datetime], Iterable[Concern]]
Counted = Callable[[Post, datetime], Iterable[Figure]]


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """The first hits of one kind, how many there are (``more``: at least so many), and where all are."""

    hits: list[Hit]
    total: int
    more: bool = False
    url: str = ""


COUNTED = 1000
"""Hits are counted up to here; beyond it is said that there are more."""


def found_in(
    rows: QuerySet[Any], limit: int, tell: Callable[[Any], Hit], *, url: str = ""
) -> Found:
    """The first of ``rows``, told, and how many there are; an empty list costs one query."""
    first = [tell(row) for row in rows[:limit]]
    if len(first) < limit:
        return Found(first, len(first), url=url)
    count = rows.order_by().values("pk")[: COUNTED + 1].count()
    return Found(first, min(count, COUNTED), more=count > COUNTED, url=url)


@dataclass(frozen=True)
class Finder:
    """Looks for words in one noun, within the rights of a post; gives at most ``limit`` hits."""

    words: Any
    icon: str
    find: Callable[[str, Post, datetime, int], Found]
    order: int = 100


@cache
def pages() -> tuple[ModuleType, ...]:
    """The modules of the desk that may bring something."""
    names = sorted(one.name for one in pkgutil.iter_modules(desk.__path__))
    return tuple(
        importlib.import_module(f"{desk.__name__}.{name}") for name in names if name not in NO_PAGES
    )


@cache
def joined(brought: str) -> tuple[Any, ...]:
    """Everything of a kind that the modules bring, in the order of their names."""
    return tuple(one for page in pages() for one in getattr(page, brought, ()))
