"""The rows of the queue: jobs, the processes that work, and the schedules that make jobs."""

from django.db import models
from django.db.models import Q

from hengjian.core.people.models import Post
from hengjian.core.wording import said


class JobState(models.TextChoices):
    """Where a job stands. A job that failed and will be tried again is ready."""

    READY = "ready", said("等待", "waiting")
    RUNNING = "running", said("进行中", "running")
    DONE = "done", said("已完成", "done")
    FAILED = "failed", said("失败", "failed")
    CANCELLED = "cancelled", said("已取消", "cancelled")


class Job(models.Model):
    """One call of a task. `attempt` counts its claims and fences off whoever lost his claim."""

    task = models.CharField(said("任务", "task"), max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, unique=True)  # one job per key, for ever
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(
        said("状态", "state"), max_length=10, choices=JobState, default="ready"
    )
    run_after = models.DateTimeField(null=True)  # null: at once, whatever the clock says
    attempt = models.PositiveIntegerField(default=0)
    attempts_allowed = models.PositiveIntegerField()
    worker = models.CharField(max_length=80, blank=True)
    cancel_asked = models.BooleanField(default=False)
    steps_done = models.PositiveIntegerField(default=0)
    steps_of = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)
    value = models.JSONField(null=True)
    errors = models.JSONField(
        default=list
    )  # of each failed attempt: number, at, plain, class, detail
    started_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    enqueued_at = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True)
    last_tried_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-priority", "id"], condition=Q(state="ready"), name="job_ready"),
            models.Index(fields=["worker"], condition=Q(state="running"), name="job_running"),
            models.Index(fields=["state", "-id"], name="job_by_state"),
            models.Index(fields=["task", "-id"], name="job_by_task"),
        ]

    @property
    def share(self) -> int | None:
        """How much is done, in hundredths; None where the task does not say how much there is."""
        return min(100, 100 * self.steps_done // self.steps_of) if self.steps_of else None

    @property
    def last_error(self) -> str:
        return self.errors[-1]["plain"] if self.errors else ""


class WorkerProcess(models.Model):
    """A process that works. Its `beat` grows while it lives; others count on that, not on clocks."""

    name = models.CharField(max_length=80, unique=True)
    beat = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # for people to read


class Schedule(models.Model):
    """When a scheduled task runs. An empty `cron` is the one given in code."""

    name = models.CharField(max_length=100, unique=True)
    cron = models.CharField(max_length=100, blank=True)
    zone = models.CharField(max_length=50, blank=True)
    paused = models.BooleanField(said("暂停", "paused"), default=False)
    began = models.DateTimeField()  # the slot after which it began; never had
    last_slot = models.DateTimeField()
