"""Lists of records: read in the order of their days, no more at once than an answer may cost.

Serves pages, the search in the bar and exports. A list is read from a mark on, up to a thousand rows
and up to a bounded number of candidates; where a condition met too few of these, the list says up to
which day it looked, and goes on from there when asked. Nothing is skipped and nothing counted twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import F, Func, Q, QuerySet, Sum

from hengjian.core.months import after, first_of, last_of
from hengjian.core.people.models import Post
from hengjian.domain.records.access import Scope, records_of, scope_of
from hengjian.domain.records.models import Record, Tally
from hengjian.domain.records.seeking import LEADS, Sieve, Wanted, Way, led, sieve_of, way_of

PAGE = 50
COUNTED = 1000
"""Rows are counted up to here."""
MEETS = 300
"""Where words sift the list, rows are counted up to here: each must be read, not looked up in an index."""
READ = 12_000
"""So many candidates are looked at for one answer."""
FETCHED = 5_000
"""So many records are fetched of some months at most."""
HOPED = (100, 700, 3_000)
"""So many are hoped for in each step of one answer: the first is small, for words that stand together far
oftener than by chance are met in it already, and a list in the order of its days needs the newest alone."""
MONTHS = 8
"""So many months are asked for at first: mostly they hold enough."""
AFTER_ALL = 10**17
"""A number behind every record of its day."""
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
ALL = Scope((), everything=True, wide=True)
Key = tuple[date, int]
"""A record's day and number: its place in every list."""


@dataclass(frozen=True)
class Page:
    """``count`` of the rows from the mark on; ``more``: there are others; ``until``: not looked
    beyond this day; ``next`` and ``previous``: (mark, skip) of the neighbours."""

    rows: list[Record]
    count: int = 0
    more: bool = False
    until: date | None = None
    next: tuple[str, int] | None = None
    previous: tuple[str, int] | None = None


def page_of(wanted: Wanted, *, post: Post, at: datetime, size: int = PAGE) -> Page:
    """The page that is asked for, as the post may see it."""
    scope = scope_of(post, at=at, body=wanted.body, division=wanted.division)
    if not scope.bodies:
        return Page([])
    keys, until, most = found_keys(wanted, scope)
    counted, more = keys[:most], len(keys) > most
    shown = counted[wanted.skip : wanted.skip + size]
    following: tuple[str, int] | None = None
    if wanted.skip + size < len(counted):
        following = (wanted.start, wanted.skip + size)
    elif more:
        following = (mark(counted[-1]), 0)
    elif until is not None:
        following = (mark((until, AFTER_ALL if wanted.oldest else 0)), 0)
    previous: tuple[str, int] | None = None
    if wanted.skip:
        previous = (wanted.start, max(wanted.skip - size, 0))
    elif wanted.start:
        previous = ("", 0)
    rows = records_of([pk for _, pk in shown])
    return Page(rows, len(counted), more, None if more else until, following, previous)


class Found(NamedTuple):
    """Up to one more than ``most`` keys from the mark on, in order; ``until``: how far was looked."""

    keys: list[Key]
    until: date | None = None
    most: int = COUNTED


def found_keys(wanted: Wanted, scope: Scope) -> Found:
    """The keys that a page is made of."""
    sieve = sieve_of(wanted)
    rows = Record.objects.filter(scope.condition, _days(wanted)).order_by()
    if wanted.q.split() and not wanted.words:
        return Found([])
    if wanted.number:
        numbered = _numbered(wanted.number)
        if numbered is not None:
            kept = rows.filter(sieve.keeps, pk__in=numbered)
            return _found(kept.values_list("on", "pk"), wanted)
        sieve = replace(sieve, keeps=sieve.keeps & beginning(wanted.number), empty=False)
    way, share = way_of(sieve)
    apart = _apart(wanted, scope)
    if way is Way.LED:
        some = list(apart.filter(led(sieve), sieve.keeps).values_list("on", "pk")[: LEADS + 1])
        if len(some) <= LEADS:
            return _found(some, wanted)
    if way is Way.BY_MONTHS:
        found = _by_months(apart, sieve, wanted, share)
        if found is not None:
            return found
    return _walked(rows, sieve, wanted, scope)


