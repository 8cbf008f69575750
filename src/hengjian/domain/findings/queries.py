"""All lists of findings: within the rights of a post, filtered, ordered, cut into pages, counted.

Serves worklist, home page and exports over millions of rows. The kept counts (`Tally`) say how many fit
before a row is read, and so which way to them is short: by their bodies and rules where they are few,
else in the order of the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, cast

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat

from hengjian.core.clock import day_of
from hengjian.core.keyset import PAGE, Page, counted, page_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.findings.access import bodies_seen, reads, sees_whole_city, shown_to
from hengjian.domain.findings.applied.actions import WEIGHTS
from hengjian.domain.findings.catalogue import rules_fitting, titled
from hengjian.domain.findings.models import CheckRun, Finding, Step, Tally
from hengjian.domain.findings.texts.seeking import Led, holding, led_to, numbered
from hengjian.domain.findings.workflow import BLAMES_THE_RULE, TODO, State
from hengjian.domain.registry.models import Body

FEW = 3000
"""So many rows are quickly read and sorted."""
MEETS = 300
"""Findings that hold words are counted up to here where the list is read to meet them."""
ORDERS: dict[str, tuple[str, ...]] = {
    "": ("weight", "-appeared_at", "-id"),
    "new": ("-appeared_at", "-id"),
    "old": ("appeared_at", "id"),
    "due": ("due_on", "id"),
}
AGES = {"week": 7, "month": 30, "quarter": 90}
COLUMNS = (
    "code", "rule", "title", "severity", "weight", "nature", "person", "body", "record", "case_id",
    "on", "says", "state", "version", "stands", "appeared_at", "due_on",
)  # fmt: skip
_STATES = {
    "": TODO,
    "all": None,
    "inhand": frozenset({State.ASKED, State.ANSWERED, State.APPEALED}),
    "gone": None,
} | {state.value: frozenset({state}) for state in State}


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for. ``division`` is a path, ``section`` the unit whose remit is meant."""

    q: str = ""
    state: str = ""
    severity: str = ""
    nature: str = ""
    rule: str = ""
    family: str = ""
    body: int | None = None
    division: str = ""
    sector: str = ""
    section: int | None = None
    age: str = ""
    person: str = ""
    overdue: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the usual states is asked."""
        return bool(
            self.q or self.state or self.severity or self.nature or self.rule or self.family
            or self.body or self.division or self.sector or self.section or self.age or self.person
            or self.overdue
        )  # fmt: skip

    @property
    def states(self) -> frozenset[State] | None:
        return _STATES.get(self.state, TODO)

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS.get(self.sort, ORDERS[""])


@dataclass(frozen=True)
class Scope:
    """The bodies whose findings are asked for (key → name), and whether those of no body are too."""

    bodies: dict[int, str]
    bodiless: bool
    everything: bool

    @property
    def keys(self) -> list[int]:
        return [*self.bodies, *([0] if self.bodiless else [])]


def scope_of(post: Post, wanted: Wanted, *, at: datetime) -> Scope:
    """The bodies that the post sees and that the filters leave: one query."""
    rows = bodies_seen(post=post, at=at).order_by("code")
    narrowed = wanted.body or wanted.division or wanted.sector or wanted.section
    if wanted.body:
        rows = rows.filter(unit=wanted.body)
    if wanted.division:
        rows = rows.filter(unit__division__path__startswith=wanted.division)
    if wanted.sector:
        rows = rows.filter(sector=wanted.sector)
    if wanted.section:
        rows = rows.filter(unit__in=handled_by(wanted.section))
    return Scope(
        dict(rows.values_list("pk", "name")),
        bodiless=not narrowed and sees_whole_city(post) and post.held_on(day_of(at)),
        everything=not narrowed,
    )


def handled_by(section: int) -> QuerySet[Unit, int]:
    """The units whose matters this section handles: by its reach, or because they were assigned to it;
    not those that were assigned to another section of its bureau."""
    office = Unit.objects.filter(pk__in=[section])
    reached = Q(reached_by__home=section, reached_by__role="supervisor")
    mine = Q(assignments__section=section, assignments__ended_at=None)
    others = Q(
        assignments__ended_at=None,
        assignments__section__division__in=office.values("division"),
    ) & ~Q(assignments__section=section)
    rows = Unit.objects.filter(mine)
    general = office.filter(kind=UnitKind.SECTION_GENERAL).exists()
    if not general:
        reach = Unit.objects.filter(reached).exclude(
            pk__in=Unit.objects.filter(others).values("pk")
        )
        rows = Unit.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=reach.values("pk")))
    return rows.order_by().values_list("pk", flat=True)


def sections_to_choose(post: Post) -> list[tuple[int, str]]:
    """The sections of the bureau of the post's tier, by whose remit a list can be narrowed."""
    if not reads(post):
        return []
    kinds = (UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY, UnitKind.SECTION_GENERAL)
    rows = Unit.objects.filter(division=post.unit.division_id, kind__in=kinds).order_by("path")
    return list(rows.values_list("pk", "inward_name"))


