"""All lists of matters, and what the page of one tells: what may come next, and who may do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from hengjian.content.matters import Doer, MatterKind, Step
from hengjian.core.clock import day_of
from hengjian.core.keyset import Page, page_of
from hengjian.core.people.models import Post
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.conditions import Condition, conditions_of
from hengjian.domain.supervision.matters.kinds import all_kinds, kind_named
from hengjian.domain.supervision.matters.models import (
    Matter,
    MatterParty,
    MatterStep,
    MatterTerm,
)

ORDERS = {"": ("-opened_at", "-id"), "due": ("due_on", "id"), "number": ("number", "id")}


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for."""

    q: str = ""
    kind: str = ""
    state: str = ""
    division: str = ""
    body: int | None = None
    mine: bool = False
    late: bool = False
    ended: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        asked = (self.q, self.kind, self.state, self.division, self.body)
        return any(asked) or self.mine or self.late or self.ended


@dataclass(frozen=True)
class Next:
    """A step that the kind knows from here: whose it is, and what it needs."""

    step: Step
    yours: bool
    conditions: list[Condition]

    @property
    def open(self) -> bool:
        return self.yours and all(one.holds for one in self.conditions)


def listed(rows: QuerySet[Matter], wanted: Wanted, *, post: Post, day: date) -> QuerySet[Matter]:
    """``rows`` as filtered; not yet ordered. Ended ones are listed where they are asked for."""
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(body__name__icontains=word)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.body:
        rows = rows.filter(Q(body=wanted.body) | Q(parties__body=wanted.body)).distinct()
    if wanted.division:
        rows = rows.filter(place__division__path__startswith=wanted.division)
    if wanted.mine:
        rows = rows.filter(Q(handler=post) | Q(opened_by=post))
    if wanted.late:
        rows = rows.filter(due_on__lt=day, ended=False)
    if not wanted.ended and not wanted.state:
        rows = rows.filter(ended=False)
    return rows.filter(due_on__isnull=False) if wanted.sort == "due" else rows


def matters_page(rows: QuerySet[Matter], wanted: Wanted) -> Page[Matter]:
    """The page after or before the mark, or the first."""
    return page_of(rows, ORDERS[wanted.sort], after=wanted.after, before=wanted.before)


def next_steps(kind: MatterKind, matter: Matter, *, post: Post, at: datetime) -> list[Next]:
    """What may come next: the reader's own steps first, with what stands in their way."""
    mine = access.doers_as(matter, post)
    found = [
        Next(one, one.by in mine,
             conditions_of(kind, one, matter, post, day_of(at)) if one.by in mine else [])
        for one in kind.steps_from(matter.state)
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.yours)


def terms_of(matter: Matter) -> QuerySet[MatterTerm]:
    """All of a matter's terms, those that still run first."""
    return matter.terms.order_by("ended_on", "due_on")


def running(*, post: Post, at: datetime, until: date | None = None) -> QuerySet[MatterTerm]:
    """Terms that run in what the post sees: of a body its own, of the bureau the bureau's own."""
    seen = access.matters_seen(post=post, at=at).filter(ended=False)
    if access.on_side_of_bureau(post):
        seen = seen.filter(bureau=root_of(post.unit))
    rows = MatterTerm.objects.filter(
        state=MatterTerm.State.RUNNING, matter__in=seen.order_by().values("pk"),
        of_body=not access.on_side_of_bureau(post),
    ).select_related("matter")  # fmt: skip
    return rows if until is None else rows.filter(due_on__lte=until)


def terms_between(first: date, last: date) -> QuerySet[MatterTerm]:
    """Terms that run and are due between two days, with what telling asks of their matters."""
    rows = MatterTerm.objects.filter(state=MatterTerm.State.RUNNING, due_on__range=(first, last))
    return rows.select_related(
        "matter__bureau", "matter__handler__person", "matter__handler__unit", "matter__invited__person",
        "matter__invited__unit", "matter__opened_by",
    )  # fmt: skip


# --- whose turn it is ---------------------------------------------------------------------------------


LINE = ("kind", "title", "number", "state", "due_on", "opened_at")
"""What is told of a matter that waits."""


