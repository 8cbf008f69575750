"""All lists of report tasks, answers and forms, and the counts that their pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from hengjian.core.keyset import Page, page_of
from hengjian.core.organisation.models import Unit
from hengjian.domain.supervision.reports.models import OPEN, ReportAnswer, ReportForm, ReportTask

T = ReportTask.State
NEWEST = ("-planned_at", "-id")
TASK_ORDERS = {
    "due": ("due_on", "id"), "-due": ("-due_on", "-id"), "title": ("title", "id"),
    "-title": ("-title", "-id"), "period": ("period_to", "id"), "-period": ("-period_to", "-id"),
}  # fmt: skip
ANSWER_ORDERS = {
    "due": ("due_on", "id"), "-due": ("-due_on", "-id"), "title": ("task__title", "id"),
    "-title": ("-task__title", "-id"),
}  # fmt: skip
UNIT_ORDERS = {
    "unit": ("unit__division__code", "id"), "-unit": ("-unit__division__code", "-id"), "due": ("due_on", "id"),
    "-due": ("-due_on", "-id"), "state": ("state", "id"), "-state": ("-state", "-id"),
}  # fmt: skip
FORM_ORDERS = {
    "name": ("name", "id"), "-name": ("-name", "-id"), "changed": ("changed_at", "id"),
    "-changed": ("-changed_at", "-id"),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for; ``state`` empty: all."""

    q: str = ""
    state: str = ""
    bureau: int | None = None
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.bureau)


def tasks_listed(rows: QuerySet[ReportTask], wanted: Wanted) -> QuerySet[ReportTask]:
    if wanted.state in T.values:
        rows = rows.filter(state=wanted.state)
    if wanted.q:
        rows = rows.filter(Q(title__icontains=wanted.q) | Q(number__icontains=wanted.q))
    return rows.filter(bureau=wanted.bureau) if wanted.bureau else rows


def with_counts(rows: QuerySet[ReportTask]) -> QuerySet[ReportTask]:
    """Each task with how many units it asks (`asked`) and how many have answered (`come`)."""
    come = Q(answers__state=ReportAnswer.State.SUBMITTED)
    return rows.select_related("bureau").annotate(
        asked=Count("answers"), come=Count("answers", filter=come)
    )


def tasks_page(rows: QuerySet[ReportTask], wanted: Wanted) -> Page[ReportTask]:
    order = TASK_ORDERS.get(wanted.sort, NEWEST)
    return page_of(with_counts(rows), order, after=wanted.after, before=wanted.before)


def answers_listed(
    rows: QuerySet[ReportAnswer], wanted: Wanted, *, day: date
) -> QuerySet[ReportAnswer]:
    """One's own answers: `open`, `late`, `submitted`, or all."""
    running = (T.RUNNING, T.MERGED)
    if wanted.state in ("open", "late"):
        rows = rows.filter(state__in=OPEN, task__state__in=running)
    if wanted.state == "late":
        rows = rows.filter(due_on__lt=day)
    if wanted.state == "submitted":
        rows = rows.filter(state=ReportAnswer.State.SUBMITTED)
    if wanted.q:
        rows = rows.filter(Q(task__title__icontains=wanted.q) | Q(task__number__icontains=wanted.q))
    return rows.filter(task__bureau=wanted.bureau) if wanted.bureau else rows


def turns_of(rows: QuerySet[ReportAnswer]) -> QuerySet[ReportAnswer]:
    """What its unit still owes, the soonest first."""
    return rows.filter(state__in=OPEN, task__state__in=(T.RUNNING, T.MERGED)).order_by(
        "due_on", "id"
    )


def answers_page(rows: QuerySet[ReportAnswer], wanted: Wanted) -> Page[ReportAnswer]:
    usual = ("due_on", "id") if wanted.state in ("open", "late") else ("-due_on", "-id")
    order = ANSWER_ORDERS.get(wanted.sort, usual)
    return page_of(rows, order, after=wanted.after, before=wanted.before)


def units_listed(
    rows: QuerySet[ReportAnswer], wanted: Wanted, *, day: date
) -> QuerySet[ReportAnswer]:
    """The units that one task asks: `open`, `late`, `submitted`, `back`, or all."""
    if wanted.state == "late":
        rows = rows.filter(state__in=OPEN, due_on__lt=day)
    elif wanted.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif wanted.state in ReportAnswer.State.values:
        rows = rows.filter(state=wanted.state)
    if wanted.q:
        rows = rows.filter(unit__inward_name__icontains=wanted.q)
    return rows


