"""Who sees a supervision case, and who takes which step of it.

Supervisors see the cases of bodies within their reach, those that their own bureau has, and those in which
it works jointly. A bureau from which a case was taken reads what happened until then. The supervised body sees a case from its notification on, and of it only
what is not inside (`CaseStep.inside`). Parties, procuratorate and court see none here.
"""

from datetime import datetime
from typing import Any, cast

from django.db.models import (
    Case as Chosen,
)
from django.db.models import (
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.rights.queries import within_reach
from hengjian.domain.findings.access import supervises as supervises  # the same people
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases.models import (
    Bar,
    Case,
    CaseFile,
    CaseStep,
    Deadline,
    Handler,
    Hearing,
    Holding,
    Objection,
    Recusal,
)
from hengjian.domain.supervision.cases.workflow import BEFORE_BODY, Doer, Move

ANSWERS = (Role.BODY_CLERK, Role.LEGAL_REVIEWER, Role.LEADER)
"""Who speaks for a supervised body."""


def heads(post: Post) -> bool:
    """Whether the post heads a supervision body."""
    return post.role == Role.LEADER and post.unit.kind == UnitKind.BUREAU


def speaks_for_body(post: Post) -> bool:
    return post.role in ANSWERS and post.unit.kind in (UnitKind.BODY, UnitKind.GOVERNMENT)


@built_once
def cases_seen(*, post: Post, at: datetime) -> QuerySet[Case]:
    """The cases that the post may see, each with the reason code as `why`."""
    rows = Case.objects.select_related("body", "unit__division", "bureau")
    if not post.held_on(day_of(at)):
        return _none(rows)
    if supervises(post) or heads(post):
        return _reached_or_had(rows, post)
    if _leads_government(post):
        return within_reach(rows, unit="body__unit", post=post, at=at)
    if speaks_for_body(post):
        told = rows.exclude(state__in=sorted(BEFORE_BODY)).filter(
            Exists(CaseStep.objects.filter(case=OuterRef("pk"), move="notify"))
        )
        return within_reach(told, unit="body__unit", post=post, at=at)
    return _none(rows)


def _reached_or_had(rows: QuerySet[Case], post: Post) -> QuerySet[Case]:
    """Those of bodies within reach, those that the post's bureau has, those in which it works jointly."""
    from hengjian.domain.supervision.modes.models import Part

    path = "body__unit__reached_by"
    mine = Q(**{f"{path}__home": post.unit_id, f"{path}__role": post.role})
    joint = Part.objects.working().filter(
        request__case=OuterRef("pk"), unit__path__startswith=_top(post)
    )
    shown = (
        rows.annotate(reach=FilteredRelation(path, condition=mine), joint=Exists(joint))
        .filter(Q(reach__isnull=False) | Q(bureau__path__startswith=_top(post)) | Q(joint=True))
        .annotate(
            why=Coalesce(
                F("reach__why"),
                Chosen(When(joint=True, then=Value("joint")), default=Value("holds")),
                output_field=CharField(),
            )
        )
    )
    return cast(QuerySet[Case], shown)


def held_or_joint(post: Post) -> Q:
    """The cases that the post's bureau has now, and those in which it works jointly."""
    from hengjian.domain.supervision.modes.models import Part

    joint = Part.objects.working().filter(
        request__case=OuterRef("pk"), unit__path__startswith=_top(post)
    )
    return Q(bureau__path__startswith=_top(post)) | Q(Exists(joint))


def case_seen(pk: int, *, post: Post, at: datetime) -> Case | None:
    """That case, or None: to whom it is not shown it does not exist."""
    return cases_seen(post=post, at=at).filter(pk=pk).first()


def locked(pk: int) -> Case:
    """The case, locked until the action ends."""
    return Case.objects.select_for_update().get(pk=pk)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a case."""
    seen = cases_seen(post=post, at=at)
    return key.isdecimal() and reads_inside(post) and seen.filter(pk=int(key)).exists()


def reads_inside(post: Post) -> bool:
    """Whether the post reads the 副卷: those who supervise, never the body."""
    return supervises(post) or heads(post)


TOLD_AFTER = ("note_mode", "hand_over", "close")
"""What a bureau that had a case reads of it afterwards."""


def left_at(case: Case, post: Post) -> datetime | None:
    """When the case was taken from the post's bureau; None: it never had it, has it, or stands above."""
    if of_bureau(post, case) or not reads_inside(post):
        return None
    if case.bureau.division.path.startswith(post.unit.division.path):
        return None
    had = Holding.objects.filter(case=case, bureau__path__startswith=_top(post))
    left = had.order_by("-until").values_list("until", flat=True).first()
    return None if left is None or works_jointly(case, post) else left


def works_jointly(case: Case, post: Post) -> bool:
    """Whether the post's bureau works on the case jointly now."""
    from hengjian.domain.supervision.modes.models import Part

    top = _top(post)
    return Part.objects.working().filter(request__case=case, unit__path__startswith=top).exists()


def reads_now(case: Case, post: Post) -> bool:
    """Whether the post reads what goes on inside the case now."""
    return reads_inside(post) and left_at(case, post) is None


def reads_annex(case: Case, post: Post) -> bool:
    """Whether the post reads what stands in the 副卷 of this case: its handlers, the head of its bureau."""
    head = heads(post) and post.unit_id == case.bureau_id
    return head or (supervises(post) and handles(case, post))


def may_retell(case: Case, post: Post) -> bool:
    """Who writes what the body will read, while it does not know of the case."""
    own = post.pk == case.proposed_by_id
    return case.state in BEFORE_BODY and (own or reads_annex(case, post))


@built_once
def annexes_read(*, post: Post, at: datetime) -> QuerySet[Case]:
    """The cases whose 副卷 the post reads."""
    mine = Q(Exists(Handler.objects.filter(case=OuterRef("pk"), post=post, until=None)))
    if heads(post):
        mine |= Q(bureau=post.unit_id)
    return cases_seen(post=post, at=at).filter(mine)


def steps_seen(case: Case, *, post: Post) -> QuerySet[CaseStep]:
    """The steps of a case as this post reads them."""
    steps = case.steps.select_related("post__person", "post__unit")
    if reads_inside(post):
        left = left_at(case, post)
        if left is None:
            return steps
        last = case.steps.filter(move="hand_over", at__lte=left).order_by("pk").last()
        return steps.filter(Q(pk__lte=last.pk if last else 0) | Q(move__in=TOLD_AFTER))
    told = case.steps.filter(move="notify").values_list("pk", flat=True).first()
    return steps.filter(inside=False, pk__gte=told) if told else steps.none()


def doers_as(case: Case, post: Post) -> set[Doer]:
    """As whom the post takes steps of this case."""
    found = set()
    if speaks_for_body(post) and post.unit_id == case.body_id:
        found.add(Doer.BODY)
    if heads(post) and post.unit_id == case.bureau_id:
        found.add(Doer.CHIEF)
    if supervises(post) and of_bureau(post, case) and handles(case, post):
        found.add(Doer.HANDLER)
    return found


def may_take(move: Move, case: Case, post: Post) -> bool:
    """Whether the post is one of those who take this step."""
    return move.by in doers_as(case, post)


def may_appoint(case: Case, post: Post) -> bool:
    """Who appoints handlers: the head, or the general section, of the bureau that has the case."""
    general = post.unit.kind in (UnitKind.SECTION_GENERAL, UnitKind.BUREAU)
    return of_bureau(post, case) and (heads(post) or (supervises(post) and general))


def may_review(case: Case, post: Post) -> bool:
    """Who reviews an objection: supervisors and the head of the bureau that never handled the case."""
    ours = (supervises(post) or heads(post)) and of_bureau(post, case)
    return ours and not case.handlers.filter(post__person=post.person_id).exists()


def file_seen(case: Case, pk: int, *, post: Post) -> CaseFile | None:
    """A file of a step that the post reads, or None; one for the 副卷 to those who read that."""
    steps = steps_seen(case, post=post).order_by().values("pk")
    rows = CaseFile.objects.filter(pk=pk, step__in=steps)
    return (rows if reads_annex(case, post) else rows.filter(step__inside=False)).first()


def handles(case: Case, post: Post) -> bool:
    return Handler.objects.filter(case=case, post=post, until=None).exists()


def of_bureau(post: Post, case: Case) -> bool:
    return case.bureau.path.startswith(_top(post))


def _top(post: Post) -> str:
    """How the paths of all units of the post's bureau begin."""
    return f"{post.unit.path.split('/')[0]}/"


def _leads_government(post: Post) -> bool:
    return post.role == Role.LEADER and post.unit.kind == UnitKind.GOVERNMENT


def _none(rows: QuerySet[Any]) -> QuerySet[Case]:
    return cast(QuerySet[Case], rows.none().annotate(why=Value("", output_field=CharField())))


def concerned(post: Post) -> bool:
    """Whether cases are any business of this post."""
    return supervises(post) or heads(post) or _leads_government(post) or speaks_for_body(post)


def handler_of(case: Case, pk: int) -> Handler:
    """One of the case's handlers; any other is not there."""
    return get_object_or_404(Handler, pk=pk, case=case)


def recusal_of(case: Case, pk: int) -> Recusal:
    """One of its recusals."""
    return get_object_or_404(Recusal, pk=pk, handler__case=case)


def deadline_of(case: Case, pk: int) -> Deadline:
    """One of its deadlines."""
    return get_object_or_404(Deadline, pk=pk, case=case)


def hearing_of(case: Case, pk: int) -> Hearing:
    """One of its hearings."""
    return get_object_or_404(Hearing, pk=pk, case=case)


def bar_of(case: Case, pk: int) -> Bar:
    """One of its bars."""
    return get_object_or_404(Bar, pk=pk, case=case)


def objection_of(case: Case, pk: int) -> Objection:
    """One of its objections."""
    return get_object_or_404(Objection, pk=pk, case=case)


def supervisor_chosen(post: int, card: int) -> tuple[Post, Certificate]:
    """A post and a certificate as a form names them; the action looks whether they fit."""
    return get_object_or_404(Post, pk=post), get_object_or_404(Certificate, pk=card)
