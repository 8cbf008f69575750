"""The deadlines of a case: begun and ended by its steps, stopped, extended, counted anew.

Serves the actions of cases. Each write keeps `Case.due_on`, by which worklists are sorted.
"""

from datetime import date, datetime

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.deadlines import counted, step_name
from hengjian.domain.supervision.cases.deadlines import OF_BODY, RIGHTS, stops_of
from hengjian.domain.supervision.cases.models import Case, CaseStep, Deadline

ALIVE = (Deadline.State.RUNNING, Deadline.State.STOPPED)


def begin(
    case: Case,
    step: str,
    started: CaseStep,
    *,
    days: int | None = None,
    by: Post | None,
    at: datetime,
) -> Deadline:
    """A deadline begins on the day of a step; one of the same kind that still runs gives way."""
    on = day_of(at)
    end(case, (step,), dropped=True, by=by, at=at)
    made = counted(step, on, days=days)
    owner: Unit = case.body.unit if step in OF_BODY else case.unit
    return Deadline.objects.create(
        case=case, step=step, owner=owner, start=on, days=days, due_on=made.due, sum=made.sum,
        source=made.source[:300], provisional=made.provisional, started_by=started,
    )  # fmt: skip


def end(
    case: Case,
    steps: tuple[str, ...],
    *,
    dropped: bool = False,
    by: Post | None,
    at: datetime,
) -> None:
    """Deadlines are done on this day, in time or late; or no longer needed."""
    on = day_of(at)
    for one in case.deadlines.filter(step__in=steps, state__in=ALIVE):
        late = Deadline.State.MISSED if on > one.due_on else Deadline.State.MET
        one.state = Deadline.State.DROPPED if dropped else late
        one.ended_on = on
        one.save(update_fields=["state", "ended_on"])


def end_all(case: Case, *, but: tuple[str, ...] = (), by: Post | None, at: datetime) -> None:
    """Nothing of a case is due any more."""
    left = case.deadlines.filter(state__in=ALIVE).exclude(step__in=but)
    end(case, tuple(left.values_list("step", flat=True)), dropped=True, by=by, at=at)


def stop(deadline: Deadline, *, reason: str, by: Post | None, at: datetime) -> None:
    """From this day on the days do not count."""
    if deadline.state != Deadline.State.RUNNING:
        raise PlainError(say("这一期限没有在计算", "this deadline is not running"))
    deadline.stops = [
        *deadline.stops,
        {"since": day_of(at).isoformat(), "until": None, "reason": reason},
    ]
    deadline.state = Deadline.State.STOPPED
    deadline.save(update_fields=["stops", "state"])


def go_on(deadline: Deadline, *, by: Post | None, at: datetime) -> None:
    """The days count again; the last day moves by as many as were left out."""
    if deadline.state != Deadline.State.STOPPED:
        raise PlainError(say("这一期限没有中止", "this deadline is not stopped"))
    last = {**deadline.stops[-1], "until": day_of(at).isoformat()}
    deadline.stops = [*deadline.stops[:-1], last]
    deadline.state = Deadline.State.RUNNING
    _count(deadline)


def extend(deadline: Deadline, *, more: int, by: Post | None, at: datetime) -> None:
    """Once, by so many of its own days."""
    if deadline.more:
        raise PlainError(
            say(f"“{step_name(deadline.step)}”已经延长过一次", "it was extended once already"),
            say("只能延长一次。", "It can be extended once only."),
        )
    deadline.more = more
    _count(deadline)


def begin_later(deadline: Deadline, *, on: date, by: Post | None, at: datetime) -> None:
    """It begins on this later day: the document that sets it was served only then."""
    if on > deadline.start:
        deadline.start = on
        _count(deadline)


def settle(deadline: Deadline, *, by: Post | None, at: datetime) -> None:
    """Count it anew by the calendar as it is."""
    _count(deadline)


def pass_on(case: Case, had: Unit, *, by: Post | None, at: datetime) -> int:
    """What ``had`` owed is now owed by the case's unit, until the same day and by the same sum."""
    alive = case.deadlines.filter(state__in=ALIVE, owner=had)
    return alive.update(owner=case.unit)


def note_next(case: Case, *, by: Post | None, at: datetime) -> None:
    """Keep the earliest running deadline on the case."""
    running = case.deadlines.filter(state=Deadline.State.RUNNING).order_by("due_on")
    running = running.exclude(step__in=RIGHTS)
    case.due_on = running.values_list("due_on", flat=True).first()


def _count(deadline: Deadline) -> None:
    made = counted(
        deadline.step, deadline.start, days=deadline.days, more=deadline.more,
        stops=stops_of(deadline),
    )  # fmt: skip
    deadline.due_on, deadline.sum, deadline.provisional = made.due, made.sum, made.provisional
    deadline.save()
