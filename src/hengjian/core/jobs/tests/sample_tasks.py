"""Tasks for tests. What they do shows in the database, so that doing it twice would show."""

import os
import time
from pathlib import Path

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.jobs.queue import LaterError
from hengjian.core.jobs.task import Run, task
from hengjian.core.organisation.models import Division


def leave_a_mark(context: Run, number: int) -> None:
    """An effect that may stand only once."""
    payload = {"number": number}
    record("sample.marked", subject=context.job, payload=payload, by=None, at=context.at)


@task(title="盖一个章", takes_context=True)
def mark(context: Run, number: int = 1) -> int:
    leave_a_mark(context, number)
    return number * 2


@task(title="先盖章再等", takes_context=True)
def mark_and_wait(context: Run, started: str, seconds: float) -> None:
    """Writes, tells the test that it has, and takes its time; on the first attempt only."""
    leave_a_mark(context, 1)
    if context.job.attempt == 1:
        Path(started).write_text(str(os.getpid()))
        time.sleep(seconds)


@task(title="分步盖章", long=True, takes_context=True)
def mark_in_steps(context: Run, started: str, of: int, wait_at: int, seconds: float) -> None:
    """Waits between two steps; on the first attempt only."""
    for number in context.go_on(range(of), of=of):
        if number == wait_at and context.job.attempt == 1:
            Path(started).write_text(str(os.getpid()))
            time.sleep(seconds)
        with context.step(number + 1, of, f"第 {number + 1} 步"):
            leave_a_mark(context, number)


@task(title="出错", attempts=3, wait=10, takes_context=True)
def break_down(context: Run) -> None:
    leave_a_mark(context, 1)
    raise ZeroDivisionError("\0 \ud800 not to be stored as it is")


@task(title="说得出原因的错")
def refuse() -> None:
    raise PlainError("第 3 行的证件号重复", "请改正后重新导入。")


@task(title="对方正忙", attempts=3)
def busy() -> None:
    raise LaterError("短信网关暂时不通", after=40)


@task(title="数区划")
def count_divisions() -> int:
    return Division.objects.count()
