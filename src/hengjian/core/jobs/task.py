"""What our tasks say of themselves beyond the `django-tasks` API, and what a running one is given.

    from hengjian.core.jobs.task import Run, task

    @task(title=said("核对台账", "check the ledger"), attempts=3)
    def check(day: str) -> int: ...

Such a task runs in one transaction together with "done": its effects stand once. One that takes long
says `long=True, takes_context=True`; then nothing is held while it computes, and it writes in steps:

    @task(title=…, long=True, takes_context=True)
    def load(context: Run, batch: int) -> None:
        for number, part in context.go_on(enumerate(parts), of=len(parts)):
            with context.step(number + 1):
                write(part)
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext

from hengjian.core.jobs import queue
from hengjian.core.jobs.models import Job

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task of ours. ``title`` is what people read; it names no person. ``wait`` is in seconds
    before the second attempt, three times as long before each further one."""

    title: str = ""
    attempts: int = 4
    wait: int = 10
    long: bool = False


def task(
    *,
    title: str,
    attempts: int = 4,
    wait: int = 10,
    long: bool = False,
    takes_context: bool = False,
    priority: int = 0,
) -> Callable[[Callable[..., T]], JobTask[..., T]]:
    """`django_tasks.task` with our own words; a task stands at a module's top, in `tasks.py`."""

    def made(function: Callable[..., T]) -> JobTask[..., T]:
        return JobTask(
            func=function,
            title=title,
            attempts=attempts,
            wait=wait,
            long=long,
            takes_context=takes_context,
            priority=priority,
        )

    return made


@cache
def task_of(path: str) -> JobTask[..., Any]:
    """The task at ``path``; raises ImportError where this version has none."""
    found = import_string(path)
    if not isinstance(found, JobTask):
        raise ImportError(f"{path} is no task")
    return found


def title_of(path: str) -> str:
    """How people call the task, in the reader's language."""
    try:
        return str(task_of(path).title) or path
    except ImportError:
        return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(TaskContext):
    """What a task with ``takes_context`` is given: its job, the moment of its claim, its progress."""

    job: Job
    at: datetime
    stopping: Any = None  # a threading.Event, set when the worker is asked to stop

    @property
    def done(self) -> int:
        """The steps that earlier attempts have committed: where to go on."""
        return self.job.steps_done

    def say(self, done: int, of: int | None = None, words: str = "") -> None:
        """Show how far it is. Outside `step` nothing but the showing depends on it."""
        self._look_up()
        queue.still_held(self.job, **self._progress(done, of, words))

    @contextmanager
    def step(self, done: int, of: int | None = None, words: str = "") -> Iterator[None]:
        """One transaction: what is written inside and the position ``done`` stand together."""
        self._look_up()
        with transaction.atomic():
            yield
            queue.still_held(self.job, **self._progress(done, of, words))

    def go_on(self, parts: Iterable[T], *, of: int) -> Iterator[T]:
        """The parts that no earlier attempt has committed."""
        self.say(self.done, of)
        return islice(parts, self.done, None)

    def _progress(self, done: int, of: int | None, words: str) -> dict[str, Any]:
        return {
            "steps_done": done,
            "steps_of": self.job.steps_of if of is None else of,
            "words": words[:200],
        }

    def _look_up(self) -> None:
        if self.stopping is not None and self.stopping.is_set():
            raise queue.StoppedError


def call(run: Run) -> Any:
    """Call the job's task as it wants to be called."""
    task = task_of(run.job.task)
    first = (run,) if task.takes_context else ()
    return cast(Any, task).call(*first, *run.job.args, **run.job.kwargs)
