"""Each morning: units are reminded of what they are asked, and bureaus told of what is missing.

Serves the worker. Everything is told once; a term that was extended is reminded of anew.
"""

from datetime import datetime, timedelta

from hengjian.core.clock import day_of
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said
from hengjian.domain.supervision.duties.tasks import last_of_soon
from hengjian.domain.supervision.reports import notice_kinds as kinds
from hengjian.domain.supervision.reports import telling
from hengjian.domain.supervision.reports.actions import remind
from hengjian.domain.supervision.reports.models import OPEN, ReportAnswer, ReportTask


@task(title=said("提醒报表填报", "remind of report tasks"), takes_context=True)
def tell(context: Run) -> dict[str, int]:
    return told(context.at)


def told(at: datetime) -> dict[str, int]:
    """How many units were reminded, by what."""
    day = day_of(at)
    running = (ReportTask.State.RUNNING, ReportTask.State.MERGED)
    rows = ReportAnswer.objects.filter(state__in=OPEN, task__state__in=running).select_related(
        "unit", "task"
    )
    late = list(rows.filter(due_on__lt=day, reminded__lt=3))
    today = list(rows.filter(due_on=day, reminded__lt=2))
    soon = list(rows.filter(due_on__gt=day, due_on__lte=last_of_soon(day), reminded__lt=1))
    found = {
        "late": remind(late, 3, by=None, at=at),
        "today": remind(today, 2, by=None, at=at),
        "soon": remind(soon, 1, by=None, at=at),
    }
    for one in ReportTask.objects.filter(
        state=ReportTask.State.RUNNING, due_on=day - timedelta(days=1)
    ):
        missing = one.answers.filter(state__in=OPEN).count()
        if missing:
            telling.tell_bureau(kinds.missing, one, key=str(day), by=None, at=at, count=missing)
    return found


every("reports.tell", "25 8 * * *", tell)
