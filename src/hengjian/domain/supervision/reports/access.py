"""Who sees which forms, tasks and answers, who sends, who fills in, who signs.

A bureau's own supervisors and heads build and send; those of the tiers above read. A unit sees what it is
itself asked and what it passed on, never what others answer. Whom none of it concerns finds nothing.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Level, Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.core.rights.queries import within_reach
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.duties import access as duties
from hengjian.domain.supervision.duties.owing import SECTIONS, root_of
from hengjian.domain.supervision.reports.models import (
    ReportAnswer,
    ReportEdition,
    ReportForm,
    ReportTask,
)

FILLERS = (
    Role.SUPERVISOR, Role.BODY_CLERK, Role.LEGAL_REVIEWER, Role.STATION_OFFICER, Role.LIAISON,
    Role.LEADER,
)  # fmt: skip
"""Who fills in for the unit in which the post is held."""
ASKED = (UnitKind.BUREAU, UnitKind.BODY, UnitKind.GOVERNMENT, UnitKind.JUSTICE_STATION)
"""Which kinds of unit a form is sent to."""


def bureau_of(post: Post) -> Unit:
    """The bureau that the post belongs to; else its own unit."""
    return post.unit.as_bureau


def sends(post: Post) -> bool:
    """Whether the post builds forms and sends them: a bureau's supervisors and heads."""
    return (supervises(post) or heads(post)) and bureau_of(post).kind == UnitKind.BUREAU


def reads(post: Post) -> bool:
    """Whether the post sees tasks that bureaus sent."""
    return duties.concerned(post)


def fills(post: Post) -> bool:
    """Whether the post may fill in for some unit."""
    return post.role in FILLERS


def concerned(post: Post) -> bool:
    return reads(post) or fills(post)


def units_spoken_for(post: Post) -> set[int]:
    """The units in whose name the post fills in: its own, and what it is a section of."""
    if not fills(post):
        return set()
    inner = post.unit.kind in (*SECTIONS, UnitKind.LEGAL_SECTION)
    above = {post.unit.parent_id} if inner and post.unit.parent_id else set()
    return {post.unit_id, *above}


# --- forms -------------------------------------------------------------------------------------------------


@built_once
def forms_seen(*, post: Post, at: datetime) -> QuerySet[ReportForm]:
    """The forms of one's own bureau, and of those whose duties one reads."""
    seen = duties.bureaus_seen.keys(post=post, at=at)
    return ReportForm.objects.filter(bureau__in=seen).select_related("bureau")


def form_seen(pk: int, *, post: Post, at: datetime) -> ReportForm:
    return get_object_or_404(forms_seen(post=post, at=at), pk=pk)


def builds(post: Post, form: ReportForm) -> bool:
    """Whether the post changes this form: its bureau's own people."""
    return sends(post) and root_of(post.unit) == form.bureau_id


# --- tasks -------------------------------------------------------------------------------------------------


@built_once
def tasks_seen(*, post: Post, at: datetime) -> QuerySet[ReportTask]:
    """The tasks of one's own bureau, and of those whose duties one reads; what is only planned, and
    not sent, is its bureau's own."""
    seen = duties.bureaus_seen.keys(post=post, at=at)
    rows = ReportTask.objects.filter(bureau__in=seen).select_related("bureau")
    own = rows.filter(bureau=root_of(post.unit))
    return rows.exclude(state=ReportTask.State.PLANNED) | own


