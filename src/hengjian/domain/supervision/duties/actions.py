"""What happens to a duty that there is: it follows its case, is done, let go, reminded of.

Serves the actions of cases, the nightly job and the pages. Each is one transaction with its ledger entry.
How duties arise is in `arising`, what becomes of missed ones in `answers`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django.db import models, transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Case, Deadline
from hengjian.domain.supervision.duties import access
from hengjian.domain.supervision.duties.models import OPEN, Accountability, Duty
from hengjian.domain.supervision.duties.owing import Bureaus
from hengjian.domain.supervision.duties.refusing import need, not_yours


@transaction.atomic
def fulfilled(
    events: Sequence[str],
    *,
    about: models.Model,
    words: str = "",
    dropped: bool = False,
    by: Post | None,
    at: datetime,
) -> int:
    """What a row gave rise to is done, or is no longer owed; no events: all of it."""
    rows = _about(about)
    rows = rows.filter(event__in=events) if events else rows
    for row in rows:
        end(row, words, dropped=dropped, by=by, at=at)
    return len(rows)


@transaction.atomic
def follow_case(
    case: Case, terms: dict[str, tuple[str, ...]], *, by: Post | None, at: datetime
) -> None:
    """Duties about a case are due when its deadlines are, rest while they rest, and go with the case
    from bureau to bureau. ``terms``: event → the steps of its deadlines."""
    rows = [one for one in _about(case) if one.event in terms]
    if not rows:
        return
    alive = (Deadline.State.RUNNING, Deadline.State.STOPPED)
    running = {one.step: one for one in case.deadlines.filter(state__in=alive)}
    for row in rows:
        term = next((running[step] for step in terms[row.event] if step in running), None)
        now: dict[str, Any] = {"unit_id": case.bureau_id, "handler_id": case.unit_id}
        if term is not None:
            now |= _due_with(row, term, paused=term.state == Deadline.State.STOPPED, at=at)
        _set(row, now)


class Timed(Protocol):
    """A term that runs or stands still."""

    due_on: date
    sum: str
    source: str


@transaction.atomic
def follow_terms(
    about: models.Model,
    terms: Mapping[str, tuple[Timed | None, bool]],
    *,
    by: Post | None,
    at: datetime,
) -> None:
    """Duties about a row are due when its terms are. ``terms``: event → the term and whether it runs; a
    duty whose term has ended or stands still rests, until one runs again."""
    for row in _about(about).filter(event__in=list(terms)):
        term, runs = terms[row.event]
        if term is None:
            _set(row, {"paused": True})
        elif (row.due_on, row.paused) != (term.due_on, not runs):
            _set(row, _due_with(row, term, paused=not runs, at=at))


def _due_with(row: Duty, term: Timed, *, paused: bool, at: datetime) -> dict[str, Any]:
    now: dict[str, Any] = {
        "due_on": term.due_on, "sum": term.sum, "source": term.source, "paused": paused,
    }  # fmt: skip
    if row.state == Duty.State.LATE and term.due_on >= day_of(at):
        now["state"] = Duty.State.OPEN
    return now


def _set(row: Duty, now: Mapping[str, Any]) -> None:
    if any(getattr(row, name) != value for name, value in now.items()):
        for name, value in now.items():
            setattr(row, name, value)
        row.save(update_fields=list(now))


@transaction.atomic
def perform(duty: Duty, *, words: str, by: Post, at: datetime) -> Duty:
    """The bureau that owes it says that it is done, and how."""
    row = _held(duty)
    if not access.performs(by, row):
        raise not_yours()
    need(words, say("履行情况", "what was done"))
    return end(row, words, dropped=False, by=by, at=at)


@transaction.atomic
def let_go(duty: Duty, *, words: str, by: Post, at: datetime) -> Duty:
    """The head of the bureau, or the tier above, says that it is no longer owed, and why."""
    row = _held(duty)
    if not access.lets_go(by, row, Bureaus().above(row.unit)):
        raise not_yours()
    need(words, say("理由", "the reason"))
    return end(row, words, dropped=True, by=by, at=at)


@transaction.atomic
def remind(rows: Sequence[Duty], stage: int, *, by: Post | None, at: datetime) -> int:
    """Note that their units were told: 1 before the day, 2 on it."""
    keys = [one.pk for one in rows]
    return Duty.objects.filter(pk__in=keys, reminded__lt=stage).update(reminded=stage)


def end(row: Duty, words: str, *, dropped: bool, by: Post | None, at: datetime) -> Duty:
    """Nothing more is owed; what the tier above ordered is closed with it."""
    row.state = Duty.State.DROPPED if dropped else Duty.State.DONE
    row.ended_on, row.ended_by, row.outcome = day_of(at), by, words.strip()
    row.save(update_fields=["state", "ended_on", "ended_by", "outcome"])
    kind = "duty.dropped" if dropped else "duty.done"
    record(kind, subject=row, payload=row.told, by=by, at=at)
    ordered = Accountability.objects.filter(duty=row, closed_at=None).exclude(decision="")
    ordered.update(closed_at=at)
    return row


def _about(about: models.Model) -> models.QuerySet[Duty]:
    label = about._meta.label_lower
    return Duty.objects.filter(about_type=label, about_id=about.pk, state__in=OPEN)


def _held(duty: Duty) -> Duty:
    """The duty, locked, if it is still owed."""
    row = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    if not row.is_open:
        who = f"{row.ended_by.person.name}：" if row.ended_by else ""
        raise PlainError(
            say(
                f"这项职责已经办结（{who}{row.get_state_display()}）", "this duty has ended already"
            ),
            say("请刷新页面看最新情况。", "Reload the page."),
        )
    return row
