"""All lists of jobs: one query each, over the rows that `access.jobs_seen_by` gives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from hengjian.core.jobs.models import Job, JobState, Schedule, WorkerProcess
from hengjian.core.jobs.schedules import REGULAR, next_slot
from hengjian.core.jobs.task import title_of

UNHEARD = timedelta(minutes=1)


def narrowed(
    rows: QuerySet[Job], *, state: str = "", task: str = "", since: datetime | None = None
) -> QuerySet[Job]:
    """The jobs in a state, of a task, put into the queue since then; the newest first."""
    if state:
        rows = rows.filter(state=state)
    if task:
        rows = rows.filter(task=task)
    if since is not None:
        rows = rows.filter(enqueued_at__gte=since)
    return rows.order_by("-id")


def numbers_by_state(rows: QuerySet[Job]) -> dict[str, int]:
    """How many are in each state."""
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def tasks_among(rows: QuerySet[Job]) -> list[tuple[str, str]]:
    """The tasks that occur, each with its title, by title."""
    paths = rows.order_by().values_list("task", flat=True).distinct()
    return sorted(((path, title_of(path)) for path in paths), key=lambda pair: pair[1])


def somebody_works(*, at: datetime) -> bool:
    """Whether a worker was heard of within the last minute."""
    return WorkerProcess.objects.filter(seen_at__gte=at - UNHEARD).exists()


def lately_failed(rows: QuerySet[Job], *, at: datetime) -> int:
    """Jobs that failed within seven days and were not tried again."""
    return rows.filter(state=JobState.FAILED, finished_at__gte=at - timedelta(days=7)).count()


@dataclass(frozen=True)
class Timetable:
    """A schedule as people read it."""

    schedule: Schedule
    title: str
    cron: str
    zone: str
    next_at: datetime


def timetables(*, at: datetime) -> list[Timetable]:
    """The schedules of this version, the next one first; one appears once a worker has run."""
    found = []
    for schedule in Schedule.objects.filter(name__in=REGULAR):
        regular = REGULAR[schedule.name]
        cron, zone = schedule.cron or regular.cron, schedule.zone or regular.zone
        title = title_of(regular.task.module_path)
        found.append(Timetable(schedule, title, cron, zone, next_slot(cron, zone, at=at)))
    return sorted(found, key=lambda row: row.next_at)
