"""Who sees a measure, and who does what with it.

Supervisors see those about bodies within their reach and those of their own bureau; a body reads what was
told to it (`BODY_SEES`); an officer's measures are seen on his page by whoever sees the measures.
"""

from datetime import datetime
from typing import cast

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.rights.queries import within_reach
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.findings.access import supervises
from hengjian.domain.registry.models import Body, Certificate, Officer
from hengjian.domain.supervision.cases.access import heads, speaks_for_body
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.measures.models import Measure, Promise
from hengjian.domain.supervision.measures.workflow import BODY_SEES, Doer, Move

OWN = "own_bureau"


def proposes(post: Post) -> bool:
    """Whether the post proposes measures: the supervisors of a bureau."""
    return supervises(post) and post.unit.as_bureau.kind == UnitKind.BUREAU


def concerned(post: Post) -> bool:
    """Whether measures are any business of this post."""
    leads = post.role == Role.LEADER and post.unit.kind == UnitKind.GOVERNMENT
    return supervises(post) or heads(post) or leads or speaks_for_body(post)


@built_once
def measures_seen(*, post: Post, at: datetime) -> QuerySet[Measure]:
    """The measures that the post may see, each with the reason code as `why`."""
    rows = Measure.objects.all()
    if not post.held_on(day_of(at)) or not concerned(post):
        return cast(
            QuerySet[Measure], rows.none().annotate(why=Value("", output_field=CharField()))
        )
    if speaks_for_body(post) and not heads(post):
        told = Q(pk__in=[])
        for kind, states in BODY_SEES.items():
            told |= Q(kind=kind, state__in=sorted(states))
        if post.unit.kind == UnitKind.GOVERNMENT and post.role == Role.LEADER:
            told = ~Q(pk__in=[])
        return within_reach(rows.filter(told), unit="body__unit", post=post, at=at)
    reached = within_reach(rows, unit="body__unit", post=post, at=at)
    reach = reached.order_by().values("pk")
    ours = Q(bureau=root_of(post.unit))
    why = Case(When(ours, then=Value(OWN)), default=Value("reach"), output_field=CharField())
    return cast(QuerySet[Measure], rows.filter(ours | Q(pk__in=reach)).annotate(why=why))


def measure_seen(pk: int, *, post: Post, at: datetime) -> Measure | None:
    """That measure, or None: to whom it is not shown it does not exist."""
    rows = measures_seen(post=post, at=at).select_related(
        "bureau__division", "body__unit", "case", "officer", "card", "unit", "proposed_by__person",
        "approved_by__person",
    )  # fmt: skip
    return rows.filter(pk=pk).first()


def why_measure(code: str) -> str:
    """The reason in words."""
    own = say("由您所在的监督机关办理", "Your bureau has it")
    below = say("涉及您监督范围内的机关", "It concerns a body that you supervise")
    return {OWN: own, "reach": below}.get(code) or why_words(code)


def of_bureau(measure: Measure, post: Post) -> bool:
    return root_of(post.unit) == measure.bureau_id


def reads_inside(post: Post) -> bool:
    """Whether the post reads reasons and papers that the body never gets."""
    return supervises(post) or heads(post)


def may_take(move: Move, measure: Measure, post: Post) -> bool:
    """Whether the post is one of those who take this step."""
    if move.by is Doer.CHIEF:
        return heads(post) and of_bureau(measure, post)
    if move.by is Doer.HANDLER:
        return proposes(post) and of_bureau(measure, post)
    body = measure.body
    return body is not None and speaks_for_body(post) and post.unit_id == body.unit_id


@built_once
def bodies_within(*, post: Post, at: datetime) -> QuerySet[Body]:
    """About whom the post may propose a measure."""
    return within_reach(Body.objects.all(), unit="unit", post=post, at=at)


def body_chosen(pk: int, *, post: Post, at: datetime) -> Body | None:
    return bodies_within(post=post, at=at).select_related("unit").filter(pk=pk).first()


def officer_chosen(pk: int, body: Body) -> Officer | None:
    """One of the body's own people."""
    return Officer.objects.filter(body=body, pk=pk).first()


def card_chosen(pk: int, officer: Officer) -> Certificate | None:
    return officer.certificates.filter(pk=pk).first()


def promise_of(measure: Measure, pk: int) -> Promise | None:
    """One of its promises; any other is not there."""
    return measure.promises.filter(pk=pk).first()


def of_officer(officer: int, *, post: Post, at: datetime) -> QuerySet[Measure]:
    """The measures about a person that were approved: his history, never a score."""
    from hengjian.domain.supervision.measures.workflow import GIVEN_UP, State

    hidden = sorted(GIVEN_UP | {State.PROPOSED})
    return measures_seen(post=post, at=at).filter(officer=officer).exclude(state__in=hidden)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a measure."""
    return key.isdecimal() and reads_inside(post) and (
        measures_seen(post=post, at=at).filter(pk=int(key)).exists()
    )  # fmt: skip
