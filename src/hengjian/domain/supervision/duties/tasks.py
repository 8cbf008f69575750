"""What duties do by themselves: each night they are compared with the facts, each morning told.

Serves the worker. Comparing before telling, so that what was done yesterday is not called late.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from hengjian.core.clock import day_of
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said
from hengjian.domain.supervision.cases.deadlines import calendar
from hengjian.domain.supervision.duties import notice_kinds as kinds
from hengjian.domain.supervision.duties import telling
from hengjian.domain.supervision.duties.actions import remind
from hengjian.domain.supervision.duties.answers.actions import become_late
from hengjian.domain.supervision.duties.arising.actions import keep_in_step, yearly_due
from hengjian.domain.supervision.duties.comparing import COMPARED
from hengjian.domain.supervision.duties.models import Duty

WORKING_DAYS_BEFORE = 3
YEARLY_DAYS_BEFORE = 30


@task(title=said("核对监督职责", "compare duties with the facts"), takes_context=True)
def compare(context: Run) -> dict[str, int]:
    """How many duties arose, by event."""
    return compared(context.at)


@task(title=said("提醒监督职责", "remind of duties"), takes_context=True)
def tell(context: Run) -> dict[str, int]:
    return told(context.at)


def compared(at: datetime) -> dict[str, int]:
    """Bring all duties in step with what stands."""
    new = {
        event: len(keep_in_step(event, standing(at), by=None, at=at))
        for event, standing in COMPARED.items()
    }
    return new | {"yearly": len(yearly_due(by=None, at=at))}


def told(at: datetime) -> dict[str, int]:
    """Mark what is late, and tell who must know; how many duties there were of each kind."""
    day = day_of(at)
    late = become_late(by=None, at=at)
    telling.tell_late(_whole(late), at=at)
    running = Duty.objects.filter(state=Duty.State.OPEN, paused=False)
    today = _whole(running.filter(due_on=day, reminded__lt=2))
    telling.tell_due(today, kinds.today, at=at)
    remind(today, 2, by=None, at=at)
    soon = _whole(running.filter(due_on__gt=day, due_on__lte=last_of_soon(day), reminded__lt=1))
    ahead = running.filter(due_on__lte=day + timedelta(days=YEARLY_DAYS_BEFORE), reminded__lt=1)
    soon += _whole(ahead.filter(event="yearly", due_on__gt=last_of_soon(day)))
    telling.tell_due(soon, kinds.soon, at=at)
    remind(soon, 1, by=None, at=at)
    return {"late": len(late), "today": len(today), "soon": len(soon)}


def last_of_soon(day: date) -> date:
    """The last day that is soon: so many working days from now."""
    for _ in range(WORKING_DAYS_BEFORE):
        day = calendar().first_working_from(day + timedelta(days=1))
    return day


def _whole(rows: Iterable[Duty]) -> list[Duty]:
    """The rows with the units that are told of them."""
    keys = [one.pk for one in rows]
    return list(Duty.objects.filter(pk__in=keys).select_related("handler", "unit"))


@task(title=said("核对线索职责", "compare duties with findings"), takes_context=True)
def after_check(context: Run) -> int:
    """After a check run: the duties about findings follow it."""
    return sum(
        len(keep_in_step(event, COMPARED[event](context.at), by=None, at=context.at))
        for event in ("finding", "finding_fatal")
    )


every("duties.compare", "50 2 * * *", compare)
every("duties.tell", "20 8 * * *", tell)
