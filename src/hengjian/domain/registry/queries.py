"""All lists of the registers: filtered, ordered and cut into pages without counting what is not shown.

Serves pages, print and export. Pages are found by the last row seen, not by skipping rows, so that the
thousandth costs what the first does; a count stops at a thousand and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from hengjian.core import keyset
from hengjian.core.clock import day_of
from hengjian.core.keyset import COUNTED, PAGE
from hengjian.core.organisation.models import Division, Level, Unit
from hengjian.core.people.models import Post
from hengjian.domain.registry import access
from hengjian.domain.registry.columns import (
    BODY_PATHS,
    COLUMNS,
    KINDS,
    ORDERS,
    READ,
    STATES,
    card_state,
    good_cards,
)
from hengjian.domain.registry.models import Body, Certificate, Difference, Upload
from hengjian.domain.registry.registers import CERTIFICATES, OFFICERS, REGISTERS, Register
from hengjian.domain.registry.seeking import holding

CARD = (
    "officer_id", "code", "valid_from", "valid_to", "suspended_from", "suspended_to", "withdrawn_on",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for. ``after``, ``before``: the marks that `Page` gave."""

    q: str = ""
    body: int | None = None
    division: str = ""
    sector: str = ""
    level: str = ""
    kind: str = ""
    state: str = ""
    within: int | None = None
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        return bool(
            self.q or self.body or self.division or self.sector or self.level or self.kind
            or self.state or self.within is not None
        )  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page of a list: rows, the marks of its neighbours, the count and whether it went on."""

    rows: list[Any]
    after: str = ""
    before: str = ""
    count: int = 0
    more: bool = False


def listed(register: Register, rows: QuerySet[Any], wanted: Wanted, *, day: date) -> QuerySet[Any]:
    """``rows`` as filtered; not yet ordered."""
    path = BODY_PATHS[register.name]
    prefix = f"{path}__" if path else ""
    if wanted.q:
        rows = rows.filter(holding(register, wanted.q))
    if wanted.body is not None:
        rows = rows.filter(**{path or "pk": wanted.body})
    if wanted.division:
        inside = Body.objects.filter(unit__division__path__startswith=wanted.division)
        rows = rows.filter(**{f"{path or 'pk'}__in": inside.values("pk")})
    if wanted.level:
        rows = rows.filter(**{f"{prefix}level": wanted.level})
    if wanted.sector:
        own = register.name == "certificates"
        rows = rows.filter(**{"sector" if own else f"{prefix}sector": wanted.sector})
    if wanted.kind and register.name in KINDS:
        rows = rows.filter(**{KINDS[register.name]: wanted.kind})
    state = next((one for one in STATES[register.name] if one.code == wanted.state), None)
    if state is not None:
        rows = rows.filter(state.condition(day))
    if wanted.within is not None and register.name in {"certificates", "officers"}:
        soon = good_cards(day) & Q(valid_to__lte=day + timedelta(days=wanted.within))
        if register.name == "certificates":
            rows = rows.filter(soon)
        else:
            rows = rows.filter(pk__in=Certificate.objects.filter(soon).values("officer"))
    return rows


def order_of(register: Register, sort: str) -> tuple[str, ...]:
    """The database fields to order by; unknown names order as usual."""
    plain = sort.removeprefix("-")
    asked = next((one.sort for one in COLUMNS[register.name] if one.sort and one.name == plain), "")
    usual = ORDERS[register.name]
    if not asked:
        return usual
    fields = (asked,) if asked == usual[-1] else (asked, usual[-1])
    return tuple(f"-{one}" for one in fields) if sort.startswith("-") else fields


def page_of(register: Register, rows: QuerySet[Any], wanted: Wanted) -> Page:
    """The page after or before the mark, or the first.

    Of a filtered list the keys are read that count it, and where they are few the page is taken from
    them, so that a rare name is looked for once and not twice.
    """
    order = order_of(register, wanted.sort)
    first = rows.order_by().values_list("pk", flat=True)[: COUNTED + 1]
    keys = list(first) if wanted.narrowed else []
    count = len(keys) if wanted.narrowed else first.count()
    if wanted.narrowed and count <= COUNTED:
        rows = register.rows().filter(pk__in=keys)
    if register.name in READ:
        rows = rows.only(*READ[register.name])
    page = keyset.page_of(rows, order, after=wanted.after, before=wanted.before)
    return Page(page.rows, page.after, page.before, min(count, COUNTED), count > COUNTED)


def with_cards(officers: list[Any], *, day: date, warn_days: int) -> list[Any]:
    """Each officer with the certificate that matters: the one valid now, else the last; one query."""
    cards: dict[int, list[Certificate]] = {}
    none: list[Any] = [(None, "")]
    held_by = Certificate.objects.filter(officer__in=officers).order_by("valid_to", "pk")
    for card in held_by.only(*CARD):
        cards.setdefault(card.officer_id, []).append(card)
    for officer in officers:
        held = cards.get(officer.pk, [])
        states = [(card, card_state(card, day, warn_days)) for card in held]
        good = [one for one in states if one[1] in {"valid", "expiring", "suspended"}]
        officer.card, officer.card_state = (good or states or none)[-1]
    return officers


def completed(register: Register, rows: Iterable[Any], *, day: date, warn_days: int) -> list[Any]:
    """Rows with what their cells need beyond themselves."""
    found = list(rows)
    if register.name == "officers":
        return with_cards(found, day=day, warn_days=warn_days)
    if register.name == "certificates":
        places = division_names({row.division for row in found})
        for row in found:
            row.state = card_state(row, day, warn_days)
            row.place = places.get(row.division, row.division)
    return found


# --- choices and counts --------------------------------------------------------------------------------


class Place(NamedTuple):
    """A division to choose."""

    code: str
    name: str
    path: str


def divisions_to_choose(post: Post) -> list[Place]:
    """The division of the post and the counties below it."""
    top = Division.objects.filter(path__startswith=post.unit.division.path)
    chosen = top.filter(level__in=(Level.CITY, Level.COUNTY))
    return [Place(*row) for row in chosen.values_list("code", "name", "path")]


def division_path(code: str) -> str:
    """The path of a division by its code; empty where there is none, or none is asked for."""
    found = Division.objects.filter(code=code).values_list("path", flat=True) if code else ()
    return next(iter(found), "")


def division_names(codes: Iterable[str]) -> dict[str, str]:
    """What the divisions of these codes are called."""
    return dict(Division.objects.filter(code__in=codes).values_list("code", "name"))


def cards_expiring(post: Post, *, at: Any, within: int) -> QuerySet[Certificate]:
    """Certificates that let somebody act and end within so many days."""
    day = day_of(at)
    rows = access.listable(CERTIFICATES, post=post, at=at)
    return rows.filter(good_cards(day), valid_to__lte=day + timedelta(days=within))


def officers_uncarded(post: Post, *, at: Any) -> QuerySet[Any]:
    """Enforcement officers in post without a certificate that lets them act."""
    register = OFFICERS
    wanted = Wanted(state="uncarded", kind="enforcement")
    rows = access.listable(register, post=post, at=at, counted=True)
    return listed(register, rows, wanted, day=day_of(at))


def children_of(body: Body) -> dict[str, int]:
    """How much hangs on a body, for its page."""
    return {
        "officers": body.officers.count(),
        "certificates": body.certificates.count(),
        "items": body.items.count(),
        "received": body.received.count(),
        "handed_down": body.handed_down.count(),
    }


def differences(upload: Upload, kind: str, after: int = 0) -> list[Difference]:
    """A portion of a difference list."""
    rows = upload.differences.filter(kind=kind, pk__gt=after) if kind else upload.differences.all()
    return list(rows.order_by("pk")[: PAGE + 1])


def names_of(upload: Upload, lines: Iterable[Difference]) -> dict[int, str]:
    """What the rows of a difference list are called, for a number says little."""
    keys = [one.row for one in lines if one.row is not None]
    found = REGISTERS[upload.register].rows().filter(pk__in=keys) if keys else ()
    return {row.pk: str(row) for row in found}


def kinds_of(upload: Upload) -> dict[str, int]:
    """How many rows of each kind a difference list has."""
    found = dict.fromkeys(Difference.Kind.values, 0)
    kinds = upload.differences.order_by().values("kind").annotate(n=Count("pk"))
    found.update(kinds.values_list("kind", "n"))
    return found


def sections_of(bureaus: list[int]) -> dict[int, list[Unit]]:
    """The sections that each bureau has."""
    found: dict[int, list[Unit]] = {}
    for unit in Unit.objects.filter(parent__in=bureaus, valid_to=None).order_by("path"):
        found.setdefault(unit.parent_id or 0, []).append(unit)
    return found
