"""What happens to jobs: started, cancelled, started again, made by a schedule, let go when old."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.jobs.models import Job, JobState, Schedule
from hengjian.core.jobs.schedules import REGULAR, last_slot
from hengjian.core.people.models import Post
from hengjian.core.wording import say

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
DAYS_KEPT, DAYS_KEPT_OF_SLOTS = 90, 400


def start(
    task: Task[..., Any],
    arguments: dict[str, Any] | None = None,
    *,
    args: list[Any] | None = None,
    run_after: datetime | None = None,
    key: str | None = None,
    by: Post | None,
    at: datetime,
) -> Job:
    """Put a job into the queue, in the caller's transaction: rolled back with it, seen with it.

    ``arguments`` are JSON: numbers and ids, no personal data. With a ``key`` there is one job for
    ever, and who comes second is given the first one's.
    """
    job = Job(
        task=task.module_path,
        args=normalize_json(args or []),
        kwargs=normalize_json(arguments or {}),
        key=key,
        priority=task.priority,
        run_after=run_after or task.run_after,
        attempts_allowed=getattr(task, "attempts", 1),
        started_by=by,
        enqueued_at=at,
    )
    if key is None:
        job.save()
        return job
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.get(key=key)


@transaction.atomic
def cancel(job: Job, *, by: Post | None, at: datetime) -> Job:
    """A waiting job is cancelled; a running one is asked to stop, and what it did is rolled back."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state in ENDED:
        raise PlainError(
            say(
                f"任务 {job.pk} {job.get_state_display()}，不能取消",
                f"job {job.pk} is {job.get_state_display()}; it cannot be cancelled",
            )
        )
    job.cancel_asked = True
    if job.state == JobState.READY:
        job.state, job.finished_at = JobState.CANCELLED, at
    job.save(update_fields=["cancel_asked", "state", "finished_at"])
    record("job.cancelled", subject=job, payload={"task": job.task}, by=by, at=at)
    return job


@transaction.atomic
def retry(job: Job, *, by: Post | None, at: datetime) -> Job:
    """Try a failed or cancelled job again, as often as at first; it goes on after its last step."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    waits = job.state == JobState.READY and job.run_after is not None
    if job.state not in (JobState.FAILED, JobState.CANCELLED) and not waits:
        raise PlainError(
            say(
                f"任务 {job.pk} {job.get_state_display()}，不用重试",
                f"job {job.pk} is {job.get_state_display()}; there is nothing to try again",
            )
        )
    if not waits:
        job.attempts_allowed += max(1, job.attempt)
    job.state, job.run_after, job.cancel_asked = JobState.READY, None, False
    job.worker, job.finished_at = "", None
    job.save()
    record("job.retried", subject=job, payload={"task": job.task}, by=by, at=at)
    return job


def start_due(*, by: Post | None, at: datetime) -> list[Job]:
    """Make the job of every schedule whose slot has come: one per slot, however many ask.

    Slots missed while nothing ran count as one. The key of its job, not the clock, tells whether a
    slot was had, so a clock set back makes none a second time.
    """
    rows = {row.name: row for row in Schedule.objects.all()}
    made = []
    for name, regular in REGULAR.items():
        row = rows.get(name)
        cron, zone = (row and row.cron) or regular.cron, (row and row.zone) or regular.zone
        slot = last_slot(cron, zone, at=at)
        if row is None:  # new: it begins with its next slot
            new = Schedule(name=name, began=slot, last_slot=slot)
            Schedule.objects.bulk_create([new], ignore_conflicts=True)
        elif slot not in (row.last_slot, row.began) and not row.paused:
            with transaction.atomic():
                key = f"{name}@{slot.isoformat()}"
                new_one = not Job.objects.filter(key=key).exists()
                job = start(regular.task, key=key, by=by, at=at)
                Schedule.objects.filter(name=name).update(last_slot=slot)
            made += [job] if new_one else []
    return made


@transaction.atomic
def change_schedule(
    schedule: Schedule, *, cron: str, paused: bool, by: Post | None, at: datetime
) -> Schedule:
    """Another time, or a pause; an empty ``cron`` is the program's own. It begins with the next slot."""
    regular = REGULAR.get(schedule.name)
    own = regular.cron if regular else ""
    zone = schedule.zone or (regular.zone if regular else "")
    schedule.cron = "" if cron.strip() == own else cron.strip()
    if schedule.cron or own:
        schedule.began = last_slot(schedule.cron or own, zone, at=at)
    schedule.paused = paused
    schedule.save()
    payload = {"name": schedule.name, "cron": schedule.cron, "paused": paused}
    record("schedule.changed", subject=schedule, payload=payload, by=by, at=at)
    return schedule


def let_go_of_old(*, by: Post | None, at: datetime) -> int:
    """Delete jobs that ended long ago; those of slots stay longer, for their key is the proof."""
    ended = Job.objects.filter(state__in=ENDED)
    plain = ended.filter(key=None, finished_at__lt=at - timedelta(days=DAYS_KEPT))
    slots = ended.filter(finished_at__lt=at - timedelta(days=DAYS_KEPT_OF_SLOTS))
    return plain.delete()[0] + slots.delete()[0]
