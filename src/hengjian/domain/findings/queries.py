"""All lists of findings: within the rights of a post, filtered, ordered, cut into pages, counted.

Serves worklist, home page and exports over millions of rows. The kept counts (`Tally`) say how many fit
before a row is read, and so which way to them is short: by their bodies and rules where they are few,
else in the order of the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.findings.access import bodies_seen, reads, sees_whole_city, shown_to
from hengjian.domain.findings.applied.actions import WEIGHTS
from hengjian.domain.findings.catalogue import rules_fitting, titled
from hengjian.domain.findings.keyset import PAGE, Page, counted, page_of
from hengjian.domain.findings.models import CheckRun, Finding, Step, Tally
from hengjian.domain.findings.workflow import BLAMES_THE_RULE, TODO, State
from hengjian.domain.registry.models import Body

FEW = 3000
"""So many rows are quickly read and sorted."""
SEARCHED = 20_000
"""Texts are looked through only where the filters leave so many."""
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
    """The sections of the post's own bureau, by whose remit a list can be narrowed."""
    bureau = post.unit.parent if post.unit.parent_id else post.unit
    kinds = (UnitKind.SECTION_DIRECT, UnitKind.SECTION_COUNTY, UnitKind.SECTION_GENERAL)
    rows = Unit.objects.filter(parent=bureau, kind__in=kinds).order_by("path")
    return list(rows.values_list("pk", "inward_name"))


# --- rows ------------------------------------------------------------------------------------------------


def listed(post: Post, wanted: Wanted, scope: Scope, *, at: datetime) -> QuerySet[Finding]:
    """The findings that the post sees and that are asked for; not yet ordered."""
    rules = _rules(wanted, at)
    rows = Finding.objects.filter(shown_to(post), stands=wanted.state != "gone")
    rows = _of_bodies(rows, scope, few=_few(wanted, scope, rules))
    if wanted.states is not None:
        rows = rows.filter(state__in=sorted(wanted.states))
    if rules is not None:
        rows = rows.filter(rule__in=sorted(rules))
    if wanted.severity in WEIGHTS:
        rows = rows.filter(weight=WEIGHTS[wanted.severity])
    if wanted.nature:
        rows = rows.filter(nature=wanted.nature)
    if wanted.age:
        rows = _of_age(rows, wanted.age, at)
    if wanted.overdue:
        rows = rows.filter(due_on__lt=day_of(at))
    if wanted.sort == "due":
        rows = rows.filter(due_on__isnull=False)
    return _holding(rows, wanted, scope, rules, at) if wanted.q else rows


def findings_page(rows: QuerySet[Finding], wanted: Wanted) -> Page[Finding]:
    """A page with the columns of a list."""
    return page_of(
        rows.only(*COLUMNS), wanted.order, after=wanted.after, before=wanted.before, size=PAGE
    )


def number_of(
    rows: QuerySet[Finding], post: Post, wanted: Wanted, scope: Scope, *, at: datetime
) -> tuple[int, bool]:
    """How many there are: from the kept counts where they know, else counted up to a thousand."""
    plain = not (wanted.q or wanted.age or wanted.nature or wanted.overdue or wanted.sort == "due")
    if plain and wanted.state != "gone" and reads(post):
        return _tallied(wanted, scope, _rules(wanted, at)), False
    return counted(rows)


def _few(wanted: Wanted, scope: Scope, rules: frozenset[str] | None) -> bool:
    """Whether so few fit that they are best read by their bodies or rules and then sorted."""
    if len(scope.bodies) <= 1 or wanted.state == "gone":
        return True
    return _tallied(wanted, scope, rules) <= FEW


def _tallied(wanted: Wanted, scope: Scope, rules: frozenset[str] | None) -> int:
    rows = tallies(scope, wanted, rules)
    return int(rows.aggregate(n=Sum("number"))["n"] or 0)


def tallies(scope: Scope, wanted: Wanted, rules: frozenset[str] | None) -> QuerySet[Tally]:
    """The kept counts that fit."""
    rows = Tally.objects.order_by().filter(body__in=scope.keys)
    if wanted.states is not None:
        rows = rows.filter(state__in=sorted(wanted.states))
    if rules is not None:
        rows = rows.filter(rule__in=sorted(rules))
    if wanted.severity in WEIGHTS:
        rows = rows.filter(weight=WEIGHTS[wanted.severity])
    return rows


