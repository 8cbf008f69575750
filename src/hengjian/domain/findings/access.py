"""Who sees which findings, and why; who may do something with them.

A supervisor sees what his post reaches; leaders, a department's own legal section and township stations
read it. A body sees what it was asked about, from then on and for ever: a finding is a suspicion that a
program wrote down, and nobody is confronted with it before a person has looked at it (facts §8: never
alone). The parameter `findings.open_to_bodies` opens all, for cities that let bodies correct themselves
first. What is about an officer is shown to the body's clerk, reviewer and leader, not to his colleagues.
Procuratorate, courts and administrators see nothing here. Findings of no body are the city's own
business: its general section, its bureau and its leaders see them.
"""

from datetime import datetime
from typing import TypeVar, cast

from django.db.models import CharField, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Level, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.beyond import HOLDS, beyond_reach
from hengjian.core.rights.once import built_once
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.findings.models import AnswerFile, CheckRun, Finding, SavedFilter
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.findings.workflow import Side
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.models import Body

Row = TypeVar("Row", bound=Model)
OF_A_BODY = frozenset({Role.BODY_CLERK, Role.BODY_OFFICER, Role.LEGAL_REVIEWER})
ANSWERING = frozenset({Role.BODY_CLERK, Role.LEGAL_REVIEWER, Role.LEADER})
WHOLE = "whole_city"


def side_of(post: Post) -> Side | None:
    """On which side of a finding the post stands; None: it only reads, or sees nothing."""
    if supervises(post):
        return Side.SUPERVISOR
    return Side.BODY if of_a_body(post) and post.role in ANSWERING else None


def supervises(post: Post) -> bool:
    """Whether the post decides about findings: a department's legal section does not, it would judge
    its own department."""
    return post.role == Role.SUPERVISOR and post.unit.kind != UnitKind.LEGAL_SECTION


def leads_supervision(post: Post) -> bool:
    """Whether the post leads those that supervise: its government or its bureau."""
    leading = post.unit.kind in (UnitKind.GOVERNMENT, UnitKind.BUREAU)
    return post.role == Role.LEADER and leading


def of_a_body(post: Post) -> bool:
    """Whether the post stands on the side of those that are supervised."""
    leads = post.role == Role.LEADER and post.unit.kind == UnitKind.BODY
    return leads or post.role in OF_A_BODY


def reads(post: Post) -> bool:
    """Whether the post reads findings without being told of each."""
    return leads_supervision(post) or post.role in (Role.SUPERVISOR, Role.STATION_OFFICER)


def concerned(post: Post) -> bool:
    """Whether findings are any business of this post."""
    return reads(post) or of_a_body(post)


def sees_whole_city(post: Post) -> bool:
    """Whether the post sees what belongs to no body."""
    if post.unit.division.level != Level.CITY:
        return False
    general = post.unit.kind in (UnitKind.SECTION_GENERAL, UnitKind.BUREAU)
    return leads_supervision(post) or (post.role == Role.SUPERVISOR and general)


def open_to_bodies(at: datetime) -> bool:
    """Whether bodies see all findings about themselves."""
    content, _ = book_in_force(at)
    return bool(content.parameters["findings.open_to_bodies"].values[-1].value)


@built_once
def bodies_seen(*, post: Post, at: datetime) -> QuerySet[Body]:
    """The bodies whose findings the post may see at all, each with `why`."""
    reached = bodies_reached(post=post, at=at)
    return reached if concerned(post) else reached.none()


def shown_to(post: Post, *, at: datetime) -> Q:
    """Which findings of the bodies it reaches are shown to the post."""
    if reads(post):
        return Q()
    if not of_a_body(post):
        return Q(pk__in=[])
    shown = Q() if open_to_bodies(at) else Q(told=True)
    return shown & Q(person=False) if post.role == Role.BODY_OFFICER else shown


def findings_seen(
    *, post: Post, at: datetime, rows: QuerySet[Finding] | None = None
) -> QuerySet[Finding]:
    """Findings that the post may see, each with the reason code as `why`."""
    rows = Finding.objects.all() if rows is None else rows
    return about_bodies_seen(rows, post=post, at=at).filter(shown_to(post, at=at))


def about_bodies_seen(rows: QuerySet[Row], *, post: Post, at: datetime) -> QuerySet[Row]:
    """Rows of a noun with a `body` that the post reaches, or of no body where it sees the whole city."""
    bodies = bodies_seen(post=post, at=at)
    mine = Q(body__in=bodies_seen.keys(post=post, at=at))
    if sees_whole_city(post) and post.held_on(day_of(at)):
        mine |= Q(body=None)
    why = bodies.filter(pk=OuterRef("body")).values(reason=F("why"))[:1]
    reason = Coalesce(Subquery(why, output_field=CharField()), Value(WHOLE))
    return cast(QuerySet[Row], rows.filter(mine).annotate(why=reason))


def finding_seen(pk: int, *, post: Post, at: datetime) -> Finding:
    """One of them, or one that belongs to work which the post was given; any other is not there."""
    rows = Finding.objects.select_related("body__unit__division", "record")
    found = findings_seen(post=post, at=at, rows=rows).filter(pk=pk).first()
    return found or get_object_or_404(_given(rows, post, at), pk=pk)


def _given(rows: QuerySet[Finding], post: Post, at: datetime) -> QuerySet[Finding]:
    """Findings beyond the post's reach that belong to work which it was given: to read, not to decide."""
    held = rows if post.held_on(day_of(at)) else rows.none()
    return held.filter(beyond_reach("findings.finding", post)).annotate(
        why=Value(HOLDS, output_field=CharField())
    )


def decides_about(finding: Finding) -> bool:
    """Whether whoever sees it may also do something with it: not where it only belongs to his case."""
    return bool(finding.why != HOLDS)  # type: ignore[attr-defined]


def file_of(finding: Finding, pk: int) -> AnswerFile:
    """A file of its answers; any other is not there."""
    return get_object_or_404(AnswerFile, pk=pk, step__finding=finding)


def findings_chosen(keys: list[int], *, post: Post, at: datetime) -> list[Finding]:
    """Those of the chosen ones that the post may see, in the order in which they were chosen."""
    rows = Finding.objects.select_related("body__unit").defer("evidence", "parameters", "sum")
    found = {one.pk: one for one in findings_seen(post=post, at=at, rows=rows).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a finding: as it may see the finding itself."""
    if not key.isdecimal():
        return False
    rows = (findings_seen(post=post, at=at), _given(Finding.objects.all(), post, at))
    return any(one.filter(pk=int(key)).exists() for one in rows)


def sees_runs(post: Post) -> bool:
    """Who reads how the checks went: supervisors and who leads them."""
    return supervises(post) or leads_supervision(post)


def run_seen(pk: int, *, post: Post) -> CheckRun:
    """That run."""
    rows = CheckRun.objects.all() if sees_runs(post) else CheckRun.objects.none()
    return get_object_or_404(rows, pk=pk)


def filters_of(post: Post, noun: str = "findings") -> QuerySet[SavedFilter]:
    """A person's own saved filters."""
    return SavedFilter.objects.filter(person=post.person_id, noun=noun)


def own_filter(pk: int, *, post: Post) -> SavedFilter:
    """One of them."""
    return get_object_or_404(filters_of(post), pk=pk)


def why_seen(code: str) -> str:
    """The reason in words."""
    if code == WHOLE:
        return say(
            "不属于哪一个机关的线索，由市级综合科和领导掌握",
            "It belongs to no single body: the city's own business",
        )
    return why_words(code)
