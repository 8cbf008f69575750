"""All lists of duties and of what was missed: the worklist, a year of each body, the counts of a page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.core.organisation.models import Unit
from hengjian.domain.supervision.duties.models import OPEN, Accountability, Duty

SHOWN = {"open": Q(state__in=OPEN), "late": Q(state="late"), "done": Q(state="done"),
         "dropped": Q(state="dropped")}  # fmt: skip
LATE_DONE = Q(state="late") | Q(state="done", ended_on__gt=F("due_on"))


@dataclass(frozen=True)
class Wanted:
    """What the worklist is asked for. ``until``: due on or before this day."""

    q: str = ""
    state: str = "open"
    unit: int | None = None
    handler: int | None = None
    power: str = ""
    event: str = ""
    body: int | None = None
    until: date | None = None
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(
            self.q or self.unit or self.power or self.event or self.body or self.until
            or self.handler or self.state != "open"
        )  # fmt: skip


def listed(rows: QuerySet[Duty], wanted: Wanted) -> QuerySet[Duty]:
    """``rows`` as filtered; not yet ordered."""
    if wanted.state in SHOWN:
        rows = rows.filter(SHOWN[wanted.state])
    elif wanted.state == "missed":
        rows = rows.filter(LATE_DONE)
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(says__icontains=word) | Q(words__icontains=word) | Q(body__name__icontains=word)
        )
    for name in ("unit", "handler", "power", "event", "body"):
        value = getattr(wanted, name)
        if value:
            rows = rows.filter(**{name: value})
    return rows if wanted.until is None else rows.filter(due_on__lte=wanted.until)


def order_of(wanted: Wanted) -> tuple[str, ...]:
    """What is owed by its day, the soonest first; what has ended the last first."""
    return ("due_on", "id") if wanted.state in ("open", "late", "") else ("-due_on", "-id")


def with_names(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    return rows.select_related("unit", "handler", "body", "accountability", "ended_by__person")


def duties_page(rows: QuerySet[Duty], wanted: Wanted) -> Page[Duty]:
    """The page after or before the mark, or the first."""
    return page_of(
        with_names(rows), order_of(wanted), after=wanted.after, before=wanted.before
    )  # fmt: skip


@dataclass(frozen=True)
class Load:
    """How many duties are open, late and due by some day."""

    open: int = 0
    late: int = 0
    soon: int = 0
    today: int = 0


def load(rows: QuerySet[Duty], *, day: date, soon: date) -> Load:
    """One query."""
    owed = Q(state__in=OPEN)
    found = (
        rows.filter(owed)
        .order_by()
        .aggregate(
            open=Count("pk"),
            late=Count("pk", filter=Q(state="late") | Q(due_on__lt=day, paused=False)),
            today=Count("pk", filter=Q(due_on=day, paused=False)),
            soon=Count("pk", filter=Q(due_on__gte=day, due_on__lte=soon)),
        )
    )
    return Load(**found)


@dataclass
class Year:
    """A power in one year of one body."""

    arose: int = 0
    done: int = 0
    open: int = 0
    missed: int = 0


def years(rows: QuerySet[Duty], bureaus: Iterable[Unit], year: int) -> dict[tuple[int, str], Year]:
    """Duties that were due in a year, by bureau and power: one query."""
    due = rows.filter(unit__in=list(bureaus), due_on__year=year).order_by()
    counted = due.values("unit", "power").annotate(
        arose=Count("pk"),
        done=Count("pk", filter=Q(state="done")),
        open=Count("pk", filter=Q(state__in=OPEN)),
        failed=Count("pk", filter=LATE_DONE),
    )
    return {
        (one["unit"], one["power"]): Year(one["arose"], one["done"], one["open"], one["failed"])
        for one in counted
    }


def open_by_power(rows: QuerySet[Duty]) -> dict[str, tuple[int, int]]:
    """Power → how many are open, how many of them late: one query."""
    grouped = rows.filter(state__in=OPEN).order_by().values_list("power", "state")
    number: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for power, state, count in grouped.annotate(Count("pk")):
        number[power] += count
        late[power] += count if state == Duty.State.LATE else 0
    return {power: (count, late[power]) for power, count in number.items()}


def entries_listed(
    rows: QuerySet[Accountability], state: str, unit: int | None
) -> QuerySet[Accountability]:
    """What bodies answer for: `open`, `explained` (waits for the tier above), `closed`, or all."""
    shown = {
        "open": Q(closed_at=None), "explained": Q(closed_at=None, decision="") & ~Q(explanation=""),
        "closed": Q(closed_at__isnull=False),
    }.get(state, Q())  # fmt: skip
    rows = rows.filter(shown)
    return rows.filter(duty__unit=unit) if unit else rows


def entries_page(
    rows: QuerySet[Accountability], *, after: str = "", before: str = ""
) -> Page[Accountability]:
    named = rows.select_related("duty__unit", "duty__body", "above")
    return page_of(named, ("-opened_at", "-id"), after=after, before=before)


def open_by_unit(rows: QuerySet[Duty]) -> dict[int, tuple[int, int]]:
    """Bureau → how many of its duties are open, how many of them late: one query."""
    grouped = rows.filter(state__in=OPEN).order_by().values_list("unit")
    found = grouped.annotate(Count("pk"), late=Count("pk", filter=Q(state="late")))
    return {unit: (number, late) for unit, number, late in found}