def task_seen(pk: int, *, post: Post, at: datetime) -> ReportTask:
    rows = tasks_seen(post=post, at=at).select_related(
        "bureau__division", "planned_by__person", "merged_by__person", "signed_by__person",
        "above__task__bureau",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def runs(post: Post, task: ReportTask) -> bool:
    """Whether the post sends, urges, returns and merges here: its bureau's own people."""
    return sends(post) and root_of(post.unit) == task.bureau_id


def signs(post: Post, task: ReportTask) -> bool:
    """Whether the post may sign what another person merged."""
    merged_by = task.merged_by
    return runs(post, task) and (merged_by is None or merged_by.person_id != post.person_id)


def why_seen(task: ReportTask, post: Post) -> str:
    """Why this task is shown to the post, in words."""
    if root_of(post.unit) == task.bureau_id:
        return say("本机关下发的报表任务", "Your bureau's own task")
    return say("您可以查看下级监督机构的报表任务", "You read the tasks of bureaus below")


# --- answers -----------------------------------------------------------------------------------------------


@built_once
def answers_mine(*, post: Post, at: datetime) -> QuerySet[ReportAnswer]:
    """What the units that the post speaks for are asked."""
    units = units_spoken_for(post) if post.held_on(day_of(at)) else set()
    sent = ReportAnswer.objects.exclude(task__state=ReportTask.State.PLANNED)
    return sent.filter(unit__in=units).select_related("task__bureau", "unit")


def answer_seen(pk: int, *, post: Post, at: datetime) -> ReportAnswer:
    """An answer of one's own unit, or one to a task that the post sees."""
    rows = ReportAnswer.objects.select_related(
        "task__bureau", "unit__division", "saved_by__person", "submitted_by__person"
    )
    found = get_object_or_404(rows, pk=pk)
    if speaks(post, found, at=at) or tasks_seen(post=post, at=at).filter(pk=found.task_id).exists():
        return found
    raise Http404


def speaks(post: Post, answer: ReportAnswer, *, at: datetime) -> bool:
    """Whether the post fills in here."""
    sent = answer.task.state != ReportTask.State.PLANNED
    return sent and post.held_on(day_of(at)) and answer.unit_id in units_spoken_for(post)


def reads_values(post: Post, answer: ReportAnswer, *, at: datetime) -> bool:
    """A draft is its unit's own; whoever asked reads what was submitted."""
    return speaks(post, answer, at=at) or answer.edition > 0


def why_answer_seen(answer: ReportAnswer, post: Post, *, at: datetime) -> str:
    if speaks(post, answer, at=at):
        return why_words("own_body")
    return why_seen(answer.task, post)


def edition_seen(answer: ReportAnswer, number: int) -> ReportEdition:
    """One submitted version of an answer that was got through `answer_seen`."""
    return get_object_or_404(
        answer.editions.select_related("by__person", "back_by__person"), number=number
    )


def passes_on(post: Post, answer: ReportAnswer, *, at: datetime) -> bool:
    """Whether the post may ask its own units for what its bureau is asked."""
    return sends(post) and speaks(post, answer, at=at) and answer.unit.kind == UnitKind.BUREAU


# --- to whom -----------------------------------------------------------------------------------------------


def recipients(*, post: Post, at: datetime) -> QuerySet[Unit]:
    """The units that the post may send a form to: within its reach, other than its own bureau."""
    if not sends(post):
        return Unit.objects.none()
    rows = Unit.objects.filter(kind__in=ASKED, valid_to=None).exclude(pk=root_of(post.unit))
    rows = rows.exclude(kind=UnitKind.BUREAU, parent__isnull=False)
    over = (Level.CITY, Level.COUNTY)  # a bureau asks its government nothing; a township's enforces
    rows = rows.exclude(kind=UnitKind.GOVERNMENT, division__level__in=over)
    reached = within_reach(rows, unit="", post=post, at=at)
    return reached.select_related("division", "body").order_by("division__code", "kind", "path")


def may_see_task_history(post: Post, key: str, at: datetime) -> bool:
    return key.isdecimal() and tasks_seen(post=post, at=at).filter(pk=int(key)).exists()


def may_see_form_history(post: Post, key: str, at: datetime) -> bool:
    return key.isdecimal() and forms_seen(post=post, at=at).filter(pk=int(key)).exists()


def may_see_answer_history(post: Post, key: str, at: datetime) -> bool:
    if not key.isdecimal():
        return False
    try:
        return bool(answer_seen(int(key), post=post, at=at))
    except Http404:
        return False
