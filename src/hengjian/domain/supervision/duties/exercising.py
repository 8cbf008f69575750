"""Which powers a supervision body exercised in a year, how often and last when.

Serves the yearly page. Nothing is written for it: steps of cases and matters name their power, decisions about
findings have that of their rule, entries of the ledger those that their noun's `kinds.py` names, and
duties that a person ended their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, QuerySet
from django.utils.module_loading import module_has_submodule

from hengjian.core.clock import CHINA
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.domain.findings.models import Step
from hengjian.domain.findings.workflow import MOVES as DEEDS
from hengjian.domain.findings.workflow import Side
from hengjian.domain.supervision.cases.models import CaseStep
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.duties.powers import list_to_show, power_of_triage
from hengjian.domain.supervision.matters.models import MatterStep

NOUNS = ("registry", "records", "findings", "supervision")
"""Apps of the domain whose entries may exercise a power."""


@dataclass(frozen=True)
class Exercised:
    """How often a power was exercised, and last when."""

    number: int = 0
    last: datetime | None = None

    def __add__(self, other: "Exercised") -> "Exercised":
        moments = [one for one in (self.last, other.last) if one is not None]
        return Exercised(self.number + other.number, max(moments, default=None))


@cache
def powers_of_kinds() -> dict[str, str]:
    """Kind of entry → power, as each noun names it."""
    found: dict[str, str] = {}
    for kinds in _kinds_modules():
        found |= getattr(kinds, "POWERS", {})
    return found


def unnamed_kinds() -> list[str]:
    """Kinds that say neither which power they exercise nor why none: what the meta-test prints."""
    found = []
    for kinds in _kinds_modules():
        told = {**getattr(kinds, "POWERS", {}), **getattr(kinds, "NO_POWER", {})}
        found += [kind for kind in kinds.KINDS if kind not in told and not _told_by_row(kind)]
    return sorted(found)


def _told_by_row(kind: str) -> bool:
    """Steps of cases, of matters and of findings are counted from their own rows."""
    return kind.startswith(("case.", "finding.", "matter."))


def _kinds_modules() -> Iterator[Any]:
    for label in NOUNS:
        app = apps.get_app_config(label)
        if app.module is not None and module_has_submodule(app.module, "kinds"):
            yield import_module(f"{app.name}.kinds")


Counts = dict[tuple[int, str], Exercised]
"""Bureau and power → how often."""


def exercised(bureaus: Iterable[Unit], year: int, *, power: str | None = None) -> Counts:
    """What the posts of these bureaus did in a year, by bureau and power: five queries."""
    roots = {one.pk for one in bureaus}
    begin, end = _year(year)
    posts = _posts_of(roots)
    found: Counts = {}

    def add(unit: int | None, code: str, number: int, last: datetime | None) -> None:
        if unit in roots and code and (power is None or code == power):
            assert unit is not None
            found[unit, code] = found.get((unit, code), Exercised()) + Exercised(number, last)

    keys = list(posts)
    steps = CaseStep.objects.filter(post__in=keys, at__gte=begin, at__lt=end)
    for post, code, number, last in _counted(steps, "post", "power"):
        add(posts.get(post), code, number, last)
    taken = MatterStep.objects.filter(post__in=keys, at__gte=begin, at__lt=end)
    for post, code, number, last in _counted(taken.exclude(step="take_over"), "post", "power"):
        add(posts.get(post), code, number, last)
    powers = list_to_show(date(year, 12, 31))
    ours = [one.kind for one in DEEDS.values() if one.side is Side.SUPERVISOR]
    decided = Step.objects.filter(kind__in=ours, post__in=keys, at__gte=begin, at__lt=end)
    for post, rule, number, last in _counted(decided, "post", "finding__rule"):
        add(posts.get(post), power_of_triage(powers, rule), number, last)
    named = powers_of_kinds()
    entries = LedgerEntry.objects.filter(
        kind__in=list(named), actor_post_id__in=keys, moment__gte=begin, moment__lt=end
    )
    for post, kind, number, last in _counted(entries, "actor_post_id", "kind", at="moment"):
        add(posts.get(post), named[kind], number, last)
    done = Duty.objects.filter(
        state=Duty.State.DONE, ended_by__in=keys, ended_on__year=year
    ).order_by()
    for post, code, number, day in done.values_list("ended_by", "power").annotate(
        Count("pk"), Max("ended_on")
    ):
        add(posts.get(post), code, number, datetime.combine(day, time(12), CHINA))
    return found


def _counted(
    rows: QuerySet[Any], who: str, what: str, at: str = "at"
) -> Iterable[tuple[int, str, int, datetime]]:
    grouped: Iterable[tuple[int, str, int, datetime]] = (
        rows.order_by().values_list(who, what).annotate(Count("pk"), Max(at))
    )
    return grouped


def _posts_of(roots: set[int]) -> dict[int, int]:
    """Every post that was ever held in these bureaus → its bureau."""
    rows = (
        Post.objects.filter(unit__path__regex=_beginning(roots)) if roots else Post.objects.none()
    )
    return {post.pk: root_of(post.unit) for post in rows.select_related("unit").order_by()}


def _beginning(roots: set[int]) -> str:
    return f"^({'|'.join(str(one) for one in sorted(roots))})/"


def _year(year: int) -> tuple[datetime, datetime]:
    return (
        datetime.combine(date(year, 1, 1), time(), CHINA),
        datetime.combine(date(year + 1, 1, 1), time(), CHINA),
    )
