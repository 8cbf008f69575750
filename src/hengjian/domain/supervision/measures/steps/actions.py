"""What every step of a measure writes: its story, its next version, the ledger's entry.

Serves the other actions of measures, in their transactions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hengjian.core.entries.actions import record
from hengjian.core.people.models import Post
from hengjian.domain.supervision.measures.models import Measure, MeasureStep
from hengjian.domain.supervision.measures.workflow import step_label
from hengjian.domain.supervision.refusing import need_unchanged


def held(measure: Measure, seen: int, *, by: Post | None, at: datetime) -> Measure:
    """The measure, locked; refused where it is no longer the one that was on the screen."""
    rows = Measure.objects.select_for_update(of=("self",)).select_related(
        "bureau__division", "body__unit", "case", "officer", "card", "proposed_by", "unit"
    )
    now = rows.get(pk=measure.pk)
    need_unchanged(now, seen, step_label)
    return now


def told(
    measure: Measure,
    move: str,
    *,
    words: str = "",
    more: Mapping[str, Any] | None = None,
    by: Post | None,
    at: datetime,
) -> Measure:
    """A step of its story and the entry: codes and ids, no words."""
    if move not in ("propose", "receive"):
        measure.version += 1
    measure.save()
    MeasureStep.objects.create(
        measure=measure, move=move, to=measure.state, words=words.strip(), post=by, at=at
    )
    payload = {"kind": str(measure.kind), "state": str(measure.state), "version": measure.version}
    payload |= {"body": measure.body_id} if measure.body_id else {}
    record(f"measure.{move}", subject=measure, payload=payload | dict(more or {}), by=by, at=at)
    return measure
