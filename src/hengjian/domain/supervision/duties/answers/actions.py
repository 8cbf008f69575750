"""A duty is missed: its bureau explains, the tier above decides (监督条例#39).

Serves the nightly job and the pages. Nobody decides about himself.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties import access, telling
from hengjian.domain.supervision.duties.models import Accountability, Duty
from hengjian.domain.supervision.duties.owing import Bureaus
from hengjian.domain.supervision.duties.refusing import need, not_yours


@transaction.atomic
def explain(entry: Accountability, *, words: str, by: Post, at: datetime) -> Accountability:
    """The bureau that missed a duty says why."""
    row = Accountability.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not access.explains(by, row):
        raise not_yours()
    if row.decision:
        raise PlainError(say("上级已经处理，不能再说明", "it is decided already"))
    need(words, say("说明", "the explanation"))
    row.explanation, row.explained_by, row.explained_at = words.strip(), by, at
    row.save(update_fields=["explanation", "explained_by", "explained_at"])
    _recorded("accountability.explained", row, by=by, at=at)
    telling.tell_above_explained(row, by=by, at=at)
    return row


@transaction.atomic
def decide(
    entry: Accountability,
    decision: Accountability.Decision,
    *,
    why: str,
    until: date | None = None,
    by: Post,
    at: datetime,
) -> Accountability:
    """The tier above decides; what it orders to be done by a day stays open until it is done."""
    row = Accountability.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not access.decides(by, row):
        raise not_yours()
    if row.closed_at is not None:
        raise PlainError(say("这一项已经办结", "it is closed already"))
    need(why, say("理由", "the reason"))
    ordered = decision == Accountability.Decision.ORDERED
    if ordered and (until is None or until < day_of(at)):
        raise PlainError(
            say("责令改正须写明期限，而且在今天以后", "an order names a day that is still to come")
        )
    row.decision, row.why, row.until = decision, why.strip(), until if ordered else None
    row.decided_by, row.decided_at = by, at
    row.closed_at = None if ordered and row.duty.is_open else at
    row.save()
    _recorded("accountability.decided", row, by=by, at=at)
    telling.tell_decided(row, by=by, at=at)
    return row


@transaction.atomic
def become_late(*, by: Post | None, at: datetime) -> list[Duty]:
    """Those whose day has passed: each is answered for before the tier above."""
    day, bureaus = day_of(at), Bureaus()
    rows = Duty.objects.filter(state=Duty.State.OPEN, due_on__lt=day, paused=False)
    late = list(rows.select_for_update(of=("self",)).select_related("unit__division"))
    answered = set(Accountability.objects.filter(duty__in=late).values_list("duty", flat=True))
    above = {unit.pk: bureaus.above(unit) for unit in {one.unit for one in late}}
    for row in late:
        row.state = Duty.State.LATE
        row.save(update_fields=["state"])
        record("duty.late", subject=row, payload=row.told, by=by, at=at)
        if row.pk not in answered:
            entry = Accountability.objects.create(duty=row, above=above[row.unit_id], opened_at=at)
            _recorded("accountability.opened", entry, by=by, at=at)
    return late


def _recorded(kind: str, entry: Accountability, *, by: Post | None, at: datetime) -> None:
    payload: dict[str, Any] = {"duty": entry.duty_id, "above": entry.above_id}
    payload |= {"decision": str(entry.decision)} if entry.decision else {}
    record(kind, subject=entry, payload=payload, by=by, at=at)
