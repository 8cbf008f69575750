"""Our backend of the `django-tasks` API: `@task`, `enqueue`, `get_result` upon the rows of the queue.

Serves every noun. An enqueued job belongs to the caller's transaction. Here alone the clock is read
below the surfaces, because the API has no place for a moment; actions call `jobs.actions.start`.
"""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus

from hengjian.core import clock
from hengjian.core.jobs.access import job_of_result
from hengjian.core.jobs.actions import start
from hengjian.core.jobs.models import Job, JobState
from hengjian.core.jobs.task import JobTask, task_of

STATUS = {
    JobState.READY: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.FAILED: TaskResultStatus.FAILED,
    JobState.CANCELLED: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """The queue as the API sees it."""

    task_class = JobTask
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        return result_of(start(task, dict(kwargs), args=list(args), by=None, at=clock.now()))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        return result_of(job_of_result(result_id))


def result_of(job: Job) -> TaskResult[Any]:
    """The job as the API tells it."""
    errors = [
        TaskError(exception_class_path=one["class"], traceback=one["detail"]) for one in job.errors
    ]
    result: TaskResult[Any] = TaskResult(
        task=task_of(job.task),
        id=str(job.pk),
        status=STATUS[JobState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.first_tried_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_tried_at,
        args=job.args,
        kwargs=job.kwargs,
        backend="default",
        errors=errors,
        worker_ids=[job.worker] * job.attempt,
    )
    object.__setattr__(result, "_return_value", job.value)
    return result
