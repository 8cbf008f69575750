"""All lists of rules: of the book in force, with what was switched, how many findings, which drafts.

Serves the list of rules and a rule's page. Counts are those of the reader's reach; the book itself is
read by everybody.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from hengjian.core.clock import day_of
from hengjian.core.months import after, first_of
from hengjian.core.people.models import Post
from hengjian.domain.findings.access import findings_seen, reads
from hengjian.domain.findings.catalogue import family_of
from hengjian.domain.findings.models import Finding, Tally
from hengjian.domain.findings.queries import Wanted, scope_of
from hengjian.domain.findings.rules.access import custom_rules_seen, writes_rules
from hengjian.domain.findings.rules.in_force import in_force, switched
from hengjian.domain.findings.rules.models import (
    CustomRule,
    RuleSwitch,
    RuleTrial,
    RuleVersion,
    SetValue,
)
from hengjian.rules.custom import CustomRule as ReadRule
from hengjian.rules.rule import Severity

MONTHS = 24
"""So many months of hits are drawn."""
BODIES = 12
RUNS, OFF, LOWERED, ELSEWHERE, BY_PERSON, DRAFT, RETIRED = (
    "runs", "off", "lowered", "elsewhere", "person", "draft", "retired",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A rule in a list. ``state``: whether it runs here, and if not, why not."""

    id: str
    title: str
    severity: Severity
    basis: str
    laws: frozenset[str]
    state: str
    why: str = ""
    custom: bool = False
    hits: int = 0

    @property
    def family(self) -> str:
        return family_of(self.id)


@dataclass(frozen=True)
class Asked:
    """What a list of rules is asked for."""

    q: str = ""
    family: str = ""
    severity: str = ""
    law: str = ""
    state: str = ""
    sort: str = ""


def lines(post: Post, *, at: datetime) -> list[Line]:
    """All rules that the post may read, by their numbers: six queries."""
    now = in_force(at)
    hits = hits_by_rule(post, at=at)
    switches = {(s.rule, s.kind): s for s in switched(day_of(at))}
    found = []
    for rule in now.book.rules.values():
        off = switches.get((rule.id, RuleSwitch.Kind.OFF))
        state, why = RUNS, ""
        if off is not None:
            state, why = OFF, off.reason
        elif rule.off_because is not None:
            state, why = ELSEWHERE, rule.off_because
        elif (rule.id, RuleSwitch.Kind.LOWERED) in switches:
            state, why = LOWERED, switches[rule.id, RuleSwitch.Kind.LOWERED].reason
        laws = frozenset(citation.law for citation in rule.basis)
        found.append(
            Line(rule.id, rule.title, rule.severity, rule.cited(), laws, state, why,
                 isinstance(rule, ReadRule), hits.get(rule.id, 0))
        )  # fmt: skip
    for entry in now.book.unwritten.values():
        laws = frozenset(text.partition("#")[0] for text in entry.basis)
        basis = "、".join(sorted(f"《{law}》" for law in laws))
        found.append(Line(entry.id, entry.title, entry.severity, basis, laws, BY_PERSON, entry.why))
    known = {line.id for line in found}
    found += [line for line in _drafts(post) if line.id not in known]
    return sorted(found, key=lambda line: line.id)


def _drafts(post: Post) -> list[Line]:
    """Custom rules that are in no check: being written, or retired."""
    rows = RuleVersion.objects.filter(rule__in=custom_rules_seen(post).values("pk"))
    newest: dict[str, RuleVersion] = {}
    for version in rows.select_related("rule").order_by("rule", "-number"):
        if version.enabled_at is not None or writes_rules(post):
            newest.setdefault(version.rule.code, version)
    told = []
    for code, version in newest.items():
        data = version.definition
        laws = frozenset(str(text).partition("#")[0] for text in data["basis"])
        basis = data["own_basis"] or "、".join(sorted(f"《{law}》" for law in laws))
        state = RETIRED if version.state == RuleVersion.State.RETIRED else DRAFT
        told.append(Line(code, data["title"], Severity(data["severity"]), basis, laws, state,
                         str(version.get_state_display()), custom=True))  # fmt: skip
    return told