def _apart(wanted: Wanted, scope: Scope) -> QuerySet[Record]:
    """The rows of these bodies and days, so told that no index but that of the tokens gives them: the
    database would first gather all records of a county, to cut them with a few hundred."""
    rows = Record.objects.alias(whose=F("body_id") + 0, day=_Apart(F("on"))).order_by()
    if not scope.everything:
        rows = rows.filter(whose__in=scope.bodies)
    return cast(QuerySet[Record], rows.filter(_days(wanted, "day")))


def everything(wanted: Wanted, *, post: Post, at: datetime) -> QuerySet[Record]:
    """All rows of a list in its order, for taking away: read as they are sent, none kept."""
    scope = scope_of(post, at=at, body=wanted.body, division=wanted.division)
    sieve = sieve_of(wanted)
    rows = Record.objects.filter(scope.condition, _days(wanted), sieve.keeps)
    if wanted.q.split() and not wanted.words:
        return rows.none()
    if wanted.number:
        rows = rows.filter(beginning(wanted.number))
    if way_of(sieve)[0] is not Way.SIFTED:
        rows = rows.filter(led(sieve))
    return rows.select_related("body").order_by(*_order(wanted))


# --- in the order of the list ------------------------------------------------------------------------------


class _Apart(Func):
    """The day, so told that no index gives its order: few rows are read by their bodies and sorted."""

    template = "(%(expressions)s + 0)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def _walked(rows: QuerySet[Record], sieve: Sieve, wanted: Wanted, scope: Scope) -> Found:
    """Rows as they come in the list, of a span of days that holds about so many as may be read."""
    day: Any = F("on") if scope.wide else _Apart(F("on"))
    order = (day.asc(), "pk") if wanted.oldest else (day.desc(), "-pk")
    ordered = rows.filter(sieve.keeps).order_by(*order).values_list("on", "pk")
    end = wanted.until if wanted.oldest else wanted.since
    keys, until = list[Key](), None
    counted = MEETS if wanted.words else COUNTED
    # Without conditions months mostly are as even as is thought; where not, more is read at no great cost.
    for most in (COUNTED * 2, READ) if sieve.empty else (READ,):
        until = _bound(wanted, scope, most)
        if until and end and (until >= end if wanted.oldest else until <= end):
            until = None
        within = ordered
        if until:
            within = within.filter(on__lte=until) if wanted.oldest else within.filter(on__gte=until)
        keys = list(within[: counted + 1])
        if until is None or len(keys) > counted:
            return Found(keys, None, counted)
    return Found(keys, until, counted)


def _by_months(rows: QuerySet[Record], sieve: Sieve, wanted: Wanted, share: float) -> Found | None:
    """Led to by the index, some months at a time, until a page is full; None: more than was expected."""
    keys: list[Key] = []
    some: list[date] = []
    hoped, step = 0.0, 0
    for month, total in _months(wanted, ALL):
        end = last_of(month)
        if wanted.oldest and wanted.until and month > wanted.until:
            break
        if not wanted.oldest and wanted.since and end < wanted.since:
            break
        some.append(month)
        hoped += total * share
        if hoped < HOPED[step]:
            continue
        found = _of_months(rows, sieve, some)
        if found is None:
            return None
        keys += found
        step += 1
        if len(keys) > PAGE or step == len(HOPED):
            return _found(keys, wanted, end if wanted.oldest else month)
        some, hoped = [], 0.0
    found = _of_months(rows, sieve, some) if some else []
    return None if found is None else _found([*keys, *found], wanted)


def _of_months(rows: QuerySet[Record], sieve: Sieve, months: list[date]) -> list[Key] | None:
    led_to = rows.filter(led(sieve, months), sieve.keeps).values_list("on", "pk")
    found = list(led_to[: FETCHED + 1])
    return None if len(found) > FETCHED else found


def _bound(wanted: Wanted, scope: Scope, most: int) -> date | None:
    """The day up to which about ``most`` rows of these bodies lie; None: all that there are."""
    begin, read = _begin(wanted), 0.0
    for month, total in _months(wanted, scope):
        end = last_of(month)
        first, last = (max(month, begin), end) if wanted.oldest else (month, min(end, begin))
        days = (last - first).days + 1
        here = total * days / ((end - month).days + 1)
        if read + here > most:
            step = timedelta(days=min(int((most - read) / here * days), days - 1))
            return first + step if wanted.oldest else last - step
        read += here
    return None