def _rules(wanted: Wanted, at: datetime) -> frozenset[str] | None:
    person = {"yes": True, "no": False}.get(wanted.person)
    fitting = rules_fitting(at, family=wanted.family, nature=wanted.nature, person=person)
    if not wanted.rule:
        return fitting
    return frozenset({wanted.rule}) if fitting is None or wanted.rule in fitting else frozenset()


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


def _holding(
    rows: QuerySet[Finding],
    wanted: Wanted,
    scope: Scope,
    rules: frozenset[str] | None,
    at: datetime,
) -> QuerySet[Finding]:
    """Found by number, by the rule's title, and by the text where few enough are left to look through."""
    words = wanted.q.strip().replace("\0", "")
    found = Q(rule__in=list(titled(at, words))) | Q(case_id=words) | Q(code=words.lower())
    if searches_texts(wanted, scope, rules):
        text = Q()
        for part in words.split():
            text &= Q(says__contains=part)
        found |= text
    return rows.filter(found)


def searches_texts(wanted: Wanted, scope: Scope, rules: frozenset[str] | None = None) -> bool:
    """Whether the texts of findings are looked through too."""
    return _tallied(wanted, scope, rules) <= SEARCHED


# --- summaries --------------------------------------------------------------------------------------------


def by_rule(
    post: Post, wanted: Wanted, scope: Scope, *, at: datetime
) -> list[tuple[str, int, int, int]]:
    """Rule, its gravest weight, how many findings, in how many bodies: the most first."""
    rows = tallies(scope, wanted, _rules(wanted, at)).filter(number__gt=0)
    groups = rows.values_list("rule").annotate(
        w=Max(-F("weight")), n=Sum("number"), b=Count("body", distinct=True)
    )
    return [(rule, -w, n, b) for rule, w, n, b in groups.order_by("-n", "rule")]


def by_body(
    post: Post, wanted: Wanted, scope: Scope, *, at: datetime
) -> list[tuple[int, int, int]]:
    """Body (0: none), how many fatal ones, how many in all: the most first."""
    rows = tallies(scope, wanted, _rules(wanted, at)).filter(number__gt=0)
    groups = rows.values_list("body").annotate(
        f=Sum("number", filter=Q(weight=0), default=0), n=Sum("number")
    )
    return list(groups.order_by("-n", "body"))


def by_state(post: Post, scope: Scope) -> dict[tuple[str, int], int]:
    """(state, weight) → how many."""
    rows = Tally.objects.order_by().filter(body__in=scope.keys, number__gt=0)
    groups = rows.values_list("state", "weight").annotate(Sum("number"))
    return {(state, weight): n for state, weight, n in groups}


# --- one finding ------------------------------------------------------------------------------------------


def steps_of(finding: Finding) -> QuerySet[Step]:
    """Its story, the newest first."""
    return finding.steps.select_related("post__person", "post__unit").order_by("-at", "-id")


def others_of_case(finding: Finding, rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Other findings of the same record, of those that the reader sees."""
    if not finding.case_id or finding.body_id is None:
        return rows.none()
    same = rows.filter(case_id=finding.case_id, body=finding.body_id, stands=True)
    return same.exclude(code=finding.code).order_by("weight", "rule")


def like_it(finding: Finding) -> dict[str, int]:
    """How many of this rule stand in this body, and in how many bodies and findings over all."""
    rows = Tally.objects.order_by().filter(rule=finding.rule, number__gt=0)
    here = rows.filter(body=finding.body_id or 0).aggregate(n=Sum("number"))["n"] or 0
    whole = rows.aggregate(n=Sum("number"), bodies=Count("body", distinct=True))
    return {"here": int(here), "all": int(whole["n"] or 0), "bodies": int(whole["bodies"])}


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


def runs() -> QuerySet[CheckRun]:
    """The newest first, without their long tallies."""
    return CheckRun.objects.order_by("-id")


def overdue_answers(rows: QuerySet[Finding], *, at: datetime) -> QuerySet[Finding]:
    """Asked, and the day is over."""
    return rows.filter(stands=True, state=State.ASKED, due_on__lt=day_of(at))


def of_scope(rows: QuerySet[Finding], scope: Scope) -> QuerySet[Finding]:
    """Those of the bodies."""
    return _of_bodies(rows, scope, few=True)


def names(scope: Scope, keys: Iterable[int]) -> dict[int, str]:
    """What bodies are called, also such as are no longer in the scope."""
    lacking = [key for key in keys if key and key not in scope.bodies]
    more: dict[int, Any] = {}
    if lacking:
        more = dict(Body.objects.filter(unit__in=lacking).values_list("pk", "name"))
    return scope.bodies | more
