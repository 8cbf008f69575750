"""What cases do by themselves: each night the deadlines are compared with the calendar."""

from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said
from hengjian.domain.supervision.cases.recounts.actions import look_for_moved


@task(
    title=said("核对办案期限和放假安排", "compare deadlines with the calendar"), takes_context=True
)
def compare_calendar(context: Run) -> int:
    """How many deadlines were newly found that would move."""
    return len(look_for_moved(by=None, at=context.at))


every("cases.calendar", "35 2 * * *", compare_calendar)