def _months(wanted: Wanted, scope: Scope) -> Iterator[tuple[date, int]]:
    """How many records of these bodies each month holds, from where reading begins; few at first."""
    begin, some = _begin(wanted), MONTHS
    months = Tally.objects.order_by("month" if wanted.oldest else "-month")
    if not scope.everything:
        months = months.filter(body__in=scope.bodies)
    while True:
        near = Q(month__gte=first_of(begin)) if wanted.oldest else Q(month__lte=begin)
        found = list(months.filter(near).values_list("month").annotate(total=Sum("rows"))[:some])
        yield from found
        if len(found) < some:
            return
        end, some = found[-1][0], some * 8
        begin = after(end) if wanted.oldest else end - timedelta(days=1)


def _begin(wanted: Wanted) -> date:
    """The day on which reading begins."""
    if wanted.start and (key := _read(wanted.start)):
        return key[0]
    if wanted.oldest:
        return wanted.since or FIRST
    return wanted.until or LAST


def _order(wanted: Wanted) -> tuple[str, str]:
    return ("on", "pk") if wanted.oldest else ("-on", "-pk")


def _days(wanted: Wanted, name: str = "on") -> Q:
    """From the mark on, within the days asked for; ``name``: under which the day is known."""
    days = Q()
    if wanted.since:
        days &= Q(**{f"{name}__gte": wanted.since})
    if wanted.until:
        days &= Q(**{f"{name}__lte": wanted.until})
    key = _read(wanted.start) if wanted.start else None
    if key is None:
        return days
    day, pk = key
    beyond, later = ("gt", Q(pk__gt=pk)) if wanted.oldest else ("lt", Q(pk__lt=pk))
    return days & Q(**{f"{name}__{beyond}e": day}) & (Q(**{f"{name}__{beyond}": day}) | later)


def _found(keys: Iterable[Key], wanted: Wanted, until: date | None = None) -> Found:
    return Found(sorted(keys, reverse=not wanted.oldest)[: COUNTED + 1], until, COUNTED)


# --- by number ---------------------------------------------------------------------------------------------

NUMBERED = 2000
"""A beginning that more numbers have is no number; it sifts what is read in the order of the list."""
NUMBERS = ("case_id", "filing_no", "decision_no")
_BRACKETS = str.maketrans("[［(（【]］)）】", "〔〔〔〔〔〕〕〕〕〕")


def _typed(number: str) -> list[str]:
    """The number, and as it is printed: years stand in 〔〕, for which there is no key."""
    plain = number.strip()
    return list(dict.fromkeys((plain, plain.translate(_BRACKETS))))


def beginning(number: str) -> Q:
    """Records one of whose numbers is this one, or begins so."""
    found = Q()
    for typed in _typed(number):
        for name in NUMBERS:
            found |= _begins(name, typed)
    return found


def _begins(name: str, typed: str) -> Q:
    held = Q() if name == "case_id" else ~Q(**{name: ""})
    if connection.vendor == "sqlite":  # whose LIKE looks into no index
        return held & Q(**{f"{name}__gte": typed, f"{name}__lt": typed + "\U0010ffff"})
    return held & Q(**{f"{name}__startswith": typed})


def _numbered(number: str) -> list[int] | None:
    """The records of this number; None where so many begin so that the list is read instead."""
    found: set[int] = set()
    for typed in _typed(number):
        for name in NUMBERS:
            rows = Record.objects.filter(_begins(name, typed)).order_by()
            found.update(rows.values_list("pk", flat=True)[: NUMBERED + 1])
            if len(found) > NUMBERED:
                return None
    return list(found)


# --- marks -------------------------------------------------------------------------------------------------


def mark(key: Key) -> str:
    """The place of a row, for an address."""
    return f"{key[0].isoformat()}.{key[1]}"


def _read(text: str) -> Key | None:
    """What a mark says; one that was tampered with is as none."""
    day, _, pk = text.partition(".")
    try:
        return date.fromisoformat(day), int(pk[:18])
    except ValueError:
        return None