# --- rows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worklist:
    """One list as a post asks for it: its rows, how many there are, and its summaries."""

    post: Post
    wanted: Wanted
    at: datetime

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.post, self.wanted, at=self.at)

    @cached_property
    def rules(self) -> frozenset[str] | None:
        """The rules to which the filters and the words come down; None: all."""
        found = self._filtered_rules
        if self.led is None:
            return found
        return self.led.rules if found is None else found & self.led.rules

    @cached_property
    def led(self) -> Led | None:
        """Where the words stand; None: none are asked for, or so few fit that each is looked at."""
        asked, gone = self.wanted.q, self.wanted.state == "gone"
        if not asked or (not gone and _sum(self._tallies(self._filtered_rules)) <= FEW):
            return None
        return led_to(asked, titled=frozenset(titled(self.at, asked)), stands=not gone)

    @cached_property
    def _filtered_rules(self) -> frozenset[str] | None:
        wanted = self.wanted
        person = {"yes": True, "no": False}.get(wanted.person)
        fitting = rules_fitting(self.at, family=wanted.family, nature=wanted.nature, person=person)
        if not wanted.rule:
            return fitting
        fits = fitting is None or wanted.rule in fitting
        return frozenset({wanted.rule}) if fits else frozenset()

    @property
    def tallied(self) -> int:
        """How many the kept counts say there are; at most so many fit where texts or ages are asked."""
        return self._held[0]

    @cached_property
    def _held(self) -> tuple[int, int, int]:
        """How many, the gravest weight among them and the least: where in the list they begin and end."""
        held = self._tallies(self.rules).filter(number__gt=0)
        told = held.aggregate(n=Sum("number"), first=Min("weight"), last=Max("weight"))
        return told["n"] or 0, told["first"] or 0, told["last"] or 0

    def tallies(self) -> QuerySet[Tally]:
        """The kept counts that fit; words do not narrow them."""
        return self._tallies(self._filtered_rules)

    def _tallies(self, rules: frozenset[str] | None) -> QuerySet[Tally]:
        rows = Tally.objects.order_by().filter(body__in=self.scope.keys)
        if self.wanted.states is not None:
            rows = rows.filter(state__in=sorted(self.wanted.states))
        if rules is not None:
            rows = rows.filter(rule__in=sorted(rules))
        if self.wanted.severity in WEIGHTS:
            rows = rows.filter(weight=WEIGHTS[self.wanted.severity])
        return rows

    @cached_property
    def rows(self) -> QuerySet[Finding]:
        """The findings that the post sees and that are asked for; not yet ordered."""
        wanted, at = self.wanted, self.at
        rows = Finding.objects.filter(shown_to(self.post, at=self.at))
        if (
            self.led is None or not self.led.by_keys
        ):  # else no index of what stands is to be gone by
            rows = rows.filter(stands=wanted.state != "gone")
        rows = _of_bodies(rows, self.scope, few=self._few())
        if wanted.states is not None:
            rows = rows.filter(state__in=sorted(wanted.states))
        rules = self.rules if self.led is None or self._few() else self._filtered_rules
        if rules is not None:
            rows = rows.filter(rule__in=sorted(rules))
        if wanted.severity in WEIGHTS:
            rows = rows.filter(weight=WEIGHTS[wanted.severity])
        elif wanted.state != "gone" and len(self.scope.bodies) > 1:
            rows = rows.filter(weight__range=self._held[1:])
        if wanted.nature:
            rows = rows.filter(nature=wanted.nature)
        if wanted.age:
            rows = _of_age(rows, wanted.age, at)
        if wanted.overdue:
            rows = rows.filter(due_on__lt=day_of(at))
        if self.order == ORDERS["due"]:
            rows = rows.filter(state=State.ASKED, due_on__isnull=False)
        return self._holding(rows) if wanted.q else rows

    @property
    def order(self) -> tuple[str, ...]:
        """Answers that are late stand in the order of their days, as their index has them."""
        return ORDERS["due"] if self.wanted.overdue else self.wanted.order

    def page(self) -> Page[Finding]:
        """A page with the columns of a list."""
        asked = self.wanted
        return page_of(
            self.rows.only(*COLUMNS), self.order, after=asked.after, before=asked.before, size=PAGE,
            by_key=True,
        )  # fmt: skip

    @property
    def number(self) -> tuple[int, bool]:
        """How many there are: from the kept counts where they know, else counted up to a thousand."""
        wanted = self.wanted
        other = wanted.q or wanted.age or wanted.nature or wanted.overdue or wanted.sort == "due"
        if not other and wanted.state != "gone" and reads(self.post):
            return self.tallied, False
        if self.led is not None and self.led.common:
            return counted(self.rows, MEETS, self.order)
        return counted(self.rows)

    def _few(self) -> bool:
        """Whether so few fit that they are best read by their bodies or rules and then sorted."""
        if len(self.scope.bodies) <= 1 or self.wanted.state == "gone":
            return True
        return self.tallied <= FEW

    def _holding(self, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        """Found by number, by the rule's title or by the text. (As `rule || ''` no index gives the rules:
        the database would gather all their findings and sort them.)"""
        words = self.wanted.q
        if self.led is None:
            return rows.filter(
                Q(rule__in=titled(self.at, words)) | numbered(words) | holding(words)
            )
        if self._few():
            return rows.filter(self.led.condition("rule"))
        told = cast(QuerySet[Finding], rows.alias(told_by=Concat("rule", Value(""))))
        return told.filter(self.led.condition("told_by"))

    # --- summaries ---

    def by_rule(self) -> list[tuple[str, int, int, int]]:
        """Rule, its gravest weight, how many findings, in how many bodies: the most first."""
        groups = self.tallies().filter(number__gt=0).values_list("rule")
        told = groups.annotate(w=Min("weight"), n=Sum("number"), b=Count("body", distinct=True))
        return list(told.order_by("-n", "rule"))

    def by_body(self) -> list[tuple[int, int, int]]:
        """Body (0: none), how many fatal ones, how many in all: the most first."""
        groups = self.tallies().filter(number__gt=0).values_list("body")
        told = groups.annotate(f=Sum("number", filter=Q(weight=0), default=0), n=Sum("number"))
        return list(told.order_by("-n", "body"))

    def by_state(self) -> dict[tuple[str, int], int]:
        """(state, weight) → how many."""
        groups = self.tallies().filter(number__gt=0).values_list("state", "weight")
        return {(state, weight): n for state, weight, n in groups.annotate(Sum("number"))}


def _sum(rows: QuerySet[Tally]) -> int:
    return int(rows.aggregate(n=Sum("number"))["n"] or 0)


def _of_bodies(rows: QuerySet[Finding], scope: Scope, *, few: bool) -> QuerySet[Finding]:
    """Those of the bodies. (`body_id + 0` keeps the database from going by bodies and sorting them all.)"""
    if few:
        inside = Q(body__in=list(scope.bodies))
    else:
        rows = cast(QuerySet[Finding], rows.alias(whose=F("body_id") + 0))
        inside = Q(whose__in=list(scope.bodies))
    return rows.filter(inside | Q(body=None) if scope.bodiless else inside)


def _of_age(rows: QuerySet[Finding], age: str, at: datetime) -> QuerySet[Finding]:
    """`week`: appeared within it · `-week`: longer ago."""
    days = AGES.get(age.removeprefix("-"))
    if days is None:
        return rows
    since = at - timedelta(days=days)
    return (
        rows.filter(appeared_at__lt=since) if age[0] == "-" else rows.filter(appeared_at__gte=since)
    )


# --- one finding ------------------------------------------------------------------------------------------


def steps_of(finding: Finding) -> QuerySet[Step]:
    """Its story, the newest first."""
    steps = finding.steps.select_related("post__person", "post__unit").prefetch_related("files")
    return steps.order_by("-at", "-id")


def others_of_case(finding: Finding, rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Other findings of the same record, of those that the reader sees."""
    if not finding.case_id or finding.body_id is None:
        return rows.none()
    same = rows.filter(case_id=finding.case_id, body=finding.body_id, stands=True)
    return same.exclude(code=finding.code).order_by("weight", "rule")


def like_it(finding: Finding, *, post: Post, at: datetime) -> dict[str, int]:
    """How many of this rule stand in this body, and in the bodies that the post sees."""
    mine = bodies_seen.keys(post=post, at=at)
    rows = Tally.objects.order_by().filter(rule=finding.rule, number__gt=0)
    rows = rows.filter(Q(body__in=mine) | Q(body=finding.body_id or 0))
    told = rows.aggregate(
        here=Sum("number", filter=Q(body=finding.body_id or 0), default=0),
        all=Sum("number", default=0),
        bodies=Count("body", distinct=True),
    )
    return {**told, "share": round(100 * told["here"] / told["all"]) if told["all"] else 0}


def false_hits(rule: str) -> dict[str, int]:
    """How often people said of a rule's findings that the rule is wrong: appeals upheld, dismissals that
    blame it, and of how many decided findings."""
    rows = Step.objects.filter(finding__rule=rule)
    wrong = Q(kind=Step.Kind.UPHELD) | Q(
        kind=Step.Kind.DISMISSED, reason__in=sorted(BLAMES_THE_RULE)
    )
    decided = Q(kind__in=(Step.Kind.UPHELD, Step.Kind.DISMISSED, Step.Kind.RAISED))
    return rows.aggregate(
        wrong=Count("finding", filter=wrong, distinct=True),
        decided=Count("finding", filter=decided, distinct=True),
    )


# --- check runs and home -----------------------------------------------------------------------------------


def runs_page(*, after: str = "", before: str = "") -> Page[CheckRun]:
    """The newest first."""
    return page_of(CheckRun.objects.all(), ("-id",), after=after, before=before)


def overdue_of(work: Worklist) -> QuerySet[Finding]:
    """Of what a post sees: asked, and the day is over."""
    rows = Finding.objects.filter(stands=True, state=State.ASKED, due_on__lt=day_of(work.at))
    return _of_bodies(rows.order_by(), work.scope, few=len(work.scope.bodies) <= 1)


def asked_of(work: Worklist) -> QuerySet[Finding]:
    """What the bodies of a post are asked about."""
    return work.rows.filter(state=State.ASKED).order_by()


def first_due(rows: QuerySet[Finding]) -> date | None:
    """The first day on which one is due."""
    return cast("date | None", rows.aggregate(first=Min("due_on"))["first"])


def names(scope: Scope, keys: Iterable[int]) -> dict[int, str]:
    """What bodies are called, also such as are no longer in the scope."""
    lacking = [key for key in keys if key and key not in scope.bodies]
    more: dict[int, Any] = {}
    if lacking:
        more = dict(Body.objects.filter(unit__in=lacking).values_list("pk", "name"))
    return scope.bodies | more
