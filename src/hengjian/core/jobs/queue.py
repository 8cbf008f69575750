"""The queue's own bookkeeping: claim, finish, fail, take over. Serves the worker; states no event.

Two rules hold everything together. A claim is told by worker and attempt, and whoever writes under a
claim that is no longer his writes nothing. A worker lives while its beat grows; nobody compares
clocks, so a clock set back neither stalls a job nor takes one away from who is at it.
"""

import traceback
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Q

from hengjian.content.errors import PlainError
from hengjian.core.jobs.models import Job, JobState, WorkerProcess
from hengjian.core.wording import say

ERRORS_KEPT = 10
LONGEST_WAIT = 3600


class ClaimLostError(Exception):
    """Another worker has the job now; whatever this one did is rolled back."""


class CancelledError(Exception):
    """Somebody cancelled the job while it ran."""


class StoppedError(Exception):
    """The worker is asked to stop; the job is handed back."""


class GoneError(PlainError):
    """The job's task is not in this version."""


class LaterError(PlainError):
    """It cannot be done now, and may be in ``after`` seconds: raised by a task to be tried again."""

    def __init__(self, message: str, remedy: str = "", *, after: int | None = None) -> None:
        super().__init__(message, remedy)
        self.after = after


def due(at: datetime) -> Q:
    """Ready and not put off, or put off by a clock that has since been set back."""
    waits = Q(run_after__isnull=True) | Q(run_after__lte=at) | Q(last_tried_at__gt=at)
    return Q(state=JobState.READY) & waits


def claim(worker: str, *, at: datetime) -> Job | None:
    """The next job that is due, now this worker's. SQLite is asked outside a transaction first,
    because there every write transaction, even an empty one, makes others wait."""
    rows, skips = Job.objects.filter(due(at)), connection.features.has_select_for_update_skip_locked
    if not skips and not rows.exists():
        return None
    with transaction.atomic():
        if skips:
            rows = rows.select_for_update(skip_locked=True)
        job = rows.order_by("-priority", "id").first()
        if job is not None:
            job.state, job.worker, job.attempt = JobState.RUNNING, worker, job.attempt + 1
            job.last_tried_at, job.first_tried_at = at, job.first_tried_at or at
            job.save(
                update_fields=["state", "worker", "attempt", "last_tried_at", "first_tried_at"]
            )
    return job


def held(job: Job) -> models.QuerySet[Job]:
    """The job's row as long as this claim holds."""
    return Job.objects.filter(
        pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempt=job.attempt
    )


def still_held(job: Job, **changes: Any) -> None:
    """Write ``changes`` under the claim; raises if it is lost or the job was cancelled."""
    if not held(job).filter(cancel_asked=False).update(**changes):
        raise CancelledError if held(job).exists() else ClaimLostError
    for name, value in changes.items():
        setattr(job, name, value)


def finish(job: Job, value: Any, *, at: datetime) -> None:
    """Done: called in the transaction of the job's effects, so that both stand or neither."""
    still_held(job, state=JobState.DONE, value=value, finished_at=at)


def fail(job: Job, error: BaseException, *, wait: int, at: datetime) -> None:
    """Keep the error; put the job off, or end it where trying again cannot help."""
    if held(job).filter(cancel_asked=True).update(state=JobState.CANCELLED, finished_at=at):
        return
    hopeless = isinstance(error, PlainError) and not isinstance(error, LaterError)
    kept = [*job.errors, _told(error, job.attempt, at)][-ERRORS_KEPT:]
    if hopeless or job.attempt >= job.attempts_allowed:
        held(job).update(state=JobState.FAILED, errors=kept, finished_at=at)
        return
    asked = error.after if isinstance(error, LaterError) else None
    seconds = min(wait * 3 ** (job.attempt - 1), LONGEST_WAIT) if asked is None else asked
    again = at + timedelta(seconds=seconds)
    held(job).update(state=JobState.READY, worker="", errors=kept, run_after=again)


def _told(error: BaseException, attempt: int, at: datetime) -> dict[str, Any]:
    plain = str(error) if isinstance(error, PlainError) else say(
        "程序出错，详情已留存，请系统管理员查看", "a fault of the program; the details are kept"
    )  # fmt: skip
    detail = "".join(traceback.format_exception(error))[-20_000:]
    told = {
        "plain": plain[:500],
        "class": f"{type(error).__module__}.{type(error).__qualname__}",
        "detail": detail,
    }
    sound = {name: _storable(text) for name, text in told.items()}
    return {"attempt": attempt, "at": at.isoformat(), **sound}


def _storable(text: str) -> str:
    """Without what PostgreSQL refuses in a text."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def hand_back(job: Job) -> None:
    """A worker that stops hands back what it had begun; that attempt does not count."""
    held(job).update(state=JobState.READY, worker="", attempt=F("attempt") - 1, run_after=None)


def running(worker: str) -> set[int]:
    """The jobs that this worker has by the book."""
    rows = Job.objects.filter(state=JobState.RUNNING, worker=worker)
    return set(rows.values_list("pk", flat=True))


def let_go_of(worker: str, jobs: set[int]) -> int:
    """Jobs that are this worker's by the book while none of its hands is at them: free them."""
    mine = Job.objects.filter(state=JobState.RUNNING, worker=worker, pk__in=jobs)
    return mine.update(state=JobState.READY, worker="") if jobs else 0


def beat(worker: str, *, at: datetime) -> None:
    """Show that the worker lives; one that was held for dead begins anew."""
    mine = WorkerProcess.objects.filter(name=worker)
    if not mine.update(beat=F("beat") + 1, seen_at=at):
        new = WorkerProcess(name=worker, started_at=at, seen_at=at)
        WorkerProcess.objects.bulk_create([new], ignore_conflicts=True)


def pulses() -> dict[str, int]:
    """The beat of every worker that is known or that has a job; -1 where nothing beats."""
    running = Job.objects.filter(state=JobState.RUNNING).values_list("worker", flat=True).distinct()
    known = dict(WorkerProcess.objects.values_list("name", "beat"))
    return dict.fromkeys(running.order_by(), -1) | known


@transaction.atomic
def bury(worker: str, pulse: int, *, at: datetime) -> int:
    """A worker whose beat has stood still is dead: its jobs are free for others. Counts them."""
    corpse = WorkerProcess.objects.filter(name=worker)
    if pulse >= 0 and not corpse.filter(beat=pulse).delete()[0]:
        return 0  # it beats after all, or another has buried it
    if pulse < 0 and corpse.exists():
        return 0
    left = Job.objects.select_for_update().filter(state=JobState.RUNNING, worker=worker)
    for job in left:
        died = LaterError(
            say("后台进程中断，这一次没有做完", "the worker ended in the middle of it"), after=0
        )
        fail(job, died, wait=0, at=at)
    return len(left)


def leave(worker: str) -> None:
    """A worker that has stopped in order is known no more."""
    WorkerProcess.objects.filter(name=worker).delete()