def narrowed(found: list[Line], asked: Asked) -> list[Line]:
    """Those that fit, in the order asked for."""
    words = asked.q.lower().split()
    kept = [
        line
        for line in found
        if (not asked.family or line.family == asked.family)
        and (not asked.severity or line.severity.value == asked.severity)
        and (not asked.law or asked.law in line.laws)
        and _of_state(line, asked.state)
        and all(word in f"{line.id} {line.title} {line.basis}".lower() for word in words)
    ]
    orders = {
        "hits": lambda line: line.hits,
        "severity": lambda line: line.severity.weight,
        "id": lambda line: line.id,
    }
    key = orders.get(asked.sort.lstrip("-"))
    return sorted(kept, key=key, reverse=asked.sort.startswith("-")) if key else kept


def _of_state(line: Line, state: str) -> bool:
    if state == "custom":
        return line.custom
    if state == "hits":
        return line.hits > 0
    return not state or line.state == state


def hits_by_rule(post: Post, *, at: datetime) -> dict[str, int]:
    """Rule → how many findings stand of it, of those the post sees."""
    if reads(post):
        scope = scope_of(post, Wanted(), at=at)
        rows = Tally.objects.order_by().filter(body__in=scope.keys, number__gt=0)
        return dict(rows.values_list("rule").annotate(Sum("number")))
    seen = findings_seen(post=post, at=at).filter(stands=True)
    return dict(seen.order_by().values_list("rule").annotate(Count("pk")))


# --- one rule ---------------------------------------------------------------------------------------------


def by_month(rows: QuerySet[Finding], *, day: date) -> list[tuple[date, int]]:
    """Month → how many findings of acts in it, for the last `MONTHS`; months without any too."""
    months = [after(first_of(day), -back) for back in range(MONTHS - 1, -1, -1)]
    recent = rows.filter(on__gte=months[0], on__lte=day).order_by()
    groups = recent.annotate(month=TruncMonth("on")).values_list("month").annotate(Count("pk"))
    counted = dict(groups)
    return [(month, counted.get(month, 0)) for month in months]


def by_body(rows: QuerySet[Finding]) -> list[tuple[int | None, str, int]]:
    """The bodies with most findings: unit, name, how many."""
    groups = rows.order_by().values_list("body", "body__name").annotate(n=Count("pk"))
    return [(unit, name or "", n) for unit, name, n in groups.order_by("-n", "body")[:BODIES]]


def numbers_of(rows: QuerySet[Finding]) -> dict[str, int]:
    """How many stand, how many nobody has looked at yet, in how many bodies."""
    todo = Q(state__in=(Finding.State.OPEN, Finding.State.REOPENED))
    return rows.order_by().aggregate(
        all=Count("pk"), open=Count("pk", filter=todo), bodies=Count("body", distinct=True)
    )


def switches_of(rule: str) -> QuerySet[RuleSwitch]:
    """Every switch of a rule, the newest first."""
    rows = RuleSwitch.objects.filter(rule=rule)
    return rows.select_related("by__person", "by__unit", "ended_by__person")


def values_of(parameter: str) -> QuerySet[SetValue]:
    """Every value that the bureau entered for a parameter, the newest first."""
    rows = SetValue.objects.filter(parameter=parameter)
    return rows.select_related("by__person", "by__unit", "withdrawn_by__person")


def versions_of(rule: CustomRule) -> QuerySet[RuleVersion]:
    """Every version, the newest first."""
    return rule.versions.select_related("by__person", "by__unit", "enabled_by__person",
                                        "retired_by__person").order_by("-number")  # fmt: skip


def trials_of(rule: CustomRule) -> QuerySet[RuleTrial]:
    """The last trials of any of its versions."""
    rows = RuleTrial.objects.filter(version__rule=rule)
    return rows.select_related("version", "job", "by__person")