def waiting(*, post: Post, at: datetime) -> QuerySet[Matter]:
    """Matters in which it is this post's turn: the first step that its kind knows from where it stands is
    this post's; a body's step that is late is the handler's to go on with. The soonest first."""
    turns: dict[Doer, list[tuple[MatterKind, str, Step]]] = {}
    for kind in all_kinds():
        for state in kind.states:
            steps = kind.steps_from(state.code)
            if steps and not state.ended:
                turns.setdefault(steps[0].by, []).append((kind, state.code, steps[0]))
    asked = Q(pk__in=[])
    if access.heads(post):
        asked |= Q(bureau=post.unit_id) & _where(turns.get("chief", ()))
    if access.supervises(post):
        mine = Q(handler=post) | Q(handler=None, unit=post.unit_id)
        theirs = [*turns.get("body", ()), *turns.get("party", ()), *turns.get("invited", ())]
        late = Q(due_on__lt=day_of(at)) & _where(theirs)
        asked |= mine & (_where(turns.get("handler", ())) | late)
    if access.speaks_for_body(post):
        asked |= Q(body=post.unit_id) & _where(turns.get("body", ()))
        for kind, code, step in turns.get("party", ()):
            did = MatterStep.objects.filter(
                matter=OuterRef("pk"), body=post.unit_id, step=step.code
            )
            here = MatterParty.objects.filter(matter=OuterRef("pk"), body=post.unit_id)
            asked |= Q(kind=kind.code, state=code) & Q(~Exists(did)) & Q(Exists(here))
    if access.is_invited(post):
        asked |= Q(invited=post) & _where(turns.get("invited", ()))
    seen = access.matters_seen(post=post, at=at).select_related(None).only(*LINE)
    return seen.filter(asked, ended=False).order_by(F("due_on").asc(nulls_last=True), "pk")


def _where(turns: Iterable[tuple[MatterKind, str, Step]]) -> Q:
    states: dict[str, list[str]] = {}
    for kind, code, _ in turns:
        states.setdefault(kind.code, []).append(code)
    found = Q(pk__in=[])
    for code, those in states.items():
        found |= Q(kind=code, state__in=those)
    return found


def turn_of(matter: Matter) -> Step | None:
    """The step that is asked for now."""
    kind = kind_named(matter.kind)
    steps = kind.steps_from(matter.state) if kind is not None else []
    return steps[0] if steps else None


# --- assessments --------------------------------------------------------------------------------------

LEAST_A_YEAR = 3
"""So many assessments of each body a year: the duty of the power says so."""


def assessed(first: date, last: date) -> set[int]:
    """The bodies that were assessed between two days."""
    rows = Matter.objects.filter(counts_on__range=(first, last)).order_by()
    own = set(rows.filter(body__isnull=False).values_list("body", flat=True))
    return own | set(rows.filter(parties__isnull=False).values_list("parties__body", flat=True))


@dataclass(frozen=True)
class Assessments:
    """What was counted for a body in a year, by kind."""

    body: Body
    by_kind: dict[str, int]

    @property
    def number(self) -> int:
        return sum(self.by_kind.values())

    @property
    def enough(self) -> bool:
        return self.number >= LEAST_A_YEAR


def assessments_of_year(year: int, *, post: Post, at: datetime) -> list[Assessments]:
    """Each body within reach with its assessments of a year, those with the fewest first."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    bodies = list(
        bodies_reached(post=post, at=at)
        .filter(Q(qualified_to=None) | Q(qualified_to__gte=first))
        .select_related("unit__division")
        .order_by("code")
    )
    counted = Matter.objects.filter(counts_on__range=(first, last)).order_by()
    found: dict[int, dict[str, int]] = {}
    for path in ("body", "parties__body"):
        rows = counted.filter(**{f"{path}__isnull": False}).values_list(path, "kind")
        for body, kind, number in rows.annotate(Count("pk", distinct=True)):
            by_kind = found.setdefault(body, {})
            by_kind[kind] = by_kind.get(kind, 0) + number
    told = [Assessments(one, found.get(one.pk, {})) for one in bodies]
    return sorted(told, key=lambda one: (one.number, one.body.code))


def confirmed_subjects(word: str) -> QuerySet[Body]:
    """Bodies whose qualification was confirmed, for everybody to read."""
    rows = Body.objects.exclude(confirmation="").select_related("unit__division")
    if word:
        rows = rows.filter(Q(name__icontains=word) | Q(confirmation__icontains=word))
    return rows
