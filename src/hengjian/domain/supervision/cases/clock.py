"""The deadlines of a case: begun and ended by its steps, stopped, extended, counted anew.

Serves the actions of cases. Each write keeps `Case.due_on`, by which worklists are sorted.
"""

from datetime import date

from hengjian.content.errors import PlainError
from hengjian.core.organisation.models import Unit
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.deadlines import counted, step_name
from hengjian.domain.supervision.cases.models import Case, CaseStep, Deadline
from hengjian.terms import Stop

OF_BODY = frozenset({"explain", "rectify", "report_decision", "ask_review", "report_rectified"})
"""Steps that the supervised body must take in time; all others are the supervisors'."""
RIGHTS = frozenset({"ask_review"})
"""What the body may do and need not: it lapses, and is late for nobody."""
ALIVE = (Deadline.State.RUNNING, Deadline.State.STOPPED)


def begin(case: Case, step: str, by: CaseStep, *, on: date, days: int | None = None) -> Deadline:
    """A deadline begins on the day of a step; one of the same kind that still runs gives way."""
    end(case, (step,), on=on, dropped=True)
    made = counted(step, on, days=days)
    owner: Unit = case.body.unit if step in OF_BODY else case.unit
    return Deadline.objects.create(
        case=case, step=step, owner=owner, start=on, days=days, due_on=made.due, sum=made.sum,
        source=made.source[:300], provisional=made.provisional, started_by=by,
    )  # fmt: skip


def end(case: Case, steps: tuple[str, ...], *, on: date, dropped: bool = False) -> None:
    """Deadlines are done on this day, in time or late; or no longer needed."""
    for one in case.deadlines.filter(step__in=steps, state__in=ALIVE):
        late = Deadline.State.MISSED if on > one.due_on else Deadline.State.MET
        one.state = Deadline.State.DROPPED if dropped else late
        one.ended_on = on
        one.save(update_fields=["state", "ended_on"])


def end_all(case: Case, *, on: date, but: tuple[str, ...] = ()) -> None:
    """Nothing of a case is due any more."""
    left = case.deadlines.filter(state__in=ALIVE).exclude(step__in=but)
    end(case, tuple(left.values_list("step", flat=True)), on=on, dropped=True)


def stop(deadline: Deadline, *, reason: str, on: date) -> None:
    """From this day on the days do not count."""
    if deadline.state != Deadline.State.RUNNING:
        raise PlainError(say("这一期限没有在计算", "this deadline is not running"))
    deadline.stops = [*deadline.stops, {"since": on.isoformat(), "until": None, "reason": reason}]
    deadline.state = Deadline.State.STOPPED
    deadline.save(update_fields=["stops", "state"])


def go_on(deadline: Deadline, *, on: date) -> None:
    """The days count again; the last day moves by as many as were left out."""
    if deadline.state != Deadline.State.STOPPED:
        raise PlainError(say("这一期限没有中止", "this deadline is not stopped"))
    last = {**deadline.stops[-1], "until": on.isoformat()}
    deadline.stops = [*deadline.stops[:-1], last]
    deadline.state = Deadline.State.RUNNING
    _count(deadline)


def extend(deadline: Deadline, *, by_days: int) -> None:
    """Once, by so many of its own days."""
    if deadline.more:
        raise PlainError(
            say(f"“{step_name(deadline.step)}”已经延长过一次", "it was extended once already"),
            say("只能延长一次。", "It can be extended once only."),
        )
    deadline.more = by_days
    _count(deadline)


def moved_by_calendar() -> list[tuple[Deadline, date]]:
    """Running deadlines that today's calendar would put on another day, with that day. Nothing is
    changed until a person confirms it (`settle`)."""
    found = []
    for one in Deadline.objects.filter(state=Deadline.State.RUNNING).select_related("case"):
        due = counted(one.step, one.start, days=one.days, more=one.more, stops=_stops(one)).due
        if due != one.due_on:
            found.append((one, due))
    return found


def settle(deadline: Deadline) -> None:
    """Count it anew by the calendar as it is."""
    _count(deadline)


def note_next(case: Case) -> None:
    """Keep the earliest running deadline on the case."""
    running = case.deadlines.filter(state=Deadline.State.RUNNING).order_by("due_on")
    running = running.exclude(step__in=RIGHTS)
    case.due_on = running.values_list("due_on", flat=True).first()


def _count(deadline: Deadline) -> None:
    made = counted(
        deadline.step, deadline.start, days=deadline.days, more=deadline.more,
        stops=_stops(deadline),
    )  # fmt: skip
    deadline.due_on, deadline.sum, deadline.provisional = made.due, made.sum, made.provisional
    deadline.save()


def _stops(deadline: Deadline) -> list[Stop]:
    return [
        Stop(
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
            one["reason"],
        )
        for one in deadline.stops
    ]