def units_page(rows: QuerySet[ReportAnswer], wanted: Wanted) -> Page[ReportAnswer]:
    order = UNIT_ORDERS.get(wanted.sort, UNIT_ORDERS["unit"])
    named = rows.select_related("unit__division", "submitted_by__person")
    return page_of(named, order, after=wanted.after, before=wanted.before)


@dataclass(frozen=True)
class Progress:
    """How far a task is."""

    asked: int = 0
    come: int = 0
    back: int = 0
    late: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.come


def progress(task: ReportTask, *, day: date) -> Progress:
    """One query."""
    is_open = Q(state__in=OPEN)
    found = task.answers.aggregate(
        asked=Count("pk"),
        come=Count("pk", filter=Q(state=ReportAnswer.State.SUBMITTED)),
        back=Count("pk", filter=Q(state=ReportAnswer.State.BACK)),
        late=Count("pk", filter=is_open & Q(due_on__lt=day)),
    )
    return Progress(**found)


def forms_listed(rows: QuerySet[ReportForm], wanted: Wanted) -> QuerySet[ReportForm]:
    if wanted.state in ReportForm.State.values:
        rows = rows.filter(state=wanted.state)
    if wanted.q:
        rows = rows.filter(name__icontains=wanted.q)
    return rows.filter(bureau=wanted.bureau) if wanted.bureau else rows


def forms_page(rows: QuerySet[ReportForm], wanted: Wanted) -> Page[ReportForm]:
    named = rows.select_related("bureau", "made_by__person").annotate(sent=Count("tasks"))
    order = FORM_ORDERS.get(wanted.sort, ("-changed_at", "-id"))
    return page_of(named, order, after=wanted.after, before=wanted.before)


def usable(rows: QuerySet[ReportForm], bureau: Unit) -> QuerySet[ReportForm]:
    """The forms that a bureau can send now."""
    return rows.filter(bureau=bureau, state=ReportForm.State.READY).order_by("name", "pk")


@dataclass(frozen=True)
class Narrowing:
    """Which of the units that may be asked are shown to choose from."""

    q: str = ""
    level: str = ""
    kind: str = ""
    sector: str = ""
    division: str = ""


def units_offered(rows: QuerySet[Unit], asked: Narrowing) -> QuerySet[Unit]:
    """``rows`` narrowed by tier, kind, sector of the body, subtree of divisions, words."""
    if asked.q:
        rows = rows.filter(inward_name__icontains=asked.q)
    if asked.level:
        rows = rows.filter(division__level=asked.level)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.sector:
        rows = rows.filter(body__sector=asked.sector)
    if asked.division:
        rows = rows.filter(division__path__startswith=asked.division)
    return rows


def places_of(rows: Iterable[Unit]) -> list[tuple[Any, list[Unit]]]:
    """Units under their divisions, in the order of ``rows``."""
    found: dict[int, tuple[Any, list[Unit]]] = {}
    for one in rows:
        found.setdefault(one.division_id, (one.division, []))[1].append(one)
    return list(found.values())


def due_soon(rows: QuerySet[ReportAnswer], *, day: date, soon: date) -> dict[str, Any]:
    """Counts for the home page: late, soon, and the first day. One query."""
    running = Q(state__in=OPEN, task__state__in=(T.RUNNING, T.MERGED))
    late, near = running & Q(due_on__lt=day), running & Q(due_on__gte=day, due_on__lte=soon)
    return rows.order_by().aggregate(
        late=Count("pk", filter=late), soon=Count("pk", filter=near),
        open=Count("pk", filter=running), back=Count("pk", filter=running & Q(state="back")),
    )  # fmt: skip


def tasks_waiting(rows: QuerySet[ReportTask], bureau: int, *, day: date) -> dict[str, int]:
    """Of a bureau's own tasks: those to be signed, and those past their day. One query."""
    own = rows.filter(bureau=bureau).order_by()
    return own.aggregate(
        sign=Count("pk", filter=Q(state=T.MERGED)),
        late=Count("pk", filter=Q(state=T.RUNNING, due_on__lt=day)),
    )
