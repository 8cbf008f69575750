"""The facts that stand today and call for a duty, read from where they are: registers, findings, units.

Serves the nightly job. It reads and tells; what comes of it `arising.actions.keep_in_step` decides. What nobody
records cannot be missed: where no noun tells of assessments, no quarter is without one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.models import Reported
from hengjian.domain.registry.lists import warning_days
from hengjian.domain.registry.models import Body, Certificate, Delegation, Item, Version
from hengjian.domain.supervision.duties.arising.actions import Standing
from hengjian.domain.supervision.duties.owing import Bureaus, Owing
from hengjian.domain.supervision.duties.powers import list_in_force

UNTOUCHED = (Finding.State.OPEN, Finding.State.REOPENED)
"""Nobody has decided anything about these yet."""
EVALUATED_EVERY = timedelta(days=365)
CHANGES_SEEN = timedelta(days=180)
LAPSED_SEEN = timedelta(days=365)
LATE_SEEN = timedelta(days=180)
IDENTITY = ("name", "kind", "parent_id", "management", "qualified_to")
"""What makes a change of a body one that is to be confirmed and announced."""

Assessed = Callable[[date, date], set[int]]
ASSESSMENTS: list[Assessed] = []
"""Nouns that know which bodies were assessed between two days join here."""


def findings(at: datetime, *, of_body: int | None = None) -> Iterator[Standing]:
    """Findings of the rules that the list names for a power, that nobody has decided about."""
    powers = list_in_force(day_of(at))
    wanted: dict[str, list[str]] = defaultdict(list)
    for power, duty in powers.raised_by_event("finding"):
        for rule in duty.rules:
            wanted[rule].append(power.code)
    rows = _untouched(of_body).filter(rule__in=list(wanted))
    counted: dict[tuple[int, str], tuple[int, date]] = {}
    grouped = rows.values_list("body", "rule").annotate(Count("pk"), Min("appeared_at"))
    for body, rule, number, first in grouped:
        for code in wanted[rule]:
            had = counted.get((body, code), (0, day_of(first)))
            counted[body, code] = (had[0] + number, min(had[1], day_of(first)))
    bodies = _bodies({body for body, _ in counted})
    for (body, code), (number, since) in sorted(counted.items()):
        if body in bodies:
            yield Standing(
                f"body:{body}", number=number, since=since, power=code, body=bodies[body]
            )


def fatal(at: datetime, *, of_body: int | None = None) -> Iterator[Standing]:
    """Findings of the gravest kind that nobody has decided about."""
    rows = _untouched(of_body).filter(weight=0)
    grouped = rows.values_list("body").annotate(Count("pk"), Min("appeared_at"))
    found = {body: (number, day_of(first)) for body, number, first in grouped}
    for key, body in sorted(_bodies(found).items()):
        number, since = found[key]
        yield Standing(f"body:{key}", number=number, since=since, body=body)


def _untouched(of_body: int | None) -> Any:
    rows = Finding.objects.filter(stands=True, state__in=UNTOUCHED, body__isnull=False).order_by()
    return rows if of_body is None else rows.filter(body=of_body)


def certificates(at: datetime) -> Iterator[Standing]:
    """Certificates of officers in post that end soon, or ended lately, with nothing after them."""
    day = day_of(at)
    later = Certificate.objects.filter(
        officer=OuterRef("officer"), valid_to__gt=OuterRef("valid_to"), withdrawn_on=None
    )
    rows = Certificate.objects.filter(
        Q(officer__employed_to=None) | Q(officer__employed_to__gte=day),
        ~Exists(later), withdrawn_on=None, kind="enforcement",
        valid_to__range=(day - LAPSED_SEEN, day + timedelta(days=warning_days())),
    )  # fmt: skip
    yield from _by_body(rows.order_by().values_list("body", "pk"))


def discretion(at: datetime) -> Iterator[Standing]:
    """Items in force that need a standard of discretion and have none, or an unpublished one."""
    day = day_of(at)
    rows = Item.objects.filter(
        Q(in_force_to=None) | Q(in_force_to__gte=day),
        Q(discretion_made_on=None) | Q(discretion_published_on=None),
        discretion_required=True, body__isnull=False,
    )  # fmt: skip
    yield from _by_body(rows.order_by().values_list("body", "pk"))


def delegations(at: datetime) -> Iterator[Standing]:
    """Items handed down a year ago or longer that were not evaluated since a year."""
    day = day_of(at)
    since = day - EVALUATED_EVERY
    rows = Delegation.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        Q(last_evaluated_on=None) | Q(last_evaluated_on__lt=since), valid_from__lt=since,
    )  # fmt: skip
    found = rows.order_by().values_list("to_body", "pk", "last_evaluated_on")
    yield from _by_body((body, f"{pk}@{last or ''}") for body, pk, last in found)


def subjects(at: datetime) -> Iterator[Standing]:
    """Bodies whose identity changed in the register and whose confirmation did not change with it."""
    rows = Version.objects.filter(
        register="bodies", known_from__gte=at - CHANGES_SEEN, number__gt=1
    )
    changed = sorted(set(rows.values_list("row", flat=True)))
    story: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    versions = Version.objects.filter(register="bodies", row__in=changed).order_by("number", "id")
    for row, number, values in versions.values_list("row", "number", "values"):
        story[row].append((number, values))
    pairs = []
    for row, told in story.items():
        open_at = 0
        for (_, before), (number, after) in pairwise(told):
            if before.get("confirmation") != after.get("confirmation"):
                open_at = 0
            elif any(before.get(name) != after.get(name) for name in IDENTITY):
                open_at = number
        if open_at:
            pairs.append((row, f"v{open_at}"))
    yield from _by_body(pairs)


def points(at: datetime) -> Iterator[Standing]:
    """Contact points without an invited supervisor: of each bureau, how many."""
    day = day_of(at)
    invited = Post.objects.filter(unit=OuterRef("pk"), role=Role.INVITED_SUPERVISOR).on(day)
    rows = Unit.objects.filter(~Exists(invited), kind=UnitKind.CONTACT_POINT)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).select_related("division")
    bureaus = Bureaus()
    found: dict[int, tuple[Owing, list[str]]] = {}
    for power, _ in list_in_force(day).raised_by_event("point_without_supervisor"):
        for point in rows:
            owing = bureaus.owing(power, point.division)
            if owing is not None:
                found.setdefault(owing.bureau.pk, (owing, []))[1].append(str(point.pk))
    for key, (owing, names) in sorted(found.items()):
        yield Standing(f"unit:{key}", facts=tuple(sorted(set(names))), whose=owing)


def unassessed(at: datetime) -> Iterator[Standing]:
    """Bodies that nobody assessed in the quarter before this one, where assessments are recorded."""
    if not ASSESSMENTS:
        return
    first, last, name = quarter_before(day_of(at))
    if not any(told(date.min, last) for told in ASSESSMENTS):
        return  # the bureau records assessments only since later
    done = set[int]().union(*(told(first, last) for told in ASSESSMENTS))
    rows = Body.objects.filter(Q(qualified_to=None) | Q(qualified_to__gte=last))
    pairs = rows.exclude(pk__in=done).order_by().values_list("pk", flat=True)
    yield from _by_body((body, name) for body in pairs)


def submissions(at: datetime) -> Iterator[Standing]:
    """Months whose day has passed and of which a body has handed in nothing."""
    day = day_of(at)
    rows = Reported.objects.filter(
        received_at=None, due_on__lt=day, due_on__gte=day - LATE_SEEN
    ).order_by()
    months = rows.values_list("body", "month")
    yield from _by_body((body, f"{month:%Y-%m}") for body, month in months)


def quarter_before(day: date) -> tuple[date, date, str]:
    """First and last day of the quarter before the one of ``day``, and its name."""
    this = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    last = this - timedelta(days=1)
    first = date(last.year, last.month - 2, 1)
    return first, last, f"{first.year}Q{(first.month + 2) // 3}"


COMPARED: dict[str, Callable[[datetime], Iterator[Standing]]] = {
    "finding": findings,
    "finding_fatal": fatal,
    "certificate_expiring": certificates,
    "discretion_missing": discretion,
    "delegation_unevaluated": delegations,
    "subject_changed": subjects,
    "point_without_supervisor": points,
    "quarter_without_assessment": unassessed,
    "submission_late": submissions,
}
"""Events that are compared each night. All others are told by the action in which they happen."""


def _by_body(pairs: Iterable[tuple[int, Any]]) -> Iterator[Standing]:
    facts: dict[int, list[str]] = defaultdict(list)
    for of, name in pairs:
        facts[of].append(str(name))
    for key, body in sorted(_bodies(facts).items()):
        yield Standing(f"body:{key}", facts=tuple(sorted(facts[key])), body=body)


def _bodies(keys: Iterable[int]) -> dict[int, Body]:
    rows = Body.objects.filter(pk__in=list(keys)).select_related("unit__division")
    return {one.pk: one for one in rows}


def words_of(event: str, number: int) -> str:
    """What the facts of a duty are, in words: “3 本证件”."""
    zh, en = {
        "finding": ("条线索", "findings"),
        "finding_fatal": ("条致命线索", "fatal findings"),
        "certificate_expiring": ("本证件", "certificates"),
        "discretion_missing": ("个事项", "items"),
        "delegation_unevaluated": ("个赋权事项", "delegated items"),
        "subject_changed": ("次变动", "changes"),
        "point_without_supervisor": ("个联系点", "contact points"),
        "quarter_without_assessment": ("个季度", "quarters"),
        "submission_late": ("个月", "months"),
    }.get(event, ("", ""))
    return say(f"{number:,} {zh}", f"{number:,} {en}") if zh else ""
