"""What matters do by themselves: each morning those who owe something are told what is near and what is late.

Serves the worker. Each post is told once of a term in each way, however often the job runs.
"""

from datetime import datetime, timedelta

from hengjian.core.clock import day_of
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said
from hengjian.domain.supervision.matters import notice_kinds as kinds
from hengjian.domain.supervision.matters.queries import terms_between
from hengjian.domain.supervision.matters.telling import tell_term

SOON = timedelta(days=3)
LATE_SEEN = timedelta(days=30)


@task(title=said("提醒协调备案事项的期限", "remind of the terms of matters"), takes_context=True)
def remind(context: Run) -> dict[str, int]:
    return reminded(context.at)


def reminded(at: datetime) -> dict[str, int]:
    """How many notices of what is near, and of what is late."""
    day = day_of(at)
    near = terms_between(day, day + SOON)
    late = terms_between(day - LATE_SEEN, day - timedelta(days=1))
    return {
        "soon": sum(tell_term(one, kinds.soon, at=at) for one in near),
        "late": sum(tell_term(one, kinds.late, at=at) for one in late),
    }


every("matters.remind", "35 8 * * *", remind)
