"""The jobs of findings: a check after submissions, one at night, one after rules changed, one of all.

Serves the worker. However many submissions wait, one job checks them all; while another process checks,
a job comes again a little later.
"""

from datetime import datetime, timedelta
from typing import Any

from hengjian.archive.errors import ArchiveBusyError
from hengjian.core.jobs.actions import start
from hengjian.core.jobs.models import Job, JobState
from hengjian.core.jobs.queue import LaterError
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import JobTask, Run, task
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.findings import running
from hengjian.domain.findings.applied.actions import let_go_of_vanished
from hengjian.domain.findings.models import CheckRun
from hengjian.domain.records.models import Submission
from hengjian.domain.records.registers import bring_up_to_date

PATIENCE = 500
"""So often a job comes again while another one checks."""
HUNDREDTHS = 100
DAYS_KEPT = timedelta(days=180)
"""How long findings are kept that vanished and that nobody ever had in hand."""


@task(
    title=said("检查新报送的案卷", "check what was submitted"),
    attempts=PATIENCE,
    long=True,
    takes_context=True,
)
def check_submitted(context: Run) -> dict[str, Any]:
    return _checked(context, CheckRun.Cause.SUBMISSION)


@task(title=said("每日检查", "the nightly check"), attempts=PATIENCE, long=True, takes_context=True)
def check_nightly(context: Run) -> dict[str, Any]:
    return _checked(context, CheckRun.Cause.NIGHT, registers=True)


@task(
    title=said("规则变动后重新判断", "judge again after rules changed"),
    attempts=PATIENCE,
    long=True,
    takes_context=True,
)
def check_rules(context: Run) -> dict[str, Any]:
    return _checked(context, CheckRun.Cause.RULES)


@task(
    title=said("全部案卷重新检查", "check everything anew"),
    attempts=PATIENCE,
    long=True,
    takes_context=True,
)
def check_all(context: Run) -> dict[str, Any]:
    return _checked(context, CheckRun.Cause.FULL, registers=True)


@task(
    title=said("清理早已消失的线索", "let go of findings that vanished long ago"),
    takes_context=True,
)
def let_go(context: Run) -> int:
    return let_go_of_vanished(before=context.at - DAYS_KEPT, by=None, at=context.at)


def start_check(wanted: JobTask[..., Any], *, by: Post | None, at: datetime) -> Job:
    """One job for all who wait: one that has not begun yet will see what the caller did.

    Its row is held until the caller's transaction ends, so that it cannot begin before.
    """
    waiting = Job.objects.filter(task=wanted.module_path, state=JobState.READY)
    found = waiting.select_for_update(skip_locked=True).order_by("id").first()
    return found or start(wanted, by=by, at=at)


def after_submission(submission: Submission, at: datetime) -> None:
    """What a submission that was accepted starts."""
    start_check(check_submitted, by=None, at=at)


def _checked(context: Run, cause: str, *, registers: bool = False) -> dict[str, Any]:
    """``registers``: bring what the web keeps into the archive before."""

    def progress(doing: str, share: float) -> None:
        context.say(int(HUNDREDTHS * share), HUNDREDTHS, doing)

    try:
        if registers:
            bring_up_to_date(at=context.at)
        run = running.run(cause, at=context.at, progress=progress)
    except ArchiveBusyError as error:
        raise LaterError(
            say("另一次检查正在进行", "another check is running"),
            say("稍后会自动再试。", "It is tried again by itself."),
            after=3,
        ) from error
    return {
        "run": run.pk, "appeared": run.appeared, "vanished": run.vanished, "changed": run.changed
    }  # fmt: skip


every("findings.check", "40 1 * * *", check_nightly)
every("findings.let_go", "50 3 * * *", let_go)
