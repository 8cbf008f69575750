"""What orders do by themselves: each morning the units are told of what is due soon and what is late.

Serves the worker. Late is told once a day until it is fed back; soon is from the yellow day on.
"""

from datetime import datetime, timedelta

from hengjian.core.clock import day_of
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said
from hengjian.domain.supervision.orders import notice_kinds as kinds
from hengjian.domain.supervision.orders.queries import due_between
from hengjian.domain.supervision.orders.telling import tell_near
from hengjian.domain.supervision.warning import days_before


@task(title=said("提醒交办督办期限", "remind of orders"), takes_context=True)
def remind(context: Run) -> dict[str, int]:
    return reminded(context.at)


def reminded(at: datetime) -> dict[str, int]:
    """How many posts were told of what is late, and of what is due soon."""
    day = day_of(at)
    last = day + timedelta(days=days_before("yellow"))
    return {
        "late": tell_near(kinds.late, due_between(day, None), at=at),
        "soon": tell_near(kinds.soon, due_between(day, last), at=at),
    }


every("orders.remind", "30 8 * * *", remind)
