"""The queue's own housekeeping."""

from hengjian.core.jobs.actions import let_go_of_old
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said


@task(
    title=said("清理早已结束的后台任务", "let go of jobs that ended long ago"), takes_context=True
)
def let_go(context: Run) -> int:
    return let_go_of_old(by=None, at=context.at)


every("jobs.let_go", "20 3 * * *", let_go)
